"""Searching a person among a million, as staff type it: how long it takes, and whether a misspelt name is found."""

import re
from random import Random
from statistics import median

from crowd import crowded_home
from desks import LARGE
from figures import Row, percentile, timed_ms

from checkin.domain.folding import fold
from checkin.domain.registration import Registration
from checkin.ports import Registrations
from data.search import candidates
from data.store import Store, open_store

ASKED = {
    "while typing": ("mo", "be", "amr", "moh", "benj", "casa", "fatima z", "omar be", "mohamed a", "y", "da", "العم", "张"),
    "to the letter": ("el amrani", "Amrani El", "ELODIE", "mohamed", "fatima zahra", "omar zniber", "casablanca"),
    "spelt otherwise": ("muhammad idrisi", "yousef alawi", "rachid tazzi", "abderahman", "khadidja", "ouafaa", "cherkawi"),
    "misspelt": ("benjeloun", "mohamde alaoui", "jaen-luc lefevre", "chekraoui", "oufkri ait", "hugehs grace", "soukiana"),
    "in Arabic": ("العمراني", "بنجلون", "يوسف العلوي", "عبدالرحمن الخطيب", "محمد", "الادريسى", "الخطبي", "فاطمة التازي"),
    "Arabic names in Latin": ("Abderrahmane Khatib", "El Hachimi", "Bouazza", "Kadiri Mariam", "Latifa Mansouri"),
    "in Chinese": ("张伟", "王晓明", "欧阳", "李海燕", "同济大学", "城市规划"),
    "Chinese names in Latin": ("zhang wei", "Wang Xiaoming", "ouyang", "haiyan li", "zhagn wei", "tongji"),
    "note": ("keynote", "protocole", "fauteuil roulant", "salle atlas", "traducteur mohamed", "mineur acompagné"),
    "order, badge, id, e-mail": ("ord-77", "ORD-4242", "R-00", "r-123456", "77 mohamed", "omar.zniber13@example.org", "2222"),
    "nobody": ("mohamed zhang", "karim zqwx", "hassan tazi lydec", "aaa bbb ccc", "zzzzzz", "le la de", "xyzxyz mohamed alaoui"),
    "odd": ("x" * 10_000, "ab " * 3_000, "el " * 40, "\x00\ud800", 'el" OR "a', "mohamed ali omar karim amina salma nadia"),
}  # fmt: skip
ROUNDS = 20
ROUNDS_OF_LIKE = 1
MISSPELT = 400
LONGEST_MS = 50


def measure() -> list[Row]:
    """The desk's search beside `LIKE '%...%'` over the same folded column, among people with 850,000 different words."""
    store = open_store(crowded_home(LARGE) / "desk.db", read_only=True)
    try:
        rows, every = [], list[float]()
        for kind, questions in ASKED.items():
            for text in questions:
                found(store.registrations, text)
            ours = [timed_ms(found, store.registrations, text) for _ in range(ROUNDS) for text in questions]
            like = [timed_ms(scanned, store, text) for _ in range(ROUNDS_OF_LIKE) for text in questions if kind != "odd"]
            rows.append(
                Row(f"search among {LARGE:,}: {kind}", "ms", ours, "LIKE over the folded column" if like else "none", like)
            )
            every += ours
        p99 = percentile(every, 99)
        whole = Row(f"search among {LARGE:,}: all (slowest {max(every):.0f} ms)", "ms", every, "none", [], "p99 under 50 ms",
                    p99 < LONGEST_MS)  # fmt: skip
        return [*rows, whole, *alikes(store), *mistakes(store)]
    finally:
        store.close()


def found(people: Registrations, text: str) -> None:
    """As the search thread does it."""
    people.look_alikes(people.search(text, 20))


def scanned(store: Store, text: str) -> None:
    """What it would be without an index. Matches are collected, as ranking needs them."""
    words = [f"%{word}%" for word in fold(text).split()]
    where = " AND ".join("folded LIKE ?" for _ in words)
    store.database.execute(f"SELECT id, name FROM registrations WHERE {where} LIMIT 200", words).fetchall()


def alikes(store: Store) -> list[Row]:
    """Whether somebody else has the name, beside the same question without its index."""
    drawn = some(store, 200)
    ours = [timed_ms(store.registrations.look_alikes, [one]) for one in drawn]
    without = "SELECT 1 FROM registrations WHERE name = ? AND id <> ? LIMIT 1"
    plain = [timed_ms(lambda one: store.database.execute(without, [one.name, one.id]).fetchone(), one) for one in drawn[:20]]
    return [Row(f"look-alike among {LARGE:,}", "ms", ours, "name = ? without an index", plain)]


def mistakes(store: Store) -> list[Row]:
    """How many people are among the first twenty when one letter of their family name is wrong, missing, doubled or exchanged."""
    draw = Random(3)
    drawn = [(one, misspelt(one.name, draw)) for one in some(store, MISSPELT) if one.name.isascii()]
    ours = [100.0 * (one.name in {other.name for other in store.registrations.search(text, 20)}) for one, text in drawn]
    letter = [100.0 * to_the_letter(store, one, text) for one, text in drawn]
    mean, base = [sum(ours) / len(ours)], [sum(letter) / len(letter)]
    times = [timed_ms(store.registrations.search, text, 20) for _, text in drawn]
    return [
        Row(
            f"misspelt among {LARGE:,}: found in the first 20",
            "%",
            mean,
            "compared to the letter",
            base,
            "99 %",
            median(mean) >= 99,
        ),
        Row(f"misspelt among {LARGE:,}: {len(drawn)} different ones", "ms", times, "none", []),
    ]


def to_the_letter(store: Store, one: Registration, text: str) -> bool:
    """Whether the index alone has the person."""
    select = "SELECT r.id FROM registrations r"
    return any(one.id == row[0] for rows in candidates(store.database, select, fold(text).split()) for row in rows)


def some(store: Store, count: int) -> list[Registration]:
    """People drawn from all parts of the list."""
    step = max(1, LARGE // count)
    numbers = range(7, LARGE, step)
    drawn = (store.registrations.get(f"R-{number:05d}") for number in numbers)
    return [one for one in drawn if one is not None]


def misspelt(name: str, draw: Random) -> str:
    """The name with one mistake in its longest word."""
    word = max(re.findall(r"[A-Za-z]+", name), key=len)
    at, letter = draw.randrange(len(word) - 1), draw.choice("abcdefghijklmnopqrstuvwxyz")
    wrong = draw.choice(
        (word[:at] + letter + word[at + 1 :], word[:at] + word[at + 1 :], word[:at] + word[at].lower() + word[at:],
         word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    )  # fmt: skip
    return name.replace(word, wrong, 1)
