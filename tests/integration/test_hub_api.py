"""The hub's description of itself: it says what the messages are, and the hub answers as it says."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import jsonschema_rs
import pytest
from hub_probing import probed
from test_hub_server import Desk, Running

from checkin.hub.openapi import ANSWERS, KINDS, described
from checkin.hub.queries import QUERIES
from checkin.sync.messages import Request
from checkin.sync.signed import sign
from checkin.sync.wire import NAMES, decode, encode

SYNC = (Path(__file__).parents[2] / "docs" / "sync.md").read_text(encoding="utf-8")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    one = Running(tmp_path, plain=True)
    yield one
    one.close()


def documents() -> list[bytes]:
    """The examples of docs/sync.md."""
    return [one.encode() for one in re.findall(r"```json\n(.+)\n```", SYNC)]


def validator(name: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for({"$ref": f"#/components/schemas/{name}", "components": described()["components"]})


def test_the_description_has_every_route_and_every_message(running: Running) -> None:
    served = {(one.path, method.lower()) for one in running.app.routes for method in one.methods - {"HEAD"}}
    said = {(path, method) for path, item in described()["paths"].items() for method in item}
    assert said == served
    assert {kind.__name__ for kind in NAMES} <= set(described()["components"]["schemas"])
    assert set(ANSWERS) == set(get_args(Request)) == {*KINDS.values(), *QUERIES.values()}


def test_requests_answers_and_routes_are_those_of_the_document() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (`.+`) \| (GET|POST) (/\w+) \|$", SYNC, re.MULTILINE)
    document = {asked: (set(re.findall(r"\w+", answers)), method, path) for asked, answers, method, path in rows}
    places = {kind: ("POST", path) for path, kind in KINDS.items()} | {kind: ("GET", path) for path, kind in QUERIES.items()}
    code = {NAMES[asked]: ({NAMES[one] for one in answers}, *places[asked]) for asked, answers in ANSWERS.items()}
    assert code == document


@pytest.mark.parametrize("content", documents())
def test_what_is_said_fits_its_schema_and_nothing_odd_does(content: bytes) -> None:
    kind, said = type(decode(content)), json.loads(content)
    assert encode(decode(content)) == content
    schema = validator(kind.__name__)
    assert schema.is_valid(said)
    for odd in (said | {"more": 1}, {name: one for name, one in said.items() if name != "v"}, said | {"type": "other"}):
        assert not schema.is_valid(odd)
        with pytest.raises(Exception, match="cannot be read"):
            decode(json.dumps(odd).encode())


@pytest.mark.parametrize(
    "odd", ["wait=nan", "wait=inf", "wait=-1", "wait=1_0", "wait=", "limit=1_0", "position=%2B1", "notices=5.0"]
)
def test_a_query_is_read_as_strictly_as_a_message(running: Running, odd: str) -> None:
    desk = Desk(running, running.token())
    for query, status in ((f"event=e&epoch=epoch-0&{odd}", 400), ("event=e&epoch=epoch-0&wait=0.1e0&limit=5", 200)):
        target = f"/feed?{query}"
        assert running.client.get(target, headers=sign(desk.key, desk.device, "GET", target, b"")).status_code == status


def test_the_hub_serves_its_description_and_the_command_prints_it(
    running: Running, run: Callable[..., tuple[int, list[str], str]]
) -> None:
    served = running.client.get("/openapi.json").json()
    status, lines, _ = run("hub", "openapi")
    assert status == 0
    assert json.loads("\n".join(lines)) == served
    assert served["openapi"] == "3.1.0"


def test_schemathesis_finds_no_answer_that_the_description_does_not_name(running: Running, tmp_path: Path) -> None:
    desk = Desk(running, running.token())
    desk.hello()
    identity = {
        "HUB_DEVICE": desk.device, "HUB_KEY": desk.key.private_bytes_raw().hex(), "HUB_EVENT": "e", "HUB_EPOCH": "epoch-0",
    }  # fmt: skip
    status, report = probed(running.address, tmp_path, 3, 1, identity)
    assert status == 0, report
    figures = running.client.get("/metrics").text
    for path in ("/hello", "/claim", "/push", "/walkins", "/feed", "/registrations", "/totals"):
        assert f'checkin_requests_total{{route="{path}",status="200"}}' in figures  # it has been inside, not only at the door


def test_schemathesis_as_a_stranger_gets_nowhere(running: Running, tmp_path: Path) -> None:
    status, report = probed(running.address, tmp_path, 2, 1, {}, phases="fuzzing")
    assert status == 0, report
    figures = running.client.get("/metrics").text
    for path in (*KINDS, *QUERIES, "/totals"):
        assert f'checkin_requests_total{{route="{path}",status="200"}}' not in figures
    assert "checkin_log_position 0.0" in figures
