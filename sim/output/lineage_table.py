"""``lineage.parquet``: for every run of a filter, whose random numbers it used on which days, and its parameters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.base.errors import UsageError
from sim.ensemble.arrow_columns import lists, numbers, texts
from sim.ensemble.lineage import Lineage
from sim.output.parquet import LINEAGE_COLUMNS, schema_of

LINEAGE = "lineage.parquet"


def write_lineage(folder: Path, lineage: Lineage | None) -> None:
    """The table of a filter's runs; nothing if no run came from a filter."""
    if lineage is None:
        return
    runs, names = len(lineage.run), list(lineage.numbers)
    drawn = np.stack([lineage.numbers[name] for name in names], axis=1)
    columns = [
        numbers(lineage.run, pa.int64()),
        lists(numbers(np.tile(np.asarray(lineage.until, dtype=np.int64), runs), pa.int64()), runs),
        lists(numbers(lineage.dice, pa.int64()), runs),
        lists(texts(names * runs), runs),
        lists(numbers(drawn, pa.float64()), runs),
    ]
    pq.write_table(pa.Table.from_arrays(columns, schema=schema_of(LINEAGE_COLUMNS)), folder / LINEAGE)


def read_lineage(folder: Path, run: int) -> Lineage | None:
    """The lineage of one run; None if it is no run of a filter. UsageError if the table cannot be read."""
    path = folder / LINEAGE
    if not path.exists():
        return None
    try:
        rows = pq.read_table(path, filters=[("run", "=", run)]).to_pylist()
        return lineage_of(rows[0]) if rows else None
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise UsageError(f"{path} cannot be read ({problem}); expected what this program writes") from None


def lineage_of(row: dict[str, list[float]]) -> Lineage:
    """The lineage of one run from its row."""
    until, dice = np.array(row["until"], dtype=np.int64), np.array([row["dice"]], dtype=np.int64)
    numbers = {str(n): np.array([u]) for n, u in zip(row["names"], row["numbers"], strict=True)}
    return Lineage(np.array([row["run"]], dtype=np.int64), until, dice, numbers)
