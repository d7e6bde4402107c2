"""Answers that a browser may trust no further than this page: nothing from elsewhere, nothing kept, nothing framed."""

import gzip
import zlib
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from checkin.hub.phone.assets import Asset

MOST_BYTES = 4_000
WORTH_PACKING = 1_000
A_DAY_S, A_YEAR_S = 86_400, 31_536_000

# No Strict-Transport-Security: where nobody vouches for a certificate, it would keep people from going on.
GUARDED = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-frame-options": "DENY", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
}  # fmt: skip
UNKEPT = {"cache-control": "no-store"}


def page(request: Request, html: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A page, which nobody keeps."""
    return _packed(request, html.encode(), "text/html; charset=utf-8", status, UNKEPT | (headers or {}))


def asset(request: Request, one: Asset) -> Response:
    """A file that belongs to the page. One that is asked for by its version never changes."""
    age_s = A_YEAR_S if request.query_params.get("v") == one.version else A_DAY_S
    return _packed(request, one.content, one.kind, 200, {"cache-control": f"public, max-age={age_s}"})


def events(request: Request, stream: AsyncIterator[bytes]) -> Response:
    """Server-sent events. Packed as one stream, those after the first take a tenth: what they say was said before."""
    said = GUARDED | UNKEPT | {"x-accel-buffering": "no", "vary": "accept-encoding"}
    if _packs(request):
        stream, said = _together(stream), said | {"content-encoding": "gzip"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=said)


async def _together(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    async for part in stream:
        yield packer.compress(part) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()


def not_for_you() -> Response:
    """To a page whose visit is over, or never began."""
    return Response(status_code=401, headers=GUARDED | UNKEPT | {"www-authenticate": "Form"})


def elsewhere(address: str) -> Response:
    """Go on there."""
    return Response(status_code=303, headers=GUARDED | UNKEPT | {"location": address})


def is_own(request: Request) -> bool:
    """Whether a form was sent by a page of this hub, as far as the browser says: no other page may sign anybody in or out."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


async def form_of(request: Request) -> dict[str, str] | None:
    """The members of a form that was sent; None for what is none, or too large a one."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > MOST_BYTES:
            return None
    try:
        members = parse_qs(content.decode(), strict_parsing=bool(content), max_num_fields=8)
    except ValueError:
        return None
    return {name: values[-1] for name, values in members.items()}


def _packed(request: Request, content: bytes, kind: str, status: int, headers: dict[str, str]) -> Response:
    said = GUARDED | headers | {"content-type": kind, "vary": "accept-encoding"}
    if _packs(request) and len(content) >= WORTH_PACKING and kind != "font/woff":
        content, said = gzip.compress(content, 6, mtime=0), said | {"content-encoding": "gzip"}
    return Response(content, status, said)


def _packs(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")
