"""`.ci/setup.py` on machines that lack something: real runs of it, with a loader and an apt-get that say what we want."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian's packages")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The set-up script in a folder of its own, with programs that stand in for the machine's in `bin`."""
    (tmp_path / ".ci").mkdir()
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / ".ci/setup.py", tmp_path / ".ci")
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def program(folder: Path, name: str, script: str) -> None:
    path = folder / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def set_up(folder: Path, *arguments: str, path: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PIP_NO_INDEX": "1", "PATH": os.pathsep.join([str(folder / "bin"), path or os.environ["PATH"]])}
    return subprocess.run(
        [sys.executable, str(folder / ".ci/setup.py"), *arguments], env=environment, capture_output=True, text=True, check=False
    )


def test_packages_that_cannot_be_installed_are_named_in_a_line_to_type(copy: Path) -> None:
    program(copy, "ldconfig", "true")
    program(copy, "apt-get", "exit 100")
    program(copy, "sudo", "exit 1")
    run = set_up(copy)
    assert run.returncode == 1
    assert "sudo apt-get install -y libgl1 libegl1" in run.stderr
    assert "libzbar0" in run.stderr
    assert not (copy / ".venv").exists()


def test_only_what_is_missing_is_asked_for_and_the_tests_ask_for_more(copy: Path) -> None:
    listing = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    (copy / "libraries").write_text("\n".join(line for line in listing.splitlines() if "libzbar" not in line))
    program(copy, "ldconfig", f"cat {copy}/libraries")
    program(copy, "apt-get", "exit 100")
    program(copy, "sudo", "exit 1")
    asked = [set_up(copy, *arguments, path="/bin:/sbin").stderr for arguments in ((), ("--tests",))]
    lines = [next(line.split("-y ")[1].split() for line in text.splitlines() if "apt-get install" in line) for text in asked]
    assert lines[0] == ["libzbar0"]
    assert set(lines[1]) >= {"libzbar0"}


def test_a_system_without_apt_is_told_what_it_needs_and_goes_on_to_the_environment(copy: Path) -> None:
    program(copy, "ldconfig", "true")
    (copy / "requirements.lock").write_text("checkin-desk==0 --hash=sha256:" + "0" * 64)
    run = set_up(copy, path=str(copy / "nowhere"))
    assert "not a Debian system" in run.stdout
    assert "libgl1" in run.stdout
    assert "pip could not install" in run.stderr
    assert run.returncode == 1
    assert not (copy / ".venv/checkin-setup").exists()


def test_an_unknown_argument_is_refused(copy: Path) -> None:
    run = set_up(copy, "--wrong")
    assert run.returncode == 1
    assert "--wrong" in run.stderr


def test_an_environment_that_is_ready_is_left_alone(copy: Path) -> None:
    (copy / ".venv/bin").mkdir(parents=True)
    (copy / ".venv/bin/python").symlink_to(sys.executable)
    show = f"import runpy; print(runpy.run_path({str(copy / '.ci/setup.py')!r})['fingerprint'](), end='')"
    stamp = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True).stdout
    (copy / ".venv/checkin-setup").write_text(stamp)
    run = set_up(copy)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_another_lock_makes_the_environment_stale(copy: Path) -> None:
    fingerprints = []
    for lock in ("one", "two"):
        (copy / "requirements.lock").write_text(lock)
        show = f"import runpy; print(runpy.run_path({str(copy / '.ci/setup.py')!r})['fingerprint'](), end='')"
        fingerprints.append(subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True).stdout)
    assert fingerprints[0] != fingerprints[1]
