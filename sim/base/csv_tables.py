"""CSV tables from strangers: rows by column, each with its line, and every fault at once.

Read as spreadsheets write them: with a byte order mark, with semicolons or tabs, with a title above the header, with
empty rows and empty columns without a name; and as pandas and R do: with the numbers of the rows in a first column
without a name.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sim.base.errors import Faults, nearest, one_line

DELIMITERS = (",", ";", "\t")
NAMED = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)  # a first line that some spreadsheets write
MOST_ROWS = 1_000_000
MOST_CELLS = 10_000_000  # of all rows
MOST_TITLES = 10  # rows among which the header is looked for
LONGEST_HEAD = 100_000  # characters of them

Row = tuple[int, dict[str, str]]  # line in the file, cells by column, blanks around them removed


@dataclass
class CsvTable(Faults):
    """What could be read of a table, and what could not.

    rows     in file order; none if the header is faulty
    faults   everything found so far; those who read cells add their own
    """

    header: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)

    def value(self, row: Row, column: str, known: Collection[str], what: str) -> str | None:
        """The cell if it is one of ``known`` names, else None and a fault that names the nearest."""
        line, cells = row
        if cells[column] in known:
            return cells[column]
        self.blame(line, column, f" = {short(cells[column])} is {what}{nearest(cells[column], known)}")
        return None


def read_table(data: bytes, file: str, columns_needed: Sequence[str] = ()) -> CsvTable:
    """The table in the bytes of a file; ``file`` is its name in messages, ``columns_needed`` the columns it must have."""
    table = CsvTable(file)
    text = decode(data, table)
    if text is not None:
        fill(table, text, columns_needed)
    return table


def decode(data: bytes, table: CsvTable) -> str | None:
    """UTF-8 text without its byte order mark; a fault and None for anything else."""
    if data.startswith(b"PK\x03\x04"):
        table.blame(None, "", "is a spreadsheet or an archive; expected CSV: save it as CSV (UTF-8)")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        table.blame(line, "", f"is not UTF-8 at byte {error.start}; save it as UTF-8")
        return None
    if "\0" in text:
        table.blame(text[: text.index("\0")].count("\n") + 1, "", "holds a NUL byte; expected text")
        return None
    return text


def fill(
    table: CsvTable, text: str, columns_needed: Sequence[str], other_names: Mapping[str, str] | None = None
) -> None:
    """Header and rows of a text into ``table``.

    other_names   further name of a needed column, in lower case -> that column
    """
    match = NAMED.match(text)
    lines = io.StringIO(text, newline="")
    if match is not None:
        lines.readline()
    skipped = 0 if match is None else 1
    delimiter = match.group(1) if match is not None else delimiter_of(text, columns_needed, other_names)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows, cells_read = list[tuple[int, list[str]]](), 0
    try:
        for cells in reader:
            cells_read += len(cells)
            if reader.line_num > MOST_ROWS or cells_read > MOST_CELLS:
                limit_text = f"{MOST_ROWS:,} lines or {MOST_CELLS:,} cells"
                table.blame(None, "", f"has more than {limit_text}; expected at most that")
                return
            cells = [cell.strip() for cell in cells]
            if any(cells):
                rows.append((reader.line_num + skipped, cells))
    except csv.Error as error:
        table.blame(reader.line_num + skipped, "", f"is not a CSV table: {error}")
        return
    top = header_row([cells for _, cells in rows], columns_needed, other_names)
    line, header = rows[top] if rows else (1, [])
    table.header = tuple(named_columns(header, columns_needed, other_names))
    for problem in header_problems(table.header, columns_needed, other_names):
        table.blame(line, "", problem)
    if table.faults:
        return
    rows = rows[top + 1 :]
    numbered = table.header[:1] == ("",) and counts_rows([cells for _, cells in rows])
    for line, cells in rows:
        add_row(table, line, ["", *cells[1:]] if numbered else cells)


def header_row(
    rows: Sequence[Sequence[str]], columns_needed: Sequence[str], other_names: Mapping[str, str] | None = None
) -> int:
    """Which of the first rows is the header: the first one, or that below titles which has all that is needed.

    A title has one cell. A row of several is never passed over: it may be the first of a table without a header.
    """
    for row, cells in enumerate(rows[:MOST_TITLES]):
        if set(columns_needed) <= set(named_columns(cells, columns_needed, other_names)):
            return row
        if sum(map(bool, cells)) > 1:
            break
    return 0


def named_columns(
    header: Sequence[str], columns_needed: Sequence[str], other_names: Mapping[str, str] | None = None
) -> list[str]:
    """Names of columns, a needed one that is missing under its other name."""
    return [
        column
        if (column := (other_names or {}).get(name.lower(), name)) in columns_needed and column not in header
        else name
        for name in header
    ]


def counts_rows(rows: Sequence[Sequence[str]]) -> bool:
    """True if the first cells of the rows are their numbers, from 0 or 1 on."""
    first_cells = [cells[0] for cells in rows]
    return any(first_cells == [str(start + row) for row in range(len(rows))] for start in (0, 1))


def delimiter_of(
    text: str, columns_needed: Sequence[str], other_names: Mapping[str, str] | None = None
) -> str:
    """What separates the fields: that under which a line names most of what is needed, then the first has most fields."""
    first = [line for line in text[:LONGEST_HEAD].splitlines() if line.strip()][
        : MOST_TITLES if columns_needed else 1
    ]

    def fit(delimiter: str, line: str) -> tuple[int, int, int]:
        try:
            header = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
        except csv.Error:
            return 0, 0, 0
        columns = named_columns(header, columns_needed, other_names)
        return (
            len(set(columns) & set(columns_needed)),
            len(header) if line == first[0] else 0,
            -DELIMITERS.index(delimiter),
        )

    return max(
        DELIMITERS, key=lambda delimiter: max((fit(delimiter, line) for line in first), default=(0, 0, 0))
    )


def header_problems(
    header: Sequence[str], columns_needed: Sequence[str], other_names: Mapping[str, str] | None = None
) -> list[str]:
    """What is wrong with a header: needed columns that are missing, and names that stand there twice."""
    names = [name for name in header if name]
    spellings = {
        column: " or ".join(
            repr(name)
            for name in (
                column,
                *(
                    alternative
                    for alternative, column_meant in (other_names or {}).items()
                    if column_meant == column
                ),
            )
        )
        for column in columns_needed
    }
    missing_problems = [
        f"has no column {spellings[column]}{nearest(column, names)}"
        for column in columns_needed
        if column not in names
    ]
    repeated = sorted({name for name in names[:1000] if names.count(name) > 1})
    return [*missing_problems, *(f"has the column {column!r} twice" for column in repeated)]


def add_row(table: CsvTable, line: int, cells: list[str]) -> None:
    """One row; empty cells behind the last column or under no name are passed over."""
    width = len(table.header)
    if len(cells) < width or any(cells[width:]):
        table.blame(line, "", f"has {len(cells)} fields; expected {width}")
        return
    for place, (name, cell) in enumerate(zip(table.header, cells, strict=False)):
        if cell and not name:
            table.blame(line, "", f"holds {short(cell)} in column {place + 1}, which has no name")
            return
    named_cells = zip(table.header, cells, strict=False)
    table.rows.append((line, {name: cell for name, cell in named_cells if name}))


def short(text: str) -> str:
    """A cell in a message, on one line and cut."""
    cell_text = repr(one_line(text))
    return cell_text if len(cell_text) <= 60 else cell_text[:57] + "..."
