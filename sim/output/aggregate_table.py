"""``aggregates.parquet``: every sum over all runs as a row, for runs that were not stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from sim.ensemble.arrow_columns import NAMES, named, numbers
from sim.ensemble.engine import Ensemble
from sim.explore.sums.aggregate import Aggregate
from sim.explore.sums.exact_sums import ratio
from sim.output.parquet import Column, schema_of, stream
from sim.record.histograms import SERIES, edges
from sim.record.regimes import REGIMES

KINDS = ("series", "first_fall", "definition", "regime")
COLUMNS = (
    Column(
        "kind",
        NAMES,
        "",
        "series (a column of the daily series), first_fall (day on which the challenger first held a capital), "
        "definition or regime",
    ),
    Column("name", NAMES, "", "column, district, claim.definition or regime"),
    Column("faction", NAMES, "", "id of the faction of a series; null otherwise"),
    Column(
        "day", pa.int32(), "day", "day of the run; null for definition and regime, and for a capital that never fell"
    ),
    Column("low", pa.float64(), "", "lower end of the bin; 0, 1 or -1 (undefined) for a definition; null otherwise"),
    Column("high", pa.float64(), "", "upper end of the bin; the end farther from zero is not in it; null without a bin"),
    Column("runs", pa.int64(), "1", "runs in the bin; bins without any are left out"),
    Column("weight", pa.float64(), "1", "share of the weight after the evidence; null for series and first_fall"),
)  # fmt: skip
TABLES = {"aggregates.parquet": COLUMNS}


def write_aggregates(part: Path, aggregate: Aggregate, ensemble: Ensemble) -> None:
    """The table, streamed: one row group a column of the series."""
    stream(part / "aggregates.parquet", COLUMNS, tables(aggregate, ensemble))


def tables(aggregate: Aggregate, ensemble: Ensemble) -> Iterator[pa.Table]:
    """All rows."""
    for name in SERIES:
        yield series_rows(aggregate, ensemble, name)
    yield fall_rows(aggregate, ensemble)
    yield definition_rows(aggregate, ensemble)
    yield regime_rows(aggregate)


def series_rows(aggregate: Aggregate, ensemble: Ensemble, name: str) -> pa.Table:
    """The bins of one column that hold runs."""
    counts, ends = aggregate.sums[f"series.{name}"], edges(name, ensemble.record.terrain)
    day, faction, place = np.nonzero(counts)
    return kind_table(
        "series", [name], np.zeros(len(day), dtype=np.int64), runs=counts[day, faction, place], day=day,
        faction=named(faction, ensemble.record.factions), low=ends[place], high=ends[place + 1],
    )  # fmt: skip


def fall_rows(aggregate: Aggregate, ensemble: Ensemble) -> pa.Table:
    """Days on which capitals first fell."""
    counts, terrain = aggregate.sums["falls"], ensemble.record.terrain
    capital, day = np.nonzero(counts)
    has_not_fallen = day == counts.shape[1] - 1
    return kind_table(
        "first_fall", [terrain.ids[row] for row in terrain.capitals], capital, runs=counts[capital, day],
        day=numbers(day, pa.int32(), has_not_fallen),
    )  # fmt: skip


def definition_rows(aggregate: Aggregate, ensemble: Ensemble) -> pa.Table:
    """Runs in which each definition is false, true and undefined."""
    names = [
        f"{claim.id}.{definition.id}"
        for claim in ensemble.scenario.claims
        for definition in claim.definitions
    ]
    counts = np.array([aggregate.sums[f"truth.{name}"] for name in names]).reshape(len(names), 3)
    shares = np.array([truth_shares(aggregate, name) for name in names]).reshape(len(names), 3)
    return kind_table(
        "definition", names, np.repeat(np.arange(len(names)), 3), runs=counts.ravel(),
        low=np.tile([0.0, 1.0, -1.0], len(names)), weight=shares.ravel() if aggregate.weighed else None,
    )  # fmt: skip


def truth_shares(aggregate: Aggregate, name: str) -> tuple[float, float, float]:
    """Shares of the weight in which a definition is false, true and undefined."""
    if not aggregate.weighed:
        return 0.0, 0.0, 0.0
    true = ratio(aggregate.sums[f"mass.{name}.true"], aggregate.sums["mass.all"])
    defined = ratio(aggregate.sums[f"mass.{name}.defined"], aggregate.sums["mass.all"])
    return defined - true, true, 1.0 - defined


def regime_rows(aggregate: Aggregate) -> pa.Table:
    """Runs of each regime."""
    shares = [ratio(aggregate.sums[f"mass.regime.{name}"], aggregate.sums["mass.all"]) for name in REGIMES] if aggregate.weighed else None  # fmt: skip
    return kind_table(
        "regime", REGIMES, np.arange(len(REGIMES)), runs=aggregate.sums["regimes"], weight=shares
    )


def kind_table(kind: str, names: Sequence[str], name_numbers: np.ndarray, **columns: object) -> pa.Table:
    """A table of one kind; ``name_numbers`` int [N] numbers the names, columns that are not given are null."""
    lines = len(name_numbers)
    column_values = {
        "kind": named(np.full(lines, KINDS.index(kind)), KINDS),
        "name": named(name_numbers, names),
        **columns,
    }
    arrays = [as_column(column, column_values.get(column.name), lines) for column in COLUMNS]
    return pa.Table.from_arrays(arrays, schema=schema_of(COLUMNS))


def as_column(column: Column, values: object, lines: int) -> pa.Array:
    """Values as the column's type; nulls for None."""
    if values is None:
        return pa.nulls(lines, column.type)
    return values if isinstance(values, pa.Array) else numbers(np.asarray(values), column.type)
