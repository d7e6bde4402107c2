"""Files and folders for their owner alone: they hold people's names, addresses and PINs. Windows has its own rights."""

import os
from contextlib import suppress
from pathlib import Path


def private_folder(folder: Path) -> None:
    """Make it and its parents where they are not there; what is there stays as it is. OSError if that cannot be."""
    if not folder.is_dir():
        private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def private_file(path: Path) -> None:
    """An empty file where there is none. Where it cannot be made, whoever opens it will say so."""
    with suppress(OSError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
