"""A network from two CSV tables: districts and edges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.base.csv_tables import Row, Table, fill
from sim.terrain.assemble import (
    COLUMNS,
    Border,
    District,
    Faults,
    assemble,
    check_known,
    check_size,
    finish,
    read_district,
    read_weight,
)
from sim.terrain.folder import Folder
from sim.terrain.options import Option, short
from sim.terrain.terrain import Terrain

NEEDED = ("id", "name", "province", "seat", "population")  # past, lon, lat and aliases may be left out
EQUAL = "equal"
OPTIONS = {
    "districts": Option("text", "the name of the table of districts"),
    "edges": Option("text", "the name of the table of edges"),
    "weights": Option("text", "a column of edges, or equal", EQUAL),
}


def build(folder: Folder, options: Mapping[str, Any]) -> Terrain:
    """The network of two tables; ScenarioError with file and line of every fault of both.

    districts   file with the columns id, name, province, seat, population and, if known, past, lon, lat, aliases
    edges       file with the columns a, b and that of ``weights``, unless it is "equal"
    """
    table, edges = Faults(folder.show(options["districts"])), Faults(folder.show(options["edges"]))
    districts = read_districts(folder, options["districts"], table)
    ids = {district.id for district in districts}
    whole = not table.found  # after a fault in the districts an unknown end of an edge means nothing
    borders = read_borders(folder, options["edges"], options["weights"], ids if whole else None, edges)
    finish(table, edges)
    return assemble(districts, borders, source=options["source"], parts=options["parts"])


def read_districts(folder: Folder, name: str, faults: Faults) -> list[District]:
    """Districts in file order; what is wrong goes into ``faults``, ScenarioError if there is no table at all."""
    rows = read_table(folder, name, NEEDED, faults)
    if not faults.found:
        check_size(len(rows), folder, name)
    lines: dict[str, int] = {}
    districts = []
    for line, values in rows:
        district = read_district({key: values[key] for key in COLUMNS if key in values}, faults, line, "")
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
    first: dict[tuple[str, str], Border] = {}
    borders = []
    for line, values in rows:
        border = read_border(values, weights, faults, line)
        if border is None or (ids is not None and not check_known(border, ids, faults, line)):
            continue
        pair = (min(border.a, border.b), max(border.a, border.b))
        if border.a == border.b:
            faults.add(line, "b", f" = {short(border.b)} joins a district to itself; expected another")
        elif pair in lines and first[pair].a == border.a:
            faults.add(
                line, "b", f" = {short(border.b)} touches {border.a} as on line {lines[pair]}; expected once"
            )
        elif pair in lines and first[pair].weight != border.weight:
            faults.add(
                line,
                "b",
                f" = {short(border.b)} touches {border.a} as on line {lines[pair]}, there with {weights} "
                f"{first[pair].weight:g}, here {border.weight:g}; expected the same from both sides, or once",
            )
        elif pair in lines:  # the same border from its other side
            continue
        first.setdefault(pair, border)
        lines.setdefault(pair, line)
        borders.append(border)
    return borders


def read_border(values: Mapping[str, str], weights: str, faults: Faults, line: int) -> Border | None:
    """The border of one row, None if its weight is faulty."""
    if weights == EQUAL:
        return Border(values["a"], values["b"])
    try:
        return Border(values["a"], values["b"], read_weight(values[weights]))
    except ValueError as problem:
        faults.add(line, weights, f" = {short(values[weights])}: {problem}")
        return None


def read_table(folder: Folder, name: str, needed: Sequence[str], faults: Faults) -> list[Row]:
    """Rows of a CSV file; none if its header is faulty. ScenarioError if it cannot be read as text."""
    table = Table(faults.file)
    fill(table, folder.read_text(name), needed)
    for fault in table.faults:
        faults.add(fault.line, fault.path, fault.problem)
    return table.rows
