"""All readers on a set of pictures, as rows and as a table for docs/benchmarks.md."""

from pathlib import Path

from figures import WRONG, Row, Table, percentile

from checkin.scanning.trial import (
    BOTH,
    BOTH_WITHOUT_TAPIRSCAN,
    FAST,
    Result,
    Trial,
    best_single,
    fitted,
    is_ours,
    readers,
    warm_up,
)
from checkin.scanning.truth import pictures_of

ANSWER_MS = 300.0


def trial_of(folder: Path, limit: int | None = None) -> Trial:
    """Every picture of a set through every reader, in turn."""
    reading = readers()
    warm_up(reading)
    trial = Trial(reading)
    for picture in pictures_of(folder, limit):
        trial.show(fitted(picture.image()), picture.texts, picture.kind, picture.path.relative_to(folder).as_posix())
    return trial


def single(trial: Trial, but: str = "") -> tuple[str, Result]:
    """The single reader that read most; of those that take as many, the quickest."""
    names = [name for name in trial.whole if not is_ours(name) and not (but and name.startswith(but))]
    best = min(names, key=lambda name: (-trial.whole[name].read, sum(trial.whole[name].all_ms)))
    return best, trial.whole[best]


def rows_of(what: str, trial: Trial) -> list[Row]:
    """What ours read beside the best single reader, the milliseconds, and the wrong texts."""
    zxing, fast, both = trial.whole["zxing-cpp"], trial.whole[FAST], trial.whole[BOTH]
    name, best = single(trial)
    unit = f"of {zxing.codes} codes"
    rows = [
        _read(f"{what}: read by the fast tier", unit, fast, "zxing-cpp", zxing, "more than zxing-cpp"),
        _read(f"{what}: read by both tiers", unit, both, name, best, "more than any single reader"),
    ]
    if BOTH_WITHOUT_TAPIRSCAN in trial.whole:
        plain, modest = trial.whole[BOTH_WITHOUT_TAPIRSCAN], single(trial, but="tapirscan")
        aim = "more than any single reader but tapirscan"
        rows.append(_read(f"{what}: read by both tiers, no tapirscan", unit, plain, *modest, aim))
    met = percentile(both.badge_ms, 95) < ANSWER_MS
    rows.append(Row(f"{what}: both tiers", "ms", both.badge_ms, name, best.badge_ms, f"p95 under {ANSWER_MS:.0f} ms", met))
    wrong = len(trial.wrong_by_ours())
    return [*rows, Row(what, WRONG, [wrong], "zxing-cpp", [zxing.wrong], "none", wrong == 0)]


def _read(what: str, unit: str, ours: Result, yardstick: str, beside: Result, aim: str) -> Row:
    met = ours.read > beside.read or ours.read == ours.codes
    return Row(what, unit, [ours.read], yardstick, [beside.read], aim, met)


def classes_row(what: str, trial: Trial) -> Row:
    """In how many classes both tiers read more than every single reader, or all there is."""
    kinds = [results for results in trial.by_kind.values() if results[BOTH].codes]
    ahead = sum(beats(results, BOTH) for results in kinds)
    aim = "more than any single reader in every class, or all"
    return Row(f"{what}: classes", "classes", [ahead], "all classes", [len(kinds)], aim, ahead == len(kinds))


def beats(results: dict[str, Result], name: str) -> bool:
    """Whether a reader read more than every single one, or all."""
    return results[name].read > best_single(results) or results[name].read == results[name].codes


def table_of(title: str, trial: Trial) -> Table:
    """Codes read, a row for each class and one for the whole; bold where ours read more than every single reader, or all."""
    names = list(trial.whole)
    lines = ["| class | codes | " + " | ".join(names) + " |", "|---|---:|" + "---:|" * len(names)]
    for kind, results in (*trial.by_kind.items(), ("all", trial.whole)):
        if results[BOTH].codes:
            cells = [f"**{results[name].read}**" if is_ours(name) and beats(results, name) else str(results[name].read)
                     for name in names]  # fmt: skip
            lines.append(f"| {kind} | {results[BOTH].codes} | " + " | ".join(cells) + " |")
    lines.append("| wrong texts | | " + " | ".join(str(trial.whole[name].wrong) for name in names) + " |")
    for label, percent in (("ms, median", 50), ("ms, p95", 95)):
        spans = [f"{percentile(trial.whole[name].all_ms, percent):.1f}" for name in names]
        lines.append(f"| {label} | | " + " | ".join(spans) + " |")
    wrong = [
        f"Not in the truth, though read: `{text}` in {picture}, by {', '.join(sorted(by))}." for (picture, text), by
        in trial.wrong_by_ours().items()
    ]  # fmt: skip
    return Table(title, "\n".join([*lines, *(["", *wrong] if wrong else [])]) + "\n")
