"""On which line of a TOML text each key stands: tomllib does not say."""

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]
"""The way to a value: names of keys, and places (from 0) in arrays of tables."""

_OPAQUE = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL)
_WORD = r"[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'"
_KEY = rf"(?:{_WORD})(?:[ \t]*\.[ \t]*(?:{_WORD}))*"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_KEY})[ \t]*\]")
_ASSIGNMENT = re.compile(rf"[ \t]*({_KEY})[ \t]*=")


class Lines:
    """Finds the line of a key in a valid TOML text. Keys inside inline tables stand on the line of the table."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        table: Path = ()
        for number, line in _top_level(text):
            if header := _HEADER.match(line):
                table = self._opened(_parts(header[2]), is_array=header[1] == "[[")
                self._lines.setdefault(table, number)
            elif assignment := _ASSIGNMENT.match(line):
                self._lines.setdefault(table + _parts(assignment[1]), number)

    def of(self, path: Path) -> int:
        """The line, from 1, of what is at `path` or else of what it is in; 0 for the text as a whole."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 0)

    def _opened(self, keys: Path, *, is_array: bool) -> Path:
        """The path that a table's header opens: [a.b] below [[a]] belongs to the last a."""
        path: Path = ()
        for key in keys[:-1]:
            path = self._latest((*path, key))
        last = (*path, keys[-1])
        if is_array:
            self._counts[last] = self._counts.get(last, 0) + 1
        return self._latest(last)

    def _latest(self, path: Path) -> Path:
        return (*path, self._counts[path] - 1) if path in self._counts else path


def _top_level(text: str) -> Iterator[tuple[int, str]]:
    """The lines that begin outside any string and array, numbered from 1, with nothing confusing in their strings."""
    depth = 0
    for number, line in enumerate(_OPAQUE.sub(_veiled, text).split("\n"), start=1):
        if depth == 0:
            yield number, line
        depth += sum((character in "[{") - (character in "]}") for character in line)


def _veiled(found: re.Match[str]) -> str:
    """A string without what could be taken for structure; comments and strings over several lines become blank."""
    text = found[0]
    if text[0] == "#" or text[:3] in ('"""', "'''"):
        return "\n" * text.count("\n")
    return text[0] + re.sub(r"[^\w .-]", "_", text[1:-1]) + text[-1]


def _parts(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(_WORD, dotted))
