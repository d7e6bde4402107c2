"""What supervisors typed, without those whom it names: a report names nobody unless it is asked to."""

import re
from collections.abc import Callable, Iterable

from checkin.domain.folding import fold
from checkin.domain.registration import Registration

LEFT_OUT = "…"
LEAST_LETTERS = 3
_MAIL = re.compile(r"\S+@\S+")
_WORD = re.compile(r"[^\W_]+(?:[-'’_][^\W_]+)*")


class Discreet:
    """Leaves out of texts every part of these names, the ids and badges of these people, words that `is_name` knows of others,
    and whatever looks like an e-mail address."""

    def __init__(
        self, people: Iterable[Registration | None], names: Iterable[str] = (), is_name: Callable[[str], bool] = lambda _: False
    ) -> None:
        self._is_name = is_name
        known = [one for one in people if one is not None]
        texts = [*names, *(text for one in known for text in (one.name, one.id, one.badge, one.email))]
        self._parts = {part for text in texts for part in _parts(text)}
        ids = {text for one in known for text in (one.id, one.badge, one.name, one.email) if text}
        self._whole = sorted({*ids, *(name for name in names if name)}, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """The text without them."""
        for one in self._whole:
            text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", LEFT_OUT, text, flags=re.IGNORECASE)
        text = _MAIL.sub(LEFT_OUT, text)
        text = _WORD.sub(lambda found: LEFT_OUT if self._names(found[0]) else found[0], text)
        return re.sub(rf"{LEFT_OUT}(?:[\s-]*{LEFT_OUT})+", LEFT_OUT, text)

    def _names(self, word: str) -> bool:
        parts = {fold(word), *_parts(word)}
        return bool(parts & self._parts) or any(map(self._is_name, _parts(word)))


def _parts(text: str) -> set[str]:
    """The words of a name, folded; not short ones, which are everyday words too."""
    return {part for word in re.split(r"[\W_]+", text) if len(part := fold(word)) >= LEAST_LETTERS}
