"""Fuzzes one target in a process that the machine keeps within limits.

python tests/fuzz/child.py csv --engine hypothesis --runs 500
python tests/fuzz/child.py csv --engine atheris --runs 100000 --found FOLDER
"""

import argparse
import resource
import sys
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

ADDRESSES_MB = 2_000
"""What may be reserved at all: a wild allocation ends the process, not the machine."""
SECONDS = 3_600
HANG_S = 20
LONGEST = 4_096


def main() -> None:
    parser = argparse.ArgumentParser(description="Fuzz one reader.")
    parser.add_argument("target", choices=("badge", "event", "csv", "xlsx"))
    parser.add_argument("--engine", choices=("hypothesis", "atheris"), default="hypothesis")
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--found", type=Path, help="where inputs that are found to be interesting, and faults, are kept")
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES_MB << 20, ADDRESSES_MB << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    with instrumented(given.engine):
        from targets import bounded, desk_in, seeds
    with tempfile.TemporaryDirectory() as folder, desk_in(Path(folder) / "desk") as desk:
        check = bounded(desk, desk.targets()[given.target])
        if given.engine == "atheris":
            by_coverage(check, seeds(given.target), given)
        else:
            by_properties(check, seeds(given.target), given.runs)


def instrumented(engine: str) -> Any:
    """Inside, what is imported tells atheris which of its branches are taken."""
    if engine != "atheris":
        return nullcontext()
    import atheris

    return atheris.instrument_imports(include=["checkin", "data"])


def by_properties(check: Any, starts: Sequence[bytes], runs: int) -> None:
    """Texts, bytes, and the seeds with a few places changed; the same ones every time."""
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    edits = st.lists(
        st.tuples(st.integers(0, LONGEST), st.integers(0, 12), st.binary(max_size=12)), min_size=1, max_size=6
    )  # fmt: skip
    mutated = st.builds(changed, st.sampled_from(list(starts)), edits)
    texts = st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
    count = 0

    @settings(max_examples=runs, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(mutated | mutated | texts | st.binary(max_size=300))
    def any_input(raw: bytes) -> None:
        nonlocal count
        count += 1
        check(raw)

    any_input()
    print(f"{count} inputs")


def changed(start: bytes, edits: Sequence[tuple[int, int, bytes]]) -> bytes:
    """`start`, with bytes taken out and put in at places that go round and round."""
    for place, taken, put in edits:
        place %= len(start) + 1
        start = start[:place] + put + start[place + taken :]
    return start


def by_coverage(check: Any, starts: Sequence[bytes], given: argparse.Namespace) -> None:
    """libFuzzer's loop, which ends the process."""
    import atheris

    corpus = given.found / f"{given.target}-corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for place, start in enumerate(starts):
        (corpus / f"seed-{place}").write_bytes(start)
    longest = max(LONGEST, *map(len, starts))
    arguments = [
        f"-runs={given.runs}", f"-seed={given.seed}", f"-max_len={longest}", f"-timeout={HANG_S}", "-rss_limit_mb=0",
        "-print_final_stats=1", "-verbosity=0", f"-artifact_prefix={given.found / given.target}-fault-", str(corpus),
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *arguments], check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
