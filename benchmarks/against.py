"""``python -m benchmarks.against CHECKOUT``: this checkout and another one measured in turn, as ratios to the other.

    --only main law   some of MEASURES; the others keep what an earlier command found
    --rounds 3        rounds of each measure instead of its own number; medians are told
    --runs 32000      prior runs of the main job
    --roots 65536     roots of the filter
    --points 1000     points of the sweep, 100 runs each
    --write           also rewrite the table of docs/performance.md

CPU seconds (user and system, children included) stand beside wall times: a busy machine disturbs them less. Each checkout
has a cache of its own that is filled before anything is timed; ``first`` begins with empty caches, bytecode included. Caches
and results stay in outputs/against, so that a command that was interrupted, or one for a single measure, does not begin anew.
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
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tools.docs.generated_blocks import write_parts

HOME = Path(__file__).resolve().parent.parent
PLACE = Path("outputs") / "against"
OVER = "over=[law.momentum.gain:0:3,law.accounts.loot:0:1]"
AFTER = "main job warm: judge, page, figures, tables"
BARS = {  # figure -> most of the other checkout's number that is allowed
    f"{AFTER}, wall (s)": 1 / 3,
    f"{AFTER}, CPU (s)": 1 / 3,
    "main job warm: whole, wall (s)": 0.5,
    "main job warm: whole, CPU (s)": 0.5,
    "first job, everything compiled: toy, wall (s)": 0.7,
    "first job, everything compiled: toy, CPU (s)": 0.7,
    "law: CPU a run, seed scenario (ms)": 1.0,
    "law: CPU a run, toy (ms)": 1.0,
    "sweep, first time: wall (s)": 0.6,
    "sweep, first time: CPU (s)": 0.6,
}
LEAST = {"thirteen counts: effective runs a CPU second": 5.0}
MOST = {  # figure -> most that is allowed of this checkout's own number
    "main job warm: folder (MB)": 40.0,
    "peak memory, 10,000 runs of 150 days (MB)": 300.0,
    "sweep, repeated: wall (s)": 1.5,
}
Numbers = dict[str, float]


@dataclass(frozen=True)
class Side:
    """One checkout with caches of its own below ``root``."""

    checkout: Path
    root: Path
    seed: int = 1

    def run(self, words: Sequence[str], cache: str = "cache") -> tuple[float, float, str]:
        """(wall seconds, CPU seconds, output) of a command of the checkout; its error ends everything."""
        place = self.root / cache
        own = {
            "PYTHONPATH": str(self.checkout),
            "PYTHONSAFEPATH": "1",
            "SIM_CACHE_DIR": str(place),
            "PYTHONPYCACHEPREFIX": str(place / "bytecode"),
        }
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            [sys.executable, *words], cwd=self.checkout, env=environment | own, capture_output=True, text=True, check=False
        )  # fmt: skip
        wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            raise SystemExit(
                f"{self.checkout}: {' '.join(words)}: exit code {done.returncode}\n{done.stderr}"
            )
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return wall, cpu, done.stdout

    def child(self, what: str, *words: object, cache: str = "cache") -> tuple[float, float, Numbers]:
        """(wall, CPU, what ``against_child.py`` prints in its last line)."""
        script = str(HOME / "benchmarks" / "against_child.py")
        wall, cpu, output = self.run([script, what, *map(str, words)], cache)
        numbers: Numbers = json.loads(output.splitlines()[-1])
        return wall, cpu, numbers

    def warm(self, name: str, fill: Callable[[], object]) -> None:
        """Fill the cache for a measure; once, whoever asks again."""
        mark = self.root / f"{name}.warm"
        if not mark.exists():
            fill()
            mark.touch()


@dataclass(frozen=True)
class Measure:
    """What is taken of a checkout in each of ``rounds`` rounds."""

    take: Callable[[Side, int, argparse.Namespace], Numbers]
    rounds: int


def main_job(side: Side, number: int, options: argparse.Namespace) -> Numbers:
    """The main job with every run in the store, weighed by weights alone: the same runs in both checkouts."""
    words = [f"runs={options.runs}", "inference=weights", f"seed={side.seed}"]
    side.warm(f"main-{options.runs}", lambda: main_once(side, words))
    return main_once(side, words)


def main_once(side: Side, words: Sequence[str]) -> Numbers:
    """One main job, into a folder of its own that is taken away again."""
    with tempfile.TemporaryDirectory(prefix="out-", dir=side.root) as place:
        out = Path(place) / "job"
        wall, cpu, laps = side.child("job", *words, f"out={out}")
        seconds = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["timing"]["seconds"]
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    return {
        "main job warm: whole, wall (s)": wall,
        "main job warm: whole, CPU (s)": cpu,
        f"{AFTER}, wall (s)": after_runs(seconds),
        f"{AFTER}, CPU (s)": after_runs(laps),
        "main job warm: folder (MB)": size / 1e6,
    }


def after_runs(laps: Numbers) -> float:
    """What follows the runs, of seconds by part of a job."""
    return sum(spent for name, spent in laps.items() if name not in ("read", "run"))


def sweep(side: Side, number: int, options: argparse.Namespace) -> Numbers:
    """A sweep in an empty store, and the same again."""
    fill = ["-m", "sim", "sweep", "points=2", "runs=8", OVER, f"out={side.root}/first"]
    side.warm("sweep", lambda: side.run(fill))
    with tempfile.TemporaryDirectory(prefix="sweep-", dir=side.root) as place:
        cache, out = Path(place).name, f"out={Path(place) / 'job'}"
        share_compiled(side.root, cache)
        words = ["-m", "sim", "sweep", f"points={options.points}", "runs=100", "horizon=24", OVER, out]
        wall, cpu, _ = side.run(words, cache)
        again = [side.run(words, cache)[:2] for _ in range(3)]
    return {
        "sweep, first time: wall (s)": wall,
        "sweep, first time: CPU (s)": cpu,
        "sweep, repeated: wall (s)": median([pair[0] for pair in again]),
        "sweep, repeated: CPU (s)": median([pair[1] for pair in again]),
    }


def first_job(side: Side, number: int, options: argparse.Namespace) -> Numbers:
    """The toy from nothing but installed packages: no bytecode, nothing compiled, nothing stored."""
    with tempfile.TemporaryDirectory(prefix="empty-", dir=side.root) as place:
        words = ["-m", "sim", "scenario=toy_corridor", "runs=1000", f"seed={side.seed}"]
        wall, cpu, _ = side.run([*words, f"out={Path(place) / 'job'}"], Path(place).name)
    return {
        "first job, everything compiled: toy, wall (s)": wall,
        "first job, everything compiled: toy, CPU (s)": cpu,
    }


def compilation(side: Side, number: int, options: argparse.Namespace) -> Numbers:
    """CPU of the first call of the compiled loop with an empty cache."""
    with tempfile.TemporaryDirectory(prefix="empty-", dir=side.root) as place:
        return side.child("compilation", side.seed, cache=Path(place).name)[2]


def memory(side: Side, number: int, options: argparse.Namespace) -> Numbers:
    """Largest resident size of a process that simulates and keeps 10,000 runs, none of them stored before."""
    side.warm("law", lambda: side.child("law", side.seed))
    with tempfile.TemporaryDirectory(prefix="memory-", dir=side.root) as place:
        share_compiled(side.root, Path(place).name)
        return side.child("memory", side.seed + number, cache=Path(place).name)[2]


def law(side: Side, number: int, options: argparse.Namespace) -> Numbers:
    """CPU a run on two networks."""
    return side.child("law", side.seed + number)[2]


def filtered(side: Side, number: int, options: argparse.Namespace) -> Numbers:
    """Thirteen counts, with a number of roots that both checkouts are given."""
    return side.child("filter", side.seed + number, options.roots)[2]


MEASURES = {
    "main": Measure(main_job, 3),
    "law": Measure(law, 11),
    "compilation": Measure(compilation, 2),
    "first": Measure(first_job, 2),
    "memory": Measure(memory, 3),
    "sweep": Measure(sweep, 1),
    "filter": Measure(filtered, 5),
}


def share_compiled(root: Path, cache: str) -> None:
    """A cache without stored runs, but with what the law was compiled to and the bytecode."""
    (root / cache).mkdir(parents=True, exist_ok=True)
    for name in ("compiled", "bytecode"):
        (root / "cache" / name).mkdir(parents=True, exist_ok=True)
        if not (root / cache / name).exists():
            (root / cache / name).symlink_to(root / "cache" / name, target_is_directory=True)


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return float(np.median(np.array(values)))


def rows(theirs: Mapping[str, list[float]], ours: Mapping[str, list[float]]) -> Iterator[tuple[str, ...]]:
    """Figure, both medians, the ratio, its bar and whether it holds."""
    for name in ours:
        before, now = median(theirs[name]), median(ours[name])
        ratio = now / before
        bar, held = "", True
        if name in BARS:
            bar, held = f"at most {BARS[name]:.2g} times", ratio <= BARS[name]
        elif name in LEAST:
            bar, held = f"at least {LEAST[name]:g} times", ratio >= LEAST[name]
        elif name in MOST:
            bar, held = f"at most {MOST[name]:g}", now <= MOST[name]
        verdict = "" if not bar else "holds" if held else "**missed**"
        yield name, f"{before:.3g}", f"{now:.3g}", f"{ratio:.2f}", bar, verdict


def measure(sides: Sequence[Side], what: str, rounds: int, options: argparse.Namespace) -> list[dict[str, list[float]]]:  # fmt: skip
    """A measure of every side once a round, the sides in turn and each round the other one first."""
    numbers: list[dict[str, list[float]]] = [defaultdict(list) for _ in sides]
    for number in range(rounds):
        for place in range(len(sides)) if number % 2 == 0 else reversed(range(len(sides))):
            for name, value in MEASURES[what].take(sides[place], number, options).items():
                numbers[place][name].append(value)
        print(f"{what}: round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    return numbers


def commit(checkout: Path) -> str:
    """The commit of a checkout, with a cross if its files differ from it; its folder's name if it has no history."""
    words = ["git", "-C", str(checkout), "describe", "--always", "--dirty=+", "--abbrev=7", "--exclude=*"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.stdout.strip() or checkout.name


def table(results: Mapping[str, Mapping[str, object]]) -> str:
    """All kept measures as one table, and below it when each was taken."""
    lines = ["| figure | other | here | ratio | bar | |", "|---|---|---|---|---|---|"]
    when: dict[str, list[str]] = defaultdict(list)
    for name in MEASURES:
        if name in results:
            result: Mapping[str, object] = results[name]
            lines += [f"| {' | '.join(row)} |" for row in rows(result["theirs"], result["ours"])]  # type: ignore[arg-type]
            when[str(result["said"])].append(f"{name} ({result['rounds']} rounds)")
    return "\n".join([*lines, "", *(f"{label}: {', '.join(names)}." for label, names in when.items())])


def main(words: Sequence[str] | None = None) -> int:
    """Measure, print the table, and write it where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.against", description=__doc__.partition("\n")[0])  # fmt: skip
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--only", nargs="+", choices=tuple(MEASURES), default=tuple(MEASURES))
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--runs", type=int, default=32_000)
    parser.add_argument("--roots", type=int, default=65_536)
    parser.add_argument("--points", type=int, default=1_000)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(words)
    if not (options.checkout / "sim" / "__main__.py").is_file():
        parser.error(f"{options.checkout} is no checkout: it has no sim/__main__.py")
    sides = [Side(checkout.resolve(), (PLACE / name).resolve()) for checkout, name in ((options.checkout, "other"), (HOME, "here"))]  # fmt: skip
    for side in sides:
        side.root.mkdir(parents=True, exist_ok=True)
    other, results = commit(options.checkout), PLACE / "results.json"
    stored = json.loads(results.read_text(encoding="utf-8")) if results.exists() else {}
    if stored.get("other") != other:
        stored = {"other": other, "measures": {}}
    for name in options.only:
        rounds = options.rounds or MEASURES[name].rounds
        theirs, ours = measure(sides, name, rounds, options)
        label = f"{commit(HOME)} against {other}"
        stored["measures"][name] = {"theirs": theirs, "ours": ours, "rounds": rounds, "said": label}
        results.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    print(table(stored["measures"]))
    if options.write:
        write_parts("docs/performance.md", {"against": table(stored["measures"])})
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
