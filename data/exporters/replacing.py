"""A file that appears only when it is complete: written beside its place, brought to the disk, and then put there."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from checkin.trouble import Trouble


def put_in_place(path: Path, write: Callable[[Path], int], *, overwrite: bool = False) -> int:
    """What `write` returns once it has filled the file that it is given, and that file stands at `path`.

    Trouble if `path` is a folder, is there already (unless `overwrite`), or cannot be written; then nothing new is there.
    """
    if path.is_dir():
        raise Trouble("{path} is a folder. Give the file a name of its own.", path=str(path))
    if path.exists() and not overwrite:
        raise Trouble("{path} is there already. Choose another name, or write over it with --force.", path=str(path))
    try:
        return _replace(path, write)
    except OSError as error:
        raise Trouble(
            "{path} cannot be written ({error}). Choose another place, or free some space.", path=str(path), error=error.strerror
        ) from error


def _replace(path: Path, write: Callable[[Path], int]) -> int:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    os.close(handle)
    fresh = Path(name)
    try:
        written = write(fresh)
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return written
