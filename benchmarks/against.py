"""``python -m benchmarks.against CHECKOUT``: this checkout and another one measured in turn, as ratios to the other.

    --rounds 3        rounds; every measure of both checkouts is taken once a round, medians are told
    --only main law   some of: main, law, memory, filter, sweep, first
    --runs 32000      prior runs of the main job
    --points 100      points of the sweep, 100 runs each
    --write           also rewrite the table of docs/performance.md

CPU seconds (user and system, children included) stand beside wall times: a busy machine disturbs them less. Each checkout
has a cache of its own that is filled before anything is timed; ``first`` begins with empty caches, bytecode included.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tools.docs.generated_blocks import write_parts

HOME = Path(__file__).resolve().parent.parent
OVER = "over=[law.momentum.gain:0:3,law.accounts.loot:0:1]"
BARS = {  # figure -> most of the other checkout's number that is allowed; effective runs: least
    "main job warm, same runs: judge, page, figures, tables, wall (s)": 1 / 3,
    "main job warm, same runs: judge, page, figures, tables, CPU (s)": 1 / 3,
    "main job warm, same runs: whole, wall (s)": 0.5,
    "main job warm, same runs: whole, CPU (s)": 0.5,
    "first job, everything compiled: toy, wall (s)": 0.7,
    "first job, everything compiled: toy, CPU (s)": 0.7,
    "law: CPU a run, seed scenario (ms)": 1.0,
    "law: CPU a run, toy (ms)": 1.0,
    "law: CPU a run, 2,000 units (ms)": 1.0,
    "sweep, first time: wall (s)": 0.6,
    "sweep, first time: CPU (s)": 0.6,
}
LEAST = {"thirteen counts: effective runs a CPU second": 5.0}
Numbers = dict[str, float]


@dataclass
class Side:
    """One checkout with caches of its own below ``root``."""

    checkout: Path
    root: Path
    seed: int = 1
    warm: set[str] = field(default_factory=set)

    def run(self, words: Sequence[str], cache: str = "cache") -> tuple[float, float, str]:
        """(wall seconds, CPU seconds, output) of a command of the checkout; its error ends everything."""
        place = self.root / cache
        own = {
            "PYTHONPATH": str(self.checkout),
            "PYTHONSAFEPATH": "1",
            "SIM_CACHE_DIR": str(place),
            "PYTHONPYCACHEPREFIX": str(place / "bytecode"),
        }
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            [sys.executable, *words], cwd=self.checkout, env=kept | own, capture_output=True, text=True, check=False
        )  # fmt: skip
        wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            raise SystemExit(
                f"{self.checkout}: {' '.join(words)}: exit code {done.returncode}\n{done.stderr}"
            )
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return wall, cpu, done.stdout

    def sim(self, *words: str, cache: str = "cache") -> tuple[float, float, Path]:
        """(wall, CPU, folder) of ``sim WORDS``."""
        out = Path(tempfile.mkdtemp(prefix="out-", dir=self.root)) / "job"
        wall, cpu, _ = self.run(["-m", "sim", *words, f"seed={self.seed}", f"out={out}"], cache)
        return wall, cpu, out

    def child(self, what: str, number: int) -> Numbers:
        """What ``against_child.py`` prints."""
        script = str(HOME / "benchmarks" / "against_child.py")
        cache = f"memory-{number}" if what == "memory" else "cache"
        if what == "memory":
            share_compiled(self.root, cache)
        found: Numbers = json.loads(self.run([script, what, str(self.seed + number)], cache)[2])
        return found


def share_compiled(root: Path, cache: str) -> None:
    """A cache without stored runs, but with what the law was compiled to."""
    (root / cache).mkdir(parents=True, exist_ok=True)
    (root / "cache" / "compiled").mkdir(parents=True, exist_ok=True)
    if not (root / cache / "compiled").exists():
        (root / cache / "compiled").symlink_to(root / "cache" / "compiled", target_is_directory=True)


def main_job(side: Side, number: int, runs: int) -> Numbers:
    """The main job with every run in the store: as it is asked for, and with the prior runs alone."""
    found: Numbers = {}
    for title, more in (("same runs", ["inference=weights"]), ("as asked", [])):
        words = [f"runs={runs}", *more]
        if title not in side.warm:
            side.sim(*words)
            side.warm.add(title)
        wall, cpu, out = side.sim(*words)
        seconds = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["timing"]["seconds"]
        after = sum(spent for name, spent in seconds.items() if name not in ("read", "run"))
        name = f"main job warm, {title}: "
        found |= {f"{name}whole, wall (s)": wall, f"{name}whole, CPU (s)": cpu}
        if more:
            found[f"{name}judge, page, figures, tables, wall (s)"] = after
            size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
            found[f"{name}folder (MB)"] = size / 1e6
    return found


def sweep(side: Side, number: int, points: int) -> Numbers:
    """A sweep in an empty store, and the same again."""
    cache, words = f"sweep-{number}", ["sweep", f"points={points}", "runs=100", "horizon=24", OVER]
    if "sweep" not in side.warm:
        side.run(["-m", "sim", "sweep", "points=2", "runs=8", OVER, f"out={side.root}/first"])
        side.warm.add("sweep")
    share_compiled(side.root, cache)
    out = side.root / f"swept-{number}"
    told = [*words, f"out={out}"]
    wall, cpu, _ = side.run(["-m", "sim", *told], cache)
    again = [side.run(["-m", "sim", *told], cache)[:2] for _ in range(3)]
    return {
        "sweep, first time: wall (s)": wall,
        "sweep, first time: CPU (s)": cpu,
        "sweep, repeated: wall (s)": median([one[0] for one in again]),
        "sweep, repeated: CPU (s)": median([one[1] for one in again]),
    }


def first_job(side: Side, number: int) -> Numbers:
    """The toy from nothing but installed packages: no bytecode, nothing compiled, nothing stored."""
    wall, cpu, _ = side.sim("scenario=toy_corridor", "runs=1000", cache=f"empty-{number}")
    return {
        "first job, everything compiled: toy, wall (s)": wall,
        "first job, everything compiled: toy, CPU (s)": cpu,
    }


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return float(np.median(np.array(values)))


def rows(theirs: Mapping[str, list[float]], ours: Mapping[str, list[float]]) -> Iterator[tuple[str, ...]]:
    """Figure, both medians, the ratio, its bar and whether it holds."""
    for name in ours:
        before, now = median(theirs[name]), median(ours[name])
        ratio = now / before
        bar = f"at most {BARS[name]:.2g}" if name in BARS else ""
        held = "" if name not in BARS else "holds" if ratio <= BARS[name] else "**missed**"
        if name in LEAST:
            bar, held = f"at least {LEAST[name]:g}", "holds" if ratio >= LEAST[name] else "**missed**"
        yield name, f"{before:.3g}", f"{now:.3g}", f"{ratio:.2f}", bar, held


def measure(sides: Sequence[Side], measures: Mapping[str, Callable[[Side, int], Numbers]], rounds: int) -> list[dict[str, list[float]]]:  # fmt: skip
    """Every measure of every side once a round, the sides in turn and each round the other one first."""
    found: list[dict[str, list[float]]] = [defaultdict(list) for _ in sides]
    for number in range(rounds):
        for what, take in measures.items():
            for place in range(len(sides)) if number % 2 == 0 else reversed(range(len(sides))):
                for name, value in take(sides[place], number).items():
                    found[place][name].append(value)
            print(f"round {number + 1} of {rounds}: {what}", file=sys.stderr, flush=True)
    return found


def main(words: Sequence[str] | None = None) -> int:
    """Measure, print the table, and write it where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.against", description=__doc__.partition("\n")[0])  # fmt: skip
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--runs", type=int, default=32_000)
    parser.add_argument("--points", type=int, default=100)
    parser.add_argument("--only", nargs="+")
    parser.add_argument("--write", action="store_true")
    told = parser.parse_args(words)
    measures: dict[str, Callable[[Side, int], Numbers]] = {
        "main": lambda side, number: main_job(side, number, told.runs),
        "law": lambda side, number: side.child("law", number),
        "memory": lambda side, number: side.child("memory", number),
        "filter": lambda side, number: side.child("filter", number),
        "sweep": lambda side, number: sweep(side, number, told.points),
        "first": first_job,
    }
    if unknown := set(told.only or ()) - set(measures):
        parser.error(f"--only {' '.join(sorted(unknown))}: expected some of {', '.join(measures)}")
    if not (told.checkout / "sim" / "__main__.py").is_file():
        parser.error(f"{told.checkout} is no checkout: it has no sim/__main__.py")
    chosen = {name: take for name, take in measures.items() if told.only is None or name in told.only}
    with tempfile.TemporaryDirectory(prefix="against-", ignore_cleanup_errors=True) as root:
        sides = [Side(one.resolve(), Path(root) / str(n)) for n, one in enumerate((told.checkout, HOME))]
        for side in sides:
            side.root.mkdir()
        theirs, ours = measure(sides, chosen, told.rounds)
    lines = ["| figure | other | here | ratio | bar | |", "|---|---|---|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in rows(theirs, ours)]
    lines += ["", f"{told.rounds} interleaved rounds; main job of {told.runs:,} runs; sweep of {told.points:,} points of 100 runs."]  # fmt: skip
    print("\n".join(lines))
    if told.write:
        write_parts("docs/performance.md", {"against": "\n".join(lines)})
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
