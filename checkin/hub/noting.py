"""What is notable in what the hub answers, for its log: ids of devices, journals and epochs, never names, people or badges."""

import structlog

from checkin.sync.messages import Answer, Cause, Enrolled, Fork, Page, Refused, Welcome

log = structlog.get_logger()


class Noting:
    """Tells the log each thing once; belongs to one event loop."""

    def __init__(self) -> None:
        self._told: set[tuple[str, str]] = set()

    def answered(self, device: str, answer: Answer) -> None:
        """This answer goes to this device."""
        match answer:
            case Enrolled() if self._is_new("enrolled", answer.device):
                log.info("device enrolled", device=answer.device, gate=answer.gate, role=answer.role.value)
            case Refused(Cause.REVOKED) if self._is_new("revoked", device):
                log.warning("a device that is cut off asked", device=device)
            case Fork() if self._is_new("fork", answer.journal):
                log.warning("fork found", device=device, journal=answer.journal, seq=answer.seq)
            case Welcome():
                self.stands(answer.epoch, answer.waiting)
            case Page():
                self.stands(answer.cursor.epoch, answer.waiting)

    def stands(self, epoch: str, waiting: int) -> None:
        """The log's epoch, and for how many journals it waits."""
        if waiting and self._is_new("recovery", epoch):
            log.warning("recovery begun", epoch=epoch, waiting=waiting)
        elif not waiting and ("recovery", epoch) in self._told and self._is_new("recovered", epoch):
            log.info("recovery ended", epoch=epoch)

    def _is_new(self, what: str, which: str) -> bool:
        fresh = (what, which) not in self._told
        self._told.add((what, which))
        return fresh
