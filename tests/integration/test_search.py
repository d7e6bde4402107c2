"""Search: whatever a visitor says, in any order and script, best first; and how it stays quick among very many."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.importers.registrations_file import import_registrations
from data.search import CANDIDATES, GLANCE, Query, queries
from data.store import Store, open_store

HEADING = "id,badge,name,category,status,company,email,order\n"
PEOPLE = [
    ("P-1", "AAAABBBBCCCCDDDD", "Amina El Fassi", "Agence Urbaine", "amina@example.org", "ORD-77"),
    ("P-2", "TTTTUUUUVVVV2222", "El Amrani Youssef", "Ville de Casablanca", "y.elamrani@example.org", "ORD-78"),
    ("P-3", "TTTTUUUUVVVV2223", "Élodie Amrane", "Ville de Montréal", "elodie@ville.example", "ORD-79"),
    ("P-4", "TTTTUUUUVVVV2224", "أحمد العمراني", "اتصالات المغرب", "ahmed@example.org", "ORD-80"),
    ("P-5", "TTTTUUUUVVVV2225", "张伟", "Shanghai Urban Planning Institute", "zhang@example.org", "ORD-81"),
    ("P-6", "TTTTUUUUVVVV2226", "Chloë Nuñez-Østergård", "El Corte", "chloe@example.org", "ORD-82"),
    ("P-7", "TTTTUUUUVVVV2227", "Elie Amrat", "Port", "elie@example.org", "ORD-83"),
]


def imported(store: Store, folder: Path, rows: list[tuple[str, ...]]) -> None:
    path = folder / "people.csv"
    lines = [f'{i},{b},"{n}",public,confirmed,"{c}",{e},{o}' for i, b, n, c, e, o in rows]
    path.write_text(HEADING + "\n".join(lines), encoding="utf-8")
    import_registrations(store, path)


@pytest.fixture
def people(store: Store, tmp_path: Path) -> Store:
    store.database.execute("DELETE FROM badges")
    store.database.execute("DELETE FROM registrations")
    store.database.execute("INSERT INTO words(words) VALUES ('delete-all')")
    imported(store, tmp_path, PEOPLE)
    return store


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory, example_desk: Path) -> Iterator[Store]:
    """Four thousand people called Mohamed, a few of them elsewhere in the list."""
    folder = tmp_path_factory.mktemp("crowd")
    store = open_store(folder / "desk.db")
    source = open_store(example_desk / "desk.db", read_only=True)
    toml = source.database.execute("SELECT toml FROM event").fetchone()[0]
    event = source.event()
    assert event is not None
    source.close()
    store.store_event(toml, event)
    # Badges of their own: a random one may begin like what is looked for.
    rows = [(f"M-{n:05d}", f"22222222{n:08d}", f"Mohamed Person{n}", "Example", f"m{n}@example.org", "") for n in range(4000)]
    rows += [
        ("Z-1", "33333333330", "Mo Zerrouki", "", "", ""),
        ("Z-2", "33333333331", "Exa Rample", "", "", ""),
        ("Z-3", "33333333332", "Yassine Mohamed", "", "", ""),
    ]
    imported(store, folder, rows)
    yield store
    store.close()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("el amrani", ["P-2", "P-3", "P-4"]), ("Amrani El", ["P-2", "P-3", "P-4"]), ("amrani", ["P-2", "P-3", "P-4"]),
        ("العمراني", ["P-4", "P-2", "P-3"]), ("احمد", ["P-4"]),
        ("ELODIE", ["P-3"]), ("élod amr", ["P-3"]), ("amr el", ["P-2", "P-7", "P-3", "P-4"]), ("张伟", ["P-5"]),
        ("nunez oster", ["P-6"]),
        ("shanghai", ["P-5"]), ("ville", ["P-2", "P-3"]), ("y.elamrani@example.org", ["P-2"]), ("ORD-80", ["P-4"]),
        ("p-6", ["P-6"]),
        ("aaaabbbb", ["P-1"]), ("AAAABBBBCCCCDDDD", ["P-1"]), ("e amra", ["P-2", "P-7", "P-3", "P-4"]), ("nobody", []),
        ("el nobody", []),
    ],
)  # fmt: skip
def test_whatever_is_said_finds_the_person(people: Store, said: str, found: list[str]) -> None:
    assert [one.id for one in people.registrations.search(said)] == found


def test_names_with_the_very_words_come_before_names_that_begin_so_before_companies(people: Store) -> None:
    assert [one.id for one in people.registrations.search("el")] == ["P-1", "P-2", "P-7", "P-3", "P-6"]


@pytest.mark.parametrize("said", ["", " ", "e", "é", "e l", "P -7", "-", "'\"*", '"', "  a  "])
def test_under_two_letters_finds_nothing(people: Store, said: str) -> None:
    assert people.registrations.search(said) == []


@pytest.mark.parametrize(
    "said", ['el" OR "a', "NEAR(el am)", "el*", "folded:el", "el AND NOT am", "%el_", "(el", "^el", "el\0am"]
)
def test_what_means_something_to_the_database_is_only_words(people: Store, said: str) -> None:
    people.registrations.search(said)


def test_the_registration_with_the_very_id_comes_first(people: Store, tmp_path: Path) -> None:
    imported(people, tmp_path, [("el", "TTTTUUUUVVVV3333", "Zoe", "", "", ""), ("X", "TTTTUUUUVVVV4444", "Zoe", "", "", "")])
    assert [one.id for one in people.registrations.search("el")] == ["el", "P-1", "P-2", "P-7", "P-3", "P-6"]
    assert people.registrations.search("x") == []


def test_no_more_than_the_limit_is_found(people: Store) -> None:
    assert len(people.registrations.search("el", limit=2)) == 2


def test_the_rare_exact_name_comes_first_among_thousands_that_begin_so(crowd: Store) -> None:
    assert crowd.registrations.search("mo")[0].id == "Z-1"
    assert len(crowd.registrations.search("mo", limit=10_000)) <= 3 * CANDIDATES


def test_a_rare_person_is_found_behind_thousands_that_share_the_beginning(crowd: Store) -> None:
    assert [one.id for one in crowd.registrations.search("yass mohamed")] == ["Z-3"]
    assert [one.id for one in crowd.registrations.search("moha yass")] == ["Z-3"]
    assert [one.id for one in crowd.registrations.search("rampl exa")] == ["Z-2"]
    assert [one.id for one in crowd.registrations.search("person3999 mohamed")] == ["M-03999"]
    assert crowd.registrations.search("mo z")[0].id == "Z-1"


def test_a_beginning_that_all_share_is_answered_from_a_glance(crowd: Store) -> None:
    statements: list[str] = []
    crowd.database.conn.set_trace_callback(statements.append)
    assert len(crowd.registrations.search("exampl")) == 20
    crowd.database.conn.set_trace_callback(None)
    searches = [one for one in statements if one.startswith("WITH glance")]
    assert len(searches) == 2
    assert '"exa"*' in searches[1]
    assert f"LIMIT {GLANCE}" in searches[1]


def test_queries_go_from_strict_to_wide() -> None:
    assert list(queries(["moha", "el", "z"])) == [
        Query(("moha", "el"), (), ("z",)), Query(("moha",), ("el",), ("z",)), Query((), ("moha", "el"), ("z",)),
    ]  # fmt: skip
    assert (Query(("el",), ("moha",), ()).exactly(), Query(("el",), ("moha",), ()).roughly()) == (
        '"el" AND "moha"*', '"el" AND "moh"*',
    )  # fmt: skip
    assert Query((), ("12",), (), (("moha", "muha"), ("el",))).exactly() == '"12"* AND ("moha" OR "muha") AND ("el")'
    assert list(queries(["a", "b"])) == []
