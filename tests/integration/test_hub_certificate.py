"""What a hub does that has lost its certificate or key, or finds them damaged: it says so, and makes no others unasked."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checkin.hub.certificate import certificate_in
from checkin.sync.hublog import Changes, Device
from checkin.sync.messages import Role
from checkin.trouble import Trouble
from data.hub.store import open_hub

Run = Callable[..., tuple[int, list[str], str]]
NOW = datetime(2018, 4, 18, 9, tzinfo=UTC)


@pytest.mark.parametrize("lost", ["hub.crt", "hub.key"])
def test_one_of_the_two_that_is_lost_is_never_replaced_silently(tmp_path: Path, lost: str) -> None:
    certificate_in(tmp_path, NOW)
    kept = {one.name: one.read_bytes() for one in tmp_path.iterdir() if one.name != lost}
    (tmp_path / lost).unlink()
    with pytest.raises(Trouble, match=f"{lost} is not there any more"):
        certificate_in(tmp_path, NOW)
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == kept


def test_both_are_made_anew_only_where_no_device_knows_the_hub(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"hub.crt, .*hub.key is not there any more"):
        certificate_in(tmp_path, NOW, is_known=True)
    assert list(tmp_path.iterdir()) == []
    certificate_in(tmp_path, NOW)


@pytest.mark.parametrize("damaged", ["hub.crt", "hub.key"])
@pytest.mark.parametrize("content", [b"", b"-----BEGIN nothing-----", None])
def test_a_damaged_one_is_said_to_be_so_and_stays(tmp_path: Path, damaged: str, content: bytes | None) -> None:
    certificate_in(tmp_path, NOW)
    path = tmp_path / damaged
    content = path.read_bytes()[:90] if content is None else content
    path.write_bytes(content)
    with pytest.raises(Trouble, match=f"{damaged} cannot be used"):
        certificate_in(tmp_path, NOW)
    assert path.read_bytes() == content


def test_a_key_of_another_certificate_is_told(tmp_path: Path) -> None:
    for name in ("one", "other"):
        certificate_in(tmp_path / name, NOW)
    (tmp_path / "one" / "hub.key").write_bytes((tmp_path / "other" / "hub.key").read_bytes())
    with pytest.raises(Trouble, match="do not belong together"):
        certificate_in(tmp_path / "one", NOW)


def test_a_hub_with_devices_does_not_start_without_its_certificate_unless_it_is_told_to(run: Run, home: Path) -> None:
    assert run("hub", "invite", "--host", "127.0.0.1")[0] == 0
    with closing(open_hub(home / "hub.db", "scec-2018", "none")) as log, log.writing("scec-2018") as transaction:
        device = Device("d-1", bytes(32), "Laptop", "A", Role.DESK, 0)
        transaction.write(Changes(devices={device.id: device}))
    for name in ("hub.crt", "hub.key"):
        (home / "hub" / name).unlink()
    for command in (("hub", "--port", "0"), ("hub", "invite", "--host", "127.0.0.1")):
        status, _, error = run(*command)
        assert (status, "--new-certificate" in error) == (2, True), command
        assert not (home / "hub" / "hub.crt").exists()


def test_a_hub_whose_key_is_damaged_ends_with_a_sentence_before_it_listens(run: Run, home: Path) -> None:
    certificate_in(home / "hub", NOW)
    (home / "hub" / "hub.key").write_text("no key")
    status, lines, error = run("hub", "--port", "0")
    assert (status, lines, "hub.key cannot be used" in error) == (2, [], True)
