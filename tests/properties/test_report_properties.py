"""What a report says of a day, or of the event, adds up: hours, categories, tracks, gates and desks come to the totals."""

from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from test_overview_properties import EVENT, ROLL
from test_tally_properties import BEGIN, DAYS, Plain, scans

from checkin.domain.ranges import Trust
from checkin.domain.tick import Tick
from checkin.overview.reading import Outlook, Place
from checkin.overview.reports.making import Asked, Gathered, report_of
from checkin.overview.reports.values import Section, Table

LATER = datetime(2018, 5, 1, tzinfo=BEGIN.tzinfo)
FIGURES = ("attended", "entries", "exits", "refused", "inside")


def sections(ticks: list[Tick], day: date | None) -> tuple[Section, ...]:
    there = Gathered(EVENT, ticks, Outlook(Place.FILE, LATER, Trust(LATER)), ROLL, lambda _: None)
    return report_of(there, Asked(day, "en", LATER)).sections


def summed(table: Table, column: str) -> int:
    place = [one.id for one in table.columns].index(column)
    return sum(row.cells[place] for row in table.rows)  # type: ignore[misc]


@settings(max_examples=60)
@given(scans(), st.sampled_from([*DAYS, None]))
def test_parts_and_hours_come_to_the_totals(ticks: list[Tick], day: date | None) -> None:
    plain = Plain(ticks)
    for section in sections(ticks, day):
        there = plain.of(section.checkpoint, day)
        assert section.figure("refused").number == sum(one.outcome == "refused" for one in there)
        assert section.figure("attended").number == len(plain.first_entries(section.checkpoint, day))
        if not section.pictures:
            continue
        whole = {name: section.figure(name).number for name in FIGURES if name != "inside"}
        for name in ("categories", "tracks", "gates", "desks"):
            assert {one: summed(section.table(name), one) for one in whole} == whole, name
        own = {summed(section.table(name), "inside") for name in ("categories", "tracks", "gates", "desks")}
        assert own == {len(plain.inside(section.checkpoint, day))}
        hours = section.table("hours")
        assert {one: summed(hours, one) for one in ("entries", "exits", "refused")} == {
            one: whole[one] for one in ("entries", "exits", "refused")
        }
        if day is not None:
            assert summed(hours, "arrivals") == whole["attended"]
        assert summed(section.table("reasons"), "count") == whole["refused"]
        assert hours.rows[-1].cells[-1] == section.figure("inside").number, "who is inside when the last hour ends"
        assert section.figure("peak").number == max(_inside_at_ends(ticks, section.checkpoint, day))


def _inside_at_ends(ticks: list[Tick], where: str, day: date | None) -> list[int]:
    """How many were inside at the end of every minute of the period, and before it."""
    plain, days = Plain(ticks), DAYS if day is None else (day,)
    counts = [0] if day is None else []
    for one in days:
        begin = int(datetime(one.year, one.month, one.day, tzinfo=EVENT.zone).timestamp())
        minutes = {tick.at_us // 60_000_000 + 1 for tick in plain.of(where, one)}
        counts += [len(plain.inside(where, None, minute * 60_000_000)) for minute in {begin // 60, *minutes}]
    return counts


@settings(max_examples=25)
@given(scans(), st.sampled_from(DAYS))
def test_the_digest_is_the_same_in_every_language_and_order_and_not_that_of_other_figures(ticks: list[Tick], day: date) -> None:
    there = Gathered(EVENT, ticks, Outlook(Place.FILE, LATER, Trust(LATER)), ROLL, lambda _: None)
    seals = {report_of(there, Asked(day, language, LATER)).seal.text for language in ("fr", "ar", "en")}
    turned = Gathered(EVENT, ticks[::-1], there.outlook, None, lambda _: None)
    seals.add(report_of(turned, Asked(day, "en", LATER)).seal.text)
    assert len(seals) == 1
    more = Tick("more", "scan", int(datetime(day.year, day.month, day.day, 12, tzinfo=EVENT.zone).timestamp() * 1e6), "door",
                "entry", "refused", "unpaid", "R-1", "public", "A", "A0", "", "")  # fmt: skip
    other = Gathered(EVENT, [*ticks, more], there.outlook, ROLL, lambda _: None)
    assert report_of(other, Asked(day, "en", LATER)).seal.text not in seals


def entry(scan_id: str, day: int, who: str, **changed: str) -> Tick:
    noon = int(datetime(2018, 4, day, 12, tzinfo=EVENT.zone).timestamp() * 1e6)
    return Tick(scan_id, "scan", noon, "door", "entry", "admitted", None, who, "public", "A", "A0", "", "")._replace(**changed)  # type: ignore[arg-type]


def test_of_a_day_the_scans_of_later_days_do_not_count() -> None:
    ticks = [entry("a", 19, "R-1"), entry("b", 20, "R-1", direction="exit"), entry("c", 20, "R-2")]
    first, second = (sections(ticks, day)[0] for day in DAYS[1:])
    assert (first.figure("inside").number, second.figure("inside").number) == (1, 1)
    assert "; 1 over the event" in first.figure("attended").definition
    assert "; 2 over the event" in second.figure("attended").definition


def test_refusals_of_persons_unknown_are_in_a_row_of_their_own_and_add_up() -> None:
    unknown = entry("a", 19, "", outcome="refused", reason="invalid", category="")
    section = sections([unknown, entry("b", 19, "R-1")], DAYS[1])[0]
    assert [row.cells[0] for row in section.table("categories").rows][-1] == "Unknown person"
    assert [row.cells[0] for row in section.table("tracks").rows][-1] == "Of no track"
    for name in ("categories", "tracks", "gates", "desks"):
        assert summed(section.table(name), "refused") == section.figure("refused").number == 1
