"""`make words`: collect the sentences of the sources into the catalogues, and compile what translators wrote.

The test tests/unit/test_words.py says which sentences still lack a translation.
"""

import sys
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
PACKAGES = ("checkin", "data", "ui")
KEYWORDS = {"phrase": None, "words": None, "_words": None, "Trouble": None, "plural": (1, 2), "_plural": (1, 2)}


def collected() -> Catalog:
    """Every sentence of the sources, with the places where it stands."""
    catalog = Catalog(project="Check-in", charset="utf-8")
    for package in PACKAGES:
        found = extract_from_dir(ROOT / package, [("**.py", "python")], keywords=KEYWORDS)
        for name, _, message, comments, _ in found:
            catalog.add(message, locations=[(f"{package}/{name}", 0)], auto_comments=comments)
    return catalog


def catalogue_of(language: str) -> Path:
    """Where the translations into `language` are written."""
    return ROOT / "checkin" / "locale" / language / "LC_MESSAGES" / "checkin.po"


def main() -> int:
    """Bring both catalogues up to date; the number of sentences that lack a translation."""
    missing = 0
    for language in ("fr", "ar"):
        path = catalogue_of(language)
        with path.open("rb") as file:
            catalog = read_po(file, locale=language)
        catalog.update(collected(), no_fuzzy_matching=True)
        catalog.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalog, width=120, include_lineno=False, sort_output=True)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)
        lacking = [m for m in catalog if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)]
        missing += len(lacking)
        print(f"{language}: {len(catalog)} sentences, {len(lacking)} without a translation")
    return missing


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
