"""Islands of the filter as work: run on any executor and stored, so that an interrupted filter resumes.

Result of an island is stored under everything that decides it, like a portion of runs.
"""

from __future__ import annotations

import json
import threading
import zlib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

import numpy as np

from sim.base.compiled import cache_root
from sim.ensemble.block import Block
from sim.ensemble.engine import check_code
from sim.ensemble.lineage import Lineage
from sim.ensemble.store import ARRAYS, MOTION_VERSION, read_bytes, seal, unseal, write_whole
from sim.inference.judging_version import judging_version, readable
from sim.inference.particles.island import FilterTask, Survivors, run_island, run_pilot
from sim.inference.particles.shift import Pilot, Shift
from sim.inference.weights import select
from sim.scenario.files.hashing import digest, simulation_hash
from sim.scenario.scenario import Scenario

MAGIC = b"sim.island/1\n"
PILOT = "pilot."  # before the names of what only pilots leave
OWN = (  # code that decides an island besides motion and judging
    "base/calendar.py",
    "ensemble/engine.py",
    "ensemble/lineage.py",
    "ensemble/resumable_runs.py",
)
Place = tuple[int, int]  # first root, number of roots
Rows = tuple[dict[str, Any], dict[str, np.ndarray]]  # a header, and arrays by name
T = TypeVar("T")


class FilterWork(ABC, Generic[T]):
    """A ``Work`` of the filter whose items are places: each is simulated, or read from the store."""

    suffix: str

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        evidence: str,
        keep: bool = True,
        root: Path | None = None,
        shift: Shift | None = None,
    ) -> None:
        self.scenario, self.seed, self.evidence, self.keep = scenario, seed, evidence, keep
        self.root, self.shift = root or cache_root(), shift
        self.stop = threading.Event()

    @abstractmethod
    def simulate(self, place: Place) -> bytes:
        """The bytes of what a place leaves."""

    @abstractmethod
    def value(self, rows: Rows) -> T:
        """What a place leaves, from its header and arrays."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Goes to another process as what it was made of."""
        made_of = (self.scenario, self.seed, self.evidence, self.keep, self.root, self.shift)
        return rebuild, (type(self), self.code, *made_of)

    @cached_property
    def code(self) -> str:
        """Version of all code that decides an island."""
        return f"{MOTION_VERSION}-{judging_version(OWN)}"

    @cached_property
    def folder(self) -> Path:
        """Where what is stored of this question lies."""
        decides = [
            self.code,
            simulation_hash(self.scenario),
            self.seed,
            self.evidence,
            digest(readable(self.scenario)),
            None if self.shift is None else [float(by).hex() for by in self.shift.by],
        ]
        return self.root / "islands" / MOTION_VERSION / digest(decides)[:32]

    @cached_property
    def task(self) -> FilterTask:
        """What the filter is asked."""
        statements = frozenset(statement.id for statement in self.scenario.statements)
        counts = select(self.scenario.counts, self.evidence, statements)
        return FilterTask(self.scenario, counts, self.seed, self.stop, self.shift)

    def path(self, place: Place) -> Path:
        """File of a place."""
        return self.folder / f"{place[0]:010d}-{place[1]}.{self.suffix}"

    def here(self, place: Place) -> T:
        """What a place leaves: from the store, or simulated and stored."""
        data = read_bytes(self.path(place)) if self.keep else None
        rows = None if data is None else unpack(data)
        return self.store(place, self.simulate(place)) if rows is None else self.value(rows)

    def store(self, place: Place, data: bytes) -> T:
        """Store the bytes of a place; returns what is in them."""
        if self.keep:
            write_whole(self.path(place), data, "an island of the filter")
        rows = unpack(data) or unpack(self.simulate(place))  # again if damaged on its way
        return self.value(cast(Rows, rows))

    def away(self, place: Place, shared: bool) -> bytes | None:
        """Simulated in another process: left in the store if that is shared, else its bytes."""
        if not (shared and self.keep):
            return self.simulate(place)
        self.here(place)
        return None

    def receive(self, place: Place, parcel: bytes | None) -> T:
        """What another process made of a place."""
        return self.here(place) if parcel is None else self.store(place, parcel)


class Islands(FilterWork[Survivors | None]):
    """Islands; one that leaves no particle is None."""

    suffix = "island"

    def simulate(self, place: Place) -> bytes:
        """See ``FilterWork``."""
        return pack(run_island(self.task, *place))

    def value(self, rows: Rows) -> Survivors | None:
        """See ``FilterWork``."""
        return survivors(rows)


class Pilots(FilterWork[tuple[Pilot, Survivors | None]]):
    """Pilot swarms, which teach the islands how to draw their roots and are small islands themselves."""

    suffix = "pilot"

    def simulate(self, place: Place) -> bytes:
        """See ``FilterWork``."""
        pilot, left = run_pilot(self.task, *place)
        return pack(left, {PILOT + name: values for name, values in vars(pilot).items()})

    def value(self, rows: Rows) -> tuple[Pilot, Survivors | None]:
        """See ``FilterWork``."""
        arrays = {
            name.removeprefix(PILOT): values for name, values in rows[1].items() if name.startswith(PILOT)
        }
        return Pilot(**arrays), survivors(rows)


def rebuild(
    kind: type[FilterWork[Any]], code: str, scenario: Scenario, seed: int, evidence: str, keep: bool, root: Path, shift: Shift | None
) -> FilterWork[Any]:  # fmt: skip
    """The work that came from another process; SimError if that has other code."""
    work = kind(scenario, seed, evidence, keep, root, shift)
    check_code(code, work.code)
    return work


def pack(left: Survivors | None, others: Mapping[str, np.ndarray] | None = None) -> bytes:
    """The bytes of what an island leaves, and of other arrays by name."""
    arrays = dict(others or {})
    if left is None:
        return zlib.compress(seal(MAGIC, {"left": False}, arrays), 1)
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
    arrays |= {f"block.{name}": getattr(block, name) for name in ARRAYS}
    arrays |= {f"line.{name}": getattr(lineage, name) for name in ("run", "until", "dice")}
    arrays |= {f"number.{k}": number for k, number in enumerate(lineage.numbers.values())}
    return zlib.compress(seal(MAGIC, header, {**arrays, "log_weight": left.log_weight}), 1)


def unpack(data: bytes) -> Rows | None:
    """(header, arrays by name, first axis [N] particles) of an island's bytes, None if they are not whole."""
    try:
        return unseal(MAGIC, zlib.decompress(data))
    except (zlib.error, json.JSONDecodeError):
        return None


def survivors(rows: Rows) -> Survivors | None:
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
