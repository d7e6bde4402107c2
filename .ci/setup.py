"""Prepare this machine and folder: Debian packages, then .venv from requirements.lock. Only Python itself is needed.

    python3 .ci/setup.py          what running the desk needs
    python3 .ci/setup.py --tests  and what only the tests need
    python3 .ci/setup.py --demo   and the demo event in var/demo

A second run finds everything in place and does nothing. Works on Linux, macOS and Windows.
"""

import ctypes.util
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "checkin-setup"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
DEMO = Path("var/demo")
OLDEST = (3, 11)

# Debian package: the shared library or the program that it brings.
LIBRARIES = {
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libzbar0": "libzbar.so.0",
}
PROGRAMS_OF_THE_TESTS = {
    "xvfb": "Xvfb",
    "matchbox-window-manager": "matchbox-window-manager",
    "poppler-utils": "pdftoppm",
    "fontconfig": "fc-list",
    "postgresql": "pg_ctlcluster",
    "g++": "g++",  # with what compiles the recorder of tests/faults
}
# Where others make these from their own formats, tests in a browser are left out.
PROGRAMS_OF_DEBIAN = {"chromium": "chromium", "chromium-driver": "chromedriver"}


def main(arguments: list[str]) -> None:
    """Make everything ready, or leave with status 1 and a sentence."""
    if unknown := [argument for argument in arguments if argument not in ("--tests", "--demo")]:
        stop(f"Unknown argument {unknown[0]}. Usage: python3 .ci/setup.py [--tests] [--demo]")
    if sys.version_info < OLDEST:
        stop(f"Check-in needs Python {'.'.join(map(str, OLDEST))} or newer; this one is {sys.version.split()[0]}.")
    prepare_machine(tests="--tests" in arguments)
    wanted = fingerprint()
    if not is_ready(wanted):
        make_environment(wanted)
    if "--demo" in arguments:
        command = [str(PYTHON), "-m", "checkin.cli", "--home", str(DEMO), "demo"]
        raise SystemExit(subprocess.run(command, cwd=ROOT, check=False).returncode)


def prepare_machine(*, tests: bool) -> None:
    """Install the Debian packages that are missing; elsewhere say what the machine must bring."""
    if sys.platform.startswith("linux"):
        missing = missing_packages(tests=tests)
        if missing and shutil.which("apt-get"):
            install(missing)
        elif missing:
            print(f"This is not a Debian system. Missing are what Debian calls: {' '.join(missing)}. Going on without.")
    elif sys.platform == "darwin" and ctypes.util.find_library("zbar") is None:
        print('The second QR decoder is missing; "brew install zbar" brings it. Going on without.')


def missing_packages(*, tests: bool) -> list[str]:
    """The Debian packages whose library or program this machine lacks."""
    loadable = known_libraries()
    missing = [package for package, library in LIBRARIES.items() if library not in loadable]
    if tests:
        wanted = PROGRAMS_OF_THE_TESTS | (PROGRAMS_OF_DEBIAN if is_debian() else {})
        missing += [package for package, program in wanted.items() if shutil.which(program) is None]
    if importlib.util.find_spec("ensurepip") is None and not PYTHON.exists():
        missing.append("python3-venv")
    return missing


def is_debian() -> bool:
    """Whether this is Debian itself, not a system made from it."""
    told = Path("/etc/os-release")
    return told.is_file() and "ID=debian" in told.read_text(encoding="utf-8").splitlines()


def known_libraries() -> set[str]:
    """The names of the shared libraries that the loader finds."""
    ldconfig = shutil.which("ldconfig", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"]))
    if ldconfig is None:
        return set()
    listing = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=True).stdout
    return {line.split()[0] for line in listing.splitlines() if "=>" in line}


def install(packages: list[str]) -> None:
    """Install with apt-get as root or through sudo; where neither works, say the line that would."""
    root = not hasattr(os, "geteuid") or os.geteuid() == 0
    prefix = [] if root else ["sudo", "-n"]
    if not root and (not shutil.which("sudo") or not succeeds([*prefix, "true"], quietly=True)):
        stop(f"Debian packages are missing. Install them, then try again:\n\n    sudo apt-get install -y {' '.join(packages)}\n")
    print(f"Installing Debian packages: {' '.join(packages)}", flush=True)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    command = [*apt, "install", "-y", "--no-install-recommends", *packages]
    if has_package_lists() and succeeds(command, quietly=True):
        return
    if not succeeds([*apt, "update"]) or not succeeds(command):
        stop(f"apt-get could not install them. Try it yourself:\n\n    sudo apt-get install -y {' '.join(packages)}\n")


def has_package_lists() -> bool:
    """Whether apt-get was ever told what there is."""
    return any(Path("/var/lib/apt/lists").glob("*_Packages*"))


def fingerprint() -> str:
    """What the environment is made from: the lock, the project's own description, and this Python."""
    digest = hashlib.sha256()
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return f"{digest.hexdigest()} {sys.version} {sys.base_prefix} {ROOT}\n"


def is_ready(wanted: str) -> bool:
    """Whether .venv was made from just this, and its Python is still there."""
    return PYTHON.exists() and STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted


def make_environment(wanted: str) -> None:
    """Make .venv, or bring it up to the lock. The stamp is written last: whatever was interrupted is done again."""
    print("Preparing .venv: the first time takes a few minutes.", flush=True)
    STAMP.unlink(missing_ok=True)
    if not is_of_this_python() and not succeeds([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        stop("Python could not make .venv. On Debian, install python3-venv; elsewhere, a complete Python.")
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    if not succeeds([*pip, "--require-hashes", "-r", str(ROOT / "requirements.lock")]):
        stop("pip could not install what requirements.lock names. Is the network there?")
    if not succeeds([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)]):
        stop("pip could not install Check-in itself into .venv.")
    STAMP.write_text(wanted, encoding="utf-8")


def is_of_this_python() -> bool:
    """Whether .venv's Python runs, has pip, and is the version that runs this."""
    if not PYTHON.exists():
        return False
    asked = [str(PYTHON), "-c", "import pip, sys; print(sys.version, sys.base_prefix)"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    return answer.returncode == 0 and answer.stdout.strip() == f"{sys.version} {sys.base_prefix}"


def succeeds(command: list[str], *, quietly: bool = False) -> bool:
    """Run a command, its words shown unless `quietly`, and say whether it went well."""
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=quietly, check=False).returncode == 0


def stop(sentence: str) -> NoReturn:
    """Say why it cannot go on, and leave with status 1."""
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
