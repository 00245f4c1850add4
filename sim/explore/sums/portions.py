"""Portions of runs on a fixed grid, each reduced to an ``Aggregate`` where it was simulated and then dropped.

A portion's likelihoods are tabulated over its own runs, so the grid belongs to the result: it is fixed, and the bits
are the same for any number of workers, on any executor, in any order and after any interruption. What came of a
portion is stored under everything that decides it, so an interrupted job goes on and a finished one reads.
"""

from __future__ import annotations

import json
import threading
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.compiled import cache_root
from sim.ensemble.block import BLOCK
from sim.ensemble.engine import Plan, Progress, assemble, check_code
from sim.ensemble.execution.work import Executor
from sim.ensemble.store import MOTION_VERSION, read_bytes, seal, unseal, write_whole
from sim.explore.sums.aggregate import Aggregate, Sample, merge
from sim.explore.sums.condense import condense, lost
from sim.explore.sums.exact_sums import POWERS
from sim.inference.judging_version import judging_version, readable
from sim.record.histograms import SERIES, edges
from sim.record.regimes import REGIMES
from sim.scenario.files.hashing import digest, simulation_hash
from sim.scenario.scenario import Scenario

PORTION = 8 * BLOCK  # runs
MAGIC = b"sim.portion/1\n"
OWN = (
    "explore/sums/aggregate.py",
    "explore/sums/condense.py",
    "explore/sums/exact_sums.py",
    "explore/sums/portions.py",
    "explore/targets.py",
)
SAMPLE = ("run", "log_weight", "log_priority")


def aggregate(
    scenario: Scenario, seed: int, runs: int, evidence: str, executor: Executor, progress: Progress
) -> tuple[Aggregate, int]:
    """(what is stored of the runs 0 .. runs, how many of them came from the store)."""
    work = Portions(scenario, seed, runs, evidence)
    reused_runs = sum(work.size(number) for number in work.numbers if work.path(number).is_file())

    def done() -> Iterator[Aggregate]:
        finished = 0
        with closing(executor.each(work, list(work.numbers))) as portions:
            for number, part in portions:
                finished += work.size(number)
                progress(finished, runs, min(reused_runs, finished))
                yield part

    return merge(done()), reused_runs


class Portions:
    """The ``Work`` whose items are numbers of portions."""

    def __init__(
        self, scenario: Scenario, seed: int, runs: int, evidence: str, root: Path | None = None
    ) -> None:
        self.scenario, self.seed, self.runs, self.evidence = scenario, seed, runs, evidence
        self.root = root or cache_root()
        self.stop = threading.Event()
        self.code = f"{MOTION_VERSION}-{judging_version(OWN)}"
        determinants = [self.code, simulation_hash(scenario), seed, evidence, digest(readable(scenario))]
        self.folder = self.root / "portions" / MOTION_VERSION / digest(determinants)[:32]

    def __reduce__(self) -> tuple[Any, ...]:
        """Goes to another process as what it was made of."""
        return rebuild, (self.code, self.scenario, self.seed, self.runs, self.evidence, self.root)

    @property
    def numbers(self) -> range:
        """Numbers of the portions."""
        return range(-(-self.runs // PORTION))

    def size(self, number: int) -> int:
        """Runs of a portion."""
        return min(PORTION, self.runs - number * PORTION)

    def path(self, number: int) -> Path:
        """File of a portion; the last one of a job is smaller than its place."""
        return self.folder / f"{number:06d}-{self.size(number)}.portion"

    def here(self, number: int) -> Aggregate:
        """The aggregate of a portion: from the store, or simulated and stored."""
        return self.stored(number) or self.store(number, pack(self.simulate(number)))

    def stored(self, number: int) -> Aggregate | None:
        """A portion from the store, None if it is not there or not whole."""
        data = read_bytes(self.path(number))
        return None if data is None else unpack(data)

    def store(self, number: int, data: bytes) -> Aggregate:
        """Store a portion; returns what is in it."""
        write_whole(self.path(number), data, f"a portion of {self.size(number)} runs")
        stored_part = unpack(data)
        return self.simulate(number) if stored_part is None else stored_part

    def simulate(self, number: int) -> Aggregate:
        """Live the runs of a portion and drop them."""
        plan = Plan(self.scenario, self.seed, self.size(number), number * PORTION, keep=False, root=self.root)
        plan.stop = self.stop
        blocks = {block: plan.fetch(block) for block in plan.numbers}
        errors = {run: text for block in blocks.values() for run, text in block.errors.items()}
        if len(errors) == plan.runs:
            return lost(errors)
        return condense(assemble(plan, blocks), self.evidence)

    def away(self, number: int, shared: bool) -> bytes | None:
        """Made in another process: left in the store if that is shared, else its bytes."""
        if not shared:
            return pack(self.simulate(number))
        self.here(number)
        return None

    def receive(self, number: int, parcel: bytes | None) -> Aggregate:
        """What another process made of a portion."""
        return self.here(number) if parcel is None else self.store(number, parcel)


def rebuild(code: str, scenario: Scenario, seed: int, runs: int, evidence: str, root: Path) -> Portions:
    """The work that came from another process; SimError if that has other code."""
    work = Portions(scenario, seed, runs, evidence, root)
    check_code(code, work.code)
    return work


def sums_bytes(scenario: Scenario) -> int:
    """Bytes of the sums of one portion, about."""
    terrain, factions = scenario.terrain, len(scenario.factions)
    bins = sum(len(edges(name, terrain)) - 1 for name in SERIES)
    definitions = sum(len(claim.definitions) for claim in scenario.claims)
    groups = len({count.source for count in scenario.counts if count.use == "fit"})
    masses = 2 + (3 + 2 * groups) * definitions + len(REGIMES)
    return 8 * ((scenario.days + 1) * factions * bins + masses * POWERS)


def pack(part: Aggregate) -> bytes:
    """The bytes of an aggregate."""
    sample = {f"sample.{name}": getattr(part.sample, name) for name in SAMPLE}
    header = {"errors": {str(run): text for run, text in part.errors.items()}}
    return zlib.compress(seal(MAGIC, header, {**part.sums, "top": part.top, **sample}), 1)


def unpack(data: bytes) -> Aggregate | None:
    """The aggregate in ``data``, None if it is not whole."""
    try:
        unsealed = unseal(MAGIC, zlib.decompress(data))
    except (zlib.error, json.JSONDecodeError):
        return None
    if unsealed is None:
        return None
    header, arrays = unsealed
    sample = Sample(*(arrays.pop(f"sample.{name}") for name in SAMPLE))
    top: np.ndarray = arrays.pop("top")
    return Aggregate(arrays, top, sample, {int(run): text for run, text in header["errors"].items()})


def portion_is_whole(path: Path) -> bool:
    """True if a file holds a whole portion."""
    data = read_bytes(path)
    return data is not None and unpack(data) is not None
