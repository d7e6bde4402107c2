"""Test badges before the camera: whether each was read and answered as it must be, and how fast."""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from checkin.domain.verdict import Verdict
from checkin.i18n import phrase
from checkin.rehearsal.findings import Finding, fault, ok, warning
from checkin.rehearsal.samples import Sample, is_expected
from checkin.rehearsal.stage import Tried

SLOWEST_MS = 300.0
"""What a person feels as "at once" ends about there: later, the badge is already being taken away."""


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """The first answer to each test badge that was read, how long each answer to one took (ms), and how many other badges were
    read meanwhile."""

    answers: Mapping[Sample, Verdict]
    ms: tuple[float, ...] = ()
    others: int = 0


def reading_facts(tried: list[Tried], others: int) -> ReadingFacts:
    """Of each test badge its first answer counts: shown again, one that was admitted is rightly refused."""
    answers: dict[Sample, Verdict] = {}
    for one in tried:
        answers.setdefault(one.sample, one.verdict)
    return ReadingFacts(answers, tuple(one.ms for one in tried if one.ms is not None), others)


def judged_reading(seen: ReadingFacts) -> Finding:
    """Whether the four test badges were read and answered rightly. A wrong answer is a fault; one not shown is not."""
    measured: dict[str, object] = {
        "read": [sample.value for sample in seen.answers],
        "wrong": [sample.value for sample, verdict in seen.answers.items() if not is_expected(sample, verdict)],
        "others": seen.others,
    }
    if measured["wrong"]:
        said = ", ".join(f"{sample.value}: {verdict.reason or verdict.outcome}" for sample, verdict in seen.answers.items()
                         if not is_expected(sample, verdict))  # fmt: skip
        return fault(phrase("The desk answered test badges wrongly ({said}). Please report it.", said=said), **measured)
    missing = [sample for sample in Sample if sample not in seen.answers]
    if not missing:
        return ok(phrase("All four test badges were read and answered as they must be; none of them counts."), **measured)
    if seen.answers:
        return warning(phrase("{read} of 4 test badges were read. Hold up the others too.", read=len(seen.answers)), **measured)
    if seen.others:
        return warning(phrase(
            "The camera read {others} badges, but no test badge. Print them with: checkin rehearse --badges FILE.pdf",
            others=seen.others,
        ), **measured)  # fmt: skip
    return fault(phrase("No badge was read. Hold the test badges before the camera; print them with: checkin rehearse --badges "
                        "FILE.pdf"), **measured)  # fmt: skip


def judged_speed(seen: ReadingFacts) -> Finding:
    """How long it took from a frame to the verdict on the disk, beside the limit."""
    if not seen.ms:
        return warning(phrase("No test badge was read by the camera: how fast this desk is, is not known."), limit_ms=SLOWEST_MS)
    median, most = statistics.median(seen.ms), max(seen.ms)
    measured: dict[str, object] = {"median_ms": round(median, 1), "most_ms": round(most, 1), "limit_ms": SLOWEST_MS}
    facts = {"median": round(median), "most": round(most), "limit": round(SLOWEST_MS)}
    if median > SLOWEST_MS:
        return warning(phrase(
            "From the picture to the verdict {median} ms, at most {most}; the limit is {limit}. Close other programs.", **facts,
        ), **measured)  # fmt: skip
    return ok(phrase("From the picture to the verdict {median} ms, at most {most}; the limit is {limit}.", **facts), **measured)
