"""Somebody who is not in the list: registered offline, with a badge that works at once, unless the list knows who it is."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from queue import Queue
from uuid import uuid4

import pytest
from desk_people import NOW, TurningClock, add_people, door, event_of, journal_texts, judge_of
from sqlite_utils import Database

from checkin.desk.engine import Engine
from checkin.desk.messages import Alike, Failed, Judged, Published, WalkIn
from checkin.desk.post import Post
from checkin.desk.walkins import alike, newcomer, register
from checkin.domain.badge import TOKEN_ALPHABET
from checkin.domain.journal import Origin
from checkin.domain.registration import WALK_IN, Registration, Status
from checkin.domain.verdict import Direction, Reason
from checkin.trouble import Trouble
from data.exporters.tables import export_registrations
from data.importers.event_file import read_event
from data.importers.registrations_file import Imported, Wishes, import_registrations
from data.registrations import StoredRegistrations
from data.schema import migrations
from data.store import Store, open_store

SARA = WalkIn("Sara  Bennani", "Studio Ziz", "public")


def admitted(store: Store, request: WalkIn = SARA) -> Judged:
    answer = judge_of(store).walk_in(request, door(store), Direction.ENTRY)
    assert isinstance(answer, Judged)
    return answer


def tables(store: Store) -> list[list[object]]:
    return [store.database.execute(f"SELECT * FROM {t}").fetchall() for t in ("registrations", "badges", "desk", "journal")]


def test_a_walk_in_is_registered_and_admitted_and_all_of_it_is_on_the_disk(store: Store) -> None:
    before = store.database.execute("SELECT registrations_version FROM desk").fetchone()[0]
    judged = admitted(store)
    other = open_store(store.path, read_only=True)
    try:
        kept = other.registrations.get(judged.line.registration)
        assert [item.line for item in other.journal.lines()] == [judged.line]
        assert other.database.execute("SELECT registrations_version FROM desk").fetchone()[0] == before + 1
    finally:
        other.close()
    assert kept == judged.registration
    assert kept is not None
    assert (kept.name, kept.company, kept.category, kept.status) == ("Sara Bennani", "Studio Ziz", "public", Status.CONFIRMED)
    assert (kept.origin, kept.made_at) == (WALK_IN, NOW + timedelta(seconds=1))
    assert re.fullmatch(f"W-[{TOKEN_ALPHABET}]{{10}}", kept.id)
    assert re.fullmatch(f"[{TOKEN_ALPHABET}]{{16}}", kept.badge)
    assert judged.verdict.admitted
    assert (judged.line.origin, judged.line.text) == (Origin.SEARCH, kept.badge)
    assert (judged.figures.inside, judged.companions) == (1, 0)


def test_the_badge_of_a_walk_in_works_and_search_finds_it_by_everything(store: Store) -> None:
    judged = admitted(store)
    person = judged.registration
    assert person is not None
    assert store.registrations.find_badge(person.badge.lower()).registration == person
    for text in ("bennani sara", "ziz", person.badge[:6], person.id):
        assert [one.id for one in store.registrations.search(text)] == [person.id], text
    again = judge_of(store, 50).scan(person.badge, Origin.CAMERA, door(store), Direction.ENTRY)
    assert again.verdict.reason is Reason.ALREADY_REDEEMED
    store.database.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")


def test_a_walk_in_whom_the_door_does_not_admit_is_registered_and_refused(store: Store) -> None:
    judge = judge_of(store)
    lounge = event_of(store).checkpoints["speakers-lounge"]
    judged = judge.walk_in(replace(SARA, category="public"), lounge, Direction.ENTRY)
    assert isinstance(judged, Judged)
    assert judged.verdict.reason is not None
    assert store.registrations.count() == 8
    assert judge.ledger.tally.figures("speakers-lounge").refused == 1


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (WalkIn("", "", "public"), "The name is empty"),
        (WalkIn(" \u200b\u202e ", "", "public"), "The name is empty"),
        (WalkIn("Sara", "", ""), "There is no category"),
        (WalkIn("Sara", "", "king"), 'There is no category "king"'),
        (WalkIn("S" * 201, "", "public"), "longer than 200"),
        (WalkIn("Sara", "C" * 201, "public"), "longer than 200"),
        (WalkIn("Sara\x00", "", "public"), "code 0"),
        (WalkIn("Sara", "\x1b[31m", "public"), "code 1B"),
        (WalkIn("Sara\udcff", "", "public"), "code DCFF"),
    ],
)
def test_what_cannot_be_a_registration_is_said_and_nothing_is_written(store: Store, request_: WalkIn, said: str) -> None:
    before = tables(store)
    with pytest.raises(Trouble, match=re.escape(said)):
        judge_of(store).walk_in(request_, door(store), Direction.ENTRY)
    assert tables(store) == before


def test_what_was_typed_is_made_safe_as_an_import_would(store: Store) -> None:
    made = newcomer(WalkIn("  Be\u0301chard\t\u202eJean\n", "a\r\nb", "Grand public"), event_of(store), NOW)
    assert (made.name, made.company, made.category) == ("Béchard Jean", "a b", "public")
    assert len(newcomer(WalkIn("S" * 200, "", "public"), event_of(store), NOW).name) == 200


@pytest.mark.parametrize(
    ("name", "company", "found"),
    [
        ("amina el fassi", "", "R-0001"), ("El Fassi, AMINA", "another", "R-0001"), ("Amina Fassi", "", "R-0001"),
        ("Amina El Fasi", "", "R-0001"), ("Emina El Fassi", "", "R-0001"), ("Aminna Elfassi", "", "R-0001"),
        ("Amina ElFassi", "", "R-0001"), ("محمد عبد الرحمن الادريسى", "", "R-0002"), ("张伟", "", "R-0003"),
        ("Bechard Jean Luc", "", "R-0004"), ("Jean-Luc", "Ville de Montréal", "R-0004"), ("Jean", "VILLE DE MONTREAL", "R-0004"),
        ("Jean", "", None), ("Chloe Nunez Ostergard", "", "R-0005"), ("Youssef Bennali", "", "R-0006"), ("Youssef", "", None),
        ("Yousef Alami", "", None), ("Amina Alaoui", "", None), ("Mohammed Abderrahmane El Idrissi", "", "R-0002"),
        ("أمينة الفاسي", "", "R-0001"), ("Muhamad Idrissi", "", "R-0002"), ("Mohamed Alami", "", None),
    ],
)  # fmt: skip
def test_people_who_could_be_the_same_come_back_before_anything_is_written(
    store: Store, name: str, company: str, found: str | None
) -> None:
    before = tables(store)
    request = WalkIn(name, company, "public")
    answer = judge_of(store).walk_in(request, door(store), Direction.ENTRY)
    if found is None:
        assert isinstance(answer, Judged)
        return
    assert isinstance(answer, Alike)
    assert answer.request == request
    assert [one.id for one in answer.registrations] == [found]
    assert tables(store) == before
    despite = judge_of(store).walk_in(replace(request, despite=True), door(store), Direction.ENTRY)
    assert isinstance(despite, Judged)
    assert despite.verdict.admitted
    assert store.registrations.count() == 8


def test_the_likest_come_first_and_five_at_most(store: Store, tmp_path: Path) -> None:
    names = [("Sara Benani", "Studio Ziz"), ("Sara Bennani", "Elsewhere"), ("Sara Benani", ""), ("Bennani Sara", "studio ziz")]
    add_people(store, tmp_path, *(f"P-{n},,{name},public,confirmed,{company},," for n, (name, company) in enumerate(names)))
    newcomer_ = newcomer(SARA, event_of(store), NOW)
    assert [one.id for one in alike(store.registrations, newcomer_)] == ["P-3", "P-1", "P-0", "P-2"]
    add_people(store, tmp_path, *(f"Q-{n},,Sara Bennani,public,confirmed,C{n},," for n in range(9)))
    assert [one.id for one in alike(store.registrations, newcomer_)] == ["P-3", "P-1", "Q-0", "Q-1", "Q-2"]


def test_the_same_walk_in_twice_is_offered_the_first_one(store: Store) -> None:
    first = admitted(store)
    again = judge_of(store, 50).walk_in(SARA, door(store), Direction.ENTRY)
    assert isinstance(again, Alike)
    assert again.registrations == (first.registration,)


@pytest.mark.parametrize("where", ["_insert", "scan line"])
def test_an_error_between_leaves_no_registration_no_badge_and_no_line(
    store: Store, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    before, judge = tables(store), judge_of(store)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        if where == "scan line":
            patched.setattr(store.journal, "append", broken)
        else:
            patched.setattr("data.registrations.index", broken)
        with pytest.raises(ZeroDivisionError):
            judge.walk_in(SARA, door(store), Direction.ENTRY)
    assert tables(store) == before
    assert store.registrations.search("bennani") == []
    assert (judge.ledger.lines, judge.ledger.tally.figures("entrance").inside) == (0, 0)
    assert isinstance(judge.walk_in(SARA, door(store), Direction.ENTRY), Judged)


def test_a_registration_is_added_only_inside_writing(store: Store) -> None:
    with pytest.raises(RuntimeError):
        store.registrations.add(Registration("", "Sara", "public"))


def test_an_id_or_a_badge_that_is_taken_is_made_again(store: Store) -> None:
    numbers = iter([1, 2, 1, 2, 3, 4, 2, 5])
    add = StoredRegistrations(store.database, store.path, lambda: True, lambda bits: next(numbers) << 30).add
    with store.writing():
        one, two = add(Registration("", "One", "public")), add(Registration("", "Two", "public"))
    assert one.id != two.id
    assert one.badge != two.badge


def test_two_desks_and_a_thousand_walk_ins_share_no_id_and_no_badge(store: Store, tmp_path: Path) -> None:
    event = event_of(store)
    other = open_store(tmp_path / "other.db")
    other.store_event(*read_event(Path(__file__).parents[1] / "examples" / "event.toml"))
    made = []
    for desk in (store, other):
        with desk.writing():
            made += [desk.registrations.add(newcomer(WalkIn(f"Person {n}", "", "public"), event, NOW)) for n in range(1000)]
    other.close()
    assert len({one.id for one in made}) == len({one.badge for one in made}) == 2000
    assert [one.id for _, one in store.registrations.walk_ins()] == [one.id for one in made[:1000]]


def test_walk_ins_are_drained_in_order_and_from_where_one_stopped(store: Store, tmp_path: Path) -> None:
    event = event_of(store)
    made = [register(store, newcomer(WalkIn(name, "", "public"), event, NOW)) for name in ("One", "Two")]
    add_people(store, tmp_path, "P-1,,Imported,public,confirmed,,,")
    made.append(register(store, newcomer(WalkIn("Three", "", "public"), event, NOW)))
    drained = list(store.registrations.walk_ins())
    assert [one for _, one in drained] == made
    assert [one for _, one in store.registrations.walk_ins(drained[0][0])] == made[1:]
    assert list(store.registrations.walk_ins(drained[-1][0])) == []


def test_an_import_that_cancels_whoever_is_missing_spares_walk_ins(store: Store, tmp_path: Path) -> None:
    made = register(store, newcomer(SARA, event_of(store), NOW))
    path = tmp_path / "fewer.csv"
    path.write_text("id,badge,name,category,status\nR-0001,,Amina El Fassi,professional,confirmed\n", encoding="utf-8")
    assert import_registrations(store, path, wishes=Wishes(cancel_missing=True)).canceled == 5
    assert store.registrations.get(made.id) == made


def test_an_import_adopts_a_walk_in_by_its_id_and_then_owns_it(store: Store, tmp_path: Path) -> None:
    made = register(store, newcomer(SARA, event_of(store), NOW))
    path = tmp_path / "theirs.csv"
    path.write_text(f"id,badge,name,category,status\n{made.id},,{made.name},public,confirmed\n", encoding="utf-8")
    assert import_registrations(store, path) == Imported(1, 0, 1, 0, ())
    assert store.registrations.get(made.id) == replace(made, origin="")
    assert import_registrations(store, path) == Imported(1, 0, 0, 1, ())
    assert [one.id for _, one in store.registrations.walk_ins()] == [made.id]
    path.write_text("id,badge,name,category,status\nR-0001,,Amina El Fassi,professional,confirmed\n", encoding="utf-8")
    import_registrations(store, path, wishes=Wishes(cancel_missing=True))
    kept = store.registrations.get(made.id)
    assert kept is not None
    assert kept.status is Status.CANCELED


def test_an_export_contains_walk_ins(store: Store, tmp_path: Path) -> None:
    made = register(store, newcomer(SARA, event_of(store), NOW))
    event = event_of(store)
    assert export_registrations(store, tmp_path / "all.csv", event.zone) == 8
    assert f"{made.id},{made.badge},Sara Bennani,public,confirmed,Studio Ziz," in (tmp_path / "all.csv").read_text("utf-8-sig")


def test_a_desk_of_before_walk_ins_keeps_its_people_as_imported(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    old = Database(path)
    migrations.apply(old, stop_before="walkins")
    old.execute(
        """INSERT INTO registrations (id, name, company, email, category, status, "order", language, note, folded)
            VALUES ('R-1', 'Amina', '', '', 'public', 'confirmed', '', '', '', 'amina')"""
    )
    old.conn.commit()
    old.close()
    store = open_store(path)
    person = store.registrations.get("R-1")
    store.close()
    assert person is not None
    assert (person.origin, person.made_at) == ("", None)


def answers(store: Store, *requests: WalkIn) -> list[Published]:
    published: Queue[Published] = Queue()
    engine = Engine(
        lambda: open_store(store.path), Post("2", "A"), "entrance", published.put, TurningClock(), lambda: str(uuid4())
    )  # fmt: skip
    engine.start()
    for request in requests:
        engine.submit(request)
    engine.stop()
    return [published.get_nowait() for _ in range(published.qsize())][2:]  # Ready, and a clock that is years behind


def test_the_desk_answers_a_walk_in_with_its_verdict_its_look_alikes_or_what_is_wrong(store: Store) -> None:
    said = answers(store, SARA, SARA, replace(SARA, despite=True), replace(SARA, name=" "))
    assert [type(one) for one in said] == [Judged, Alike, Judged, Failed]
    assert len(journal_texts(store)) == 2
    assert store.registrations.count() == 9
