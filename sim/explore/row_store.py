"""Rows: the stored values of one point, as a small file addressed by everything that decides it.

A row's address is the hash of the code (motion and judging), the simulation hash, seed, runs, evidence, and the
claims, counts and sources it was judged with. A file that does not match its digest is computed again. Rows are
written whole under a temporary name and renamed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.compiled import cache_root
from sim.ensemble.store import MOTION_VERSION, write_whole
from sim.explore.settings import Setup
from sim.inference.judging_version import judging_version, readable
from sim.scenario.files.hashing import digest
from sim.scenario.scenario import Scenario

OWN = ("explore/targets.py", "explore/point_runs.py")
Row = dict[str, Any]
FLOATS = "<f8"


def row_version() -> str:
    """12 hex digits that change when the code does that turns runs into a row."""
    return judging_version(OWN)


class RowStore:
    """Rows on disk under the law's version."""

    def __init__(self) -> None:
        self.version = row_version()
        self.folder = cache_root() / "rows" / MOTION_VERSION
        self.judged: dict[tuple[int, ...], str] = {}
        self.scenarios: list[Scenario] = []  # so that the ids in ``judged`` stay theirs

    def address(self, setup: Setup, simulation: str, seed: int, runs: int) -> str:
        """The address of a point with the hash ``simulation`` of its scenario: 32 hex digits."""
        parts = [self.version, simulation, seed, runs, setup.evidence]
        return digest([*parts, self.judging(setup.scenario)])[:32]

    def judging(self, scenario: Scenario) -> str:
        """Hash of what runs are judged with; computed once as long as a scenario's parts are the same objects."""
        key = id(scenario.claims), id(scenario.counts), id(scenario.sources), id(scenario.semantics)
        if key not in self.judged:
            self.scenarios.append(scenario)
            self.judged[key] = digest(readable(scenario))
        return self.judged[key]

    def path(self, address: str) -> Path:
        """File of a row."""
        return self.folder / address[:2] / f"{address}.row"

    def read(self, address: str) -> Row | None:
        """The row if it is there and whole, else None."""
        return read_row(self.path(address))

    def write(self, address: str, row: Row) -> None:
        """Write a row under a temporary name and give it its own; OutputError if the disk refuses."""
        write_row(self.path(address), row, "a row")


def write_row(path: Path, row: Row, purpose: str) -> None:
    """Write a row with its digest, unsynced: there are thousands of them, each made again in no time.

    purpose   the row in an error. OutputError if the disk refuses.
    """
    packed_row = pack_row(row)
    write_whole(path, digest_of(packed_row) + b"\n" + packed_row, purpose, sync=False)


def read_row(path: Path) -> Row | None:
    """The row in a file; None if it is missing, cut, or does not match its digest."""
    try:
        stored_digest, _, packed_row = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return unpack_row(packed_row) if stored_digest == digest_of(packed_row) else None


def pack_row(row: Mapping[str, Any]) -> bytes:
    """The bytes of a row: lines with its names, which of its values are floats, and the others, and then the floats.

    Thousands of rows have the same names, so these are encoded and read once; floats are as the machine holds them.
    """
    values = list(row.values())
    is_float = bytes([type(value) is float for value in values])
    other_values = json.dumps([value for value in values if type(value) is not float]).encode()
    floats = np.array([value for value in values if type(value) is float], FLOATS)
    return b"\n".join((encoded_names(tuple(row)), is_float, other_values, floats.tobytes()))


def unpack_row(packed_row: bytes) -> Row:
    """The row that ``pack_row`` made these bytes of, its names in their order."""
    name_line, is_float, other_values, float_bytes = packed_row.split(b"\n", 3)
    floats, others = iter(np.frombuffer(float_bytes, FLOATS).tolist()), iter(json.loads(other_values))
    values = [next(floats) if is_one else next(others) for is_one in is_float]
    return dict(zip(decoded_names(name_line), values, strict=True))


@lru_cache(maxsize=8)
def encoded_names(names: tuple[str, ...]) -> bytes:
    """The line of a row's names."""
    return json.dumps(names).encode()


@lru_cache(maxsize=8)
def decoded_names(line: bytes) -> tuple[str, ...]:
    """The names of ``encoded_names``."""
    return tuple(json.loads(line))


def row_is_whole(path: Path) -> bool:
    """True if a file holds a whole row."""
    return read_row(path) is not None


def digest_of(packed_row: bytes) -> bytes:
    """Hex digits of a row's bytes."""
    return hashlib.blake2b(packed_row, digest_size=16).hexdigest().encode()
