"""What keeps rows when a network, a disk or a laptop is lost: parcels, backups, and a hub that was put back."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from test_desk_and_hub import PROFILE, Site, badge, knows, site  # noqa: F401
from test_hub_server import Running

from checkin.cli import checkin
from checkin.desk.messages import Judged, WalkIn
from checkin.domain.journal import GENESIS
from checkin.hub.certificate import certificate_in, private_key_in
from checkin.sync import parcel as parcels
from checkin.sync.accepting import Accepted, Accepting
from checkin.sync.enrolment import token_digest
from checkin.sync.gathering import numbered
from checkin.sync.hub import Asked
from checkin.sync.hublog import Changes, Device, Token
from checkin.sync.link import Standing
from checkin.sync.messages import Push, Role
from checkin.sync.parcel import pack, unpack
from checkin.trouble import Trouble
from data.exporters.parcel_file import write_parcel
from data.hub.backup import KEPT, NAME, Backups, back_up, made_in, prune, put_back, replacing, serving
from data.hub.store import SqlHubLog, open_hub
from data.importers.event_file import parse_event
from data.membership import device_key
from data.store import open_store

EVENT = parse_event(PROFILE)
# what anyio leaves of a connection that is given up in its first moment
pytestmark = pytest.mark.filterwarnings("ignore:coroutine 'connect_tcp:RuntimeWarning")


def hub_key(folder: Path) -> EllipticCurvePrivateKey:
    certificate_in(folder, datetime.now(UTC))
    return private_key_in(folder)


def packed(site: Site, scans: int) -> tuple[bytes, str]:  # noqa: F811
    """The parcel of a desk that scanned without the hub, and its device."""
    one = site.desk("one").strict()
    knows(one, 50)
    site.hub_gone()
    for number in range(scans):
        assert one.scan(badge(number)).verdict.admitted
    assert isinstance(one.do(WalkIn("Nadia Berrada", "", "public")), Judged)
    one.stop()
    site.desks.clear()
    store = open_store(one.home.database)
    file = site.folder / "one.parcel"
    assert write_parcel(store, one.member, device_key(one.home.path / "device.key"), file) == scans + 1
    store.close()
    site.hub_back()
    return file.read_bytes(), one.member.device


def brought(running: Running, parcel: bytes, folder: Path, *, revoked_too: bool = False) -> Accepted:
    found = unpack(parcel, hub_key(folder))
    device = running.log.device(running.event.id, found.device)
    assert device is not None
    accepting = Accepting(running.log, running.event, lambda: datetime.now(UTC), revoked_too=revoked_too)
    return accepting.accept(device.id, found.proven(device.public))


def registrations(running: Running) -> list[str]:
    rows = running.log.page(running.event.id, 0, 100).rows
    return sorted(row.delivered.row.line.registration for row in rows)


def test_a_parcel_brings_every_line_once_however_often_it_is_accepted(site: Site) -> None:  # noqa: F811
    parcel, _ = packed(site, 12)
    first = brought(site.running, parcel, site.folder)
    again = brought(site.running, parcel, site.folder)
    assert (first.lines, first.added, first.walk_ins, first.forked) == (13, 13, 1, False)
    assert (again.lines, again.added, again.forked) == (13, 0, False)
    assert badge(3).encode() not in parcel


def test_new_lines_are_counted_while_other_desks_bring_theirs(site: Site) -> None:  # noqa: F811
    parcel, device = packed(site, 8)
    known = site.running.log.device(EVENT.id, device)
    assert known is not None
    push = next(one for one in unpack(parcel, hub_key(site.folder)).proven(known.public) if isinstance(one, Push))
    with site.running.log.writing(EVENT.id) as transaction:
        transaction.write(Changes(devices={"busy": Device("busy", bytes(32), "busy", "A", Role.DESK, 5)}))
    ending = threading.Event()

    def keep_bringing() -> None:
        last = replace(push, journal="busy's", first=0, hash=GENESIS)
        while not ending.is_set():
            line = replace(push.lines[0], scan_id=f"busy-{last.first}")
            last = replace(last, first=last.first + 1, prev=last.hash, lines=(line,))
            last = replace(last, hash=numbered(last)[-1].hash)
            site.running.hub.answer([Asked("busy", last)])
            ending.wait(0.005)  # SQLite's lock is not fair: on a busy machine nobody else would ever get it

    busy = threading.Thread(target=keep_bringing)
    busy.start()
    try:
        assert brought(site.running, parcel, site.folder).added == 9
    finally:
        ending.set()
        busy.join()


def test_a_parcel_that_was_changed_anywhere_is_refused(site: Site) -> None:  # noqa: F811
    parcel, _ = packed(site, 3)
    rng = Random(1)
    for place in [*range(140), *(rng.randrange(len(parcel)) for _ in range(120)), len(parcel) - 1]:
        changed = bytearray(parcel)
        changed[place] ^= 1 << rng.randrange(8)
        with pytest.raises(Trouble, match=r"damaged|no parcel|another hub"):
            unpack(bytes(changed), hub_key(site.folder))
    for length in (0, 5, 10, 30, 42, 100, 119, 130, len(parcel) - 1):
        with pytest.raises(Trouble, match=r"damaged|no parcel"):
            unpack(parcel[:length], hub_key(site.folder))
    with pytest.raises(Trouble, match="another hub"):
        unpack(parcel, hub_key(site.folder / "other"))
    with pytest.raises(Trouble, match="not signed by the desk"):
        unpack(parcel, hub_key(site.folder)).proven(bytes(32))


def test_what_one_desk_signed_for_another_hub_is_not_believed_here(tmp_path: Path) -> None:
    """A hub could seal anew what it was sent, for another hub; the signature names the one that was meant."""
    key, here, there = Ed25519PrivateKey.generate(), hub_key(tmp_path / "here"), hub_key(tmp_path / "there")
    certificate = (tmp_path / "there" / "hub.crt").read_text()
    sent = unpack(pack([], "d", key, certificate), there)
    moved = replace(sent, head=parcels._head(here.public_key()))
    assert sent.proven(key.public_key().public_bytes_raw()) == []
    with pytest.raises(Trouble, match="not signed"):
        moved.proven(key.public_key().public_bytes_raw())


def test_a_parcel_unpacks_to_no_more_than_it_may_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcels, "MOST_CONTENT", 100_000)
    key, hub = Ed25519PrivateKey.generate(), hub_key(tmp_path)
    honest = unpack(pack([], "d", key, (tmp_path / "hub.crt").read_text()), hub)
    for odd in (zlib.compress(bytes(100_001)), zlib.compress(b"")[:-1], zlib.compress(b"") + b"more", b"none"):
        what = b"d\n" + odd
        with pytest.raises(Trouble, match="damaged"):
            replace(honest, what=what, signature=key.sign(honest.head + what)).proven(key.public_key().public_bytes_raw())
    push = Push("e", "j", 1, GENESIS, GENESIS, 0, ())
    with pytest.raises(Trouble, match="too long"):
        pack([push] * 1000, "d", key, (tmp_path / "hub.crt").read_text())


def test_a_desk_that_was_cut_off_is_believed_only_on_a_supervisor_s_word(site: Site) -> None:  # noqa: F811
    parcel, device = packed(site, 4)
    site.running.hub.revoke(device)
    with pytest.raises(Trouble, match="--revoked-too"):
        brought(site.running, parcel, site.folder)
    assert site.running.log.page(EVENT.id, 0, 1).state.position == 0
    assert brought(site.running, parcel, site.folder, revoked_too=True).added == 5
    known = site.running.log.device(EVENT.id, device)
    assert known is not None
    assert known.revoked_us is not None


def test_a_parcel_of_a_journal_that_forked_loses_nothing_and_holds_no_recovery_up(site: Site) -> None:  # noqa: F811
    parcel, device = packed(site, 5)
    found = unpack(parcel, hub_key(site.folder))
    known = site.running.log.device(site.running.event.id, device)
    assert known is not None
    push = next(one for one in found.proven(known.public) if isinstance(one, Push))
    other = replace(push, lines=(replace(push.lines[0], scan_id="another machine's"),))
    other = replace(other, hash=numbered(other)[-1].hash)
    site.running.hub.answer([Asked(device, other)])
    first, again = brought(site.running, parcel, site.folder), brought(site.running, parcel, site.folder)
    assert (first.added, first.forked) == (6, True)
    assert (again.added, again.forked) == (0, True)
    journals = site.running.log.roster(EVENT.id).journals
    assert len(journals) == 2
    site.running.hub.restored()
    assert site.running.log.page(EVENT.id, 0, 1).state.waiting == {push.journal}, "no desk writes the other one"


def test_a_hub_that_was_put_back_gathers_from_its_desks_what_it_forgot(site: Site) -> None:  # noqa: F811
    one, two = site.desk("one").strict(), site.desk("two").strict()
    knows(one, 50)
    knows(two, 50)
    one.scan(badge(1))
    backup = site.folder / "backup.db"
    back_up(site.folder / "hub.db", backup)
    one.scan(badge(2))
    two.until(lambda state: state.figures.inside == 2)
    site.hub_gone()
    replaced = put_back(backup, site.folder / "hub.db", EVENT).replaced
    assert replaced is not None
    with closing(open_hub(replaced, EVENT.id, "none")) as kept:
        assert kept.page(EVENT.id, 0, 1).state.position == 2
    site.hub_back()
    assert site.running.log.page(EVENT.id, 0, 1).state.waiting
    for desk in (one, two):
        desk.until(lambda state: state.standing is Standing.UNVERIFIED or state.standing is Standing.ALONE)
    for desk in (one, two):
        desk.strict()
    assert registrations(site.running) == ["R-1", "R-2"]
    assert two.scan(badge(2)).verdict.reason is not None


def test_a_backup_that_was_copied_in_by_hand_is_noticed_by_what_desks_have_read(site: Site) -> None:  # noqa: F811
    one, two = site.desk("one").strict(), site.desk("two").strict()
    knows(one, 50)
    knows(two, 50)
    one.scan(badge(1))
    backup = site.folder / "backup.db"
    back_up(site.folder / "hub.db", backup)
    one.scan(badge(2))
    two.until(lambda state: state.figures.inside == 2)
    one.stop()
    site.desks.remove(one)
    site.hub_gone()
    shutil.copyfile(backup, site.folder / "hub.db")
    site.hub_back()
    two.until(lambda state: state.standing is Standing.ALONE)
    two.until(lambda state: state.standing is Standing.UNVERIFIED)
    until = monotonic() + 15
    while len(registrations(site.running)) < 2 and monotonic() < until:
        sleep(0.05)
    state = site.running.log.page(EVENT.id, 0, 1).state
    assert registrations(site.running) == ["R-1", "R-2"], "the desk that is gone told of the second before"
    assert len(state.epochs) == 2
    site.running.hub.end_recovery()
    two.strict()
    assert two.scan(badge(2)).verdict.reason is not None


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A hub's database of the example event, with nothing in it."""
    (tmp_path / "hub").mkdir()
    open_hub(tmp_path / "hub.db", EVENT.id, "epoch-0").close()
    return tmp_path / "hub.db"


def test_backups_are_pruned_and_nothing_else_is(database: Path) -> None:
    folder = database.parent / "backups"
    for day in range(1, 4):
        for hour in range(8):
            back_up(database, folder / f"hub-2018041{day}T{hour:02}0000Z.db")
    others = [folder / name for name in ("hub-replaced-20180411T000000Z.db", "hub-mine.db", ".hub-20180411T000000Z.db.x.part")]
    left_over = folder / ".hub-20180411T000000Z.db.old.part"
    for one in (*others, left_over):
        one.write_bytes(b"")
    os.utime(left_over, (0, 0))
    prune(folder)
    left = sorted(one.name for one in folder.glob("hub-2018*"))
    assert len(left) == KEPT + 1, "the last twelve, and the last of the first day"
    assert left[0] == "hub-20180411T070000Z.db"
    assert all(one.exists() for one in others)
    assert not left_over.exists()


def test_a_backup_replaces_no_file_unasked_and_never_the_database(database: Path) -> None:
    target = database.parent / "kept.db"
    target.write_text("somebody's")
    with pytest.raises(Trouble, match="there already"):
        back_up(database, target)
    assert target.read_text() == "somebody's"
    with pytest.raises(Trouble, match="the hub's database itself"):
        back_up(database, database.parent / "hub" / ".." / "hub.db", overwrite=True)
    with pytest.raises(Trouble, match="could not be backed up"):
        back_up(database, database.parent / "no-stick" / "backups" / "hub.db")
    assert not (database.parent / "no-stick").exists()
    assert back_up(database, target, overwrite=True) == target.stat().st_size
    assert target.read_bytes()[18:20] == b"\x01\x01", "one file, without a log beside it"


def test_what_is_no_backup_of_this_event_is_not_put_in_place(database: Path) -> None:
    folder, before = database.parent, database.read_bytes()
    good = folder / "good.db"
    back_up(database, good)
    (folder / "cut.db").write_bytes(good.read_bytes()[:5000])
    (folder / "text.db").write_text("no database" * 200)
    open_store(folder / "desk.db").close()
    for bad in ("cut.db", "text.db", "desk.db"):
        with pytest.raises(Trouble, match="no backup of a hub"):
            put_back(folder / bad, database, EVENT)
    open_hub(folder / "other.db", "another", "epoch-0").close()
    with pytest.raises(Trouble, match='another event \\("another"\\)'):
        put_back(folder / "other.db", database, EVENT)
    assert database.read_bytes() == before
    assert list(folder.glob("hub-replaced-*")) == list(folder.glob(".*.part*")) == []


@pytest.mark.parametrize("readable", [True, False])
def test_who_was_let_in_or_cut_off_since_a_backup_is_not_forgotten(database: Path, readable: bool) -> None:
    early, thief, late = (Device(name, bytes(32), name, "A", Role.DESK, 1) for name in ("early", "thief", "late"))
    tokens = {name: Token(token_digest(name), "A", Role.DESK, 1 << 61) for name in ("used since", "unused")}

    def keep(log: SqlHubLog, **changed: Any) -> None:
        with log.writing(EVENT.id) as transaction:
            transaction.write(Changes(**{name: {getattr(one, "id", "") or one.digest: one for one in found}
                                         for name, found in changed.items()}))  # fmt: skip

    with closing(open_hub(database, EVENT.id, "none")) as log:
        keep(log, devices=[early, thief], tokens=tokens.values())
        back_up(database, database.with_name("old.db"))
        keep(log, devices=[replace(thief, revoked_us=7), late], tokens=[replace(tokens["used since"], device="late")])
    if not readable:
        database.write_bytes(b"damaged" * 1000)
    done = put_back(database.with_name("old.db"), database, EVENT)
    assert done.knows_devices is readable
    with closing(open_hub(database, EVENT.id, "none")) as log:
        kept = {one.id: one.revoked_us for one in log.roster(EVENT.id).devices.values()}
        good = {one.digest for one in log.tokens(EVENT.id) if not one.device and one.expires_us}
        waiting = log.page(EVENT.id, 0, 1).state.waiting
    assert kept == ({"early": None, "thief": 7, "late": None} if readable else {"early": None, "thief": None})
    assert good == ({tokens["unused"].digest} if readable else set())
    assert waiting == ({"early", "late"} if readable else {"early", "thief"})


def test_a_database_that_is_damaged_can_be_replaced_and_is_kept(database: Path) -> None:
    good = database.parent / "good.db"
    back_up(database, good)
    database.write_bytes(b"spoiled" * 3000)
    log = Path(f"{database}-wal")
    log.write_bytes(b"what came last")
    replaced = put_back(good, database, EVENT).replaced
    assert replaced is not None
    assert replaced.read_bytes() == b"spoiled" * 3000
    assert Path(f"{replaced}-wal").read_bytes() == b"what came last"
    assert not log.exists()
    with closing(open_hub(database, EVENT.id, "none")) as restored:
        assert len(restored.page(EVENT.id, 0, 1).state.epochs) == 2
    database.unlink()
    assert put_back(good, database, EVENT).replaced is None
    assert database.exists()


def test_a_hub_that_runs_is_not_replaced(tmp_path: Path) -> None:
    with serving(tmp_path), serving(tmp_path), pytest.raises(Trouble, match="dashboard is open"), replacing(tmp_path):
        pass
    with replacing(tmp_path), pytest.raises(Trouble, match="being replaced"), serving(tmp_path):
        pass
    with serving(tmp_path):
        pass


def test_backups_go_on_after_one_that_failed(database: Path) -> None:
    told: list[str] = []
    folder = database.parent / "backups"
    folder.write_text("a file in the way")
    every = timedelta(seconds=0.05)
    backups = Backups(database, folder, every, lambda at: told.append(at.isoformat()), lambda: told.append("failed"))
    backups.start()
    try:
        wait_for(lambda: "failed" in told)
        folder.unlink()
        wait_for(lambda: told[-1] != "failed" and made_in(folder) != [])
    finally:
        backups.stop()
    later: list[datetime] = []
    again = Backups(database, folder, timedelta(hours=1), later.append, lambda: None)
    a_while_ago = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=10)
    recent = made_in(folder)[0].rename(folder / a_while_ago.strftime(NAME))
    for one in made_in(folder)[:-1]:
        one.unlink()
    again.start()
    wait_for(lambda: later != [])
    again.stop()
    assert later == [a_while_ago]
    assert made_in(folder) == [recent]


def wait_for(happened: object, seconds: float = 20.0) -> None:
    until = monotonic() + seconds
    while not happened():  # type: ignore[operator]
        assert monotonic() < until
        sleep(0.01)


@contextmanager
def hub_process(home: Path) -> Iterator[str]:
    """`checkin hub`, on a port of its own: its address."""
    arguments = ["--home", str(home), "hub", "--plain", "--host", "127.0.0.1", "--port", "0"]
    with subprocess.Popen([sys.executable, "-m", "checkin.cli", *arguments], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            port = re.search(r"port (\d+)", said)
            assert port, said
            yield f"http://127.0.0.1:{port[1]}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def figures_at(address: str) -> str:
    """What the hub tells Prometheus, "" while it does not listen yet."""
    try:
        with urlopen(f"{address}/metrics", timeout=10) as response:
            return str(response.read().decode())
    except OSError:
        return ""


def test_the_commands_back_up_restore_pack_and_accept(tmp_path: Path) -> None:
    home, runner = tmp_path / "hub", CliRunner()
    event = Path(__file__).parents[1] / "examples" / "event.toml"

    def run(*args: str) -> str:
        done = runner.invoke(checkin, ["--home", str(home), *args], catch_exceptions=True)
        assert done.exit_code == 0, (args, done.output, done.exception)
        return done.output

    def refused(*args: str) -> str:
        done = runner.invoke(checkin, ["--home", str(home), *args], catch_exceptions=True)
        assert isinstance(done.exception, Trouble), (args, done.output)
        return str(done.exception)

    run("event", "init", str(event))
    run("hub", "invite", "--host", "127.0.0.1")
    made = json.loads(run("hub", "backup", str(tmp_path / "b.db"), "--json"))
    assert made["bytes"] > 1000
    assert "there already" in refused("hub", "backup", str(tmp_path / "b.db"))
    with hub_process(home) as address:
        wait_for(lambda: made_in(home / "hub" / "backups") != [])
        wait_for(lambda: re.search(r"checkin_backed_up_at 1\.", figures_at(address)))
        assert "dashboard is open" in refused("hub", "restore", str(tmp_path / "b.db"))
        run("hub", "devices")
    assert "gathers" in run("hub", "restore", str(tmp_path / "b.db"))
    assert "gathers" in run("hub", "restored")
    status = json.loads(run("status", "--json"))
    assert status["hub"]["lines"] == 0
    assert not status["enrolled"]
    assert "home of a hub" in refused("journal", "pack", str(tmp_path / "p"))
    assert "no parcel" in refused("hub", "accept", str(event))


def test_a_file_goes_from_a_desk_s_command_to_the_hub_s(site: Site) -> None:  # noqa: F811
    home = site.folder / "hub"
    one = site.desk("one").strict()
    knows(one, 50)
    one.scan(badge(1))
    one.until(lambda state: state.figures.entries == 1 and state.waiting == 0)
    site.hub_gone()
    one.scan(badge(2))
    one.stop()
    site.desks.remove(one)
    for name in ("hub.db", "hub.crt", "hub.key"):
        (home / "hub").mkdir(exist_ok=True)
        shutil.copyfile(site.folder / name, home / (name if name == "hub.db" else f"hub/{name}"))
    file = str(site.folder / "one.parcel")

    def run(at: Path, *args: str) -> dict[str, object]:
        done = CliRunner().invoke(checkin, ["--home", str(at), *args, "--json"])
        assert done.exit_code == 0, (args, done.output, done.exception)
        return dict(json.loads(done.output))

    assert run(one.home.path, "journal", "pack", file) == {"file": file, "lines": 2}
    told = {"desk": "one", "lines": 2, "added": 1, "there": 1, "walk_ins": 0, "forked": False}
    assert run(home, "hub", "accept", file) == told
    assert run(home, "hub", "accept", file) == told | {"added": 0, "there": 2}
    site.hub_back()
