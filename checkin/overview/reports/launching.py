"""Makes reports in a process of their own: whoever asks for one, a hub that serves or a window that must not wait, goes on."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import structlog

from checkin.i18n import Phrase, phrase
from checkin.overview.apart import run_apart
from checkin.trouble import Trouble

OUR_MISTAKE = phrase("Check-in made a mistake; no report was made. If it goes on, send the log.")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Order:
    """A report to be made, as `checkin report` takes it. `day`: ISO 8601, WHOLE_EVENT, or "" for the one that the home suggests;
    `languages`: none for that of the home; `journals`: exported ones instead of what the home holds; `clock`: of a simulation."""

    home: Path
    output: Path
    day: str = ""
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    checkpoints: tuple[str, ...] = ()
    people: bool = False
    overwrite: bool = False
    if_changed: bool = False
    database: str = ""
    journals: tuple[Path, ...] = ()
    clock: Path | None = None


def arguments(order: Order) -> list[str]:
    """What is typed for it behind `checkin`."""
    flags = {"--people": order.people, "--force": order.overwrite, "--if-changed": order.if_changed}
    texts = [("--day", order.day), ("--database", order.database), ("--clock", str(order.clock or ""))]
    texts += [("--language", one) for one in order.languages] + [("--format", one) for one in order.formats]
    texts += [("--checkpoint", one) for one in order.checkpoints] + [("--journal", str(one)) for one in order.journals]
    said = [part for name, text in texts if text for part in (name, text)]
    there = [name for name, is_wanted in flags.items() if is_wanted]
    return ["--home", str(order.home), "report", "--output", str(order.output), "--json", *said, *there]


def made(order: Order, is_stopped: Callable[[], bool] = lambda: False) -> tuple[Path, ...]:
    """Make it, at the lowest priority; the files that were written, none where nothing has changed. Trouble says why not; also
    once `is_stopped` says so."""
    try:
        ended = run_apart(arguments(order), is_stopped)
    except OSError as failed:
        raise Trouble("The report could not be made ({error}).", error=failed.strerror or type(failed).__name__) from failed
    if ended.status is None:
        raise Trouble("The report was stopped before it was made.")
    if ended.status:
        raise Trouble("The report could not be made ({error}).", error=" ".join(ended.error.split())[-300:])
    return tuple(map(Path, json.loads(ended.said.splitlines()[-1])["files"]))


def launch(order: Order, done: Callable[[tuple[Path, ...] | Phrase], None]) -> Thread:
    """Make it on a thread, which calls `done` with the files, or with what went wrong."""

    def run() -> None:
        try:
            came_to: tuple[Path, ...] | Phrase = made(order)
        except Trouble as trouble:
            came_to = trouble.what
        except Exception:
            log.exception("mistake while a report was made")
            came_to = OUR_MISTAKE
        done(came_to)

    thread = Thread(target=run, name="report", daemon=True)
    thread.start()
    return thread
