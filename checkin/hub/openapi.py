"""The hub's routes as OpenAPI 3.1: what may be asked, and every answer that can come (docs/hub.md)."""

from functools import cache
from typing import Any, get_args

from checkin import __version__
from checkin.hub.queries import LEFT_OUT, LONGEST_WAIT_S, QUERIES, flat_hints
from checkin.hub.schemas import REFERENCE, Schema, documented, schema_of, schemas_of
from checkin.hub.totals import HubTotals
from checkin.sync import messages, notices, reports
from checkin.sync.messages import MOST_ROWS, Answer, Enrol, Fork, Gap, Refused, Reset
from checkin.sync.signed import DEVICE, SIGNATURE
from checkin.sync.wire import NAMES

STATUSES: dict[type, int] = {Refused: 403, Fork: 409, Gap: 422, Reset: 410}
KINDS: dict[str, type] = {
    "/enrol": Enrol, "/hello": messages.Hello, "/claim": messages.Claim, "/push": messages.Push, "/reseed": messages.Reseed,
    "/walkins": notices.Announce, "/report": reports.Report,
}  # fmt: skip
ANSWERS: dict[type, tuple[type, ...]] = {
    Enrol: (messages.Enrolled,), messages.Hello: (messages.Welcome, Fork), messages.Push: (messages.HaveSeq, Gap, Fork),
    messages.Claim: (messages.Admit, messages.Already, messages.Unverified), messages.Feed: (messages.Page, Reset),
    messages.Reseed: (messages.Reseeded,), notices.Notices: (notices.Noticed,), notices.Announce: (notices.Announced,),
    reports.Report: (reports.Reported, Fork),
}  # fmt: skip
"""What a request may be answered by, beside Refused."""

JSON = "application/json"
SIGNED: list[Schema] = [{"device": [], "signature": []}]
RULES: dict[str, Schema] = {
    "limit": {"minimum": 1, "maximum": MOST_ROWS}, "position": {"minimum": 0}, "since": {"minimum": 0},
}  # fmt: skip
EVENT = {"name": "event", "in": "query", "required": True, "schema": schema_of(str, "event")}


@cache
def described() -> dict[str, Any]:
    """The description, to be read only."""
    paths: dict[str, Any] = {path: {"post": _post(kind)} for path, kind in KINDS.items()}
    paths |= {path: {"get": _get(path, kind)} for path, kind in QUERIES.items()}
    paths |= {path: {"get": operation} for path, operation in _others().items()}
    error = {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"], "additionalProperties": False}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Check-in hub", "version": __version__, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": "How desks and hub talk: docs/sync.md says what it means, docs/hub.md how requests are signed.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas_of((*NAMES, HubTotals)) | {"Error": error},
            "securitySchemes": {
                "device": {"type": "apiKey", "in": "header", "name": DEVICE, "description": "The id that enrolling gave."},
                "signature": {"type": "apiKey", "in": "header", "name": SIGNATURE, "description": "See docs/hub.md, Who asks."},
            },
        },
    }  # fmt: skip


def _post(kind: type) -> Schema:
    body = {"required": True, "content": {JSON: {"schema": _reference(kind)}}}
    operation = {**_named(NAMES[kind], kind), "requestBody": body, "responses": _answers(kind)}
    most = "4,096" if kind is Enrol else "4,000,000"
    operation["responses"] |= {"413": _content(f"More than {most} bytes.", {"$ref": REFERENCE + "Error"})}
    return operation if kind is Enrol else operation | {"security": SIGNED}


def _get(path: str, kind: type) -> Schema:
    asked = [
        {"name": name, "in": "query", "required": name not in LEFT_OUT, "schema": schema_of(hint, name) | RULES.get(name, {})}
        for name, hint in flat_hints(kind).items()
    ]
    if path == "/feed":
        wait = {"type": "number", "minimum": 0, "maximum": LONGEST_WAIT_S}
        asked.append({"name": "wait", "in": "query", "required": False, "schema": wait,
                      "description": "Seconds for which the answer may be held until there is news."})  # fmt: skip
    return {**_named(NAMES[kind], kind), "parameters": asked, "responses": _answers(kind), "security": SIGNED}


def _answers(kind: type) -> dict[str, Schema]:
    """Every answer to a message, by status."""
    assert set(ANSWERS[kind]) <= set(get_args(Answer))
    by_status: dict[str, list[type]] = {}
    for one in (*ANSWERS[kind], Refused):
        by_status.setdefault(str(STATUSES.get(one, 200)), []).append(one)
    said = {
        status: _content(" Or: ".join(map(documented, kinds)), {"oneOf": list(map(_reference, kinds))})
        for status, kinds in by_status.items()
    }
    return said | {"400": _content("No such message.", {"$ref": REFERENCE + "Error"})} | _busy()


def _others() -> dict[str, Schema]:
    refused = {"403": _content(documented(Refused), _reference(Refused))} | _busy()
    text, free = {"type": "string"}, {"type": "object"}
    watched = {"parameters": [EVENT], "security": SIGNED}
    figures = _content(documented(HubTotals), _reference(HubTotals))
    stream = _content("Server-sent events; each holds the figures, at most four a second.", text, "text/event-stream")
    fine = _content("It serves.", {"type": "object", "properties": {"status": {"const": "ok"}}, "required": ["status"]})
    return {
        "/totals": {
            "operationId": "totals", "summary": "The running figures.", "responses": {"200": figures} | refused, **watched,
        },
        "/totals/stream": {
            "operationId": "totals_stream", "summary": "The running figures, at once and whenever they change.",
            "responses": {"200": stream} | refused, **watched,
        },
        "/healthz": {
            "operationId": "healthz", "summary": "Whether the hub and its database serve.",
            "responses": {"200": fine, "503": _content("The database cannot be used.", free)},
        },
        "/metrics": {
            "operationId": "metrics", "summary": "Figures for Prometheus, without personal data.",
            "responses": {"200": _content("Prometheus text format.", text, "text/plain")},
        },
        "/openapi.json": {
            "operationId": "openapi", "summary": "This description.", "responses": {"200": _content("OpenAPI 3.1.", free)},
        },
    }  # fmt: skip


def _busy() -> dict[str, Schema]:
    later = {"retry-after": {"schema": {"type": "string"}, "description": "Seconds."}}
    said = _content("Too much waits, or the database cannot be used: ask again.", {"$ref": REFERENCE + "Error"})
    return {"503": {**said, "headers": later}}


def _named(name: str, kind: type) -> Schema:
    return {"operationId": name, "summary": documented(kind)}


def _reference(kind: type) -> Schema:
    return {"$ref": REFERENCE + kind.__name__}


def _content(description: str, schema: Schema, media: str = JSON) -> Schema:
    return {"description": description, "content": {media: {"schema": schema}}}
