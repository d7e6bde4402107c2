"""A desk remembers what was chosen, and says which line of its settings it does not understand."""

from pathlib import Path

import pytest

from checkin.settings import Settings, read_settings, write_settings
from checkin.trouble import Trouble


def test_a_desk_without_settings_has_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "settings.toml") == Settings()


def test_what_is_written_is_read_again_and_only_what_differs_is_written(tmp_path: Path) -> None:
    path = tmp_path / "home" / "settings.toml"
    chosen = Settings().but(language="ar", muted=True, admitted_shown_s=5.0, desk="2")
    write_settings(path, chosen)
    assert read_settings(path) == chosen
    assert "gate" not in path.read_text(encoding="utf-8")
    write_settings(path, chosen.but(muted=False))
    assert "muted" not in path.read_text(encoding="utf-8")


def test_a_persons_comments_survive(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('# the desk by the stairs\ndesk = "7"  # seven\n', encoding="utf-8")
    write_settings(path, read_settings(path).but(language="en"))
    text = path.read_text(encoding="utf-8")
    assert "# the desk by the stairs" in text
    assert "# seven" in text


def test_every_mistake_is_named(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('language = "de"\nmuted = "yes"\ncolour = 1\ngone_after_s = -1\nadmitted_shown_s = 4\n', encoding="utf-8")
    with pytest.raises(Trouble) as raised:
        read_settings(path)
    assert [mistake.column for mistake in raised.value.mistakes] == ["language", "muted", "colour", "gone_after_s"]


@pytest.mark.parametrize("content", [b"language = ", b"\xff\xfe\x00", b"a\x00b"])
def test_a_file_that_is_not_toml_is_trouble_and_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    with pytest.raises(Trouble, match=r"settings\.toml"):
        read_settings(path)
    assert path.read_bytes() == content


def test_settings_that_cannot_be_written_are_trouble_and_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "settings.new").mkdir()
    with pytest.raises(Trouble, match=r"settings\.toml"):
        write_settings(tmp_path / "settings.toml", Settings(muted=True))
    assert not (tmp_path / "settings.toml").exists()
