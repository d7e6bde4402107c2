"""Desks for tests: real databases in folders of their own, with the event and the people of tests/examples."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from checkin.cli import main
from checkin.logs import keep_quiet
from data.store import Store, open_store

# how long an example takes, to make or to try, is no property of it: a machine that is busy must not fail a test
settings.register_profile("checkin", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("checkin")

keep_quiet()

EXAMPLES = Path(__file__).parent / "examples"


@pytest.fixture(scope="session", autouse=True)
def application(qapp: object) -> object:
    """One application for whatever is drawn in this process, whichever test comes first."""
    return qapp


@pytest.fixture(scope="session")
def example_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the example event and its seven people; to be copied, not written."""
    home = tmp_path_factory.mktemp("example")
    for args in (("event", "init", str(EXAMPLES / "event.toml")), ("import", str(EXAMPLES / "registrations.csv"))):
        with pytest.raises(SystemExit) as left:
            main(["--home", str(home), *args])
        assert left.value.code in (0, None)
    return home


@pytest.fixture
def home(example_desk: Path, tmp_path: Path) -> Path:
    """A home of this test's own, with the example event and its people."""
    return shutil.copytree(example_desk, tmp_path / "home")


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    """The store of `home`."""
    store = open_store(home / "desk.db")
    yield store
    store.close()


@pytest.fixture
def at(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[str], str]]:
    """Runs a command in a home: (exit status, lines of standard output, standard error)."""

    def call(home: Path, *args: str) -> tuple[int, list[str], str]:
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main(["--home", str(home), *args])
        out, error = capfd.readouterr()
        return int(left.value.code or 0), out.splitlines(), error

    return call


@pytest.fixture
def run(home: Path, at: Callable[..., tuple[int, list[str], str]]) -> Callable[..., tuple[int, list[str], str]]:
    """Runs a command on `home`, as `at` does."""
    return partial(at, home)
