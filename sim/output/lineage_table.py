"""``lineage.parquet``: for every run of a filter, whose random numbers it used on which days, and its parameters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.ensemble.arrow_columns import lists, numbers, texts
from sim.ensemble.lineage import Lineage
from sim.output.parquet import LINEAGE_COLUMNS, schema_of

LINEAGE = "lineage.parquet"


def write_lineage(folder: Path, lineage: Lineage | None) -> None:
    """The table of a filter's runs; nothing if no run came from a filter."""
    if lineage is None:
        return
    runs, names = len(lineage.run), list(lineage.numbers)
    numbers_drawn = np.stack([lineage.numbers[name] for name in names], axis=1)
    columns = [
        numbers(lineage.run, pa.int64()),
        lists(numbers(np.tile(np.asarray(lineage.until, dtype=np.int64), runs), pa.int64()), runs),
        lists(numbers(lineage.dice, pa.int64()), runs),
        lists(texts(names * runs), runs),
        lists(numbers(numbers_drawn, pa.float64()), runs),
    ]
    pq.write_table(pa.Table.from_arrays(columns, schema=schema_of(LINEAGE_COLUMNS)), folder / LINEAGE)
