"""The canonical text of a report's heads, its signature, and what is left out of typed texts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkin.domain.journal import Head
from checkin.domain.registration import Registration
from checkin.overview.reports.discreet import Discreet
from checkin.overview.reports.heads import JournalHead, Seal, canonical, read_seal, sealed, short_hash
from checkin.trouble import Trouble

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
AT = datetime(2018, 4, 18, 9, 30, 5, tzinfo=UTC)
HEADS = (
    JournalHead(Head("b 2", 7, bytes([2]) * 32), "Accueil \"1\" é", AT, AT), JournalHead(Head("a", 1, bytes([1]) * 32), "1"),
)  # fmt: skip
TEXT = (
    "checkin report 1\n"
    'event "scec-2018"\n'
    "period 2018-04-18\n"
    "made 2018-04-18T09:30:05Z\n"
    "figures 00ff\n"
    f'journal 1 {"01" * 32} - - ["a", "1"]\n'
    f'journal 7 {"02" * 32} 2018-04-18T09:30:05Z 2018-04-18T09:30:05Z ["b 2", "Accueil \\"1\\" é"]\n'
)
"""As docs/reports.md has it."""


def text() -> str:
    return canonical("scec-2018", "2018-04-18", AT, "00ff", HEADS)


def test_the_canonical_text_is_that_of_the_document_whatever_the_order() -> None:
    document = (Path(__file__).parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")
    assert text() == TEXT
    assert "".join(f"    {line}\n" for line in TEXT.splitlines()) in document
    assert canonical("scec-2018", "2018-04-18", AT, "00ff", HEADS[::-1]) == TEXT


def test_what_was_written_is_read_back_and_proves_itself() -> None:
    seal, holds = read_seal(sealed(TEXT, KEY).written())
    assert (holds, seal.is_signed, seal.is_genuine, seal.text) == (True, True, True, TEXT)
    assert seal.heads == [HEADS[1].head, HEADS[0].head]
    assert (seal.value("period"), seal.value("nothing")) == ("2018-04-18", "")


def test_without_a_key_there_is_the_hash_alone() -> None:
    seal, holds = read_seal(sealed(TEXT, None).written())
    assert (holds, seal.is_signed, seal.is_genuine) == (True, False, False)


@pytest.mark.parametrize(
    "change", [("journal 7", "journal 8"), ("figures 00", "figures 01"), ('"1"]', '"2"]'), ("made 2018", "made 2019")]
)
def test_a_text_that_was_changed_is_not_that_of_its_signature(change: tuple[str, str]) -> None:
    seal, holds = read_seal(sealed(TEXT, KEY).written().replace(*change))
    assert (holds, seal.is_genuine) == (False, False)
    forged = Seal(seal.text, seal.public, seal.signature)
    assert not read_seal(forged.written())[0].is_genuine, "with a hash that fits, too"


@pytest.mark.parametrize("wrong", ["", "checkin report 1\n", TEXT, "something\n" + sealed(TEXT, None).written(),
                                   sealed(TEXT, None).written().replace("key -", "key x")])  # fmt: skip
def test_what_is_no_seal_is_said_to_be_none(wrong: str) -> None:
    with pytest.raises(Trouble, match="no report of Check-in"):
        read_seal(wrong)


def test_heads_that_make_no_sense_are_trouble() -> None:
    with pytest.raises(Trouble):
        _ = sealed(TEXT.replace("journal 7", "journal x"), None).heads


def test_a_hash_is_read_aloud_in_four_groups() -> None:
    assert short_hash(bytes(range(32))) == "0001 0203 0405 0607"


AMINA = Registration("R-0001", "Amina El Fassi-Benali", "public", "7K3MQ2ZXW4HTB9NC", email="amina@example.org")


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("vu avec amina  fassi", "vu avec …"), ("AMINA, payée", "…, payée"), ("Mme Fassi-Benali a le reçu", "Mme … a le reçu"),
        ("badge 7k3mq2zxw4htb9nc perdu", "badge … perdu"), ("R-0001 deux fois", "… deux fois"), ("à x.y@z.org", "à …"),
        ("dit Salma", "dit …"), ("el reçu payé", "el reçu payé"), ("Omar l'a dit", "… l'a dit"), ("", ""),
    ],
)  # fmt: skip
def test_what_was_typed_is_told_without_anybody_s_name(typed: str, left: str) -> None:
    assert Discreet([AMINA, None], ["Salma Idrissi"], lambda word: word == "omar")(typed) == left
