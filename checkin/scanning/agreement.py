"""One misread must never admit a stranger: a doubtful text counts once a second look agrees."""

from collections.abc import Callable, Sequence

from checkin.scanning.messages import Code

AGREE_WITHIN_S = 1.0


class Agreement:
    """Lets through codes that are sure, and doubtful ones once a second frame, or another decoder at the same frame, gave
    the same text within a second. `vouched` says of a text that its checksum or registration stands behind it."""

    def __init__(self, vouched: Callable[[str], bool] | None = None) -> None:
        self._vouched = vouched or (lambda text: False)
        self._looks: dict[str, tuple[float, frozenset[str]]] = {}

    def agreed(self, codes: Sequence[Code], at: float) -> tuple[Code, ...]:
        """Those of a look's codes that count; `at` is the time of its frame, in seconds."""
        self._looks = {text: look for text, look in self._looks.items() if 0 <= at - look[0] <= AGREE_WITHIN_S}
        earlier = set(self._looks)
        for code in codes:
            decoders = self._looks.get(code.text, (at, frozenset[str]()))[1]
            self._looks[code.text] = (at, decoders | {code.decoder})
        return tuple(code for code in codes if self._counts(code, earlier))

    def _counts(self, code: Code, earlier: set[str]) -> bool:
        # Two variants by one decoder share its mistakes: the decoder is the name's first word.
        decoders = {name.split()[0] for name in self._looks[code.text][1]}
        return not code.doubtful or code.text in earlier or len(decoders) > 1 or self._vouched(code.text)
