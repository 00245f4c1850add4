"""``Judge``: whether the tests of a room notice a mutant. Each verdict is given by a child that shares the imported libraries."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import os
import signal
import sys
import time
import warnings
from collections.abc import Sequence
from pathlib import Path

from tools.torture.mutants import Mutant

LIBRARIES = (
    "numpy",
    "scipy.special",
    "scipy.stats",
    "scipy.optimize",
    "pyarrow.parquet",
    "pydantic",
    "ruamel.yaml",
    "networkx",
    "numba",
    "hypothesis",
    "pytest",
    "_pytest.assertion.rewrite",
)
QUIET = (
    "-x",
    "-q",
    "-p",
    "no:randomly",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "--no-header",
    "-o",
    "addopts=-m 'not slow'",
    "-W",
    "ignore",
)


class Judge:
    """Judges mutants in a copy of the checkout.

    copy   the copy; each mutant is written there and taken back
    tests  the files and folders that judge
    files  what is mutated, by name
    """

    def __init__(self, copy: Path, tests: Sequence[str], files: Sequence[str]) -> None:
        self.copy, self.tests, self.files = copy, tuple(tests), tuple(files)
        self.version = version_of(copy, (*tests, *files))
        self.data, self.limit = copy / f"coverage-{self.version}", 600.0
        self.passing: dict[str, dict[int, set[str]]] = {}
        os.environ.update(
            NUMBA_DISABLE_JIT="1", PYTHONDONTWRITEBYTECODE="1", SIM_CACHE_DIR=str(copy / "cache")
        )
        sys.dont_write_bytecode = (
            True  # a mutant of the same length and second would be taken for what was compiled before
        )
        for name in LIBRARIES:
            importlib.import_module(name)

    def begin(self) -> bool:
        """Run all tests without a mutant and note which come by which line; False if one fails."""
        before = time.monotonic()
        passed = self.data.exists() or self.run(
            self.tests, covered=True
        )  # there from an earlier call in the same folder
        self.limit = min(600.0, 4 * (time.monotonic() - before) + 120)
        if not passed:
            self.data.unlink(missing_ok=True)
            return False
        import coverage

        found = coverage.CoverageData(str(self.data))
        found.read()
        for file in self.files:
            lines = found.contexts_by_lineno(str(self.copy / file))
            self.passing[file] = {line: set(map(node, names)) for line, names in lines.items()}
        return True

    def branches(self) -> float:
        """Share of branches that the tests take."""
        import coverage

        measure = coverage.Coverage(data_file=str(self.data), branch=True, config_file=False)
        measure.load()
        taken = there = 0
        for file in self.files:
            numbers = measure._analyze(str(self.copy / file)).numbers
            taken, there = taken + numbers.n_executed_branches, there + numbers.n_branches
        return taken / there if there else 1.0

    def notices(self, mutant: Mutant) -> bool:
        """True if a test fails, or does not end."""
        target = self.copy / mutant.file
        whole = target.read_text(encoding="utf-8")
        target.write_text(mutant.text, encoding="utf-8")
        try:
            return not self.run(self.chosen(mutant))
        finally:
            target.write_text(whole, encoding="utf-8")

    def chosen(self, mutant: Mutant) -> tuple[str, ...]:
        """The tests that come by the line; all where it is also carried out outside a test, at import or in a fixture."""
        names = self.passing.get(mutant.file, {}).get(mutant.line, {""})
        return self.tests if "" in names else tuple(sorted(names))

    def run(self, tests: Sequence[str], covered: bool = False) -> bool:
        """True if the tests pass, in a child with its own modules of the program."""
        child = os.fork()
        if not child:
            os.setsid()
            os._exit(self.in_child(tests, covered))
        end = time.monotonic() + self.limit
        while time.monotonic() < end:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status) == 0
            time.sleep(0.02)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return False

    def in_child(self, tests: Sequence[str], covered: bool) -> int:
        """Exit code of pytest."""
        import pytest

        os.chdir(self.copy)
        silent = os.open(
            os.devnull if not covered else str(self.copy / "first.log"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        )
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        for name in [
            name for name in sys.modules if name.split(".")[0] in ("sim", "tests", "tools", "benchmarks")
        ]:
            del sys.modules[name]
        sys.path[:] = [str(self.copy), *(one for one in sys.path if one not in ("", str(Path.cwd())))]
        importlib.invalidate_caches()
        warnings.simplefilter("ignore")
        if not covered:
            return int(pytest.main([*QUIET, *tests]))
        import coverage

        sources = sorted({str((self.copy / file).parent) for file in self.files})
        measure = coverage.Coverage(
            data_file=str(self.data), branch=True, source=sources, config_file=False, messages=False, concurrency=["thread"]
        )  # fmt: skip
        measure.set_option("run:dynamic_context", "test_function")
        measure.start()
        code = int(pytest.main([*QUIET, *tests]))
        measure.stop()
        measure.save()
        return code


def version_of(root: Path, names: Sequence[str]) -> str:
    """A digest of the files and of all below the folders named."""
    whole = hashlib.sha256()
    for name in names:
        for path in (
            sorted(root.joinpath(name).rglob("*.py")) if root.joinpath(name).is_dir() else [root / name]
        ):
            whole.update(path.read_bytes())
    return whole.hexdigest()[:12]


def node(context: str) -> str:
    """``tests.claims.test_judge.test_a`` as pytest names it; "" for what ran outside a test."""
    module, _, name = context.rpartition(".")
    return f"{module.replace('.', '/')}.py::{name}" if module.startswith("tests.") else ""
