"""Schemathesis over a hub's own description: whatever may be asked by it, and much that may not, over real HTTP."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
    "response_headers_conformance", "negative_data_rejection", "positive_data_acceptance", "unsupported_method", "ignored_auth",
)  # fmt: skip
CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = [200, 403, 409, 410, 422]
"""


def probed(
    address: str, folder: Path, examples: int, seed: int, identity: dict[str, str], phases: str = "coverage,fuzzing"
) -> tuple[int, str]:
    """Exit status (0: nothing found) and report of one run against the hub at this address. `identity`: see the hooks; {} asks
    as a stranger."""
    here = Path(__file__).parent
    config = folder / "schemathesis.toml"
    config.write_text(CONFIG)
    loopback = urlsplit(address).hostname == "127.0.0.1"
    assert loopback, "only a hub of the test's own"
    paths = os.pathsep.join((str(here.parents[1]), str(here)))
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HUB_")}
    environment |= {"SCHEMATHESIS_HOOKS": "hub_signing_hooks", "PYTHONPATH": paths, **identity}
    done = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run", f"{address}/openapi.json",
         "--max-examples", str(examples), "--seed", str(seed), "--checks", ",".join(CHECKS), "--phases", phases,
         "--exclude-path", "/totals/stream", "--request-timeout", "20", "--continue-on-failure", "--no-color"],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr
