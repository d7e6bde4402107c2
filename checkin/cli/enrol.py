"""`checkin enrol`: be let in by the hub."""

import platform
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say
from checkin.cli.watching import watching
from checkin.domain.journal import microseconds
from checkin.private import private_folder
from checkin.settings import write_settings
from checkin.sync.discovery import found_nearby
from checkin.sync.http import AnotherCertificate, HubConnection, Unanswered
from checkin.sync.invitation import PREFIX, Invitation, may_be_asked, read_invitation
from checkin.sync.membership import KEY_FILE, Membership
from checkin.sync.messages import Answer, Cause, Enrol, Enrolled, Refused
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from data.store import Store

PATIENCE_S = 10.0


@click.command("enrol")
@click.argument("code", default="", metavar="[CODE]")
@click.option("--scan", is_flag=True, help="Hold the hub's QR code before the camera instead.")
@click.option("--camera", default="", metavar="SOURCE", help="The camera for --scan, as for the desk.")
@click.option("--address", default="", metavar="HOST[:PORT]", help="Where the hub is, if not where the code says.")
@click.option("--name", default="", metavar="NAME", help="What supervisors call this device; the machine's name otherwise.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a sentence.")
@pass_home
def command(home: Home, code: str, camera: str, address: str, name: str, *, scan: bool, as_json: bool) -> None:
    """Let the hub know this device: its event, registrations and supervisors come from there, and its scans go there.

    CODE is the text that "checkin hub invite" shows with its QR code. It is good once.

    \b
    Example:
      checkin enrol --scan
      checkin enrol "CIHUB1:192.168.1.20|8443|..." --name "Laptop 7"
      checkin enrol --address 192.168.1.30
    """
    if address and not code and not scan:
        moved(home, address)
        return
    if bool(code) == scan:
        raise click.UsageError("Give the code, or --scan; or --address alone for a hub that has moved.")
    text = invitation_seen(home, camera) if scan else code
    member = enrolled(home, read_invitation(text), address, name or platform.node() or "desk")
    if as_json:
        emit({"device": member.device, "event": member.event, "gate": member.gate, "role": member.role.value,
              "host": member.hosts[0], "port": member.port})  # fmt: skip
    else:
        say(home.words("Enrolled at the hub {host} for the event {event}. Start the desk: checkin desk",
                       host=member.hosts[0], event=member.event))  # fmt: skip


def enrolled(home: Home, invitation: Invitation, address: str, name: str) -> Membership:
    """Ask the hub to let this device in, and keep what it says. Trouble says why it did not."""
    from data.membership import device_key

    hosts, port = place(address, invitation.hosts, invitation.port)
    _refuse_own_hub(home, invitation)
    private_folder(home.path)
    key_file = home.path / KEY_FILE
    with leaving_nothing(*home.database_files, key_file) as kept, closing(home.open()) as store:
        _refuse_another_event(store, invitation.event)
        key = device_key(key_file)
        asked = Enrol(invitation.token, key.public_key().public_bytes_raw(), name[:200])
        with closing(HubConnection(hosts, port, invitation.fingerprint, "", key, found_nearby)) as connection:
            answer = _answer(connection, asked, hosts, port, lambda: kept.add(key_file))
        if not isinstance(answer, Enrolled):
            raise _refused(answer)
        kept.add(key_file)
        host, port = connection.place
        member = Membership(
            answer.device, answer.event, answer.gate, answer.role, hosts, port, invitation.fingerprint, connection.certificate,
            microseconds(datetime.now(UTC)),
        )  # fmt: skip
        member = replace(member, hosts=member.found_at(host))
        _keep(home, store, member, answer.profile)
        return member


@contextmanager
def leaving_nothing(*files: Path) -> Iterator[set[Path]]:
    """What fails inside leaves none of the files behind that were not there before, but for those in the set."""
    fresh, kept = [one for one in files if not one.exists()], set[Path]()
    try:
        yield kept
    except BaseException:
        for one in fresh:
            if one not in kept:
                one.unlink(missing_ok=True)
        raise


def _answer(
    connection: HubConnection, asked: Enrol, hosts: tuple[str, ...], port: int, reached: Callable[[], None]
) -> Answer:  # fmt: skip
    """What the hub says, where the code says that it is or, where it is not there, where it says so itself in this network.
    `reached` hears of a hub that may have let the device in without saying so: only the same key is let in by that code again."""
    try:
        try:
            return connection.ask(asked, PATIENCE_S)
        except Unanswered:
            if not connection.look_nearby():
                raise
            return connection.ask(asked, PATIENCE_S)
    except AnotherCertificate as error:
        raise Trouble(
            "What answers at {hosts}, port {port} is not the hub that made this code. Ask its supervisor for a new code.",
            hosts=", ".join(hosts), port=port,
        ) from error  # fmt: skip
    except Unanswered as error:
        if connection.certificate:
            reached()
        raise Trouble(
            "The hub does not answer at {hosts}, port {port} ({error}). Is this machine in the same network? Say where it is "
            "with --address.", hosts=", ".join(hosts), port=port, error=str(error),
        ) from error  # fmt: skip


def invitation_seen(home: Home, camera: str) -> str:
    """The text of the invitation that is held before the camera; waits for one until Ctrl+C."""
    from checkin.scanning.captures import open_source
    from checkin.scanning.reader import desk_reader
    from checkin.scanning.sources import SourceFault

    source, reader = open_source(camera or home.settings.camera or "device"), desk_reader(threads=False)
    say(home.words("Hold the hub's QR code before the camera. Ctrl+C to stop."))
    try:
        source.open()
        with watching(None) as watch:
            while not source.ended and watch(0):
                frame = source.read()
                for one in reader.read(frame.image) if frame is not None else ():
                    if one.text.startswith(PREFIX):
                        return one.text
    except SourceFault as fault:
        raise Trouble(fault.what) from fault
    finally:
        source.close()
        reader.close()
    raise Trouble("No invitation of a hub was seen. Hold the code still, closer to the camera, or type it: checkin enrol CODE")


def place(address: str, hosts: tuple[str, ...], known_port: int) -> tuple[tuple[str, ...], int]:
    """The hosts and the port to try: what was typed, else what is known."""
    if not address:
        return hosts, known_port
    host, colon, port = address.rpartition(":")
    if not colon or (":" in host and not host.startswith("[")):
        host, port = address, str(known_port)
    host = host.strip("[]")
    if not may_be_asked(host) or not re.fullmatch("[0-9]{1,5}", port) or not 0 < int(port) < 65536:
        raise Trouble("{address} is no address. Write it like 192.168.1.20:8443.", address=address)
    return (host,), int(port)


def moved(home: Home, address: str) -> None:
    """Look for the hub that this desk is enrolled at somewhere else, first of all."""
    with home.serving() as (store, _):
        member = store.membership.get()
        if member is None:
            raise Trouble("This desk is enrolled at no hub yet. Give the code that the hub shows.")
        hosts, port = place(address, member.hosts, member.port)
        with store.writing():
            store.membership.move(tuple(dict.fromkeys((*hosts, *member.hosts))), port)
    say(home.words("The hub is looked for at {host}, port {port} from the next start of the desk on.", host=hosts[0], port=port))


def _refuse_own_hub(home: Home, invitation: Invitation) -> None:
    from checkin.hub.certificate import fingerprint_in

    if fingerprint_in(home.path / "hub") == invitation.fingerprint:
        raise Trouble("{path} is the hub's own folder. Give the desk a folder of its own with --home.", path=str(home.path))


def _refuse_another_event(store: "Store", event: str) -> None:
    """Before the token is used up."""
    before = store.event()
    if before is not None and before.id != event and (store.registrations.count() or store.journal.count()):
        raise Trouble(
            'This desk serves the event "{before}" and has registrations or scans of it, so it cannot serve "{after}". '
            "Give each event a folder of its own with --home.", before=before.id, after=event,
        )  # fmt: skip


def _refused(answer: object) -> Trouble:
    if isinstance(answer, Refused) and answer.cause is Cause.BAD_TOKEN:
        return Trouble("The hub does not know this code any more: it was used, or is too old. Ask for a new one.")
    return Trouble("The hub refused this device. Ask for a new code.")


def _keep(home: Home, store: "Store", member: Membership, profile: str) -> None:
    """The event first: where it cannot be served, nothing is kept."""
    from data.importers.event_file import parse_event

    event = parse_event(profile)
    before = store.membership.get()
    store.store_event(profile, event)
    with store.writing():
        if before is not None and (before.device, before.fingerprint) != (member.device, member.fingerprint):
            if before.device != member.device:
                store.hub.rejournal(str(uuid.uuid4()))  # the journal before is another device's at the hub
            store.hub.begin_at(same_hub=before.fingerprint == member.fingerprint)
        store.membership.put(member)
    if member.gate and member.gate != home.settings.gate:
        write_settings(home.settings_file, home.settings.but(gate=member.gate))
