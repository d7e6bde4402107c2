"""checkin bench: what the readers do on pictures whose texts are known."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checkin.cli import trial_tables as tables
from checkin.cli.home import words_of_the_shell
from checkin.cli.output import emit, say

if TYPE_CHECKING:
    from checkin.scanning.ablation import Ablation
    from checkin.scanning.trial import Reading, Trial
    from checkin.scanning.truth import Pictured


@click.group(name="bench")
def command() -> None:
    """Measure.

    \b
    Example:  checkin bench reading photos/
    """


@command.command(name="reading")
@click.argument("folders", nargs=-1, required=True, metavar="SET...", type=click.Path(path_type=Path))
@click.option("--tuned", multiple=True, metavar="SET", type=click.Path(path_type=Path),
              help="Mark this SET as one that the readers were tuned on: its figures flatter.")  # fmt: skip
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only N pictures of each set, from all over it.")
@click.option("--stages", is_flag=True, help="Also what each stage of ours reads by itself, and what is lost without it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a set, class and reader; with --stages, a stage too.")
def reading(folders: tuple[Path, ...], tuned: tuple[Path, ...], limit: int | None, stages: bool, as_json: bool) -> None:
    """Read folders of pictures with every reader, and show what each read and in how many milliseconds.

    A SET is a folder with a truth.json, {"picture": ["text", ...]}, or with a .txt of the same name beside each picture; the
    folders in it are the classes. Pictures are made to fit 1280 x 720; each goes through all readers before the next. "wrong"
    counts texts that are not there.

    \b
    Example:  checkin bench reading photos/ grid/ --tuned photos/ --json
    """
    from checkin.scanning.trial import readers, warm_up
    from checkin.scanning.truth import pictures_of

    sets = {folder: pictures_of(folder, limit) for folder in dict.fromkeys((*folders, *tuned))}
    reading = readers()
    warm_up(reading)
    wrong = pictures = 0
    for folder, shown in sets.items():
        trial, ablation = _measured(shown, reading, stages)
        _show(folder, folder in tuned, trial, ablation, as_json)
        wrong += len(trial.wrong_by_ours())
        pictures += trial.pictures
    if not as_json:
        say(_in_the_end(wrong, pictures))


def _in_the_end(wrong: int, pictures: int) -> str:
    words = words_of_the_shell()
    return words("Texts that ours gave though they are not there: {wrong}. Pictures: {pictures}.", wrong=wrong, pictures=pictures)


def _measured(pictures: "tuple[Pictured, ...]", reading: "dict[str, Reading]", stages: bool) -> "tuple[Trial, Ablation | None]":
    """Every picture through all readers, and, if `stages`, through each stage of ours."""
    from checkin.scanning.trial import Trial, fitted

    trial = Trial(reading)
    ablation = None
    if stages:
        from checkin.scanning.ablation import Ablation

        ablation = Ablation()
    for number, picture in enumerate(pictures):
        plane = fitted(picture.image())
        trial.show(plane, picture.texts, picture.kind, str(picture.path))
        if ablation is not None:
            ablation.show(number, plane, picture.texts)
    return trial, ablation


def _show(folder: Path, tuned: bool, trial: "Trial", ablation: "Ablation | None", as_json: bool) -> None:
    if as_json:
        for record in tables.records(str(folder), tuned, trial, ablation):
            emit(record)
        return
    words = words_of_the_shell()
    for line in tables.heading(words, str(folder), tuned, trial):
        say(line)
    for table in (tables.of_readers(trial), tables.of_wrong(words, trial), tables.of_classes(words, trial)):
        for line in table:
            say(line)
    for line in tables.of_stages(words, ablation):
        say(line)
    say("")
