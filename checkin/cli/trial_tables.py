"""What a trial of the readers came to: as tables for people, and as records for programs."""

from collections.abc import Iterator, Sequence
from math import ceil
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from checkin.domain.badge import safe_text
from checkin.i18n import Words

if TYPE_CHECKING:
    from checkin.scanning.ablation import Ablation, Share
    from checkin.scanning.trial import Result, Trial

_PERCENTS = (50, 95, 99)
_COLUMN = 10


def percentiles(values: Sequence[float]) -> list[float] | None:
    """The median, p95 and p99, each a value that occurs; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    return [round(ordered[ceil(len(ordered) * percent / 100) - 1], 2) for percent in _PERCENTS]


# --- for programs


def records(name: str, tuned: bool, trial: "Trial", ablation: "Ablation | None") -> Iterator[dict[str, Any]]:
    """An object for the whole set ("class" is null) and each class, times each reader; then one for each stage."""
    for kind, results in ((None, trial.whole), *trial.by_kind.items()):
        for reader, result in results.items():
            yield {"set": name, "tuned": tuned, "class": kind, "reader": reader, **_record(result)}
    if ablation is not None:
        for share in ablation.shares():
            yield {"set": name, "tuned": tuned, **_stage_record(share, ablation)}


def _record(result: "Result") -> dict[str, Any]:
    return {
        "codes": result.codes, "read": result.read, "wrong": result.wrong, "badge_ms": percentiles(result.badge_ms),
        "empty_ms": percentiles(result.empty_ms), "all_ms": percentiles(result.all_ms),
    }  # fmt: skip


def _stage_record(share: "Share", ablation: "Ablation") -> dict[str, Any]:
    earned = share.earned
    return {
        "stage": earned.way.name, "tier": earned.way.tier, "looks_at": _looks_at(share), "pictures": ablation.tried,
        "missing": len(ablation.missing), "read": share.read, "guessed": len(earned.guessed), "alone": share.alone,
        "more": share.more, "all_but_this": ablation.ceiling() - share.alone, "wrong": earned.wrong, "ms": percentiles(earned.ms),
    }  # fmt: skip


def _looks_at(share: "Share") -> str:
    return "place" if share.earned.way.at_places else "frame"


# --- for people


def heading(words: Words, name: str, tuned: bool, trial: "Trial") -> Iterator[str]:
    """What set it is, how large, and whether its figures flatter."""
    codes = next(iter(trial.whole.values())).codes
    yield words("{path}: pictures {pictures}, codes {codes}", path=safe_text(name), codes=codes, pictures=trial.pictures)
    if tuned:
        yield words("This is a set that the readers were tuned on: its figures flatter.")


def of_readers(trial: "Trial") -> Iterator[str]:
    """A line for each reader."""
    spans = f"{'badge ms p50 / p95 / p99':24}  {'empty ms p50 / p95 / p99':24}  all ms p50 / p95 / p99"
    yield f"{'reader':30} {'read':>5} {'wrong':>5}  {spans}"
    for name, result in trial.whole.items():
        spans = "  ".join(f"{_span(values):24}" for values in (result.badge_ms, result.empty_ms, result.all_ms))
        yield f"{name:30} {result.read:>5} {result.wrong:>5}  {spans}".rstrip()


def of_wrong(words: Words, trial: "Trial") -> Iterator[str]:
    """A line for each text that ours gave though it is not there; a slip in the truth shows itself by many readers."""
    for (picture, text), names in trial.wrong_by_ours().items():
        yield words(
            'not there: "{text}" in {path}, by {readers}', text=safe_text(text), path=safe_text(picture),
            readers=", ".join(sorted(names)),
        )  # fmt: skip


def of_classes(words: Words, trial: "Trial") -> Iterator[str]:
    """A line for each class, if there are some: what each reader read, and how ours stand beside the single ones."""
    from checkin.scanning.trial import best_single, is_ours

    kinds = {kind: results for kind, results in trial.by_kind.items() if next(iter(results.values())).codes}
    if not kinds:
        return
    names = list(trial.whole)
    width = max(5, *(len(safe_text(kind)) for kind in kinds))
    yield ""
    yield from _header(("class", "codes", *names), width)
    for kind, results in kinds.items():
        codes, best = results[names[0]].codes, best_single(results)
        cells = [f"{one.read}{standing(one.read, best, codes) if is_ours(name) else ' '}" for name, one in results.items()]
        yield f"{safe_text(kind):{width}} {codes:>{_COLUMN}} " + " ".join(f"{cell:>{_COLUMN}}" for cell in cells)
    yield words("+ more than every single reader   * all of them   = as many as the best single reader   - fewer")


def standing(ours: int, best: int, codes: int) -> str:
    """How many codes ours read beside the best single reader, as a mark: + more, * all there are, = as many, - fewer."""
    if ours > best:
        return "+"
    return "*" if ours == codes else "=" if ours == best else "-"


def of_stages(words: Words, ablation: "Ablation | None") -> Iterator[str]:
    """A line for each stage: what it reads of what zxing-cpp misses, and whether others read that too."""
    if ablation is None:
        return
    yield ""
    yield words(
        "Each stage by itself, without a budget, on the pictures of which zxing-cpp does not read all, and on those without a "
        "code: {pictures}. Codes that it misses: {missing}; all stages together read {read} of them.",
        pictures=ablation.tried, missing=len(ablation.missing), read=ablation.ceiling(),
    )  # fmt: skip
    yield f"{'tier':5} {'at':6} {'stage':32} {'read':>5} {'more':>5} {'alone':>5} {'guessed':>7} {'wrong':>5}  ms p50 / p95 / p99"
    for share in ablation.shares():
        earned = share.earned
        yield (
            f"{earned.way.tier:5} {_looks_at(share):6} {earned.way.name:32} {share.read:>5} {share.more:>5} {share.alone:>5} "
            f"{len(earned.guessed):>7} {earned.wrong:>5}  {_span(earned.ms)}"
        )
    yield words(
        "more: codes that no stage above it reads   alone: codes that are lost without it   guessed: codes at a place where "
        "nothing was located"
    )


def _span(values: Sequence[float]) -> str:
    return " / ".join(map(str, percentiles(values) or ())) or "-"


def _header(names: Sequence[str], width: int) -> Iterator[str]:
    """The names of columns over several lines, the first one `width` wide."""
    stacks = [wrap(name, _COLUMN) for name in names]
    height = max(map(len, stacks))
    for row in range(height):
        cells = [(["" for _ in range(height - len(stack))] + stack)[row] for stack in stacks]
        yield f"{cells[0]:{width}} " + " ".join(f"{cell:>{_COLUMN}}" for cell in cells[1:])
