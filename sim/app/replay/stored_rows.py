"""Rows of a finished folder's Parquet tables, read in batches and up to a limit: anybody may have written the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sim.base.errors import UsageError, one_line
from sim.ensemble.lineage import Lineage
from sim.output.lineage_table import LINEAGE
from sim.output.parquet import TABLES
from sim.terrain.files.parquet_batches import plain_batch, unpacked_bytes

MOST_BYTES = 256_000_000  # of the rows of one run, or of the columns asked for, once unpacked
MOST_ROWS = 1_000_000_000  # of a table that is searched for a run
BATCH, LIST_BATCH = 4096, 64  # rows taken at once; fewer where a row holds lists


def rows_of_run(path: Path, run: int, expected: str) -> pa.Table:
    """The rows of one run, names as plain text.

    UsageError if the file is no table as this program writes one of that name, or holds more than the limits;
    ``expected`` says of what kind the folder should be.
    """
    with open_table(path, ("run",), expected) as file:
        parts: list[pa.RecordBatch] = []
        size = 0
        for batch in batches(file, groups_with(file, run)):
            rows = batch.filter(pc.equal(batch.column("run"), run))
            size += unpacked_bytes(rows)
            check_bytes(size, MOST_BYTES)
            parts.append(plain_batch(rows))
        return pa.Table.from_batches(parts, parts[0].schema) if parts else pa.table({"run": []})


def weights_of_runs(path: Path, expected: str) -> tuple[np.ndarray, np.ndarray]:
    """Numbers int64 [R] and weights float64 [R] of all runs that did not fail; UsageError as ``rows_of_run``."""
    names = ("run", "weight", "error")
    with open_table(path, names, expected) as file:
        check_bytes(file.metadata.num_rows * 16, MOST_BYTES)
        run, weight = [np.empty(0, dtype=np.int64)], [np.empty(0)]
        for batch in batches(file, range(file.num_row_groups), names):
            finished = batch.filter(pc.is_null(batch.column("error")))
            run.append(finished.column("run").to_numpy(zero_copy_only=False))
            weight.append(finished.column("weight").to_numpy(zero_copy_only=False))
        return np.concatenate(run), np.concatenate(weight)


def read_lineage(folder: Path, run: int) -> Lineage | None:
    """The lineage of one run; None if it is no run of a filter. UsageError if the table cannot be read."""
    path = folder / LINEAGE
    if not path.exists():
        return None
    try:
        rows = rows_of_run(path, run, "what this program writes").to_pylist()
        return lineage_of(rows[0]) if rows else None
    except (KeyError, TypeError, ValueError) as error:
        problem = one_line(f"{type(error).__name__}: {error}")[:200]
        raise UsageError(f"{path} cannot be read ({problem}); expected what this program writes") from None


def lineage_of(row: dict[str, list[float]]) -> Lineage:
    """The lineage of one run from its row. ValueError for a number outside 0 to 1, or lists of different lengths."""
    until, dice = np.array(row["until"], dtype=np.int64), np.array([row["dice"]], dtype=np.int64)
    numbers = {str(n): np.array([u]) for n, u in zip(row["names"], row["numbers"], strict=True)}
    if out_of_range := [name for name, (u,) in numbers.items() if not 0 <= u <= 1]:
        raise ValueError(
            f"{out_of_range[0]} is {numbers[out_of_range[0]][0]:g}; expected a number from 0 to 1"
        )
    return Lineage(np.array([row["run"]], dtype=np.int64), until, dice, numbers)


@contextmanager
def open_table(path: Path, columns: Sequence[str], expected: str) -> Iterator[pq.ParquetFile]:
    """The open table; whatever cannot be read in it, there and in the block below, is a UsageError."""
    types = {column.name: column.type for column in TABLES[path.name]}
    try:
        names_stored = pq.read_schema(path).names
        # a text that stands once and counts a million times is held once
        names = [name for name in names_stored if name in types and is_text(types[name])]
        with pq.ParquetFile(path, read_dictionary=names) as file:
            check_form(file, types, columns)
            yield file
    except (OSError, pa.ArrowException, ValueError) as error:
        problem = getattr(error, "strerror", None) or one_line(str(error))[:200]
        raise UsageError(f"{path} cannot be read ({problem}); expected {expected}") from None


def check_form(file: pq.ParquetFile, types: dict[str, pa.DataType], columns: Sequence[str]) -> None:
    """ValueError if a needed column is missing, a known one is of another type, or there are too many rows."""
    schema = file.schema_arrow
    if missing_columns := [name for name in columns if schema.names.count(name) != 1]:
        raise ValueError(f"it has no column {missing_columns[0]!r}")
    for field in schema:
        due = types.get(field.name)
        if due is not None and field.type != due and not (is_text(field.type) and is_text(due)):
            raise ValueError(f"column {field.name!r} is {field.type}; expected {due}")
    if file.metadata.num_rows > MOST_ROWS:
        raise ValueError(f"it has {file.metadata.num_rows:,} rows; expected at most {MOST_ROWS:,}")


def is_text(kind: pa.DataType) -> bool:
    """True for text, plain or as codes."""
    return bool(pa.types.is_string(kind.value_type if pa.types.is_dictionary(kind) else kind))


def groups_with(file: pq.ParquetFile, run: int) -> list[int]:
    """The row groups that hold the run."""

    def holds_run(group: int) -> bool:
        columns = (batch.column("run") for batch in batches(file, [group], ("run",)))
        return any(pc.any(pc.equal(column, run)).as_py() for column in columns)

    return [group for group in range(file.num_row_groups) if holds_run(group)]


def batches(
    file: pq.ParquetFile, groups: Sequence[int], columns: Sequence[str] | None = None
) -> Iterator[pa.RecordBatch]:
    """The batches of some row groups."""
    nested = any(pa.types.is_nested(field.type) for field in file.schema_arrow)
    # of no group pyarrow would read all
    return file.iter_batches(LIST_BATCH if nested else BATCH, list(groups), columns) if groups else iter(())


def check_bytes(size: int, most: int) -> None:
    """ValueError above the limit."""
    if size > most:
        raise ValueError(f"unpacks to more than {most:,} bytes")
