"""One misread must never admit a stranger: a doubtful text counts once a second, independent read agrees, or a registration
stands behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log2

from checkin.scanning.messages import Code

AGREE_WITHIN_S = 1.0
LEAST_BITS = 60.0

Vouched = Callable[[str], bool]
"""Whether a registration stands behind exactly this text. Asked on the scan thread, so it must not wait for anybody."""


def nothing_vouches(text: str) -> bool:
    """For where there are no registrations to ask."""
    return False


def bits(text: str) -> float:
    """What a text can hold that cannot be guessed, at most: five bits a letter, log2(10) a digit, nothing for other signs."""
    return sum(log2(10) if character.isdecimal() else 5.0 if character.isalpha() else 0.0 for character in text)


@dataclass(frozen=True, slots=True)
class Read:
    """A text was read, in frames taken from `oldest` to `newest` (seconds), by `decoder`."""

    oldest: float
    newest: float
    decoder: str

    def supports(self, other: "Read") -> bool:
        """Whether this read and `other` cannot share one mistake: no frame is in both, or different decoders made them."""
        return self.decoder != other.decoder or self.newest < other.oldest or other.newest < self.oldest


class Agreement:
    """Lets through codes that are sure, and doubtful ones once another frame, or another decoder at the same frame, gave the
    same text within a second; and doubtful ones that are `vouched` for, at once.

    Only a text of 60 bits or more (12 letters) is vouched for: among 2**60 of them an invented text hits none of a million
    registrations. A short one or a serial number, "1042", needs its second read: one digit misread is another person's badge.
    """

    def __init__(self, vouched: Vouched = nothing_vouches) -> None:
        self._vouched = vouched
        self._reads: dict[str, list[Read]] = {}

    def agreed(self, codes: Sequence[Code], at: float) -> tuple[Code, ...]:
        """Those of a look's codes that count; `at` is the time of its frame, in seconds."""
        recent = {
            text: [read for read in reads if 0 <= at - read.newest <= AGREE_WITHIN_S] for text, reads in self._reads.items()
        }
        self._reads = {text: reads for text, reads in recent.items() if reads}
        reads = [_read(code, at) for code in codes]
        for code, read in zip(codes, reads, strict=True):
            self._reads.setdefault(code.text, []).append(read)
        return tuple(code for code, read in zip(codes, reads, strict=True) if self._counts(code, read))

    def _counts(self, code: Code, read: Read) -> bool:
        if not code.doubtful or any(read.supports(other) for other in self._reads[code.text]):
            return True
        return bits(code.text) >= LEAST_BITS and self._vouched(code.text)


def _read(code: Code, at: float) -> Read:
    # Two variants by one decoder share its mistakes: the decoder is the name's first word.
    oldest, newest = code.seen if code.seen is not None else (at, at)
    return Read(oldest, newest, code.decoder.split()[0])
