"""Islands of the filter as work: run on any executor and stored, so that an interrupted filter resumes.

Result of an island is stored under everything that decides it, like a portion of runs.
"""

from __future__ import annotations

import json
import threading
import zlib
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.compiled import cache_root
from sim.ensemble.block import Block
from sim.ensemble.engine import check_code
from sim.ensemble.lineage import Lineage
from sim.ensemble.store import ARRAYS, MOTION_VERSION, read_bytes, seal, unseal, write_whole
from sim.inference.judging_version import judging_version, readable
from sim.inference.particles.island import FilterTask, Survivors, run_island
from sim.inference.weights import select
from sim.scenario.files.hashing import digest, simulation_hash
from sim.scenario.scenario import Scenario

MAGIC = b"sim.island/1\n"
OWN = (  # code that decides an island besides motion and judging
    "base/calendar.py",
    "ensemble/engine.py",
    "ensemble/lineage.py",
    "ensemble/resumable_runs.py",
)
Place = tuple[int, int]  # first root, number of roots


class Islands:
    """The ``Work`` whose items are islands; an island that leaves no particle is None."""

    def __init__(
        self, scenario: Scenario, seed: int, evidence: str, keep: bool = True, root: Path | None = None
    ) -> None:
        self.scenario, self.seed, self.evidence, self.keep = scenario, seed, evidence, keep
        self.root = root or cache_root()
        self.stop = threading.Event()

    def __reduce__(self) -> tuple[Any, ...]:
        """Goes to another process as what it was made of."""
        return rebuild, (self.code, self.scenario, self.seed, self.evidence, self.keep, self.root)

    @cached_property
    def code(self) -> str:
        """Version of all code that decides an island."""
        return f"{MOTION_VERSION}-{judging_version(OWN)}"

    @cached_property
    def folder(self) -> Path:
        """Where the islands of this question lie."""
        decides = [
            self.code,
            simulation_hash(self.scenario),
            self.seed,
            self.evidence,
            digest(readable(self.scenario)),
        ]
        return self.root / "islands" / MOTION_VERSION / digest(decides)[:32]

    @cached_property
    def task(self) -> FilterTask:
        """What the filter is asked."""
        statements = frozenset(statement.id for statement in self.scenario.statements)
        return FilterTask(
            self.scenario, select(self.scenario.counts, self.evidence, statements), self.seed, self.stop
        )

    def path(self, place: Place) -> Path:
        """File of an island."""
        return self.folder / f"{place[0]:010d}-{place[1]}.island"

    def here(self, place: Place) -> Survivors | None:
        """Result of an island: from the store, or simulated and stored."""
        data = read_bytes(self.path(place)) if self.keep else None
        values = None if data is None else unpack(data)
        return (
            survivors(values)
            if values is not None
            else self.store(place, pack(run_island(self.task, *place)))
        )

    def store(self, place: Place, data: bytes) -> Survivors | None:
        """Keep an island; returns what is in it."""
        if self.keep:
            write_whole(self.path(place), data, "an island of the filter")
        rows = unpack(data)
        return run_island(self.task, *place) if rows is None else survivors(rows)

    def away(self, place: Place, shared: bool) -> bytes | None:
        """Lived in another process: left in the store if that is shared, else its bytes."""
        if not (shared and self.keep):
            return pack(run_island(self.task, *place))
        self.here(place)
        return None

    def receive(self, place: Place, parcel: bytes | None) -> Survivors | None:
        """What another process made of an island."""
        return self.here(place) if parcel is None else self.store(place, parcel)


def rebuild(code: str, scenario: Scenario, seed: int, evidence: str, keep: bool, root: Path) -> Islands:
    """The work that came from another process; SimError if that has other code."""
    work = Islands(scenario, seed, evidence, keep, root)
    check_code(code, work.code)
    return work


def pack(left: Survivors | None) -> bytes:
    """The bytes of what an island leaves."""
    if left is None:
        return zlib.compress(seal(MAGIC, {"left": False}, {}), 1)
    lineage, block = left.lineage, left.block
    header = {
        "left": True,
        "roots": left.roots,
        "log_evidence": float(left.log_evidence).hex(),
        "failed": {str(run): text for run, text in sorted(left.failed.items())},
        "first": block.first,
        "errors": {str(run): text for run, text in sorted(block.errors.items())},
        "numbers": list(lineage.numbers),
    }
    arrays = {f"block.{name}": getattr(block, name) for name in ARRAYS}
    arrays |= {f"line.{name}": getattr(lineage, name) for name in ("run", "until", "dice")}
    arrays |= {f"number.{k}": number for k, number in enumerate(lineage.numbers.values())}
    return zlib.compress(seal(MAGIC, header, {**arrays, "log_weight": left.log_weight}), 1)


def unpack(data: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]] | None:
    """(header, arrays by name, first axis [N] particles) of an island's bytes, None if they are not whole."""
    try:
        return unseal(MAGIC, zlib.decompress(data))
    except (zlib.error, json.JSONDecodeError):
        return None


def survivors(rows: tuple[dict[str, Any], dict[str, np.ndarray]]) -> Survivors | None:
    """Result of an island, from its header and its arrays [N, ...]."""
    header, arrays = rows
    if not header["left"]:
        return None
    errors = {int(run): text for run, text in header["errors"].items()}
    block = Block(first=header["first"], errors=errors, **{name: arrays[f"block.{name}"] for name in ARRAYS})
    numbers = {name: arrays[f"number.{k}"] for k, name in enumerate(header["numbers"])}
    lineage = Lineage(arrays["line.run"], arrays["line.until"], arrays["line.dice"], numbers)
    failed = {int(run): text for run, text in header["failed"].items()}
    evidence = float.fromhex(header["log_evidence"])
    return Survivors(header["roots"], lineage, block, evidence, arrays["log_weight"], failed)


def island_is_whole(path: Path) -> bool:
    """True if a file holds a whole island."""
    data = read_bytes(path)
    return data is not None and unpack(data) is not None
