"""Whatever is typed, the search answers; whoever makes one mistake in a word still finds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from data.importers.registrations_file import import_registrations
from data.store import Store, open_store

NAMES = [
    "Mohamed Benjelloun", "Karim Idrissi", "Salma Cherkaoui", "Élodie Lefèvre", "أحمد الإدريسي", "فاطمة الزهراء التازي", "张伟",
    "Olivia Ashworth-Kavanagh", "Chloë Nuñez-Østergård", "Доможиров Пётр", "Zakaria Squalli", "Khadija Ouazzani", "Hajj",
]  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory, example_desk: Path) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("people")
    source = open_store(example_desk / "desk.db", read_only=True)
    toml, event = source.database.execute("SELECT toml FROM event").fetchone()[0], source.event()
    source.close()
    assert event is not None
    store = open_store(folder / "desk.db")
    store.store_event(toml, event)
    rows = [f"P-{n:02d},2222{n:02d},{name},public,confirmed" for n, name in enumerate(NAMES)]
    (folder / "people.csv").write_text("id,badge,name,category,status\n" + "\n".join(rows), encoding="utf-8")
    import_registrations(store, folder / "people.csv")
    yield store
    store.close()


PIECES = st.one_of(
    st.text(max_size=30),
    st.text(st.characters(categories=("Cs", "Cc", "Cf", "Co", "Cn", "Mn", "Lo")), max_size=30),
    st.sampled_from(
        ["el", "AND", "OR", "NOT", "NEAR(", '"', "*", "^", "folded:", "{a b} :", "+", "-", "%", "_", "\x00", "'", ")", "张"]
    ),
    st.sampled_from([part for name in NAMES for part in name.split()]),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(PIECES, max_size=20).map(" ".join))
@example(text="\x00")
@example(text="\ud800 mohamed")
@example(text="\ud800\udfff")
@example(text="a" * 10_000)
@example(text="ab " * 4_000)
@example(text="张" * 10_000)
@example(text="é" * 10_000)
@example(text="ال" * 5_000)
@example(text="el " * 5_000)
@example(text='" OR words MATCH "')
@example(text="𠀀𠀁 \U0010ffff")
def test_a_search_never_fails(people: Store, text: str) -> None:
    found = people.registrations.search(text)
    assert len({one.id for one in found}) == len(found) <= 20
    assert found == people.registrations.search(text)
    people.registrations.look_alikes(found)
    people.registrations.of_order(text)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choice=st.data())
def test_one_mistake_in_a_word_of_four_letters_or_more_still_finds(people: Store, choice: st.DataObject) -> None:
    number = choice.draw(st.integers(0, len(NAMES) - 1).filter(lambda n: any(map(can_be_misspelt, NAMES[n].split()))))
    word = choice.draw(st.sampled_from([part for part in NAMES[number].split() if can_be_misspelt(part)]))
    at = choice.draw(st.integers(0, len(word) - 2))
    wrong = choice.draw(
        st.sampled_from(
            [
                word[:at] + choice.draw(st.sampled_from(LETTERS)) + word[at + 1 :], word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:], word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            ]
        )
    )  # fmt: skip
    if can_be_misspelt(wrong):
        assert f"P-{number:02d}" in [one.id for one in people.registrations.search(wrong)]


def can_be_misspelt(word: str) -> bool:
    return len(word) >= 4 and word.isalpha()
