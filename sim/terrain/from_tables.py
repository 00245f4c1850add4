"""A network from two CSV tables: districts and edges."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from sim.base.errors import nearest
from sim.terrain.assemble import (
    BARRIER,
    Border,
    District,
    Faults,
    assemble,
    check_known,
    check_size,
    finish,
    read_barrier,
    read_district,
    read_weight,
)
from sim.terrain.folder import Folder
from sim.terrain.options import Option, short
from sim.terrain.terrain import Terrain

NEEDED = (
    "id",
    "name",
    "province",
    "seat",
    "population",
)  # past, lon, lat, aliases and area_km2 may be left out
EQUAL = "equal"
Row = tuple[int, dict[str, str]]  # line in the file, values by column
OPTIONS = {
    "districts": Option("text", "the name of the table of districts"),
    "edges": Option("text", "the name of the table of edges"),
    "weights": Option("text", "a column of edges, or equal", EQUAL),
}


def build(folder: Folder, options: Mapping[str, Any]) -> Terrain:
    """The network of two tables; ScenarioError with file and line of every fault of both.

    districts   file with the columns id, name, province, seat, population and, if known, past, lon, lat, aliases, area_km2;
                and the columns that ``allegiance`` names: support for a faction
    edges       file with the columns a, b and that of ``weights``, unless it is "equal"; if known, barrier
    """
    table, edges = Faults(folder.show(options["districts"])), Faults(folder.show(options["edges"]))
    districts = read_districts(folder, options["districts"], table, options["allegiance"])
    ids = {district.id for district in districts}
    whole = not table.found  # after a fault in the districts an unknown end of an edge means nothing
    borders = read_borders(folder, options["edges"], options["weights"], ids if whole else None, edges)
    finish(table, edges)
    return assemble(districts, borders, source=options["source"], parts=options["parts"])


def read_districts(
    folder: Folder, name: str, faults: Faults, allegiance: Mapping[str, str]
) -> list[District]:
    """Districts in file order; what is wrong goes into ``faults``, ScenarioError if there is no table at all."""
    rows = read_table(folder, name, (*NEEDED, *allegiance.values()), faults)
    if not faults.found:
        check_size(len(rows), folder, name)
    lines: dict[str, int] = {}
    districts = []
    for line, values in rows:
        district = read_district(values, faults, line, "", allegiance)
        if district is None:
            continue
        if district.id in lines:
            faults.add(line, "id", f" = {district.id!r} appears twice; first on line {lines[district.id]}")
        lines.setdefault(district.id, line)
        districts.append(district)
    check_aliases(districts, lines, faults)
    return districts


def check_aliases(districts: Sequence[District], lines: Mapping[str, int], faults: Faults) -> None:
    """Faults for an alias that is another district's id or alias."""
    owner: dict[str, str] = {}
    for district in districts:
        for alias in district.aliases:
            other = alias if alias in lines else owner.setdefault(alias, district.id)
            if other != district.id:
                faults.add(lines[district.id], "aliases", f" = {alias!r} already means {other}")


def read_borders(
    folder: Folder, name: str, weights: str, ids: set[str] | None, faults: Faults
) -> list[Border]:
    """Borders in file order; what is wrong goes into ``faults``. Ends are looked up among ``ids``, if given."""
    rows = read_table(folder, name, ("a", "b") if weights == EQUAL else ("a", "b", weights), faults)
    lines: dict[tuple[str, str], int] = {}
    borders = []
    for line, values in rows:
        border = read_border(values, weights, faults, line)
        if border is None or (ids is not None and not check_known(border, ids, faults, line)):
            continue
        pair = (min(border.a, border.b), max(border.a, border.b))
        if border.a == border.b:
            faults.add(line, "b", f" = {short(border.b)} joins a district to itself; expected another")
        elif pair in lines:
            faults.add(
                line, "b", f" = {short(border.b)} touches {border.a} as on line {lines[pair]}; expected once"
            )
        lines.setdefault(pair, line)
        borders.append(border)
    return borders


def read_border(values: Mapping[str, str], weights: str, faults: Faults, line: int) -> Border | None:
    """The border of one row, None if its weight or barrier is faulty."""
    readers = {weights: read_weight} if weights != EQUAL else {}
    found = {}
    for column, read in {**readers, BARRIER: read_barrier}.items():
        text = values.get(column, "0")
        try:
            found[column] = read(text)
        except ValueError as problem:
            faults.add(line, column, f" = {short(text)}: {problem}")
            return None
    return Border(values["a"], values["b"], found.get(weights, 1.0), found[BARRIER])


def read_table(folder: Folder, name: str, needed: Sequence[str], faults: Faults) -> list[Row]:
    """Rows of a CSV file; none if its header is faulty. ScenarioError if it cannot be read as a table."""
    table = csv.reader(io.StringIO(folder.read_text(name), newline=""), strict=True)
    rows: list[Row] = []
    try:
        header = [column.strip() for column in next(table, [])]
        if not check_header(header, needed, faults):
            return []
        for values in table:
            if len(values) == len(header):
                cells = [value.strip() for value in values]
                rows.append((table.line_num, dict(zip(header, cells, strict=True))))
            elif values:
                faults.add(table.line_num, "", f"has {len(values)} fields; expected {len(header)}")
    except csv.Error as error:
        raise folder.refuse(name, f"is not a CSV table: {error}", table.line_num) from None
    return rows


def check_header(header: Sequence[str], needed: Sequence[str], faults: Faults) -> bool:
    """True if every needed column is there and none twice; else faults."""
    before = len(faults.found)
    for column in needed:
        if column not in header:
            faults.add(1, "", f"has no column {column!r}{nearest(column, [name for name in header if name])}")
    for column in sorted({name for name in header[:1000] if header.count(name) > 1}):
        faults.add(1, "", f"has the column {column!r} twice")
    return len(faults.found) == before
