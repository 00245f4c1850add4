"""Tables of points as files. A module of its own: whoever finds its files finished needs no Arrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.ensemble.arrow_columns import numbers, texts


def write_table(part: Path, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """``NAME.csv`` (6 digits, harmless to spreadsheets) and ``NAME.parquet`` (exact)."""
    from sim.plots.drawing.files import (
        write_columns,  # brings matplotlib: only when there is something to write
    )

    names = dict.fromkeys(key for row in rows for key in row)
    columns = {key: [row.get(key) for row in rows] for key in names}
    write_columns(part / f"{name}.csv", columns)
    table = pa.table({key: column_of(values) for key, values in columns.items()})
    pq.write_table(table, part / f"{name}.parquet")


def column_of(values: Sequence[Any]) -> pa.Array:
    """Texts, whole numbers or floats as one Arrow column; settings of mixed kinds as texts."""
    defined_values = [value for value in values if value is not None]
    is_missing = np.array([value is None for value in values], dtype=bool)
    if defined_values and all(isinstance(value, bool) for value in defined_values):
        return numbers(np.array(values, dtype=bool).astype(np.uint8), pa.uint8(), is_missing).cast(pa.bool_())
    if any(isinstance(value, str) for value in defined_values):
        return texts([None if value is None else str(value) for value in values])
    filled = [0 if value is None else value for value in values]
    if defined_values and all(isinstance(value, int) for value in defined_values):
        return numbers(np.array(filled, dtype=np.int64), pa.int64(), is_missing)
    return numbers(np.array(filled, dtype=np.float64), pa.float64(), is_missing)
