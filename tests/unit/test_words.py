"""Every sentence that a person can see stands in the catalogue, in French and in Arabic."""

import importlib.util
import re
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from checkin.i18n import Words, phrase

ROOT = Path(__file__).parents[2]


def words_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("words_tool", ROOT / ".ci" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def catalogue(language: str) -> Catalog:
    with words_module().catalogue_of(language).open("rb") as file:
        return read_po(file, locale=language)


def forms(text: object) -> list[str]:
    return list(text) if isinstance(text, (tuple, list)) else [str(text)]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_sentence_of_the_sources_is_translated(language: str) -> None:
    translated = {forms(m.id)[0]: m for m in catalogue(language) if m.id}
    wanted = [forms(m.id)[0] for m in words_module().collected() if m.id]
    assert len(wanted) > 100
    assert [text for text in wanted if text not in translated or not all(forms(translated[text].string))] == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_translation_fills_the_names_of_its_sentence(language: str) -> None:
    for message in catalogue(language):
        names = set(re.findall(r"{(\w+)}", " ".join(forms(message.id))))
        for form in forms(message.string):
            used = set(re.findall(r"{(\w+)}", form))
            assert used <= names, message.id
            assert used >= names - {"n"}, message.id


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_compiled_catalogue_is_that_of_the_written_one(language: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    assert words_module().catalogue_of(language).with_suffix(".mo").read_bytes() == compiled.getvalue()


def test_arabic_has_six_plurals() -> None:
    words = Words("ar")
    said = {words.plural("{n} registration", "{n} registrations", n).replace(str(n), "N") for n in (0, 1, 2, 3, 11, 100)}
    assert len(said) >= 5


def test_a_value_keeps_its_direction_inside_an_arabic_sentence() -> None:
    assert Words("ar")(phrase("{text}", text="A-12")) == "\u2068A-12\u2069"
    assert Words("en")(phrase("{text}", text="A-12")) == "A-12"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="xx"):
        Words("xx")
