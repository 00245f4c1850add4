"""The Parquet tables: columns declared once give schema, writer and ``columns.json``. Axes: R runs, T days, F factions.

Tables are streamed: one row group a block of runs, so memory does not grow with R.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.base.codes import END_CAUSES, MANNERS, POSTURES
from sim.ensemble.arrow_columns import NAMES, named, numbers, texts
from sim.ensemble.draws import draw_laws, draw_variants
from sim.ensemble.engine import Ensemble
from sim.inference.weights import Weights
from sim.law.parameters import PARAMETERS
from sim.record.record import Record

BLOCK = 512  # runs in a row group
LEVEL, PAGE = 3, 8 << 20  # of compression, and bytes of a page: a column of a block is compressed as a whole
DICTIONARY, SPLIT, DELTA = "DICTIONARY", "BYTE_STREAM_SPLIT", "DELTA_BINARY_PACKED"  # see ``Column.packing``


@dataclass(frozen=True)
class Column:
    """One column of a table, as ``columns.json`` describes it."""

    name: str
    type: pa.DataType
    unit: str
    meaning: str
    packing: str = (
        ""  # encoding that makes it smallest: DICTIONARY, SPLIT or DELTA; empty: plain, names as codes
    )

    @property
    def plain_type(self) -> str:
        """The type in words: ``string`` for names stored as codes."""
        return "string" if pa.types.is_dictionary(self.type) else str(self.type)


RUN_MEANING = "number of the run; with the random seed, the address of all its random numbers"
RUN = Column("run", pa.int32(), "1", RUN_MEANING, DELTA)
DAY = Column("day", pa.int32(), "day", "day of the run; 0 is the start", DELTA)

RUN_COLUMNS = (
    RUN,
    Column("draw", pa.int32(), "1", "number of the parameter draw the run uses"),
    Column("variant", NAMES, "", "model variant of the law drawn for the run"),
    Column("weight", pa.float64(), "1", "weight of the run given the evidence; all weights sum to 1"),
    Column("log_weight", pa.float64(), "1", "log-likelihood of the evidence in this run; -inf: impossible"),
    Column("end_day", pa.int32(), "day", "day on which the war ended; null while it is on"),
    Column("end_cause", NAMES, "", "how the war ended: none, capital_lost, conquest or truce"),
    Column("error", pa.string(), "", "what went wrong in the run; null if nothing did"),
    *(Column(p.name, pa.float64(), p.unit, p.meaning, SPLIT) for p in PARAMETERS.values()),
)
SERIES_COLUMNS = (
    RUN,
    DAY,
    Column("faction", NAMES, "", "id of the faction"),
    Column("held", pa.int32(), "districts", "districts the faction holds at the end of the day"),
    Column("contested", pa.int32(), "districts", "enemy districts in which the faction is present"),
    Column("capitals", pa.int32(), "districts", "provincial and national capitals held"),
    Column("population", pa.float32(), "persons", "people living in the districts held"),
    Column("reserve", pa.float32(), "FU", "force units free to move", SPLIT),
    Column("garrison", pa.float32(), "FU", "force units bound in garrisons, by their worth"),
    Column("momentum", pa.float32(), "1", "belief in the faction's advance; 0 is no belief either way", SPLIT),
    Column("posture", NAMES, "", "advance, consolidate, retreat or talks"),
    Column("assaults", pa.int32(), "1/day", "assaults the faction began that day", DICTIONARY),
    Column("assaults_even", pa.int32(), "1/day", "assaults begun that day at odds of at least 1:1", DICTIONARY),
    Column("won_even", pa.int32(), "1/day", "assaults begun at odds of at least 1:1 that were won that day", DICTIONARY),
    Column("capitals_threatened", pa.int32(), "districts", "enemy capitals surrounded or entered by the faction", DICTIONARY),
)  # fmt: skip
EVENT_COLUMNS = (
    RUN,
    DAY,
    Column("district", NAMES, "", "id of the district; null for the end of a war"),
    Column("from", NAMES, "", "faction that held it before; null if none"),
    Column("to", NAMES, "", "faction that holds it after; for attacked: the attacker; null if none"),
    Column("manner", NAMES, "", "start, assault, capitulation, abandonment, truce, end or attacked (capitals only)"),
)  # fmt: skip
LINEAGE_COLUMNS = (
    Column("run", pa.int64(), "1", "number of a run that a filter made; the table is there only then"),
    Column("until", pa.list_(pa.int64()), "day", "last day of each stretch of days"),
    Column("dice", pa.list_(pa.int64()), "1", "number of the run whose random numbers were used in each stretch"),
    Column("names", pa.list_(pa.string()), "", "names of the uniform numbers the run was made of"),
    Column("numbers", pa.list_(pa.float64()), "1", "those numbers; all others are those of the run's address"),
)  # fmt: skip
TABLES = {
    "runs.parquet": RUN_COLUMNS,
    "series.parquet": SERIES_COLUMNS,
    "events.parquet": EVENT_COLUMNS,
    "lineage.parquet": LINEAGE_COLUMNS,
}


def schema_of(columns: Sequence[Column]) -> pa.Schema:
    """Arrow schema of a table."""
    return pa.schema([(column.name, column.type) for column in columns])


def described(tables: Mapping[str, Sequence[Column]] = TABLES) -> dict[str, list[dict[str, str]]]:
    """The data dictionary: every column of every table with type, unit and meaning."""
    return {
        table: [{"name": c.name, "type": c.plain_type, "unit": c.unit, "meaning": c.meaning} for c in columns]
        for table, columns in tables.items()
    }


def columns_document(
    tables: Mapping[str, Sequence[Column]] = TABLES, rows: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """``columns.json``: the data dictionary of the tables; ``rows`` says of a table which runs it holds."""
    return {"schema": "sim.columns/1", "tables": described(tables), "rows": dict(rows or {})}


def run_table(ensemble: Ensemble, weights: Weights) -> pa.Table:
    """The table of runs in run order; a failed run has weight 0, its error, and no end."""
    record, scenario = ensemble.record, ensemble.scenario
    failed_runs = np.array(list(ensemble.failed), dtype=np.int64)
    failed_count = len(failed_runs)
    run = np.concatenate([record.run, failed_runs])
    end_day = np.concatenate([record.end_day, np.full(failed_count, -1)])
    names = [variant.name for variant in scenario.variants]
    laws = np.concatenate([ensemble.parameters, draw_laws(scenario, ensemble.seed, failed_runs)])
    columns = [
        numbers(run, pa.int32()),
        numbers(run, pa.int32()),
        named(np.concatenate([ensemble.variant, draw_variants(scenario, ensemble.seed, failed_runs)]), names),
        numbers(np.concatenate([weights.values, np.zeros(failed_count)]), pa.float64()),
        numbers(np.concatenate([weights.log_values, np.full(failed_count, -np.inf)]), pa.float64()),
        numbers(end_day, pa.int32(), end_day < 0),
        named(np.concatenate([record.end_cause, np.full(failed_count, -1)]), END_CAUSES),
        texts([None] * len(record.run) + list(ensemble.failed.values())),
        *(numbers(np.asarray(laws[p.field], dtype=np.float64), pa.float64()) for p in PARAMETERS.values()),
    ]
    return pa.Table.from_arrays(columns, schema=schema_of(RUN_COLUMNS)).sort_by("run")


def series_block(record: Record, rows: np.ndarray) -> pa.Table:
    """Daily series of the rows ``rows`` int [N] of the record, sorted by run, day, faction."""
    days, factions = record.days + 1, len(record.factions)
    n = len(rows) * days * factions
    columns: list[pa.Array] = [
        numbers(np.repeat(record.run[rows], days * factions), pa.int32()),
        numbers(np.tile(np.repeat(np.arange(days), factions), len(rows)), pa.int32()),
        named(np.tile(np.arange(factions), n // factions), record.factions),
    ]
    for column in SERIES_COLUMNS[3:]:
        values = record.series[column.name][rows].ravel()
        columns.append(named(values, POSTURES) if column.name == "posture" else numbers(values, column.type))
    return pa.Table.from_arrays(columns, schema=schema_of(SERIES_COLUMNS))


def event_block(record: Record, rows: np.ndarray) -> pa.Table:
    """Events of consecutive rows ``rows`` int [N] of the record, sorted by run and day."""
    event_rows = slice(record.event_first[rows[0]], record.event_first[rows[-1] + 1])
    counts = np.diff(record.event_first)[rows]
    columns = [
        numbers(np.repeat(record.run[rows], counts), pa.int32()),
        numbers(record.event_day[event_rows], pa.int32()),
        named(record.event_district[event_rows], record.terrain.ids),
        named(record.event_from[event_rows], record.factions),
        named(record.event_to[event_rows], record.factions),
        named(record.event_manner[event_rows], MANNERS),
    ]
    return pa.Table.from_arrays(columns, schema=schema_of(EVENT_COLUMNS))


def blocks(
    record: Record, make_table: Callable[[Record, np.ndarray], pa.Table], rows: np.ndarray | None = None
) -> Iterator[pa.Table]:
    """The tables of successive blocks of runs; ``rows`` int [N] are those of the record that are written, None for all."""
    rows_written = np.arange(record.runs) if rows is None else rows
    for first in range(0, len(rows_written), BLOCK):
        yield make_table(record, rows_written[first : first + BLOCK])


def stream(path: Path, columns: Sequence[Column], tables: Iterator[pa.Table]) -> int:
    """Write tables as row groups of one Parquet file; returns the number of rows."""
    schema = schema_of(columns)
    strings = [column.name for column in columns if column.plain_type == "string"]
    rows = 0
    with pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=LEVEL,
        use_dictionary=[*strings, *(column.name for column in columns if column.packing == DICTIONARY)],
        column_encoding={c.name: c.packing for c in columns if c.packing in (SPLIT, DELTA)} or None,
        write_statistics=False,
        data_page_size=PAGE,
    ) as writer:
        for table in tables:
            writer.write_table(table, row_group_size=max(1, len(table)))
            rows += len(table)
    return rows
