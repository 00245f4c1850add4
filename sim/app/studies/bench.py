"""``sim bench``: how quick the program is; the benchmark itself belongs to a checkout and is no part of the program."""

from __future__ import annotations

import importlib
import sys

from sim.base.compiled import PACKAGE
from sim.base.errors import UsageError
from sim.session.job import Job

CHECKOUT = PACKAGE.parent


def main(job: Job) -> int:
    """Run the benchmark of the checkout; returns its exit code. UsageError for an installed program, which has none."""
    if not (CHECKOUT / "benchmarks" / "bench.py").is_file():
        raise UsageError(
            f"sim bench: no benchmarks/bench.py beside {PACKAGE}; expected a checkout of the project, call it there"
        )
    if str(CHECKOUT) not in sys.path:
        sys.path.insert(0, str(CHECKOUT))
    return int(importlib.import_module("benchmarks.bench").main(job))
