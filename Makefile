# What a person types. Windows and macOS: the README has the lines that do the same.
PYTHON ?= python3
UV ?= uv
BIN := .venv/bin
DEMO := var/demo
# What was compiled once is kept, as on every machine: tests begin Python some hundred times.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup run test soak faults bench fuzz fuzz-hub lock clean

help:
	@echo "make run     see a desk at work: the demo event, with the webcam or else the demo film"
	@echo "make test    every check: ruff, mypy, import-linter, pytest"
	@echo "make setup   only prepare: Debian packages, .venv"
	@echo "make soak    play the protocol through 10,000 times (3 minutes), then a hub with 100 desks for 30 minutes"
	@echo "make faults  power cuts, kills and fail-overs in full counts (about 12 minutes)"
	@echo "make bench   measure, and rewrite docs/benchmarks.md (about 30 minutes)"
	@echo "make fuzz    a million inputs for the readers of badges, event files and tables (about 20 minutes)"
	@echo "make fuzz-hub ask the hub everything that its description allows, and much that it does not (about 10 minutes)"
	@echo "make lock    rewrite requirements.lock from pyproject.toml (needs uv)"
	@echo "make clean   remove what these made: .venv, the demo, caches"

setup:
	@$(PYTHON) .ci/setup.py --tests

run:
	@$(PYTHON) .ci/setup.py --demo
	@$(BIN)/checkin --home $(DEMO) desk --camera device --camera $(DEMO)/film.mp4

test: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 3 --dist worksteal --cov --cov-report=term

soak: setup
	$(BIN)/python -m checkin.simulation --seeds 10000
	$(BIN)/python tests/soak/hub_soak.py

faults: setup
	$(BIN)/python tests/faults/run.py

bench: setup
	$(BIN)/python tests/bench/run.py

fuzz: setup
	$(BIN)/python tests/fuzz/run.py --install

fuzz-hub: setup
	$(BIN)/python tests/fuzz/hub.py

lock:
	$(UV) pip compile --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes --all-extras --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf .venv $(DEMO) var/bench var/fuzz dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
