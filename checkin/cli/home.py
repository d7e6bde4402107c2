"""Where one desk's data are: the folder given with --home, CHECKIN_HOME, or the platform's own place."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click
import platformdirs

from checkin.domain.event import Event
from checkin.i18n import Words
from checkin.settings import Settings, read_settings
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from data.store import Store


@dataclass(frozen=True)
class Home:
    """One desk's folder. It is made when something is first stored in it."""

    path: Path

    @property
    def database(self) -> Path:
        """The desk's database."""
        return self.path / "desk.db"

    @property
    def database_files(self) -> tuple[Path, ...]:
        """The database, and what SQLite keeps beside it while it is in use."""
        return tuple(self.path / f"desk.db{end}" for end in ("", "-wal", "-shm"))

    @property
    def private_keys(self) -> Path:
        """The folder of the private keys that badges are signed with."""
        return self.path / "keys"

    @property
    def settings_file(self) -> Path:
        """The desk's settings."""
        return self.path / "settings.toml"

    @cached_property
    def settings(self) -> Settings:
        """The desk's settings as they were when first asked for."""
        return read_settings(self.settings_file)

    @cached_property
    def words(self) -> Words:
        """The language of the command line: that of CHECKIN_LANGUAGE, else English."""
        return words_of_the_shell()

    def open(self) -> "Store":
        """The desk's store, made if there is none. The caller closes it."""
        from data.store import open_store

        return open_store(self.database)

    @contextmanager
    def serving(self) -> "Iterator[tuple[Store, Event]]":
        """The desk's store, which must hold an event, and that event; given back at the end."""
        nothing = Trouble(
            'There is no event in {path} yet. Store one with "checkin event init EVENT.toml", or try "checkin demo".',
            path=str(self.path),
        )
        if not self.database.exists():
            raise nothing
        with closing(self.open()) as store:
            event = store.event()
            if event is None:
                raise nothing
            yield store, event


def default_home() -> Path:
    """The platform's folder for this user's data."""
    return platformdirs.user_data_path("checkin", appauthor=False)


def words_of_the_shell() -> Words:
    """The words of the language in CHECKIN_LANGUAGE ("fr", "ar", "en"); English otherwise."""
    import os

    language = os.environ.get("CHECKIN_LANGUAGE", "en")
    return Words(language if language in ("fr", "ar", "en") else "en")


pass_home = click.make_pass_decorator(Home)
