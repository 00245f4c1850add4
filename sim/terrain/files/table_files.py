"""Tables that are no text: sheets of Excel (through pyogrio, the extra ``geo``) and Parquet (through pyarrow)."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath

from sim.base.errors import SimError, short
from sim.terrain.files.folder import ScenarioFolder
from sim.terrain.files.layers import arrow_table, need, plain

MOST_UNPACKED = 256_000_000  # bytes of a table that is stored compressed
Cells = list[list[str]]  # of each row as text, the header first


def read_cells(folder: ScenarioFolder, name: str) -> Cells | None:
    """All rows of a table that is no CSV, the header among the first; None for another suffix. ScenarioError if it cannot be read."""
    reader = READERS.get(PurePosixPath(name).suffix.lower())
    if reader is None:
        return None
    return [[cell.strip() for cell in row] for row in reader(folder, name)]


def read_excel(folder: ScenarioFolder, name: str) -> Cells:
    """The one sheet of a workbook, or its sheet called as the file; cells as they are shown."""
    pyogrio = need("pyogrio", f"{folder.show(name)}: an Excel file (save it as CSV, or)")
    path = folder.find(name)
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise folder.refuse(name, "is no Excel file (.xlsx); save it as CSV UTF-8") from None
    if unpacked > MOST_UNPACKED:
        raise folder.refuse(name, f"unpacks to more than {MOST_UNPACKED:,} bytes; expected at most that")
    pyogrio.set_gdal_config_options({"OGR_XLSX_HEADERS": "DISABLE", "OGR_XLSX_FIELD_TYPES": "STRING"})
    try:
        sheets = [str(sheet) for sheet, _ in pyogrio.list_layers(path)]
        sheet = sheets[0] if len(sheets) == 1 else PurePosixPath(name).stem
        if sheet not in sheets:
            known = f"has {len(sheets)} sheets: {', '.join(sheets)}"
            raise folder.refuse(name, f"{known}; expected one, or one called {sheet}")
        _, _, _, columns = pyogrio.raw.read(path, layer=sheet, read_geometry=False)
    except SimError:
        raise
    except Exception as error:  # a damaged file fails in many ways; each means that it cannot be read
        problem = f"cannot be read as Excel: {short(str(error))}"
        raise folder.refuse(name, f"{problem}; save it as CSV UTF-8") from None
    return [list(map(text, row)) for row in zip(*columns, strict=True)]


def read_parquet(folder: ScenarioFolder, name: str) -> Cells:
    """All columns of a Parquet file."""
    table = arrow_table(folder, name, MOST_UNPACKED)
    return [table.column_names, *(list(map(text, row.values())) for row in table.to_pylist())]


def text(value: object) -> str:
    """A cell as it would stand in a CSV table."""
    own = plain(value)
    return "" if own is None else str(own)


READERS: dict[str, Callable[[ScenarioFolder, str], Cells]] = {
    ".xlsx": read_excel,
    ".xlsm": read_excel,
    ".parquet": read_parquet,
}
