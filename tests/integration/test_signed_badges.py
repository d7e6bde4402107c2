"""Signed badges from the key to the verdict, on real desks: `checkin keys`, `checkin badges render --signed`, `checkin scan`."""

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from test_badges_render import texts

from checkin.badges.signing import SigningKey, sign
from checkin.cli import main
from checkin.domain.badge import SignedBadge
from data.importers.registrations_file import import_registrations
from data.signing_keys import KeyFolder
from data.store import Store, open_store

Run = Callable[..., tuple[int, list[str], str]]
AT = "2018-04-18T10:00+01:00"
EVENT = "scec-2018"


@pytest.fixture
def key(run: Run, home: Path, store: Store) -> SigningKey:
    """The key that this home signs with."""
    assert run("keys", "new")[0] == 0
    return KeyFolder(home / "keys").newest(store.keys.all())


def scan(run: Run, text: str, *more: str) -> dict[str, Any]:
    _, lines, _ = run("scan", "--json", "--at", AT, *more, "--", text)
    record: dict[str, Any] = json.loads(lines[0])
    return record


def stranger(key: SigningKey, event: str = EVENT, **fields: Any) -> str:
    """The badge of somebody whom the list does not have."""
    return sign(SignedBadge(**{"registration": "R-9001", "category": "professional", **fields}), event, key)


def test_a_stranger_with_a_good_badge_is_admitted_by_the_badge_itself_and_it_is_told(
    run: Run, store: Store, key: SigningKey
) -> None:
    record = scan(run, stranger(key))
    assert (record["verdict"], record["registration"], record["category"]) == ("admitted", "R-9001", "professional")
    assert record["from_badge"] is True
    (item,) = store.journal.lines()
    assert item.line.remark == f"from_badge {key.id:04x}"
    again = scan(run, stranger(key))
    assert (again["reason"], again["first"]["scan_id"]) == ("already_redeemed", record["scan_id"])
    assert "decided by the badge itself" in run("scan", "--at", AT, stranger(key))[1][0]


def test_a_desk_without_the_private_key_verifies(run: Run, home: Path, tmp_path: Path, key: SigningKey) -> None:
    (listed,) = [json.loads(line) for line in run("keys", "list", "--json")[1]]
    shutil.rmtree(home / "keys")
    assert scan(run, stranger(key))["verdict"] == "admitted"
    examples, other = Path(__file__).parents[1] / "examples", ["--home", str(tmp_path / "other")]
    for args, status in (
        (["event", "init", str(examples / "event.toml")], 0),
        (["scan", "--at", AT, stranger(key)], 1),
        (["keys", "trust", listed["id"], listed["public"]], 0),
        (["scan", "--at", AT, stranger(key)], 0),
    ):
        with pytest.raises(SystemExit) as left:
            main([*other, *args])
        assert (left.value.code or 0) == status


def other_ending(text: str) -> str:
    return text[:-1] + ("1" if text[-1] == "0" else "0")


@pytest.mark.parametrize(
    ("spoiled", "reason"),
    [
        (lambda key: other_ending(stranger(key)), "forged"),
        (lambda key: stranger(key)[:-3], "forged"),
        (lambda key: stranger(key)[:20], "forged"),
        (lambda key: stranger(key, "another-event"), "forged"),
        (lambda key: stranger(SigningKey(key.id, bytes(32))), "forged"),
        (lambda key: stranger(SigningKey(key.id ^ 1, key.seed)), "forged"),
        (lambda key: stranger(key)[2:], "not_a_badge"),
        (lambda key: stranger(key, category="no-such-category"), "product"),
        (lambda key: stranger(key, registration="R-0006"), "canceled"),
        (lambda key: stranger(key, registration="R-0007"), "blocked"),
        (lambda key: stranger(key, registration="R-0005"), "unpaid"),
    ],
    ids=["last letter", "truncated", "a beginning", "other event", "other key", "unknown key", "no prefix", "unknown category",
         "canceled in the list", "blocked in the list", "unpaid in the list"],
)  # fmt: skip
def test_each_bad_badge_has_its_own_reason(run: Run, key: SigningKey, spoiled: Callable[[SigningKey], str], reason: str) -> None:
    assert scan(run, spoiled(key))["reason"] == reason


def test_an_honest_visitor_of_a_desk_that_lacks_the_key_is_not_called_a_forger(run: Run, store: Store, key: SigningKey) -> None:
    unknown, forged = stranger(SigningKey(0x1234, key.seed)), stranger(SigningKey(key.id, bytes(32)))
    told = [scan(run, text) for text in (unknown, forged)]
    assert [(one["reason"], one.get("unknown_key")) for one in told] == [("forged", "1234"), ("forged", None)]
    assert [item.line.remark for item in store.journal.lines()] == ["unknown_key 1234", ""]
    said = [run("scan", "--at", AT, text)[1][0] for text in (unknown, forged)]
    assert ["Cannot be checked here" in one for one in said] == [True, False]
    assert ["False badge" in one for one in said] == [False, True]


@pytest.mark.parametrize("registration", ["R-9001", "R-0001"], ids=["stranger", "listed"])
def test_an_expired_badge_and_one_of_tomorrow_are_refused_whether_listed_or_not(
    run: Run, key: SigningKey, registration: str
) -> None:
    from datetime import UTC, datetime

    now = datetime(2018, 4, 18, 9, tzinfo=UTC)
    for fields in ({"valid_until": now.replace(hour=8)}, {"valid_from": now.replace(hour=10)}):
        assert scan(run, stranger(key, registration=registration, **fields))["reason"] == "invalid_time"
    assert scan(run, stranger(key, registration=registration, valid_from=now.replace(hour=8)))["verdict"] == "admitted"


def test_the_list_decides_on_whom_it_knows(run: Run, store: Store, key: SigningKey) -> None:
    record = scan(run, stranger(key, registration="R-0001", category="speaker"))
    assert (record["name"], record["category"]) == ("Amina El Fassi", "professional")
    assert "from_badge" not in record
    assert [item.line.remark for item in store.journal.lines()] == [""]


def test_badges_of_a_revoked_key_are_revoked_and_those_of_the_next_key_are_good(
    run: Run, home: Path, store: Store, key: SigningKey
) -> None:
    assert run("keys", "new")[0] == 0
    newer = KeyFolder(home / "keys").newest(store.keys.all())
    assert newer.id != key.id
    assert scan(run, stranger(key, registration="R-1"))["verdict"] == "admitted"
    assert run("keys", "revoke", f"{key.id:04x}")[0] == 0
    assert scan(run, stranger(key))["reason"] == "revoked"
    assert scan(run, stranger(key, registration="R-0001"))["reason"] == "revoked"
    assert scan(run, stranger(SigningKey(key.id, bytes(32))))["reason"] == "forged"
    assert scan(run, stranger(newer))["verdict"] == "admitted"
    assert "before" in run("keys", "revoke", f"{key.id:04x}")[1][0]


def test_a_token_that_the_list_has_as_withdrawn_is_revoked_though_its_signature_is_good(
    run: Run, store: Store, tmp_path: Path, key: SigningKey
) -> None:
    signed, table = stranger(key), tmp_path / "people.csv"
    for badge in (signed, "QW5ZN8KKP2LM6RVA"):
        table.write_text(f'id,badge,name,category,status\nR-9001,"{badge}",Omar,professional,confirmed\n', encoding="utf-8")
        import_registrations(store, table)
    assert scan(run, signed)["reason"] == "revoked"


def test_an_unknown_category_does_not_keep_the_event_from_being_stored_again(run: Run, key: SigningKey) -> None:
    scan(run, stranger(key, category="no-such-category"))
    assert run("event", "init", str(Path(__file__).parents[1] / "examples" / "event.toml"))[0] == 0


def test_the_private_key_is_a_file_of_its_owner_and_nowhere_else(run: Run, home: Path, key: SigningKey) -> None:
    (file,) = (home / "keys").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    said = "\n".join(run("keys", "list")[1] + run("keys", "list", "--json")[1])
    scan(run, stranger(key))
    for kept in (said.encode(), *(one.read_bytes() for one in home.glob("*") if one.is_file())):
        assert key.seed.hex().encode() not in kept
        assert key.seed not in kept


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")
def test_a_private_key_that_others_may_read_does_not_sign(run: Run, home: Path, tmp_path: Path, key: SigningKey) -> None:
    KeyFolder(home / "keys").path(key.id).chmod(0o644)
    status, _, error = run("badges", "render", "--signed", "--format", "png", str(tmp_path / "out"))
    assert (status, "Others may read" in error) == (2, True)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", ["", "zz", "00" * 32], ids=["empty", "no digits", "another key"])
def test_a_damaged_private_key_is_said(run: Run, home: Path, tmp_path: Path, key: SigningKey, content: str) -> None:
    KeyFolder(home / "keys").path(key.id).write_text(content, encoding="ascii")
    status, _, error = run("badges", "render", "--signed", "--format", "png", str(tmp_path / "out"))
    assert (status, "cannot be used" in error) == (2, True)


def test_a_key_that_cannot_be_stored_leaves_no_file(run: Run, home: Path, store: Store) -> None:
    store.database.execute("CREATE TRIGGER no BEFORE INSERT ON signing_keys BEGIN SELECT RAISE(ABORT, 'no'); END")
    assert run("keys", "new")[0] == 2
    assert list((home / "keys").iterdir()) == []


@pytest.mark.parametrize(
    "args", [("revoke", "0000"), ("revoke", "x"), ("trust", "7f3a", "12"), ("trust", "12345", "0" * 64)], ids=" ".join
)
def test_what_is_no_key_is_said(run: Run, args: tuple[str, ...]) -> None:
    status, _, error = run("keys", *args)
    assert (status, error.count("\n")) == (2, 1)


def test_two_keys_do_not_share_an_id(run: Run, key: SigningKey) -> None:
    assert run("keys", "trust", f"{key.id:04x}", "0" * 64)[0] == 2
    assert len(run("keys", "list")[1]) == 1


@pytest.mark.usefixtures("qapp")
def test_signed_badges_are_drawn_read_back_and_admitted_by_a_desk_without_a_list(
    run: Run, home: Path, tmp_path: Path, key: SigningKey
) -> None:
    pictures = tmp_path / "pictures"
    assert run("badges", "render", "--signed", "--format", "png", str(pictures), "--ids", "R-0001,R-0003")[0] == 0
    (amina,), (wei,) = texts(pictures / "badge-R-0001.png"), texts(pictures / "badge-R-0003.png")
    store = open_store(home / "desk.db")
    for table in ("badges", "words", "registrations"):
        store.database.execute(f"DELETE FROM {table}")
    store.close()
    assert [scan(run, text).get("reason") for text in (amina, wei)] == [None, "invalid_time"]


def test_without_a_key_or_with_an_id_too_long_nothing_is_drawn(run: Run, store: Store, tmp_path: Path) -> None:
    out, table = tmp_path / "out", tmp_path / "people.csv"
    assert "no key" in run("badges", "render", "--signed", "--format", "png", str(out))[2]
    run("keys", "new")
    table.write_text(f"id,badge,name,category,status\n{'X' * 30},,Omar,professional,confirmed\n", encoding="utf-8")
    import_registrations(store, table)
    error = run("badges", "render", "--signed", "--format", "png", str(out))[2]
    assert "X" * 30 in error
    assert not out.exists()


def test_trusting_and_revoking_answer_in_json(run: Run, store: Store) -> None:
    _, lines, _ = run("keys", "trust", "7F3A", "ab" * 32, "--json")
    trusted = json.loads(lines[0])
    assert (trusted["id"], trusted["public"], trusted["revoked_at"], trusted["signs"]) == ("7f3a", "ab" * 32, None, False)
    first, again = (json.loads(run("keys", "revoke", "7f3a", "--json")[1][0]) for _ in range(2))
    assert first == again
    assert first["revoked_at"]
    assert store.keys.all()[0].revoked_at is not None
