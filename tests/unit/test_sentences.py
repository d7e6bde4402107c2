from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from checkin.domain.event import Category, Checkpoint, Event, Gate, Names
from checkin.domain.journal import FoundOut, JournalLine, Kind, Origin
from checkin.domain.registration import Registration
from checkin.domain.verdict import Direction, Outcome, Passage, Reason, Verdict, Window
from checkin.i18n import Words
from checkin.sentences import Teller, grouped
from checkin.words import WORDINGS, found_out, visitors_language, wording

NOW = datetime(2026, 11, 15, 8, 42, tzinfo=UTC)
ZONE = ZoneInfo("Africa/Casablanca")
EVENT = Event(
    "sce", ZONE, (date(2026, 11, 14), date(2026, 11, 15), date(2026, 11, 16)), Names({"en": "Expo"}),
    categories={"press": Category("press", Names({"en": "Press"}))},
    gates={"c": Gate("c", Names({"en": "Gate C"}))},
    checkpoints={
        "hall": Checkpoint("hall", Names({"en": "The hall"}), capacity=1200, max_entries=3, opens=time(9), closes=time(18)),
    },
)  # fmt: skip
LINE = JournalLine(
    "s", Kind.SCAN, NOW, "sce", "hall", Direction.ENTRY, Outcome.REFUSED, None, "R1", "press", "T", Origin.CAMERA, "c", "4"
)
PERSON = Registration("R1", "Amina", "press")
FIRST = Passage("p", NOW - timedelta(minutes=11), Direction.ENTRY, "press", "c", "4")


def why(reason: Reason | None, person: Registration | None = PERSON, line: JournalLine = LINE, **verdict: object) -> str:
    outcome = Outcome.ADMITTED if reason is None else Outcome.REFUSED
    return Teller(Words("en"), EVENT).why(line, Verdict(outcome, reason, **verdict), person)  # type: ignore[arg-type]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def test_an_entry_says_when_and_where_in_the_event_s_time_zone() -> None:
    assert why(None) == "Entered at 09:42 · Gate C"
    assert why(None, line=replace(LINE, gate="")) == "Entered at 09:42"
    assert why(None, line=replace(LINE, direction=Direction.EXIT)) == "Left at 09:42 · Gate C"


def test_a_repeat_names_the_first_entry() -> None:
    assert why(Reason.ALREADY_REDEEMED, first=FIRST) == "First entry 09:31, Gate C (desk 4)"


def test_a_repeat_of_another_day_names_the_day() -> None:
    assert why(Reason.ALREADY_REDEEMED, first=replace(FIRST, at=at(14, 10))) == "First entry Sat 14 Nov, 10:00, Gate C (desk 4)"


def test_a_passage_is_told_with_its_gate_and_with_its_day_if_it_is_not_today() -> None:
    teller = Teller(Words("en"), EVENT)
    assert teller.passed(at(15, 9, 31), "c", "4", NOW) == "09:31, Gate C (desk 4)"
    assert teller.passed(at(15, 9, 31), "", "4", NOW) == "09:31 (desk 4)"
    assert teller.passed(at(14, 10), "c", "4", NOW) == "Sat 14 Nov, 10:00, Gate C (desk 4)"


@pytest.mark.parametrize("found", list(FoundOut))
def test_what_a_conflict_mostly_is_can_be_said_in_every_language_and_all_else_stays_as_it_was_typed(found: FoundOut) -> None:
    assert len({Words(language)(found_out(found.value)) for language in ("fr", "ar", "en")}) == 3
    assert found_out("La même personne") == "La même personne"


@pytest.mark.parametrize(
    ("opens", "closes", "sentence"),
    [
        (at(16, 0), at(16, 23, 59), "Valid Mon 16 Nov only."),
        (at(16, 14), at(16, 18), "Valid Mon 16 Nov from 14:00 to 18:00 only."),
        (at(15, 14), at(15, 18), "Valid today from 14:00 to 18:00 only."),
        (at(16, 9), at(18, 18), "Valid from Mon 16 Nov to Wed 18 Nov only."),
        (at(15, 12), None, "Valid from 12:00."),
        (None, at(14, 18), "Valid until Sat 14 Nov, 18:00."),
    ],
)
def test_a_registration_out_of_its_time_says_when_it_is_valid(opens, closes, sentence) -> None:
    person = replace(PERSON, valid_from=opens, valid_until=closes)
    assert why(Reason.INVALID_TIME, person, window=Window(opens, closes)) == sentence


def test_a_closed_checkpoint_says_when_it_opens_or_closed() -> None:
    early = replace(LINE, at=at(15, 8))
    assert why(Reason.INVALID_TIME, line=early, window=Window(at(15, 9), at(15, 18))) == "The hall opens 09:00."
    late = replace(LINE, at=at(16, 20))
    assert why(Reason.INVALID_TIME, line=late, window=Window(at(16, 9), at(16, 18))) == "The hall closed 18:00."
    evening = replace(LINE, at=at(15, 20))
    assert why(Reason.INVALID_TIME, line=evening, window=Window(at(16, 9), at(16, 18))) == "The hall opens Mon 16 Nov, 09:00."


def test_places_categories_and_limits_are_named() -> None:
    assert why(Reason.PRODUCT) == "The hall does not admit the category Press."
    assert why(Reason.FULL) == "The hall holds 1\u202f200 persons, and they are inside."
    assert why(Reason.RULES, first=FIRST) == "All 3 entries are used, the first 09:31."


def test_a_key_that_the_desk_does_not_have_is_named_and_a_wrong_signature_stays_false() -> None:
    unknown = Verdict(Outcome.REFUSED, Reason.FORGED, unknown_key=0x7F3A)
    assert why(Reason.FORGED, unknown_key=0x7F3A) == "Signed by a key that this desk does not have: 7f3a."
    assert wording(unknown, Direction.ENTRY).title.msgid == "Cannot be checked here"
    assert why(Reason.FORGED) == "The signature of this badge is not the organiser's."


def test_every_reason_has_a_title_a_sentence_something_to_do_and_something_to_say() -> None:
    assert set(WORDINGS) == set(Reason)
    for reason in Reason:
        said = WORDINGS[reason]
        assert all(part.msgid for part in (said.title, said.sentence, said.do, said.say)), reason
        assert why(reason), reason


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_dates_and_times_keep_western_digits(language) -> None:
    repeat = Verdict(Outcome.REFUSED, Reason.ALREADY_REDEEMED, replace(FIRST, at=at(14, 10)))
    told = Teller(Words(language), EVENT).why(LINE, repeat, PERSON)
    digits = {letter for letter in told if letter.isdigit()}
    assert digits
    assert digits <= set("0123456789")


def test_a_visitor_is_addressed_in_his_or_her_language_if_it_is_ours() -> None:
    assert visitors_language(replace(PERSON, language="ar-MA"), "fr") == "ar"
    assert visitors_language(replace(PERSON, language="zh"), "fr") == "fr"
    assert visitors_language(None, "en") == "en"


def test_titles_tell_welcome_goodbye_and_a_quiet_repeat_apart() -> None:
    admitted = Verdict(Outcome.ADMITTED)
    repeated = Verdict(Outcome.REFUSED, Reason.ALREADY_REDEEMED)
    titles = [
        wording(admitted, Direction.ENTRY), wording(admitted, Direction.EXIT), wording(repeated, Direction.ENTRY, quiet=True),
        wording(repeated, Direction.ENTRY),
    ]  # fmt: skip
    assert [said.title.msgid for said in titles] == ["Welcome", "Goodbye", "Still inside", "Already entered"]


def test_groups_of_three_figures_stand_apart() -> None:
    assert [grouped(number) for number in (7, 3482, 1234567)] == ["7", "3\u202f482", "1\u202f234\u202f567"]
