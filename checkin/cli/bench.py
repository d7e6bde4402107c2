"""checkin bench: what the readers do on pictures whose texts are known."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checkin.cli.output import emit, say
from checkin.domain.badge import safe_text
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from checkin.scanning.trial import Reading, Result


@click.group(name="bench")
def command() -> None:
    """Measure.

    \b
    Example:  checkin bench reading photos/
    """


@command.command(name="reading")
@click.argument("folders", nargs=-1, required=True, metavar="SET...", type=click.Path(path_type=Path))
@click.option("--stages", is_flag=True, help="Also ours without each of its stages.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a set and reader.")
def reading(folders: tuple[Path, ...], stages: bool, as_json: bool) -> None:
    """Read folders of pictures with every reader, and show what each read and in how many milliseconds.

    A SET is a folder with a truth.json, {"picture": ["text", ...]}, or with a .txt of the same name beside each picture.
    Pictures are made to fit 1280 x 720; each goes through all readers before the next. "wrong" counts texts that are not there.

    \b
    Example:  checkin bench reading photos/ --json
    """
    from checkin.scanning.trial import readers, warm_up

    trial = readers(stages)
    warm_up(trial)
    for folder in folders:
        results: dict[str, Result] = {}
        codes = _measure(folder, trial, results)
        for name, result in results.items():
            record = _record(folder, name, codes, result)
            if as_json:
                emit(record)
        if not as_json:
            _table(folder, codes, [_record(folder, name, codes, result) for name, result in results.items()])


def _measure(folder: Path, trial: "dict[str, Reading]", results: "dict[str, Result]") -> int:
    from checkin.scanning.opencv import read_image
    from checkin.scanning.trial import compare, fitted

    codes = 0
    for path, truth in _truth(folder):
        image = read_image(path)
        if image is None:
            raise Trouble("{path} is not a picture.", path=str(path))
        codes += len(set(truth))
        compare(trial, results, fitted(image), truth)
    return codes


def _truth(folder: Path) -> Iterator[tuple[Path, list[str]]]:
    """Each picture of a set with its texts."""
    listed = folder / "truth.json"
    if listed.is_file():
        for name, texts in json.loads(listed.read_text(encoding="utf-8")).items():
            yield folder / name, list(texts)
        return
    from checkin.scanning.films import PICTURES

    beside = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES and path.with_suffix(".txt").is_file())
    if not beside:
        raise Trouble("{path} has no truth.json, and no picture with a .txt beside it.", path=str(folder))
    for path in beside:
        yield path, [path.with_suffix(".txt").read_bytes().decode("utf-8", errors="replace").removesuffix("\n")]


def _record(folder: Path, name: str, codes: int, result: "Result") -> dict[str, object]:
    return {
        "set": str(folder), "reader": name, "codes": codes, "read": result.read, "wrong": result.wrong,
        "badge_ms": _percentiles(result.badge_ms), "empty_ms": _percentiles(result.empty_ms),
    }  # fmt: skip


def _percentiles(values: list[float]) -> list[float] | None:
    """The median, p95 and p99; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    return [round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 2) for percent in (50, 95, 99)]


def _table(folder: Path, codes: int, records: list[dict[str, object]]) -> None:
    say(f"{safe_text(str(folder))}: {codes}")
    say(f"{'reader':34} {'read':>5} {'wrong':>5}  {'badge ms p50 / p95 / p99':26} empty ms p50 / p95 / p99")
    for record in records:
        both = (record["badge_ms"], record["empty_ms"])
        spans = [" / ".join(map(str, span)) if isinstance(span, list) else "-" for span in both]
        say(f"{record['reader']:34} {record['read']:>5} {record['wrong']:>5}  {spans[0]:26} {spans[1]}")
