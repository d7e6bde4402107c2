"""`checkin keys`: the keys that badges are signed with."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say
from checkin.cli.records import local_time
from checkin.domain.badge import safe_text
from checkin.domain.event import Event
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from checkin.ports import VerifyingKey
    from data.store import Store


@click.group()
def command() -> None:
    """Make, list and revoke the keys that badges are signed with.

    \b
    Example:
      checkin keys new
    """


@command.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
@pass_home
def new(home: Home, *, as_json: bool) -> None:
    """Make a key. Badges are signed with the newest; those signed with earlier ones stay good until their key is revoked.

    The private half is a file in the folder "keys" of the home, which its owner alone may read: keep a copy in a safe place, and
    give it to no desk. Desks need the public half ("checkin keys trust").

    \b
    Example:
      checkin keys new
    """
    from checkin.badges.signing import public_key
    from checkin.ports import VerifyingKey
    from data.signing_keys import KeyFolder

    folder = KeyFolder(home.private_keys)
    with home.serving() as (store, event):
        private = folder.new([key.id for key in store.keys.all()])
        key = VerifyingKey(private.id, public_key(private), datetime.now(UTC))
        try:
            with store.writing():
                store.keys.add(key)
        except BaseException:
            folder.forget(private.id)
            raise
    if as_json:
        emit(_record(key, event, has_private=True))
    else:
        words, name = home.words, f"{key.id:04x}"
        say(words("Key {key} is made; new signed badges are signed with it.", key=name))
        say(words("On every other desk: checkin keys trust {key} {public}", key=name, public=key.public.hex()))


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a key.")
@pass_home
def list_keys(home: Home, *, as_json: bool) -> None:
    """List the keys, the oldest first, with their public halves.

    \b
    Example:
      checkin keys list --json
    """
    from data.signing_keys import KeyFolder

    folder = KeyFolder(home.private_keys)
    with home.serving() as (store, event):
        keys = store.keys.all()
    if not keys and not as_json:
        say(home.words('There is no key yet. Make one with "checkin keys new".'))
    for key in keys:
        record = _record(key, event, has_private=folder.path(key.id).exists())
        if as_json:
            emit(record)
        else:
            say(f"{record['id']}  {record['made_at']}  {_state(home, record)}  {record['public']}")


@command.command()
@click.argument("key", metavar="KEY")
@click.argument("public", metavar="PUBLIC")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a sentence.")
@pass_home
def trust(home: Home, key: str, public: str, *, as_json: bool) -> None:
    """Let this desk verify badges of a key that was made elsewhere: its id and its public half, as "keys list" shows them.

    \b
    Example:
      checkin keys trust 7f3a 03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8
    """
    from checkin.ports import VerifyingKey

    if re.fullmatch(r"[0-9a-fA-F]{64}", public) is None:
        raise Trouble('A public key has 64 hexadecimal digits, as "checkin keys list" shows them.')
    trusted = VerifyingKey(_key_id(key), bytes.fromhex(public), datetime.now(UTC))
    with home.serving() as (store, event):
        with store.writing():
            store.keys.add(trusted)
        if as_json:
            _emit(home, store, event, trusted.id)
            return
    say(home.words("Badges signed with key {key} are verified here from now on.", key=f"{trusted.id:04x}"))


@command.command()
@click.argument("key", metavar="KEY")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a sentence.")
@pass_home
def revoke(home: Home, key: str, *, as_json: bool) -> None:
    """Refuse every badge signed with a key from now on, at this desk. It cannot be taken back. Do it on every desk.

    \b
    Example:
      checkin keys revoke 7f3a
    """
    wanted = _key_id(key)
    with home.serving() as (store, event):
        if store.keys.get(wanted) is None:
            raise Trouble('There is no key {key}. "checkin keys list" shows those that there are.', key=f"{wanted:04x}")
        with store.writing():
            fresh = store.keys.revoke(wanted, datetime.now(UTC))
        if as_json:
            _emit(home, store, event, wanted)
            return
    name = f"{wanted:04x}"
    if fresh:
        say(home.words("Key {key} is revoked: badges signed with it are refused.", key=name))
    else:
        say(home.words("Key {key} was revoked before.", key=name))


def _emit(home: Home, store: "Store", event: Event, identity: int) -> None:
    """The key as it is stored now: what was there before this command counts too."""
    from data.signing_keys import KeyFolder

    key = store.keys.get(identity)
    assert key is not None
    emit(_record(key, event, has_private=KeyFolder(home.private_keys).path(identity).exists()))


def _key_id(text: str) -> int:
    if re.fullmatch(r"[0-9a-fA-F]{4}", text) is None:
        raise Trouble("{text} is no key id. It has four hexadecimal digits, as 7f3a.", text=safe_text(text))
    return int(text, 16)


def _record(key: "VerifyingKey", event: Event, *, has_private: bool) -> dict[str, Any]:
    return {
        "id": f"{key.id:04x}",
        "public": key.public.hex(),
        "made_at": local_time(key.made_at, event.zone),
        "revoked_at": local_time(key.revoked_at, event.zone) if key.revoked_at else None,
        "signs": has_private and key.revoked_at is None,
    }


def _state(home: Home, record: dict[str, Any]) -> str:
    if record["revoked_at"]:
        return home.words("revoked {at}", at=record["revoked_at"])
    return home.words("signs and verifies") if record["signs"] else home.words("verifies")
