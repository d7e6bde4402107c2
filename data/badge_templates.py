"""The badge templates that there are: those that come with the product, by name, and an organiser's own, by file."""

from functools import cache
from pathlib import Path

import checkin.badges
from checkin.badges.layout import Template
from checkin.trouble import Trouble
from data.importers.badge_template import read_template

FOLDER = Path(checkin.badges.__file__).parent / "templates"
USUAL = "card"


def template_names() -> list[str]:
    """The names of the templates that come with the product, the usual one and its kin first."""
    return sorted((file.stem for file in FOLDER.glob("*.toml")), key=lambda name: (not name.startswith(USUAL), name))


def find_template(name_or_file: str) -> Template:
    """The template of this name, or else in this file. Trouble if there is none, or it has mistakes."""
    if name_or_file in template_names():
        return shipped(name_or_file)
    path = Path(name_or_file)
    if path.suffix.lower() != ".toml" and not path.is_file():
        raise Trouble(
            'There is no badge template "{name}". There are {known}; a template of your own is a .toml file.',
            name=name_or_file, known=", ".join(template_names()),
        )  # fmt: skip
    return read_template(path, path.stem, _shipped_or_none)


@cache
def shipped(name: str) -> Template:
    """The template of this name that comes with the product."""
    return read_template(FOLDER / f"{name}.toml", name, _shipped_or_none)


def _shipped_or_none(name: str) -> Template | None:
    return shipped(name) if name in template_names() else None
