"""What holds people's names is for its owner alone, from its first moment."""

import os
import stat
from contextlib import closing
from pathlib import Path

import pytest

from checkin.cli import main
from data.hub.backup import back_up
from data.hub.store import open_hub
from data.store import open_store

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has its own rights")
EVENT = Path(__file__).parents[1] / "examples" / "event.toml"


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_databases_and_backups_and_their_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    for command in (("event", "init", str(EVENT)), ("hub", "invite", "--host", "127.0.0.1"), ("hub", "backup")):
        with pytest.raises(SystemExit) as left:
            main(["--home", str(home), *command])
        assert not left.value.code
    files = [home / "desk.db", home / "hub.db", home / "hub" / "hub.key", *(home / "hub" / "backups").iterdir()]
    assert {str(one): rights(one) for one in files} == {str(one): 0o600 for one in files}
    assert {rights(one) for one in (home.parent, home, home / "hub", home / "hub" / "backups")} == {0o700}


def test_what_sqlite_keeps_beside_a_database_and_a_backup_elsewhere_are_too(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "desk.db")), closing(open_hub(tmp_path / "hub.db", "e", "epoch")):
        back_up(tmp_path / "hub.db", tmp_path / "stick" / "b.db")
        assert {rights(one) for one in tmp_path.iterdir() if one.is_file()} == {0o600}
    assert rights(tmp_path / "stick") == 0o700


def test_what_was_there_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    (tmp_path / "desk.db").touch(0o640)
    open_store(tmp_path / "desk.db").close()
    assert (rights(tmp_path), rights(tmp_path / "desk.db")) == (0o750, 0o640)
