"""What the project promises of its own code and documents, held to the files that are there."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from checkin.cli import COMMANDS, checkin

ROOT = Path(__file__).parents[2]
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 300, 40
LANGUAGE_OF_WORDS = {"phrase", "plural"}


def tracked() -> list[Path]:
    """The project's files, as git knows them; those not added yet too."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    return [path for name in listing.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def sources(*packages: str) -> list[Path]:
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


def commands(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield " ".join((*above, name)), command
        if isinstance(command, click.Group):
            yield from commands(command, (*above, name))


@pytest.mark.parametrize("path", sources("checkin", "data", "ui"), ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {node.name: node.end_lineno - node.lineno + 1 for node in functions if node.end_lineno}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES_OF_A_FUNCTION} == {}


@pytest.mark.parametrize("path", sources("checkin/domain"), ids=lambda path: path.name)
def test_the_domain_needs_nothing_but_python(path: Path) -> None:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    foreign = {name for name in imported if name.split(".")[0] not in sys.stdlib_module_names}
    assert {name for name in foreign if not name.startswith("checkin.domain")} == set()
    assert imported.isdisjoint({"os", "pathlib", "sqlite3", "subprocess", "threading", "time"})


@pytest.mark.parametrize("path", sources("checkin", "data", "ui"), ids=lambda path: str(path.relative_to(ROOT)))
def test_words_for_people_are_literals_that_the_catalogue_can_collect(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in LANGUAGE_OF_WORDS:
            hands_on = path.name == "trouble.py"  # Trouble takes the literal of its caller
            assert hands_on or isinstance(node.args[0], ast.Constant), f"line {node.lineno}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_has_help(name: str) -> None:
    context = click.Context(checkin)
    command = checkin.get_command(context, name)
    assert command is not None
    assert command.help


def test_every_command_shows_an_example_that_names_it() -> None:
    for name, command in commands(checkin):
        if isinstance(command, click.Group):
            continue
        said = command.get_help(click.Context(command, info_name=f"checkin {name}"))
        example = re.search(r"Example:\s+(checkin .+)", said)
        assert example, name
        assert f"checkin {name}" in example[1]


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    names = [name for name, command in commands(checkin) if not isinstance(command, click.Group)]
    assert [name for name in names if f"checkin {name}" not in readme] == []


def test_the_readme_names_every_key_of_the_window() -> None:
    keys = re.findall(r'"(F\d+|Ctrl\+\w|Esc)": ', (ROOT / "ui/desk/window.py").read_text(encoding="utf-8"))
    assert len(keys) > 4
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [key for key in keys if f"| {key} |" not in readme] == []


def test_links_between_documents_lead_somewhere() -> None:
    for document in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_readme_leads_to_every_document() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in sorted((ROOT / "docs").glob("*.md")) if f"docs/{path.name}" not in readme] == []


def test_the_example_of_the_event_document_is_the_one_that_the_tests_read() -> None:
    example = (ROOT / "tests/examples/event.toml").read_text(encoding="utf-8")
    assert example.strip() in (ROOT / "docs/event-file.md").read_text(encoding="utf-8")


def test_the_example_of_the_registrations_document_is_the_one_that_the_tests_read() -> None:
    example = (ROOT / "tests/examples/registrations.csv").read_text(encoding="utf-8")
    assert example.strip() in (ROOT / "docs/registrations-file.md").read_text(encoding="utf-8")


def test_no_file_names_a_package_registry_or_a_folder_of_one_machine() -> None:
    hosts = ["py" + "pi.org", "python" + "hosted.org", "deb." + "debian.org", "registry." + "npmjs"]
    forbidden = re.compile("|".join([*map(re.escape, hosts), r"(?<![\w.~-])/(?:work|ro" + r"ot|home)/\w"]).encode())
    found = {str(path.relative_to(ROOT)): hit[0] for path in tracked() if (hit := forbidden.search(path.read_bytes()))}
    assert found == {}


def test_tests_are_no_packages() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []
