"""Rows of what is handed to spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from sim.output.json_documents import VERDICT_COLUMNS, verdict_row


def verdict_cells(verdicts: Mapping[str, Any]) -> tuple[tuple[str, ...], list[list[Any]]]:
    """Heads, and one row per definition."""
    return VERDICT_COLUMNS, [
        list(verdict_row(claim["id"], claim["headline"], definition).values())
        for claim in verdicts["claims"]
        for definition in claim["definitions"]
    ]


def verdicts_csv(verdicts: Mapping[str, Any]) -> str:
    """The same as CSV, cells harmless to spreadsheets."""
    from sim.plots.drawing.text import safe_cell

    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    heads, rows = verdict_cells(verdicts)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return text.getvalue()
