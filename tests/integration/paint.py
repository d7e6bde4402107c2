"""The synthetic badges of tests/bench, for tests."""

import importlib.util
import sys
from pathlib import Path
from typing import Any


def _synthetic() -> Any:
    spec = importlib.util.spec_from_file_location("synthetic", Path(__file__).parents[1] / "bench/synthetic.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["synthetic"] = module
    spec.loader.exec_module(module)
    return module


synthetic = _synthetic()
