"""XML that is read as it goes by, in flat memory whatever it is: nothing is held but what a reader keeps."""

from collections.abc import Iterator
from typing import IO
from xml.parsers.expat import ParserCreate

PIECE = 65_536
LONGEST_TOKEN = 4_000_000
DEEPEST = 64
MOST_NAMES = 1_000
"""A sheet of Excel knows some 150 names of elements and attributes; the parser never forgets one that it has seen."""


class Reader:
    """Told of each element by its name without prefix. `taking`: the text that comes is wanted, by `took`."""

    def __init__(self) -> None:
        self.taking = False
        self._names: dict[str, str] = {}
        self._depth = 0
        self._silent = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def closed(self, name: str) -> None:
        """An element ends."""

    def took(self, text: str) -> None:
        """A piece of text, while it is `taking`."""

    def read(self, part: IO[bytes]) -> Iterator[None]:
        """Read `part`, and stop after each piece of it. ValueError or ExpatError for what no program writes in earnest."""
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._on_start, self._on_end
        parser.CharacterDataHandler = self._on_text
        parser.StartDoctypeDeclHandler = _refuse  # entities that unfold into others would come after it
        while piece := part.read(PIECE):
            self._silent += len(piece)
            if self._silent > LONGEST_TOKEN:
                raise ValueError("an endless token")
            parser.Parse(piece, False)
            yield
        parser.Parse(b"", True)
        yield

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        self._silent = 0
        self._depth += 1
        if self._depth > DEEPEST:
            raise ValueError("nested too deeply")
        for attribute in attributes:
            if attribute not in self._names:
                self._learn(attribute)
        self.opened(self._names.get(name) or self._learn(name), attributes)

    def _on_end(self, name: str) -> None:
        self._silent = 0
        self._depth -= 1
        self.closed(self._names[name])

    def _on_text(self, text: str) -> None:
        self._silent = 0
        if self.taking:
            self.took(text)

    def _learn(self, name: str) -> str:
        if len(self._names) >= MOST_NAMES:
            raise ValueError("too many names")
        self._names[name] = name.rpartition(":")[2] or name
        return self._names[name]


def _refuse(*_: object) -> None:
    raise ValueError("a document type")
