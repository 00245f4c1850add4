"""Mutation testing of the four rooms that decide a verdict: python -m tools.torture.mutation [--sample N] [--rooms law ...]

mutmut makes the mutants; a sample with a fixed seed is tried, each in a copy of the checkout, uncompiled. Law mutants are
judged by the bits of a short war with every mechanism in it, the others by the tests of their room. Mutants of texts are left
out: they change a message, not a number.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "outputs" / "mutation.jsonl"
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
WAR = ("-m", "tests.agents.uncompiled", "batch", "everything", "1", "20")
DECORATED = re.compile(r"^(\s*)@(?=\w)", re.MULTILINE)
PUT_BACK = re.compile(r"^(\s*)#decorated#", re.MULTILINE)


@dataclass(frozen=True)
class Room:
    """What is mutated, and the tests that judge it; without tests the bits of a war do."""

    sources: tuple[str, ...]
    tests: tuple[str, ...] = ()


ROOMS = {
    "law": Room(("sim/law/*.py",)),
    "evidence": Room(("sim/evidence/*.py",), ("tests/evidence", "tests/inference/test_weights.py", "tests/inference/test_signal_terms.py")),
    "claims": Room(("sim/claims/*.py",), ("tests/claims",)),
    "weights": Room(("sim/inference/weights.py", "sim/inference/report_terms.py"), ("tests/inference/test_weights.py", "tests/inference/test_predict.py")),
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change of one file: the file's whole text, and the line that differs."""

    file: str
    text: str
    line: int
    before: str
    after: str


def main(words: Sequence[str]) -> int:
    """Try a sample of every room and keep the results; returns 0."""
    parser = argparse.ArgumentParser(prog="python -m tools.torture.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, default=40, help="mutants of each room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rooms", nargs="*", default=list(ROOMS), choices=list(ROOMS))
    parser.add_argument("--seconds", type=float, default=450.0, help="end a room after so long")
    given = parser.parse_args(words)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    for name in given.rooms:
        with tempfile.TemporaryDirectory(prefix="mutation-") as scratch:
            copy = copied(Path(scratch))
            print(try_room(name, copy, given.sample, given.seed, given.seconds), flush=True)
    return 0


def copied(folder: Path) -> Path:
    """A copy of the checkout without what can be made again."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "pictures"))
        else:
            shutil.copy(source, folder / name)
    return folder


def try_room(name: str, copy: Path, sample: int, seed: int, seconds: float) -> str:
    """The result of a room in a line; each mutant's is kept as a line of JSON."""
    room = ROOMS[name]
    files = [path for pattern in room.sources for path in sorted(ROOT.glob(pattern))]
    chosen, number = mutants_of(files, sample, seed)
    before = time.monotonic()
    wanted = judge(room, copy, None, 600.0)
    if wanted is None:
        return f"{name}: the tests do not pass without a mutant"
    limit, killed, tried = 4 * (time.monotonic() - before) + 10, 0, 0
    begun = time.monotonic()
    for mutant in chosen:
        if time.monotonic() - begun > seconds:
            break
        target = copy / mutant.file
        whole = target.read_text(encoding="utf-8")
        target.write_text(mutant.text, encoding="utf-8")
        found = judge(room, copy, wanted, limit)
        target.write_text(whole, encoding="utf-8")
        tried, killed = tried + 1, killed + (found is None)
        row = {
            "room": name,
            "file": mutant.file,
            "line": mutant.line,
            "before": mutant.before,
            "after": mutant.after,
            "killed": found is None,
            "of": number,
        }
        with RESULTS.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
    return f"{name}: {killed} of {tried} killed ({number} mutants in all, {time.monotonic() - begun:.0f} s)"


def mutants_of(paths: Sequence[Path], sample: int, seed: int) -> tuple[list[Mutant], int]:
    """A sample of the mutants that mutmut makes of the files, and how many there are; texts are left out."""
    import libcst
    from mutmut.mutation.file_mutation import create_mutations, deep_replace

    texts = (libcst.SimpleString, libcst.FormattedString, libcst.ConcatenatedString)
    found = []
    for path in paths:
        hidden = DECORATED.sub(
            r"\1#decorated#", path.read_text(encoding="utf-8")
        )  # mutmut passes decorated functions by
        module, mutations, *_ = create_mutations(str(path), hidden)
        found += [(path, module, one) for one in mutations if not isinstance(one.original_node, texts)]
    chosen = random.Random(seed).sample(found, min(sample, len(found)))
    return [
        made(path, deep_replace(module, one.original_node, one.mutated_node).code)
        for path, module, one in chosen
    ], len(found)


def made(path: Path, code: str) -> Mutant:
    """The mutant of a file from its code, decorators put back."""
    text = PUT_BACK.sub(r"\1@", code)
    pairs = enumerate(
        zip(path.read_text(encoding="utf-8").splitlines(), text.splitlines(), strict=False), start=1
    )
    number, (old, new) = next((n, pair) for n, pair in pairs if pair[0] != pair[1])
    return Mutant(path.relative_to(ROOT).as_posix(), text, number, old.strip(), new.strip())


def judge(room: Room, copy: Path, wanted: bytes | None, limit: float) -> bytes | None:
    """What the room's judge says of the copy: bits or b"passed"; None if a test fails, the bits differ or it takes too long."""
    environment = {
        **os.environ,
        "NUMBA_DISABLE_JIT": "1",
        "PYTHONPATH": str(copy),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SIM_CACHE_DIR": str(copy / "cache"),
    }
    out = copy / "bits.npz"
    words = (
        [*WAR, str(out), "0", "1"]
        if not room.tests
        else ["-m", "pytest", "-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", *room.tests]
    )
    try:
        done = subprocess.run(
            [sys.executable, *words], cwd=copy, env=environment, capture_output=True, timeout=limit
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        return None
    found = out.read_bytes() if not room.tests else b"passed"
    return found if wanted is None or found == wanted else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
