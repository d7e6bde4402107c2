"""Folders of pictures whose texts are known."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checkin.scanning.films import PICTURES
from checkin.scanning.opencv import Image, read_image
from checkin.trouble import Trouble

LISTED = "truth.json"


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture of a set: its file, its class (the first folder of its path in the set; None: it lies in the set itself), and
    the texts that are in it, each once."""

    path: Path
    kind: str | None
    texts: tuple[str, ...]

    def image(self) -> Image:
        """Its pixels, turned as EXIF says; Trouble when there are none."""
        try:
            image = read_image(self.path)
        except OSError as error:
            raise Trouble("{path} cannot be read ({error}).", path=str(self.path), error=error.strerror or str(error)) from error
        if image is None:
            raise Trouble("{path} is not a picture. Put the picture back, or take it out of the set.", path=str(self.path))
        return image


def pictures_of(folder: Path, limit: int | None = None) -> tuple[Pictured, ...]:
    """The pictures of a set, in the order of its truth.json, {"picture": ["text", ...]}, or of the names of those that have a
    .txt beside them. At most `limit`, from all over the set. Trouble when the truth is missing or broken, or a picture is."""
    if not folder.is_dir():
        raise Trouble("There is no folder {path}.", path=str(folder))
    listed = folder / LISTED
    texts = _listed(listed) if listed.is_file() else _beside(folder)
    if not texts:
        raise Trouble(
            "{path} has no truth.json, and no picture with a .txt beside it: write down what its pictures show.",
            path=str(folder),
        )  # fmt: skip
    pictures = [Pictured(folder / name, _kind(name), tuple(dict.fromkeys(found))) for name, found in texts.items()]
    gone = next((picture.path for picture in pictures if not picture.path.is_file()), None)
    if gone is not None:
        raise Trouble(
            "There is no picture {path}, though {truth} names it. Put it back, or take out its line.",
            path=str(gone), truth=str(listed),
        )  # fmt: skip
    return _spread(tuple(pictures), limit)


def _listed(path: Path) -> Mapping[str, list[str]]:
    try:
        texts = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Trouble("{path} cannot be read ({error}).", path=str(path), error=error.strerror or str(error)) from error
    except json.JSONDecodeError as error:
        raise Trouble("{path} is not JSON: see its line {line}.", path=str(path), line=error.lineno) from None
    except (UnicodeDecodeError, RecursionError):
        raise Trouble("{path} is not JSON in UTF-8.", path=str(path)) from None
    if not isinstance(texts, dict):
        raise _misshapen(path, "…")
    for name, found in texts.items():
        if not _are_texts(found):
            raise _misshapen(path, name)
    return texts


def _misshapen(path: Path, name: str) -> Trouble:
    return Trouble(
        'The entry "{name}" of {path} is not as it must be. A set\'s truth is one object with a list of texts for each '
        'picture: {example}; an empty list where there is no code.',
        path=str(path), name=name, example='{"folder/picture.jpg": ["text"]}',
    )  # fmt: skip


def _are_texts(found: Any) -> bool:
    return isinstance(found, list) and all(isinstance(text, str) for text in found)


def _beside(folder: Path) -> Mapping[str, list[str]]:
    pictures = sorted(
        path for path in folder.rglob("*") if path.suffix.lower() in PICTURES and path.with_suffix(".txt").is_file()
    )
    return {path.relative_to(folder).as_posix(): _written(path.with_suffix(".txt")) for path in pictures}


def _written(path: Path) -> list[str]:
    """The text in a file, without the end of its last line; an empty file says that there is no code."""
    try:
        text = path.read_bytes().decode("utf-8", errors="replace")
    except OSError as error:
        raise Trouble("{path} cannot be read ({error}).", path=str(path), error=error.strerror or str(error)) from error
    text = text.removesuffix("\n").removesuffix("\r")
    return [text] if text else []


def _kind(name: str) -> str | None:
    folders = Path(name).parts[:-1]
    return folders[0] if folders else None


def _spread(pictures: tuple[Pictured, ...], limit: int | None) -> tuple[Pictured, ...]:
    """Every so many-th picture, so that each class has its share."""
    if limit is None or limit >= len(pictures):
        return pictures
    return tuple(pictures[number * len(pictures) // limit] for number in range(limit))
