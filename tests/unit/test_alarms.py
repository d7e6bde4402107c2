"""Alarms: raised once, over when their cause is, seen by somebody."""

from datetime import UTC, datetime, timedelta

from checkin.domain.alarms import Alarm, AlarmKind, Alarms, Cause

NOW = datetime(2018, 4, 18, 9, tzinfo=UTC)
FULL = Cause(AlarmKind.CAPACITY, "entrance", 91, 90)
SILENT = Cause(AlarmKind.SILENT, "desk 4", 2, 2)


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_a_cause_that_goes_on_is_one_alarm_with_the_number_of_now() -> None:
    alarms = Alarms()
    assert alarms.look([FULL], NOW) == [Alarm(FULL, NOW)]
    assert alarms.look([Cause(AlarmKind.CAPACITY, "entrance", 95, 90), SILENT], later(1)) == [Alarm(SILENT, later(1))]
    assert [(one.cause.where, one.cause.number) for one in alarms.all] == [("entrance", 95), ("desk 4", 2)]


def test_what_is_over_and_comes_again_is_a_new_alarm() -> None:
    alarms = Alarms()
    alarms.look([FULL], NOW)
    assert alarms.look([], later(1)) == []
    assert alarms.look([FULL], later(2)) == [Alarm(FULL, later(2))]
    assert alarms.all[0] == Alarm(FULL, NOW, ended_at=later(1))


def test_an_alarm_is_loud_until_somebody_has_seen_it_and_stays_listed_until_it_was_seen() -> None:
    alarms = Alarms()
    full, silent = alarms.look([FULL, SILENT], NOW)
    assert (full.is_loud, silent.is_loud) == (True, True)
    alarms.look([FULL], later(1))
    assert [one.cause for one in alarms.open()] == [FULL, SILENT], "the one that goes on first"
    alarms.see(full, "Salma", later(2))
    alarms.see(full, "Youssef", later(3))
    assert alarms.all[0].seen_by == "Salma"
    assert [one.cause for one in alarms.open()] == [FULL, SILENT]
    alarms.see(silent, "Salma", later(4))
    assert [one.cause for one in alarms.open()] == [FULL]
    alarms.look([], later(5))
    assert alarms.open() == []
