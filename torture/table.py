"""Which rows there are, and the table of their last results in docs/trust.md."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from sim.output.markdown_table import table
from tools.docs.generated_blocks import with_part
from torture.trial import Result

PART = "torture"


@dataclass(frozen=True)
class Row:
    """A row: its module in ``torture.rows`` and the function there that does the work."""

    id: str
    what: str
    module: str
    function: str = "run"


ROWS = {row.id: row for row in (
    Row("R32", "damaged boundary, graph and table files", "boundary_files"),
    Row("R33", "pages and PDF files with other marks and layout, or damaged", "report_files"),
)}  # fmt: skip


def write_table(document: Path, kept: Path) -> None:
    """The last result of every row as a part of the document."""
    last: dict[str, Result] = {}
    for line in kept.read_text(encoding="utf-8").splitlines():
        result = Result(**json.loads(line))
        last[result.row] = result
    rows = [
        [
            one.row,
            one.what,
            one.status,
            f"{one.failed} of {one.tried:,}",
            one.figure or one.reason,
            "short" if one.fast else "full",
            f"{one.seconds:.0f} s",
        ]
        for row in ROWS
        if (one := last.get(row)) is not None
    ]
    text = table(["row", "what", "result", "failed", "figure", "form", "time"], rows)
    document.write_text(with_part(document.read_text(encoding="utf-8"), PART, text), encoding="utf-8")
