"""A badge in view is one scan, until it has been gone for a while."""

from collections.abc import Sequence


class Presence:
    """Tells which texts are newly brought to the camera. All times are those of the frames, in seconds.

    A text counts again once frames have shown for `gone_after_s` that it is away. Two frames further apart than that are a
    camera that stalled: nobody knows what happened between them, so that time is no absence. After `forget_after_s` without
    a frame everything counts as new.
    """

    def __init__(self, gone_after_s: float = 1.5, forget_after_s: float = 30.0) -> None:
        self.gone_after_s = gone_after_s
        self.forget_after_s = forget_after_s
        self._away: dict[str, float] = {}
        self._latest: float | None = None

    def seen(self, texts: Sequence[str], at: float) -> tuple[str, ...]:
        """The texts of this frame that are newly here, each once, in the order given (that of reading)."""
        self._pass_time(at)
        here = tuple(dict.fromkeys(texts))
        fresh = tuple(text for text in here if text not in self._away)
        self._away.update(dict.fromkeys(here, 0.0))
        return fresh

    def _pass_time(self, at: float) -> None:
        passed = 0.0 if self._latest is None else at - self._latest
        self._latest = at
        if passed >= self.forget_after_s:
            self._away.clear()
        if not 0 < passed <= self.gone_after_s:
            return
        away = {text: absence + passed for text, absence in self._away.items()}
        self._away = {text: absence for text, absence in away.items() if absence < self.gone_after_s}
