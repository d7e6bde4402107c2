"""`checkin report`: a day or the whole event on paper and as a workbook; and a report held against the journals."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from checkin.cli.clocks import clock_of, clock_option
from checkin.cli.home import Home, pass_home
from checkin.cli.hub_place import database_option
from checkin.cli.output import emit, say
from checkin.cli.overview_place import journal_option
from checkin.cli.report_place import Source, Wish, Written, write
from checkin.cli.report_verify import verify
from checkin.cli.totals import parse_day
from checkin.domain.event import LANGUAGES
from checkin.overview.reports.heads import WHOLE_EVENT
from checkin.overview.reports.naming import FORMATS


@click.group(invoke_without_command=True)
@click.option("--day", metavar="DAY", help='A day of the event (YYYY-MM-DD), or "all" for the whole event; today by default.')
@click.option("--language", "languages", multiple=True, type=click.Choice(LANGUAGES), help="May be given again; the home's.")
@click.option("--output", default=".", metavar="FOLDER|FILE", type=click.Path(path_type=Path), help="Where to; here by default.")
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help="Only this one; both by default.")
@click.option("--checkpoint", "checkpoints", multiple=True, metavar="ID", help="Only this one; may be given again.")
@click.option("--people", is_flag=True, help="With names: who came, who is in a conflict, who decided. Personal data.")
@click.option("--if-changed", is_flag=True, help="A new version, and only where the figures are not those of the last one there.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
@clock_option
@journal_option
@database_option
@pass_home
@click.pass_context
def command(
    context: click.Context, home: Home, /, journals: tuple[Path, ...], database: str, clock_file: Path | None, **chosen: Any
) -> None:
    """Write a report as PDF and XLSX: figures with their definitions, charts, totals by hour, category, track, gate and desk,
    refusals by reason, conflicts, overrides, and the ends of the journals, signed. Without --people nobody is named in it.

    In the home of a hub it is of all desks, elsewhere of what this desk knows, with --journal of exported journals.

    \b
    Example:
      checkin report --day 2018-04-19 --language ar --output reports
      checkin report --day all --language fr --language en
      checkin report verify reports/report-2018-04-19-ar.pdf
    """
    if context.invoked_subcommand is not None:
        return
    day: str | None = chosen["day"]
    wish = Wish(
        chosen["output"], chosen["languages"] or (home.settings.language,), chosen["formats"] or FORMATS,
        parse_day(day) if day and day != WHOLE_EVENT else None, day == WHOLE_EVENT, chosen["checkpoints"], chosen["people"],
        chosen["force"], chosen["if_changed"],
    )  # fmt: skip
    with clock_of(clock_file) as clock:
        written = write(Source(home, database, journals), wish, clock)
    if chosen["as_json"]:
        emit(record(written))
        return
    for line in told(written, home):
        say(line)


def record(written: Written) -> dict[str, Any]:
    """What was written, as one JSON object."""
    report = written.report
    return {
        "files": [str(one) for one in written.files], "day": _day(report.day), "lines": written.lines,
        "signed": report.seal.is_signed, "sha256": report.seal.sha256, "people": report.people,
        "checkpoints": {
            section.checkpoint: {one.id: one.number for one in section.figures} for section in report.sections
        },
    }  # fmt: skip


def told(written: Written, home: Home) -> list[str]:
    """The same for people."""
    words, report = home.words, written.report
    if not written.files:
        return [words("The figures are those of the last report: nothing was written.")]
    lines = [words("Written: {path}", path=str(one)) for one in written.files]
    lines += [*report.trust]
    if not report.seal.is_signed:
        lines.append(words("Not signed: this desk is enrolled at no hub, and has no key."))
    if report.people:
        lines.append(words("It names people: delete it when it has served."))
    return lines


def _day(day: date | None) -> str:
    return WHOLE_EVENT if day is None else day.isoformat()


command.add_command(verify)
