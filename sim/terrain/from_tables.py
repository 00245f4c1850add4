"""A network from two CSV tables: districts and edges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sim.base.csv_tables import CsvTable, Row, fill, header_problems, header_row, named_columns
from sim.base.errors import Faults, short
from sim.terrain.assemble import (
    BARRIER,
    COLUMNS,
    EQUAL,
    Border,
    District,
    assemble,
    check_known,
    check_size,
    raise_faults,
    read_border,
    read_district,
    unread_numbers,
)
from sim.terrain.files.folder import ScenarioFolder
from sim.terrain.files.options import NetworkOption
from sim.terrain.files.table_files import read_cells
from sim.terrain.terrain import Terrain

NEEDED = ("id", "name", "province", "seat")  # the rest may be left out, or be empty on every row
# further names of the two ends, in lower case; A and B would be ids of a table without a header
ENDS = {
    "source": "a", "from": "a", "src": "a",
    "target": "b", "to": "b", "dst": "b",
}  # fmt: skip
OPTIONS = {
    "districts": NetworkOption("text", "the name of the table of districts"),
    "edges": NetworkOption("text", "the name of the table of edges"),
    "weights": NetworkOption("text", "a column of edges, or equal", EQUAL),
}


def build(folder: ScenarioFolder, options: Mapping[str, Any]) -> Terrain:
    """The network of two tables; ScenarioError with file and line of every fault of both.

    districts   file with the columns id, name, province, seat and, if known, population, past, lon, lat, aliases, area_km2;
                and the columns that ``allegiance`` names: support for a faction
    edges       file with the columns a, b (or source, target; from, to) and that of ``weights``, unless it is "equal"; if
                known, barrier
    """
    table, edges = Faults(folder.show(options["districts"])), Faults(folder.show(options["edges"]))
    districts = read_districts(folder, options["districts"], table, options["allegiance"])
    ids = {district.id for district in districts}
    is_complete = not table.faults  # after a fault in the districts an unknown end of an edge means nothing
    rows = read_edges(folder, options["edges"], options["weights"], edges)
    borders = read_borders(rows, options["weights"], ids if is_complete else None, edges)
    raise_faults(table, edges)
    terrain = assemble(districts, borders, source=options["source"], parts=options["parts"])
    is_equal = options["weights"] == EQUAL
    unread_notes = unread_numbers([row for _, row in rows], ("a", "b", BARRIER)) if is_equal else []
    return replace(terrain, notes=(*terrain.notes, *unread_notes))


def read_districts(
    folder: ScenarioFolder, name: str, faults: Faults, allegiance: Mapping[str, str]
) -> list[District]:
    """Districts in file order; what is wrong goes into ``faults``, ScenarioError if there is no table at all."""
    rows = read_table(folder, name, (*NEEDED, *allegiance.values()), faults)
    if not faults.faults:
        check_size(len(rows), folder, name)
    lines: dict[str, int] = {}
    districts = []
    columns = (*used_columns(rows), *allegiance.values())
    for line, values in rows:
        values_read = {key: values[key] for key in columns if key in values}
        district = read_district(values_read, faults, line, "", allegiance)
        if district is None:
            continue
        first = lines.setdefault(district.id, line)
        if first != line:
            faults.blame(line, "id", f" = {district.id!r} appears twice; first on line {first}")
        districts.append(district)
    check_aliases(districts, lines, faults)
    return districts


def used_columns(rows: Sequence[Row]) -> list[str]:
    """Columns of ours that say something: a column that may be left out may also be empty on every row."""
    return [key for key in COLUMNS if key in NEEDED or any(values.get(key) for _, values in rows)]


def check_aliases(districts: Sequence[District], lines: Mapping[str, int], faults: Faults) -> None:
    """Faults for an alias that is another district's id or alias."""
    owner: dict[str, str] = {}
    for district in districts:
        for alias in district.aliases:
            owner_id = alias if alias in lines else owner.setdefault(alias, district.id)
            if owner_id != district.id:
                faults.blame(lines[district.id], "aliases", f" = {alias!r} already means {owner_id}")


def read_borders(rows: Sequence[Row], weights: str, ids: set[str] | None, faults: Faults) -> list[Border]:
    """Borders in file order, one for two districts however often they stand there; what is wrong goes into ``faults``.

    Ends are looked up among ``ids``, if given.
    """
    borders: dict[tuple[str, str], tuple[int, Border]] = {}
    for line, values in rows:
        border = read_border((values["a"], values["b"]), values, weights, faults, line)
        if border is None or (ids is not None and not check_known(border, ids, faults, line)):
            continue
        if border.a == border.b:
            faults.blame(line, "b", f" = {short(border.b)} joins a district to itself; expected another")
            continue
        first, before = borders.setdefault(border.pair, (line, border))
        if border.weight != before.weight:
            earlier_text = f"{before.weight:g} on line {first} for the same two"
            faults.blame(line, weights, f" = {border.weight:g}, but {earlier_text}; expected one weight")
    return [border for _, border in borders.values()]


def read_edges(folder: ScenarioFolder, name: str, weights: str, faults: Faults) -> list[Row]:
    """Rows of a table of edges, whose ends are called a and b whatever the file calls them."""
    columns_needed = ("a", "b") if weights == EQUAL else ("a", "b", weights)
    return read_table(folder, name, columns_needed, faults, ENDS)


def read_table(
    folder: ScenarioFolder,
    name: str,
    columns_needed: Sequence[str],
    faults: Faults,
    other_names: Mapping[str, str] | None = None,
) -> list[Row]:
    """Rows of a table; none if its header is faulty. ScenarioError if it cannot be read as one."""
    sheet = read_cells(folder, name)
    if sheet is not None:
        rows = [(line, row) for line, row in enumerate(sheet, start=1) if any(row)]
        top = header_row([row for _, row in rows], columns_needed, other_names)
        line, header = rows[top] if rows else (1, [])
        columns = named_columns(header, columns_needed, other_names)
        problems = header_problems(columns, columns_needed, other_names)
        for problem in problems:
            faults.blame(line, "", problem)
        body = [] if problems else rows[top + 1 :]
        return [(line, dict(zip(columns, row, strict=True))) for line, row in body]
    table = CsvTable(faults.file)
    fill(table, folder.read_text(name), columns_needed, other_names)
    faults.faults += table.faults
    return table.rows
