"""Tables of a GeoPackage whose rows SQLite computes as they are read: a few words of SQL can ask for rows without end.

GDAL computes them already to list the layers, so they are tried here first, with a limit to how long and how much.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

MOST_BYTES = 256_000_000  # of all values of one of them
MOST_STEPS = 20_000_000  # of SQLite's machine for all of them: seconds
STRIDE = 10_000  # steps between two looks at how many there were
TABLES = (
    "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view') AND sql NOT LIKE 'CREATE VIRTUAL%'"
)
GENERATED = "SELECT count(*) FROM pragma_table_xinfo(?) WHERE hidden > 1"


def check_computed(path: Path) -> None:
    """ValueError if what is computed in an SQLite file takes too long, cannot be tried, or comes to more than MOST_BYTES."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as file:
        tables = file.execute(TABLES).fetchall()
        steps = iter(range(MOST_STEPS // STRIDE))
        file.set_progress_handler(lambda: next(steps, None) is None, STRIDE)
        for kind, name in tables:
            if kind == "view" or file.execute(GENERATED, (name,)).fetchone()[0]:
                try_table(file, str(name))


def try_table(file: sqlite3.Connection, name: str) -> None:
    """Compute one table. ValueError if it cannot be done within the limits."""
    bytes_read, quoted = 0, name.replace('"', '""')
    try:
        for row in file.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 - quoted
            bytes_read += sum(len(value) for value in row if isinstance(value, (str, bytes)))
            if bytes_read > MOST_BYTES:
                raise ValueError(f"{name} computes more than {MOST_BYTES:,} bytes; expected fewer")
    except sqlite3.Error as error:
        problem = f"{name} is computed as it is read, and cannot be ({error}); expected a plain table"
        raise ValueError(problem) from None


__all__ = ["check_computed"]
