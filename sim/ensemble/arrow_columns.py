"""NumPy arrays and texts as Arrow columns, straight from their bytes.

``pyarrow.array`` asks of everything it is given whether it is a pandas object, and imports pandas to find out: more than a
second before the first row is written.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

NAMES = pa.dictionary(pa.int16(), pa.string())


def numbers(values: np.ndarray, kind: pa.DataType, missing: np.ndarray | None = None) -> pa.Array:
    """Numbers [N] as a column of type ``kind``, null where ``missing`` [N]; pa.ArrowInvalid for one that does not fit."""
    flat_values = np.ascontiguousarray(values).ravel()
    column = pa.Array.from_buffers(
        pa.from_numpy_dtype(flat_values.dtype),
        len(flat_values),
        [present(missing), pa.py_buffer(flat_values)],
    )
    return column if column.type == kind else column.cast(kind)


def texts(values: Sequence[str | None]) -> pa.Array:
    """Texts [N] as a column of strings; None is null."""
    encoded = [b"" if text is None else text.encode() for text in values]
    ends = np.cumsum([0, *map(len, encoded)]).astype(np.int32)
    is_missing = np.array([text is None for text in values], dtype=bool)
    buffers = [present(is_missing), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(encoded), buffers)


def named(codes: np.ndarray, names: Sequence[str]) -> pa.DictionaryArray:
    """Codes int [R] as names; a negative code is null."""
    flat_codes = np.asarray(codes).ravel()
    return pa.DictionaryArray.from_arrays(
        numbers(flat_codes.astype(np.int16), pa.int16(), flat_codes < 0), texts(names)
    )


def lists(values: pa.Array, rows: int) -> pa.Array:
    """``rows`` lists of equal length, one after the other in ``values``."""
    list_length = len(values) // rows if rows else 0
    return pa.ListArray.from_arrays(
        numbers(list_length * np.arange(rows + 1, dtype=np.int32), pa.int32()), values
    )


def present(missing: np.ndarray | None) -> pa.Buffer | None:
    """The bits that say which rows hold a value, from ``missing`` bool [R]; None if all do."""
    if missing is None or not missing.any():
        return None
    return pa.py_buffer(np.packbits(~np.asarray(missing, dtype=bool).ravel(), bitorder="little"))
