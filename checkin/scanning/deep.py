"""The deep tier: what takes too long for every frame, on its own thread, each call with a budget."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

import numpy as np

from checkin.scanning import variants
from checkin.scanning.attempts import NOWHERE, Attempt, Codes, deep_frame_attempts, deep_place_attempts
from checkin.scanning.decoder import Decoder
from checkin.scanning.fusion import FRAMES, fused, noise
from checkin.scanning.messages import Code, Corners
from checkin.scanning.opencv import Image
from checkin.scanning.patches import covered, overlap
from checkin.scanning.places import likely
from checkin.scanning.tapir import Tapir, tapir_available
from checkin.scanning.zxing import ZXing

BUDGET_MS = 225.0
_MOST_PLACES = 4
_FIRST_ROUND = 3
_STRONG_NOISE = 6.0
_FUSION = "fusion"
_FUSED = " fused"


class DeepTier:
    """Reads what the fast tier could not, within `budget_ms` a call: the places that were located or are likely get a first
    round of attempts, then the whole frame, then frames laid over each other (first, in strong noise), then the places all other
    attempts. What a call
    did not get to, the next one starts with. `without` names attempts to leave out. One belongs to one thread."""

    name = "deep"

    def __init__(self, budget_ms: float = BUDGET_MS, without: Sequence[str] = ()) -> None:
        self.budget_ms = budget_ms
        self._on_frame = [attempt for attempt in deep_frame_attempts() if attempt.name not in without]
        self._on_place = [attempt for attempt in deep_place_attempts() if attempt.name not in without]
        self._orders = tuple(self._on_frame), tuple(self._on_place)
        self._ms = {attempt.name: attempt.ms for attempt in (*self._on_frame, *self._on_place)}
        self._ms[_FUSION] = 60.0
        self._recent: deque[frozenset[str]] = deque(maxlen=4)
        self._for_fused: tuple[Decoder, ...] = (ZXing(), Tapir("medium")) if tapir_available() else (ZXing(),)

    def read(self, plane: Image) -> Codes:
        """See Decoder; `plane` is grey."""
        return self.read_one(plane, ())

    def read_one(self, plane: Image, located: Sequence[Corners]) -> Codes:
        """What a grey picture shows that has nothing to do with those before it."""
        self._on_frame[:], self._on_place[:] = self._orders
        return self.look((plane,), located)

    def look(self, planes: Sequence[Image], located: Sequence[Corners], share: float = 1.0) -> Codes:
        """The codes of a grey frame, the last of `planes`; those before it help. `located`: where symbols are that the fast
        tier could not read. `share`: how much of the budget this look may take."""
        until = perf_counter() + share * self.budget_ms / 1000
        often = Counter(text for texts in self._recent for text in texts)
        codes: Codes = ()
        while more := self._first_codes(planes, located, until):
            known = {code.text for code in codes}
            codes += more
            if any(often[code.text] < 2 or code.text in known for code in more):
                break
            # Read twice before, which is enough: the rest of the budget is for those beside it.
            planes = [covered(plane, [code.corners for code in more]) for plane in planes]
        self._recent.append(frozenset(code.text for code in codes))
        return codes

    def _first_codes(self, planes: Sequence[Image], located: Sequence[Corners], until: float) -> Codes:
        plane = planes[-1]
        guessed = (place for place in likely(plane, 3) if not any(overlap(place, known) for known in located))
        places = (*located, *guessed)[:_MOST_PLACES]
        # Where noise is strong no single frame helps, and every decoder takes its time over it.
        noisy = len(planes) >= FRAMES and noise(plane) > _STRONG_NOISE
        codes = self._fused(planes, located, until) if noisy else ()
        codes = codes or self._at_places(plane, places, until, self._on_place[:_FIRST_ROUND])
        codes = codes or self._whole(plane, until)
        codes = codes or (() if noisy else self._fused(planes, located, until))
        # The first round, in vain, went to the end.
        return codes or self._at_places(plane, places, until, self._on_place[:-_FIRST_ROUND])

    @staticmethod
    def fuses(code: Code) -> bool:
        """Whether `code` was read from several frames laid over each other."""
        return code.decoder.endswith(_FUSED)

    def _fused(self, planes: Sequence[Image], places: Sequence[Corners], until: float) -> Codes:
        """What several frames show together; the place of the strongest hope only."""
        if len(planes) < FRAMES or perf_counter() + self._ms[_FUSION] / 1000 > until:
            return ()
        began = perf_counter()
        # In strong noise only the frames together show where a badge is.
        places = places[:1] or likely(np.asarray(np.mean(planes, axis=0), dtype=np.uint8), 1)
        patch = fused(planes, places[0]) if places else None
        codes = () if patch is None else patch.in_frame(self._from_fused(patch.image))
        self._learn(_FUSION, began)
        return codes

    def _from_fused(self, image: Image) -> Codes:
        pictures = (variants.settled(image), image, variants.sharpened(image))
        reads = (decoder.read(picture) for picture in pictures for decoder in self._for_fused)
        codes = next((codes for codes in reads if codes), ())
        return tuple(replace(code, decoder=code.decoder + _FUSED, doubtful=True) for code in codes)

    def _at_places(self, plane: Image, places: Sequence[Corners], until: float, attempts: Sequence[Attempt]) -> Codes:
        """Each attempt looks at all places before the next one has its turn, so that no place starves; several may be read. What
        looked in vain goes to the end, what read to the head."""
        codes: Codes = ()
        left = tuple(places)
        for attempt in tuple(attempts):
            if not left or not self._affords(attempt, until):
                continue
            reads = [self._spend(attempt, plane, place) if self._affords(attempt, until) else () for place in left]
            left = tuple(place for place, found in zip(left, reads, strict=True) if not found)
            known = {code.text for code in codes}
            codes += tuple({code.text: code for found in reads for code in found if code.text not in known}.values())
            self._on_place.remove(attempt)
            self._on_place.insert(0 if any(reads) else len(self._on_place), attempt)
        return codes

    def _whole(self, plane: Image, until: float) -> Codes:
        affordable = (attempt for attempt in self._on_frame if self._affords(attempt, until))
        reads = (self._spend(attempt, plane, NOWHERE) for attempt in affordable)
        return next((codes for codes in reads if codes), ())

    def _affords(self, attempt: Attempt, until: float) -> bool:
        return perf_counter() + self._ms[attempt.name] / 1000 <= until

    def _spend(self, attempt: Attempt, plane: Image, place: Corners) -> Codes:
        began = perf_counter()
        codes = attempt.read(plane, place)
        self._learn(attempt.name, began)
        return codes

    def _learn(self, name: str, began: float) -> None:
        beyond = (perf_counter() - began) * 1000 - self._ms[name]
        self._ms[name] += (0.7 if beyond > 0 else 0.1) * beyond  # rather too careful: the answer is waited for
