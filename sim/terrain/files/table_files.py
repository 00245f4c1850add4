"""Tables that are no text: sheets of Excel (through pyogrio, the extra ``geo``) and Parquet (through pyarrow)."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from sim.base.csv_tables import MOST_CELLS, MOST_ROWS
from sim.base.errors import SimError, short
from sim.terrain.files.archives import check_unpacked, copy_workbook
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
    with tempfile.TemporaryDirectory(prefix="sim-") as scratch:
        copy = Path(scratch) / "table.xlsx"
        try:
            with zipfile.ZipFile(folder.find(name)) as archive:
                check_unpacked(archive, MOST_UNPACKED)
                copy_workbook(archive, copy, MOST_UNPACKED)
        except ValueError as error:
            raise folder.refuse(name, str(error)) from None
        except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError):
            raise folder.refuse(name, "is not an Excel file (.xlsx); save it as CSV UTF-8") from None
        return sheet_rows(folder, name, pyogrio, copy)


def sheet_rows(folder: ScenarioFolder, name: str, pyogrio: Any, path: Path) -> Cells:
    """The rows of the sheet that is meant, of a workbook that has been found to be of a size to be read."""
    pyogrio.set_gdal_config_options({"OGR_XLSX_HEADERS": "DISABLE", "OGR_XLSX_FIELD_TYPES": "STRING"})
    try:
        sheets = [str(sheet) for sheet, _ in pyogrio.list_layers(path)]
        sheet = sheets[0] if len(sheets) == 1 else PurePosixPath(name).stem
        if sheet not in sheets:
            sheet_list = f"has {len(sheets)} sheets: {', '.join(sheets)}"
            raise folder.refuse(name, f"{sheet_list}; expected one, or one called {sheet}")
        _, _, _, columns = pyogrio.raw.read(path, layer=sheet, read_geometry=False)
    except SimError:
        raise
    except Exception as error:  # a damaged file fails in many ways; each means that it cannot be read
        problem = f"cannot be read as Excel: {short(str(error))}"
        raise folder.refuse(name, f"{problem}; save it as CSV UTF-8") from None
    return [list(map(text, row)) for row in zip(*columns, strict=True)]


def read_parquet(folder: ScenarioFolder, name: str) -> Cells:
    """All columns of a Parquet file."""
    table = arrow_table(folder, name, MOST_UNPACKED, MOST_ROWS, MOST_CELLS)
    return [table.column_names, *(list(map(text, row.values())) for row in table.to_pylist())]


def text(value: object) -> str:
    """A cell as it would stand in a CSV table."""
    cell_value = plain(value)
    return "" if cell_value is None else str(cell_value)


READERS: dict[str, Callable[[ScenarioFolder, str], Cells]] = {
    ".xlsx": read_excel,
    ".xlsm": read_excel,
    ".parquet": read_parquet,
}
