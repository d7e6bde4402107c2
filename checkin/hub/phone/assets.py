"""What the page is dressed with: its style sheet, script, icon and fonts, from this package alone."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("files")
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff": "font/woff",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served. `version` is another one when its content is."""

    name: str
    content: bytes
    kind: str
    version: str


@cache
def assets() -> dict[str, Asset]:
    """All of them, by name."""
    return {path.name: _read(path) for path in sorted(FOLDER.iterdir()) if path.suffix in KINDS}


def address_of(name: str) -> str:
    """Where a page finds it."""
    return f"/phone/{name}?v={assets()[name].version}"


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    return Asset(path.name, content, KINDS[path.suffix], hashlib.sha256(content).hexdigest()[:12])
