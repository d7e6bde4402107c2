"""Supervisors and their PINs: made and removed by command, hashed, and guessed no faster than the desk allows."""

import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from structlog.testing import capture_logs

from checkin.domain.supervisor import Supervisor
from checkin.ports import Wait
from checkin.trouble import Trouble
from data.store import Store, open_store

Run = Callable[..., tuple[int, list[str], str]]
NOW = datetime(2018, 4, 18, 9, 0, tzinfo=UTC)
PIN, WRONG = "4711", "4712"


@pytest.fixture
def salma(store: Store) -> Supervisor:
    return store.supervisors.add("Salma Berrada", PIN, NOW)


def types(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def tried(store: Store, supervisor: str, pin: str, now: datetime) -> float:
    """How long to wait after this wrong attempt (s)."""
    checked = store.supervisors.check(supervisor, pin, now)
    assert isinstance(checked, Wait)
    return checked.seconds


def test_a_supervisor_is_made_listed_and_removed(run: Run, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    types(monkeypatch, f"{PIN}\nmore\n")
    status, out, _ = run("supervisors", "add", "Salma Berrada", "--pin-stdin", "--json")
    made = json.loads(out[0])
    assert (status, made["name"]) == (0, "Salma Berrada")
    types(monkeypatch, "481516\n")
    assert "Ahmed" in run("supervisors", "add", "Ahmed", "--pin-stdin")[1][0]
    listed = [json.loads(line) for line in run("supervisors", "list", "--json")[1]]
    assert [set(one) for one in listed] == [{"id", "name", "made_at"}] * 2
    assert [one["name"] for one in listed] == ["Ahmed", "Salma Berrada"]
    assert store.supervisors.check(made["id"], PIN, NOW) == Supervisor(made["id"], "Salma Berrada")
    assert "Salma Berrada" in run("supervisors", "remove", made["id"])[1][0]
    assert run("supervisors", "remove", made["id"])[0] == 2
    assert [one.name for one in store.supervisors.all()] == ["Ahmed"]
    assert "Ahmed" in run("supervisors", "list")[1][0]


def test_the_pin_is_hashed_and_shown_nowhere(store: Store, salma: Supervisor, run: Run) -> None:
    ((hashed,),) = store.database.execute("SELECT hash FROM supervisors").fetchall()
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    with capture_logs() as logged:
        store.supervisors.check(salma.id, PIN, NOW)
        store.supervisors.check(salma.id, WRONG, NOW)
    assert [entry["event"] for entry in logged] == ["PIN right", "PIN wrong"]
    told = str(logged) + str(run("supervisors", "list", "--json"))
    assert PIN not in told
    assert WRONG not in told
    assert "Salma" not in str(logged)


@pytest.mark.parametrize(
    "pin", ["", "471", "4711471147110", "47 11", "47l1", "0000", "777777", "1212", "123456", "7890", "9876", "-471", "4²11"]
)
def test_a_pin_that_is_none_or_guessed_at_once_is_refused(store: Store, pin: str) -> None:
    with pytest.raises(Trouble, match="PIN"):
        store.supervisors.add("Salma", pin, NOW)
    assert store.supervisors.all() == []


def test_the_digits_of_an_arabic_keyboard_are_the_same_pin(store: Store) -> None:
    salma = store.supervisors.add("سلمى", "٤٧١١", NOW)
    assert store.supervisors.check(salma.id, PIN, NOW) == salma
    assert store.supervisors.check(salma.id, "٤٧١١", NOW) == salma


@pytest.mark.parametrize("name", ["", "  ", "...", "a\nb", "a\u202eb", "x" * 61, "salma berrada"])
def test_a_name_that_would_not_tell_who_it_was_is_refused(store: Store, salma: Supervisor, name: str) -> None:
    with pytest.raises(Trouble):
        store.supervisors.add(name, "481516", NOW)
    assert store.supervisors.all() == [salma]


def test_wrong_pins_are_slowed_down_until_one_is_right(store: Store, salma: Supervisor) -> None:
    now, waits = NOW, []
    for _ in range(11):
        wait = tried(store, salma.id, WRONG, now)
        waits.append(wait)
        now += timedelta(seconds=wait)
    assert waits == [0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300]
    assert store.supervisors.check(salma.id, PIN, now) == salma
    assert [tried(store, salma.id, WRONG, now) for _ in range(3)] == [0, 0, 5]


def test_during_the_wait_no_pin_is_looked_at_and_the_wait_grows_no_longer(store: Store, salma: Supervisor) -> None:
    for _ in range(3):
        tried(store, salma.id, WRONG, NOW)
    assert tried(store, salma.id, PIN, NOW + timedelta(seconds=2)) == 3
    assert tried(store, salma.id, WRONG, NOW + timedelta(seconds=4)) == 1
    assert store.supervisors.check(salma.id, PIN, NOW + timedelta(seconds=5)) == salma


def test_the_wait_is_the_desks_whoevers_pin_was_tried(store: Store, salma: Supervisor) -> None:
    ahmed = store.supervisors.add("Ahmed", "481516", NOW)
    for supervisor in (salma.id, ahmed.id, "no-such-one"):
        tried(store, supervisor, WRONG, NOW)
    assert tried(store, ahmed.id, "481516", NOW) == 5


def test_the_wait_outlives_a_restart_and_a_clock_that_is_set_back_makes_it_begin_again(store: Store, salma: Supervisor) -> None:
    for _ in range(3):
        tried(store, salma.id, WRONG, NOW)
    other = open_store(store.path)
    try:
        assert tried(other, salma.id, PIN, NOW + timedelta(seconds=4)) == 1
        earlier = NOW - timedelta(days=1)
        assert tried(other, salma.id, PIN, earlier) == 5
        assert tried(other, salma.id, PIN, earlier + timedelta(seconds=1)) == 4
        assert other.supervisors.check(salma.id, PIN, earlier + timedelta(seconds=5)) == salma
    finally:
        other.close()


def test_a_hash_that_was_damaged_lets_nobody_in(store: Store, salma: Supervisor) -> None:
    with store.writing():
        store.database.execute("UPDATE supervisors SET hash = 'x'")
    assert tried(store, salma.id, PIN, NOW) == 0


def test_whether_a_supervisor_is_there_does_not_show_in_the_work_of_refusing(
    store: Store, salma: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    verify = PasswordHasher.verify

    def watched(self: PasswordHasher, hashed: str, pin: str) -> bool:
        looked_at.append(hashed.rpartition("$")[0].rpartition("$")[0])
        return verify(self, hashed, pin)

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    for supervisor in (salma.id, "nobody"):
        assert isinstance(store.supervisors.check(supervisor, "9173", NOW), Wait)
    assert len(looked_at) == 2
    assert looked_at[0] == looked_at[1], "with the same parameters"


def test_without_a_terminal_the_pin_comes_on_standard_input_or_not_at_all(
    run: Run, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    types(monkeypatch, PIN)
    status, _, error = run("supervisors", "add", "Salma")
    assert (status, store.supervisors.all()) == (2, [])
    assert "--pin-stdin" in error


@pytest.mark.skipif(os.name != "posix", reason="a terminal of this kind")
@pytest.mark.parametrize(("again", "made"), [(PIN, ["Salma"]), (WRONG, [])])
def test_on_a_terminal_the_pin_is_asked_for_twice_and_not_shown(home: Path, store: Store, again: str, made: list[str]) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "checkin.cli", "--home", str(home), "supervisors", "add", "Salma"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as child:
        os.close(theirs)
        shown = b""
        for question, answer in ((b"not shown): ", PIN), (b"again: ", again)):
            while question not in shown:
                shown += os.read(ours, 1000)
            os.write(ours, f"{answer}\n".encode())
        while b"Salma may" not in shown and b"not the same" not in shown:
            shown += os.read(ours, 1000)
        child.wait(20)
    os.close(ours)
    assert PIN.encode() not in shown
    assert [one.name for one in store.supervisors.all()] == made


def test_a_conflict_is_settled_without_a_word_of_the_log_on_the_screen(salma: Supervisor, home: Path) -> None:
    settle = [sys.executable, "-m", "checkin.cli", "--home", str(home), "conflicts", "settle", "nothing", "--words", "x"]
    for pin in (PIN, WRONG):
        said = subprocess.run([*settle, "--supervisor", salma.id, "--pin", pin], capture_output=True, text=True, check=False)
        assert (said.returncode, said.stdout) == (2, "")
    noted = [json.loads(line)["event"] for line in (home / "logs" / "checkin.log").read_text(encoding="utf-8").splitlines()]
    assert noted == ["PIN right", "PIN wrong"]
