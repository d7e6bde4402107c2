"""Invitations lead to the hub that made them, from whatever machine, and every desk can read them."""

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from checkin.hub.addresses import best_of, inviting_addresses, machine_addresses
from checkin.sync.invitation import MOST_HOSTS, Invitation, read_invitation
from checkin.trouble import Trouble
from data.importers.event_file import parse_event, read_event

Run = Callable[..., tuple[int, list[str], str]]
TOKEN = "ABCDEFGHJKLMNPQRSTUVWXYZ23"
EXAMPLE = (Path(__file__).parents[1] / "examples" / "event.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["PC_Salma", "PC-Élodie", "laptop 7"])
def test_a_machine_whose_name_does_not_fit_invites_by_its_addresses(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: name)
    hosts = inviting_addresses("0.0.0.0")
    assert name not in hosts
    assert hosts == machine_addresses()[:MOST_HOSTS]
    if hosts:
        assert read_invitation(Invitation(hosts, 8443, bytes(32), "e", TOKEN).text).hosts == hosts


def test_the_best_addresses_come_first_and_the_name_last_as_many_as_fit() -> None:
    many = [f"192.168.{n}.2" for n in range(6)]
    assert best_of(many, "laptop-7") == (*many[:3], "laptop-7")
    assert best_of(many, "laptop 7") == tuple(many[:4])
    assert best_of(["10.0.0.2", "10.0.0.2", "fe80::1%3"], "laptop-7") == ("10.0.0.2", "laptop-7")


def test_a_hub_that_listens_at_one_address_invites_there_alone() -> None:
    assert inviting_addresses("192.168.1.20") == ("192.168.1.20",)


@pytest.mark.parametrize("hosts", [(), ("a", "b", "c", "d", "e"), ("PC_Salma",), ("laptop 7",), ("PC-Élodie",)])
def test_no_invitation_is_made_that_no_desk_could_read(hosts: tuple[str, ...]) -> None:
    with pytest.raises(Trouble):
        Invitation(hosts, 8443, bytes(32), "e", TOKEN)


@pytest.mark.parametrize("event", ["mon salon", "salon-été", "a|b", "x" * 81])
def test_an_event_id_that_fits_into_no_invitation_is_a_mistake_of_its_line(event: str, tmp_path: Path) -> None:
    with pytest.raises(Trouble):
        Invitation(("laptop-7",), 8443, bytes(32), event, TOKEN)
    path = tmp_path / "event.toml"
    path.write_text(EXAMPLE.replace("scec-2018", event), encoding="utf-8")
    with pytest.raises(Trouble) as refused:
        read_event(path)
    (mistake,) = refused.value.mistakes
    assert (mistake.row, mistake.column) == (EXAMPLE[: EXAMPLE.index("scec-2018")].count("\n") + 1, "event.id")
    assert parse_event(path.read_text(encoding="utf-8")).id == event, "what a desk has stored before stays readable"


def test_too_many_or_unfit_hosts_are_refused_and_leave_no_token(run: Run) -> None:
    status, _, error = run("hub", "invite", *(f"--host=10.0.0.{n}" for n in range(5)))
    assert (status, "not 5" in error) == (2, True)
    status, _, error = run("hub", "invite", "--host", "PC_Salma")
    assert (status, "PC_Salma" in error) == (2, True)


def test_an_invitation_made_beside_a_hub_leads_to_where_that_listens(run: Run, home: Path) -> None:
    arguments = ["--home", str(home), "hub", "--host", "127.0.0.1", "--port", "0", "--no-announce", "--backup-every", "0"]
    with subprocess.Popen([sys.executable, "-m", "checkin.cli", *arguments], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = re.search(r"port (\d+)", process.stdout.readline())
            assert said
            status, lines, _ = run("hub", "invite", "--json")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
    assert status == 0
    invitation = read_invitation(json.loads(lines[0])["invitation"])
    assert (invitation.hosts, invitation.port) == (("127.0.0.1",), int(said[1]))
    (home / "hub" / "listens.json").write_text("{")
    assert "listens.json" in run("hub", "invite")[2]
