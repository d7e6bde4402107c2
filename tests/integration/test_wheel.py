"""The wheel holds all that a desk needs: a package left out is not noticed in a working copy."""

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files in a wheel built from this working copy."""
    built = list(WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("dist")), versions=["standard"]))
    with zipfile.ZipFile(built[0]) as wheel:
        return set(wheel.namelist())


def beside_the_code(*patterns: str) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for pattern in patterns for path in ROOT.glob(pattern)}


def test_every_module_is_in_it(names: set[str]) -> None:
    modules = beside_the_code("checkin/**/*.py", "data/**/*.py", "ui/**/*.py")
    assert len(modules) > 50
    assert modules - names == set()


def test_fonts_icons_words_the_demo_event_and_badge_templates_are_in_it(names: set[str]) -> None:
    resources = beside_the_code(
        "ui/resources/fonts/*",
        "ui/resources/icons/*",
        "checkin/locale/*/LC_MESSAGES/*.mo",
        "data/demo/*.toml",
        "checkin/badges/templates/*.toml",
        "checkin/hub/phone/files/*",
    )
    assert {Path(name).suffix for name in resources} >= {".ttf", ".otf", ".svg", ".mo", ".toml", ".woff", ".css", ".js"}
    assert resources - names == set()


def test_tests_and_tools_stay_out_of_it(names: set[str]) -> None:
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"checkin", "data", "ui"}


def test_the_licence_and_the_command_are_in_it(names: set[str]) -> None:
    information = {name.partition(".dist-info/")[2] for name in names if ".dist-info/" in name}
    assert {"licenses/LICENSE", "entry_points.txt"} <= information
