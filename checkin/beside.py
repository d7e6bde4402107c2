"""Something that goes on beside the rest, on a thread of its own."""

from threading import Event, Thread


class Beside:
    """Runs `_run` from `start` on; that returns soon after `_ending` is set."""

    def __init__(self, name: str) -> None:
        self._ending = Event()
        self._thread = Thread(target=self._run, name=name)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End. Returns when that is done, at once where it never began."""
        self._ending.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        raise NotImplementedError
