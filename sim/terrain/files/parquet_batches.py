"""Batches of a Parquet file whose texts are read as codes: how large they are, and the texts themselves.

A text that stands in the file once may be meant for any number of rows, so its size is known before it is multiplied.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc


def holds_text(kind: pa.DataType) -> bool:
    """True for text and bytes, plain or as codes."""
    value_type = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(
        pa.types.is_string(value_type)
        or pa.types.is_binary(value_type)
        or pa.types.is_large_string(value_type)
        or pa.types.is_large_binary(value_type)
    )


def unpacked_bytes(rows: pa.RecordBatch) -> int:
    """Bytes of a batch once every text stands in its own row."""
    return sum(
        pc.sum(pc.take(pc.binary_length(column.dictionary), column.indices)).as_py() or 0
        if pa.types.is_dictionary(column.type) and holds_text(column.type)
        else column.nbytes
        for column in rows.columns
    )


def plain_batch(rows: pa.RecordBatch) -> pa.RecordBatch:
    """A batch with its texts as plain text."""
    columns = [
        column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
        for column in rows.columns
    ]
    return pa.RecordBatch.from_arrays(columns, names=rows.schema.names)


__all__ = ["holds_text", "plain_batch", "unpacked_bytes"]
