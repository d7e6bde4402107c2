"""A crowd with as many different names as a real list has: the demo's people, most of them with family names put together at
random in Latin and Arabic letters, and Chinese given names from many characters."""

import csv
from collections.abc import Iterator
from dataclasses import astuple, fields, replace
from pathlib import Path
from random import Random

from desks import PLACE, checkin, empty_home

from checkin.domain.folding import fold
from checkin.domain.registration import Registration
from data.demo.people import people

LATIN = (
    ("", "", "El ", "Ben", "Ait ", "Bou"),
    (*"bdfghjklmnrstz", "ch", "kh", "gh", "br", "dr", "ss", "nn", "ll", "mm"),
    ("a", "e", "i", "o", "ou", "aa", "ai", "ia"),
    ("", "", "n", "r", "ni", "oui", "i"),
)
ARABIC = (("", "ال", "ال", "بن"), tuple("بتجحخدرزسشصضطعغفقكلمنه"), ("", "", "ا", "و", "ي"), ("", "ي", "ة", "اني"))
CHINESE_GIVEN = tuple(
    "伟芳秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉力玉萍红玲志建国华雪梅远思源海燕子涵博嘉怡栋梁宇轩浩然欣妍佳琪"
)


def crowd(count: int) -> Iterator[Registration]:
    """`count` registrations, the same every time."""
    draw = Random(11)
    for made, one in enumerate(people(7, count)):
        given = one.name.rpartition(" ")[0]
        if not given:
            yield replace(
                one, name=one.name[0] + "".join(draw.sample(CHINESE_GIVEN, draw.randint(1, 2))), email=f"{made}@example.org"
            )
        elif draw.random() < 0.7:
            name = f"{given} {family_like(draw, one.name)}"
            mailbox = fold(name).replace(" ", ".") if name.isascii() else made
            yield replace(one, name=name, email=f"{mailbox}@example.org")
        else:
            yield one


def family_like(draw: Random, name: str) -> str:
    """A family name in the letters of this name."""
    leading, consonants, vowels, trailing = ARABIC if name > "\u0600" else LATIN
    syllables = "".join(draw.choice(consonants) + draw.choice(vowels) for _ in range(draw.randint(2, 4)))
    lead = draw.choice(leading)
    return lead + (syllables.capitalize() if lead in ("", "El ", "Ait ") else syllables) + draw.choice(trailing)


def file_of(count: int) -> Path:
    """The crowd as a file to import."""
    path = PLACE / f"crowd-{count}.csv"
    if not path.exists():
        PLACE.mkdir(parents=True, exist_ok=True)
        with path.with_suffix(".new").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([item.name for item in fields(Registration)])
            writer.writerows(["" if value is None else value for value in astuple(one)] for one in crowd(count))
        path.with_suffix(".new").rename(path)
    return path


def crowded_home(count: int) -> Path:
    """A home with the crowd, imported once."""
    home = PLACE / f"crowd-{count}"
    if not (home / "ready").exists():
        empty_home(home.name)
        checkin(home, "import", str(file_of(count)))
        (home / "ready").touch()
    return home
