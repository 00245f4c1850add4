"""A network from two CSV tables: districts and edges."""

from __future__ import annotations

import csv
import math
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.errors import UsageError, nearest
from sim.terrain.terrain import Terrain, seat_codes

Finder = Callable[[str], Path]  # name in the scenario -> path inside its folder
KEYS = ("from", "districts", "edges", "weights", "parts", "source")
DISTRICT_COLUMNS = ("id", "name", "province", "seat", "population", "past", "lon", "lat")
MOST_DISTRICTS = 200_000


def read_tables(block: Mapping[str, Any], find: Finder, label: str) -> Terrain:
    """The network of ``districts`` and ``edges``; UsageError with one line for each fault, file and line named."""
    faults: list[str] = []
    rows = read_csv(block, "districts", find, label, DISTRICT_COLUMNS)
    weights = str(block.get("weights", "equal"))
    wanted = ("a", "b") if weights == "equal" else ("a", "b", weights)
    edges = read_csv(block, "edges", find, label, wanted)
    ids = [row["id"] for _, row in rows]
    known = {name: number for number, name in enumerate(ids)}
    numbers = {column: read_numbers(rows, column, f"{label}/{block['districts']}", faults)
               for column in ("seat", "population", "past", "lon", "lat")}  # fmt: skip
    for (line, row), seat in zip(rows, numbers["seat"], strict=True):
        if seat not in (0.0, 1.0, 2.0):
            faults.append(f"{label}/{block['districts']}:{line} seat = {row['seat']!r}; expected 0, 1 (capital) or 2 (national)")
    ends = []
    for line, row in edges:
        for side in ("a", "b"):
            if row[side] not in known:
                faults.append(f"{label}/{block['edges']}:{line} {side} = {row[side]!r} is no district{nearest(row[side], ids)}")
        ends.append((known.get(row["a"], 0), known.get(row["b"], 0)))
    strength = (
        np.ones(len(edges))
        if weights == "equal"
        else read_numbers(edges, weights, f"{label}/{block['edges']}", faults)
    )
    if faults:
        raise UsageError("\n".join(faults))
    pairs = np.array(ends, dtype=np.int32).reshape(-1, 2)
    return Terrain(
        ids=tuple(ids),
        names=tuple(unicodedata.normalize("NFC", row["name"]) for _, row in rows),
        provinces=tuple(unicodedata.normalize("NFC", row["province"]) for _, row in rows),
        seat=seat_codes([int(seat) for seat in numbers["seat"]]),
        population=np.nan_to_num(numbers["population"]),
        past=np.nan_to_num(numbers["past"]),
        lon=numbers["lon"],
        lat=numbers["lat"],
        edge_a=pairs[:, 0].copy(),
        edge_b=pairs[:, 1].copy(),
        edge_weight=strength,
        source=str(block.get("source", "")),
        declared_parts=int(block.get("parts", 1)),
    )


def read_csv(
    block: Mapping[str, Any], key: str, find: Finder, label: str, columns: tuple[str, ...]
) -> list[tuple[int, dict[str, str]]]:
    """Rows of the table named by ``key`` with their line numbers; columns must be there."""
    name = block.get(key)
    if not isinstance(name, str):
        raise UsageError(f".{key} = {name!r}; expected the name of a CSV table")
    try:
        path = find(name)
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            rows = [(reader.line_num, {k: v or "" for k, v in row.items() if k}) for row in reader]
            header = reader.fieldnames or []
    except UsageError as error:
        raise UsageError(f".{key} {error}") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f".{key} = {name!r} cannot be read: {reason}") from error
    missing = [column for column in columns if column not in header]
    if missing:
        raise UsageError(f"{label}/{name}:1 lacks the column {missing[0]!r}{nearest(missing[0], header)}")
    if len(rows) > MOST_DISTRICTS * 10:
        raise UsageError(f"{label}/{name} has {len(rows):,} rows; expected at most {MOST_DISTRICTS * 10:,}")
    return rows


def read_numbers(rows: list[tuple[int, dict[str, str]]], column: str, file: str, faults: list[str]) -> np.ndarray:
    """A column as float64; empty is NaN, anything else that is no number >= -1000 is a fault."""
    values = np.full(len(rows), math.nan)
    for number, (line, row) in enumerate(rows):
        text = row[column].strip()
        if not text:
            continue
        try:
            values[number] = float(text)
        except ValueError:
            faults.append(f"{file}:{line} {column} = {text!r} is no number")
            continue
        if not math.isfinite(values[number]) or (column not in ("lon", "lat") and values[number] < 0):
            faults.append(f"{file}:{line} {column} = {text!r}; expected a finite number, 0 or more")
    return values
