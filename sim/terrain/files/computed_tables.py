"""Tables of a GeoPackage whose rows SQLite computes as they are read: a few words of SQL can ask for rows without end.

GDAL computes them already to list the layers, so they are tried here first, with a limit to how long and how much.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

MOST_BYTES = 256_000_000  # of all values of one of them
MOST_STEPS = 20_000_000  # of SQLite's machine for all of them: seconds
STRIDE = 10_000  # steps between two looks at how many there were
VIRTUAL = re.compile(r"\s*CREATE\s+VIRTUAL", re.IGNORECASE)
PLAIN = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view')"
GENERATED = "SELECT count(*) FROM pragma_table_xinfo(?) WHERE hidden > 1"


def check_computed(path: Path, rows: int) -> None:
    """ValueError if what is computed in an SQLite file takes too long, or comes to more than MOST_BYTES or ``rows`` rows."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as file:
        tables = file.execute(PLAIN).fetchall()
        steps = iter(range(MOST_STEPS // STRIDE))
        file.set_progress_handler(lambda: next(steps, None) is None, STRIDE)
        for kind, name, sql in tables:
            virtual = VIRTUAL.match(sql or "") is not None
            if kind == "view" or virtual or file.execute(GENERATED, (name,)).fetchone()[0]:
                try_table(file, str(name), rows, virtual=virtual)


def try_table(file: sqlite3.Connection, name: str, rows: int, *, virtual: bool) -> None:
    """Compute one table. ValueError if it cannot be done within the limits; a virtual one that SQLite does not know is nobody's."""
    held, quoted = 0, name.replace('"', '""')
    try:
        for number, row in enumerate(file.execute(f'SELECT * FROM "{quoted}"'), start=1):  # noqa: S608 - quoted
            held += sum(len(value) for value in row if isinstance(value, (str, bytes)))
            if held > MOST_BYTES or number > rows:
                raise ValueError(
                    f"{name} computes more than {MOST_BYTES:,} bytes or {rows:,} rows; expected fewer"
                )
    except sqlite3.Error as error:
        if not (virtual and "no such module" in str(error)):
            raise ValueError(
                f"{name} is computed as it is read, and cannot be ({error}); expected a plain table"
            ) from None


__all__ = ["check_computed"]
