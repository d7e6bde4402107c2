"""Finding a person: other spellings and scripts, mistakes, people of one name or one order, and an index that keeps in step."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue

import pytest

from checkin.desk.search import GROUP_OF, Results, Searcher
from data.driver import connect
from data.importers.registrations_file import import_registrations
from data.schema import migrations
from data.search_index import index, index_all
from data.store import Store, open_store
from data.transliteration import latin, other_forms

Run = Callable[..., tuple[int, list[str], str]]

HEADING = "id,badge,name,category,status,company,email,order,note\n"
PEOPLE = [
    ("A-1", "أحمد الإدريسي", "اتصالات المغرب", "", "G-1", ""),
    ("A-2", "محمد العلوي", "", "", "", ""),
    ("A-3", "عبد الرحمن الخطيب", "", "", "", ""),
    ("C-1", "张伟", "上海城市规划设计研究院", "", "", ""),
    ("C-2", "欧阳娜娜", "", "", "", ""),
    ("C-3", "曾国藩", "", "", "", ""),
    ("C-4", "Wang Xiaoming", "", "", "", ""),
    ("L-1", "Karim Idrissi", "Lydec", "k.idrissi@example.org", "G-1", ""),
    ("L-2", "Mohamed Benjelloun", "Lydec", "", "G-1", "Keynote 10h30, salle Atlas"),
    ("L-3", "Mohammed Zniber", "", "", "", ""),
    ("L-4", "Muhammad Tazi", "", "", "ORD-4711", ""),
    ("L-5", "Abderrahmane Khatib", "", "", "", ""),
    ("L-6", "El Fassi Salma", "Lydec", "", "", ""),
    ("L-7", "Salma El-Fassi", "Technopark", "", "", ""),
    ("L-8", "Zhang Wei", "", "", "", ""),
    ("L-9", "Chloë Nuñez-Østergård", "", "", "", ""),
    ("R-1", "Доможиров Пётр", "", "", "", ""),
]


@pytest.fixture(scope="module")
def list_of_people(tmp_path_factory: pytest.TempPathFactory, example_desk: Path) -> Path:
    folder = tmp_path_factory.mktemp("people")
    source = open_store(example_desk / "desk.db", read_only=True)
    toml, event = source.database.execute("SELECT toml FROM event").fetchone()[0], source.event()
    source.close()
    assert event is not None
    store = open_store(folder / "desk.db")
    store.store_event(toml, event)
    write(store, folder, PEOPLE)
    store.close()
    return folder / "desk.db"


@pytest.fixture
def people(list_of_people: Path, tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "desk.db"
    path.write_bytes(list_of_people.read_bytes())
    store = open_store(path)
    yield store
    store.close()


def write(store: Store, folder: Path, rows: list[tuple[str, ...]]) -> None:
    path = folder / "people.csv"
    lines = [f'{i},2222222222{i.replace("-", "")},"{n}",public,confirmed,"{c}",{e},{o},"{note}"' for i, n, c, e, o, note in rows]
    path.write_text(HEADING + "\n".join(lines), encoding="utf-8")
    import_registrations(store, path)


def ids(store: Store, text: str) -> list[str]:
    return [one.id for one in store.registrations.search(text)]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Idrissi", {"A-1", "L-1"}), ("El Idrissi", {"A-1", "L-1"}), ("idrisi", {"A-1", "L-1"}), ("الإدريسي", {"A-1", "L-1"}),
        ("ادريسي", {"A-1", "L-1"}), ("Lidrissi", {"A-1", "L-1"}), ("elidrissi", {"A-1", "L-1"}), ("idri", {"A-1", "L-1"}),
        ("Mohamed", {"A-2", "L-2", "L-3", "L-4"}), ("Muhammad", {"A-2", "L-2", "L-3", "L-4"}),
        ("Mohammed", {"A-2", "L-2", "L-3", "L-4"}), ("محمد", {"A-1", "A-2", "L-2", "L-3", "L-4"}), ("muhamad alawi", {"A-2"}),
        ("محمد بنجلون", {"L-2"}), ("بنجلون", {"L-2"}), ("abderrahmane khatib", {"A-3", "L-5"}), ("Abd Errahmane", {"A-3", "L-5"}),
        ("عبدالرحمن", {"A-3", "L-5"}), ("عبد الرحمن الخطيب", {"A-3", "L-5"}),
        ("Zhang", {"C-1", "L-8"}), ("zhang wei", {"C-1", "L-8"}),
        ("Wei Zhang", {"C-1", "L-8"}), ("zhangwei", {"C-1", "L-8"}), ("张伟", {"C-1", "L-8"}), ("张", {"C-1", "L-8"}),
        ("伟", {"C-1", "L-8"}),
        ("ouyang", {"C-2"}), ("Nana Ouyang", {"C-2"}), ("娜娜", {"C-2"}), ("Zeng", {"C-3"}), ("王晓明", {"C-4"}),
        ("shanghai", {"C-1"}),
        ("chengshi", {"C-1"}), ("城市", {"C-1"}), ("Domozhirov", {"R-1"}), ("доможиров", {"R-1"}), ("ostergard", {"L-9"}),
        ("keynote", {"L-2"}), ("atlas mohamed", {"L-2"}), ("ord-4711", {"L-4"}), ("4711 tazi", {"L-4"}), ("ord-4712", set()),
        ("2222222222C2", {"C-2"}), ("elfassi", {"L-6", "L-7"}), ("salma fassi", {"L-6", "L-7"}),
    ],
)  # fmt: skip
def test_a_person_is_found_by_other_spellings_scripts_and_fields(people: Store, said: str, found: set[str]) -> None:
    assert set(ids(people, said)) == found


@pytest.mark.parametrize(
    "said",
    [
        "benjeloun", "benjellonu", "bnejelloun", "benjelloum", "benjjelloun", "enjelloun", "benjellou", "benjrlloun",
        "benjwlloun moh",
        "muhammed benjelloune", "mohamed benjw",
    ],
)  # fmt: skip
def test_a_misspelt_word_still_finds(people: Store, said: str) -> None:
    assert ids(people, said)[0] == "L-2"


def test_a_misspelt_arabic_word_still_finds(people: Store) -> None:
    assert [ids(people, said)[0] for said in ("الخطبي", "الخطيت", "الادرييسي", "لعلوي")] == ["A-3", "A-3", "A-1", "A-2"]


def test_what_matches_to_the_letter_comes_before_what_does_not(people: Store) -> None:
    assert ids(people, "Mohammed")[0] == "L-3"
    assert ids(people, "muhammad")[0] == "L-4"
    assert ids(people, "محمد")[0] == "A-2"
    assert ids(people, "zhang wei")[0] == "L-8"
    assert ids(people, "el fassi")[:2] == ["L-6", "L-7"]


def test_two_of_one_name_always_stand_in_the_same_order(people: Store, tmp_path: Path) -> None:
    write(people, tmp_path, [(f"T-{n}", "Same Name", "", "", "", "") for n in (3, 1, 2)])
    assert ids(people, "same name") == ids(people, "name same") == ids(people, "saem name") == ["T-1", "T-2", "T-3"]


def test_people_of_one_name_are_told(people: Store) -> None:
    everybody = list(people.registrations.some())
    assert people.registrations.look_alikes(everybody) == {"A-3", "L-5", "C-1", "L-8", "L-6", "L-7"}
    assert people.registrations.look_alikes([]) == frozenset()


def test_a_name_without_letters_is_like_no_other(people: Store, tmp_path: Path) -> None:
    write(people, tmp_path, [("S-1", "--", "", "", "", ""), ("S-2", "!!", "", "", "", ""), ("S-3", "Zhang Wu", "", "", "", "")])
    assert people.registrations.look_alikes(people.registrations.some(["S-1", "S-2", "S-3"])) == frozenset()


def test_the_people_of_an_order_are_listed_that_person_first(people: Store) -> None:
    of_order = people.registrations.of_order
    assert [one.id for one in of_order("L-2")] == ["L-2", "L-1", "A-1"]
    assert [one.id for one in of_order("A-1")] == ["A-1", "L-1", "L-2"]
    assert [one.id for one in of_order("L-2", 2)] == ["L-2", "L-1"]
    assert [one.id for one in of_order("C-1")] == ["C-1"]
    assert of_order("nobody") == []


def test_the_order_is_looked_up_and_not_searched_for(people: Store) -> None:
    plan = people.database.execute(
        """EXPLAIN QUERY PLAN SELECT number FROM registrations WHERE "order" = 'x' AND "order" <> ''"""
    )
    assert "registrations_of_an_order" in plan.fetchone()[3]
    plan = people.database.execute("EXPLAIN QUERY PLAN SELECT 1 FROM registrations WHERE alike = 'x' AND number <> 1")
    assert "registrations_alike" in plan.fetchone()[3]


def test_a_registration_that_is_added_or_changed_by_hand_is_found_once_it_is_indexed(people: Store) -> None:
    database = people.database
    with people.writing():
        database.execute("""
            INSERT INTO registrations (id, name, company, email, category, status, "order", language, note, folded)
            VALUES ('W-1', 'Ghizlane Ouarzazi', 'Port', '', 'public', 'confirmed', '', '', '', '')""")
        number = database.execute("SELECT number FROM registrations WHERE id = 'W-1'").fetchone()[0]
        database.execute("INSERT INTO badges (folded, text, registration) VALUES ('newbadge', 'NEWBADGE', ?)", [number])
        index(database, number)
    assert [ids(people, said) for said in ("ghizlane", "gizlane", "غزلان", "newba", "w-1")] == [["W-1"]] * 5
    with people.writing():
        database.execute("UPDATE registrations SET name = 'Salma El Fassi' WHERE number = ?", [number])
        index(database, number)
    assert ids(people, "ghizlane") == []
    assert set(ids(people, "salma elfassi")) == {"W-1", "L-6", "L-7"}
    assert "W-1" in people.registrations.look_alikes(people.registrations.some(["W-1"]))
    database.execute("INSERT INTO words(words) VALUES ('integrity-check')")


def test_a_database_from_before_is_brought_up_to_date(people: Store, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    old = connect(path, read_only=False, busy_timeout_s=1)
    migrations.apply(old, stop_before="search")
    columns = 'number, id, name, company, email, category, status, "order", language, note, folded'
    with old.atomic():
        old.execute("ATTACH DATABASE ? AS new", [str(people.path)])
        old.execute(f"INSERT INTO registrations ({columns}) SELECT {columns} FROM new.registrations")
        old.execute("UPDATE registrations SET folded = lower(id)")
        old.execute("INSERT INTO badges SELECT * FROM new.badges")
        old.execute("INSERT INTO words(words) VALUES ('rebuild')")
    old.close()
    store = open_store(path)
    for said in ("Idrissi", "Zhang", "keynote", "benjeloun", "2222222222c2"):
        assert ids(store, said) == ids(people, said) != []
    assert store.registrations.look_alikes(store.registrations.some(["L-6"])) == {"L-6"}
    kept = "SELECT folded, alike FROM registrations ORDER BY number"
    assert store.database.execute(kept).fetchall() == people.database.execute(kept).fetchall()
    store.database.execute("INSERT INTO words(words) VALUES ('integrity-check')")
    store.close()


def test_indexing_all_anew_forgets_words_that_nobody_has_any_more(people: Store) -> None:
    with people.writing():
        number = people.database.execute("SELECT number FROM registrations WHERE id = 'L-4'").fetchone()[0]
        people.database.execute("UPDATE registrations SET name = 'Gone' WHERE number = ?", [number])
        index(people.database, number)
        index_all(people.database)
    spelt = {row[0] for row in people.database.execute("SELECT word FROM spellings")}
    assert "muhammad" not in spelt
    assert {"gone", "mohammed"} <= spelt


def test_a_dry_run_remembers_no_spelling(people: Store, tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    path.write_text(HEADING + "N-1,,Unheard Ofname,public,confirmed,,,,", encoding="utf-8")
    import_registrations(people, path, dry_run=True)
    assert people.database.execute("SELECT 1 FROM spellings WHERE word = 'unheard'").fetchone() is None


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("张伟", ("zhang", "wei")), ("欧阳娜娜", ("ouyang", "nana")), ("吕布", ("lu", "bu")), ("李", ("li",)),
        ("доможиров", ("domozhirov",)),
        ("同济大学学院", ("tongjidaxuexueyuan",)), ("amrani", ()), ("العمراني", ()), ("42", ()),
    ],
)  # fmt: skip
def test_other_scripts_are_written_in_latin_letters(word: str, written: tuple[str, ...]) -> None:
    assert latin(word) == written


def test_a_chinese_name_is_found_by_each_of_its_parts() -> None:
    assert set(other_forms("吕晓明")) == {
        "吕", "晓明", "明", "xiaoming", "ming", "lu", "luxiaoming", "lyu", "lyuxiaoming", "lv", "lvxiaoming",
    }  # fmt: skip


@pytest.fixture
def ask(people: Store) -> Iterator[Callable[[str], Results]]:
    answers: Queue[Results] = Queue()
    searcher = Searcher(lambda: open_store(people.path, read_only=True), answers.put)
    searcher.start()

    def question(text: str) -> Results:
        searcher.ask(text)
        return answers.get(timeout=20)

    yield question
    searcher.stop()


def test_the_desk_marks_people_of_one_name_among_the_results(ask: Callable[[str], Results]) -> None:
    answer = ask("salma")
    assert ([one.id for one in answer.registrations], answer.alike) == (["L-6", "L-7"], {"L-6", "L-7"})
    assert ask("karim").alike == frozenset()


def test_the_desk_lists_the_people_of_an_order(ask: Callable[[str], Results]) -> None:
    answer = ask(GROUP_OF + "L-2")
    assert (answer.text, [one.id for one in answer.registrations]) == (GROUP_OF + "L-2", ["L-2", "L-1", "A-1"])
    assert ask(GROUP_OF + "nobody").registrations == ()


def test_the_command_looks_people_up_without_checking_them_in(run: Run) -> None:
    run("scan", "7K3MQ2ZXW4HTB9NC", "--at", "2018-04-18T11:40")
    status, lines, _ = run("search", "elfassi", "amina", "--json")
    assert (status, [json.loads(line) for line in lines]) == (
        0,
        [{
            "registration": "R-0001", "name": "Amina El Fassi", "company": "Agence Urbaine de Casablanca",
            "category": "professional", "status": "confirmed", "order": "ORD-1",
            "badge": "7K3MQ2ZXW4HTB9NC", "inside_since": "2018-04-18T11:40:00+01:00",
            "alike": False,
        }],
    )  # fmt: skip
    status, lines, _ = run("search", "Idrissi", "--json")
    assert (status, json.loads(lines[0])["registration"], json.loads(lines[0])["inside_since"]) == (0, "R-0002", None)
    assert len(run("journal", "verify", "--json")[1]) == 1
    assert json.loads(run("journal", "verify", "--json")[1][0])["lines"] == 1


def test_the_command_speaks_to_people_too(run: Run) -> None:
    run("scan", "7K3MQ2ZXW4HTB9NC", "--at", "2018-04-18T11:40")
    run("scan", "7K3MQ2ZXW4HTB9NC", "--exit", "--at", "2018-04-18T11:50")
    assert run("search", "elfassi")[:2] == (0, [
        "R-0001  Amina El Fassi  Agence Urbaine de Casablanca  Professional  ORD-1  7K3MQ2ZXW4HTB9NC",
    ])  # fmt: skip
    assert run("search", "benali")[1][0].endswith("H6TN3XZ9QW5KVBM2  canceled")
    assert run("search", "nobody")[:2] == (1, ["Nobody found"])
    assert run("search", "nobody", "--json")[:2] == (1, [])
    assert len(run("search", "example", "org", "--limit", "2")[1]) == 2
    assert run("search", "--limit", "0", "x")[0] == 2


def test_the_command_says_who_is_inside_and_who_shares_a_name(run: Run, home: Path) -> None:
    store = open_store(home / "desk.db")
    write(store, home, [("X-1", "El Fassi Amina", "", "", "", "")])
    store.close()
    run("scan", "7K3MQ2ZXW4HTB9NC", "--at", "2018-04-18T11:40")
    first, second = run("search", "amina elfassi")[1]
    assert first.endswith("inside since 2018-04-18T11:40:00+01:00  another person has this name")
    assert second.endswith("22222222 22X1  another person has this name".replace(" ", "", 1))
