"""Tables that are no text: sheets of Excel (through pyogrio, the extra ``geo``) and Parquet (through pyarrow)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from sim.terrain.files.folder import Folder
from sim.terrain.files.layers import need, plain
from sim.terrain.files.options import short

Cells = list[list[str]]  # of each row as text, the header first


def read_cells(folder: Folder, name: str) -> Cells | None:
    """Header and rows of a table that is no CSV; None for another suffix. ScenarioError if it cannot be read."""
    reader = READERS.get(PurePosixPath(name).suffix.lower())
    if reader is None:
        return None
    return [[cell.strip() for cell in row] for row in reader(folder, name)]


def read_excel(folder: Folder, name: str) -> Cells:
    """The one sheet of a workbook, or its sheet called as the file; cells as they are shown."""
    pyogrio = need("pyogrio", f"{folder.show(name)}: an Excel file (save it as CSV, or)")
    path = folder.find(name)
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            raise folder.refuse(name, "is no Excel file (.xlsx); save it as CSV UTF-8")
    pyogrio.set_gdal_config_options({"OGR_XLSX_HEADERS": "FORCE", "OGR_XLSX_FIELD_TYPES": "STRING"})
    try:
        sheets = [str(sheet) for sheet, _ in pyogrio.list_layers(path)]
        sheet = sheets[0] if len(sheets) == 1 else PurePosixPath(name).stem
        if sheet not in sheets:
            raise folder.refuse(
                name, f"has {len(sheets)} sheets: {', '.join(sheets)}; expected one, or one called {sheet}"
            )
        told, _, _, columns = pyogrio.raw.read(path, layer=sheet, read_geometry=False)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise folder.refuse(
            name, f"cannot be read as Excel: {short(str(error))}; save it as CSV UTF-8"
        ) from None
    return [
        [str(field) for field in told["fields"]],
        *(list(map(text, row)) for row in zip(*columns, strict=True)),
    ]


def read_parquet(folder: Folder, name: str) -> Cells:
    """All columns of a Parquet file."""
    from pyarrow import ArrowException, parquet

    try:
        table = parquet.read_table(folder.find(name))
    except (ArrowException, OSError) as error:
        raise folder.refuse(name, f"cannot be read as Parquet: {short(str(error))}") from None
    return [table.column_names, *(list(map(text, row.values())) for row in table.to_pylist())]


def text(value: object) -> str:
    """A cell as it would stand in a CSV table."""
    own = plain(value)
    return "" if own is None else str(own)


READERS: dict[str, Callable[[Folder, str], Cells]] = {
    ".xlsx": read_excel,
    ".xlsm": read_excel,
    ".parquet": read_parquet,
}
