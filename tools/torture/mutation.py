"""Mutation testing of the four rooms that decide a verdict: python -m tools.torture.mutation [--sample N] [--rooms law ...]

mutmut makes the mutants; a sample with a fixed seed is tried, each in a copy of the checkout, uncompiled, by those tests of its
room that come by the mutated line. What is tried stands in a file of the scratch folder, so that a repetition goes on where an
earlier one ended. The same tests give the share of branches covered. Mutants of texts are left out: they change a message,
not a number.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools.torture.judge import Judge
from tools.torture.mutants import Mutant, mutants_of
from tools.torture.result_files import MUTANTS, lines_of, write_lines

ROOT = Path(__file__).resolve().parents[2]
COPIED = (
    "sim",
    "tests",
    "scenarios",
    "configs",
    "benchmarks",
    "tools",
    "docs",
    "pyproject.toml",
    "README.md",
    "CHANGELOG.md",
    "Makefile",
)


@dataclass(frozen=True)
class Room:
    """What is mutated, and the tests that judge it."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]


ROOMS = {
    "law": Room(("sim/law/*.py",), ("tests/law/test_recorded_wars.py", "tests/docs/test_parameters.py")),
    "evidence": Room(
        ("sim/evidence/*.py",), ("tests/evidence", "tests/inference/test_weights.py", "tests/inference/test_signal_terms.py")
    ),
    "claims": Room(("sim/claims/*.py",), ("tests/claims",)),
    "weights": Room(
        ("sim/inference/weights.py", "sim/inference/report_terms.py"),
        (
            "tests/inference/test_weights.py", "tests/inference/test_terms_and_switches.py", "tests/inference/test_predict.py",
            "tests/inference/test_signal_terms.py",
        ),
    ),
}  # fmt: skip


def main(words: Sequence[str]) -> int:
    """Try a sample of every room and keep the results; returns 0, or 1 if the tests of a room fail without a mutant."""
    parser = argparse.ArgumentParser(prog="python -m tools.torture.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, default=100, help="mutants of each room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rooms", nargs="*", default=list(ROOMS), choices=list(ROOMS))
    parser.add_argument("--seconds", type=float, default=3600.0, help="end a room after so long")
    parser.add_argument(
        "--scratch", type=Path, help="keep the copy, and what was found, in this folder, to go on from there"
    )
    given = parser.parse_args(words)
    if os.environ.get("NUMBA_DISABLE_JIT") != "1":  # read when numba is imported
        os.execve(
            sys.executable,
            [sys.executable, "-m", "tools.torture.mutation", *words],
            {**os.environ, "NUMBA_DISABLE_JIT": "1"},
        )
    worst = 0
    for name in given.rooms:
        with tempfile.TemporaryDirectory(prefix="mutation-") as temporary:
            folder = (given.scratch or Path(temporary)) / name
            line = try_room(name, folder, given)
            print(line or f"{name}: the tests do not pass without a mutant", flush=True)
            worst = max(worst, int(not line))
    return worst


def copied(folder: Path) -> Path:
    """A copy of the checkout without what can be made again."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            hidden = shutil.ignore_patterns("__pycache__", "pictures")
            shutil.copytree(source, folder / name, ignore=hidden, dirs_exist_ok=True)
        else:
            shutil.copy(source, folder / name)
    return folder


def try_room(name: str, folder: Path, given: argparse.Namespace) -> str:
    """The result of a room in a line; "" if its tests fail without a mutant."""
    room = ROOMS[name]
    files = [path for pattern in room.sources for path in sorted(ROOT.glob(pattern))]
    judge = Judge(copied(folder / "copy"), room.tests, [path.relative_to(ROOT).as_posix() for path in files])
    if not judge.begin():
        return ""
    chosen, number = mutants_of(ROOT, files, given.sample, given.seed)
    file = folder / "tried.jsonl"
    tried = {one["mutant"]: one for one in lines_of(file)}
    begun = time.monotonic()
    for mutant in chosen:
        if time.monotonic() - begun > given.seconds:
            break
        before = tried.get(mutant.key)
        if before is None or not (
            before["killed"] or before["tests"] == judge.version
        ):  # further tests may notice it
            noticed = judge.notices(mutant)
            tried[mutant.key] = {
                "mutant": mutant.key,
                "killed": noticed,
                "tests": judge.version,
                **as_line(mutant),
            }
            write_lines(file, tried.values())
    found = [tried[mutant.key] for mutant in chosen if mutant.key in tried]
    return store_room(name, found, number, judge.branches())


def as_line(mutant: Mutant) -> dict[str, Any]:
    """A mutant as somebody would look at it."""
    return {"file": mutant.file, "line": mutant.line, "before": mutant.before, "after": mutant.after}


def store_room(name: str, found: list[dict[str, Any]], number: int, branches: float) -> str:
    """Put a room's result in the place of its earlier one; returns it in a line."""
    killed = sum(one["killed"] for one in found)
    row = {
        "room": name, "tried": len(found), "killed": killed, "of": number, "branches": round(branches, 4),
        "when": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M"),
        "survivors": [{key: one[key] for key in ("file", "line", "before", "after")} for one in found if not one["killed"]],
    }  # fmt: skip
    others = {one["room"]: one for one in lines_of(MUTANTS)}
    rows = {**others, name: row}
    write_lines(MUTANTS, [rows[room] for room in ROOMS if room in rows])
    return f"{name}: {killed} of {len(found)} noticed ({number:,} mutants in all), {branches:.1%} of branches covered"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
