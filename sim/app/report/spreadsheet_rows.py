"""Rows of what is handed to spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

COLUMNS = (
    "claim", "definition", "headline", "text", "prior", "p", "low", "high", "undefined", "graded", "why_not",
    "outcome", "calibrated", "calibrated_low", "calibrated_high",
)  # fmt: skip
CALIBRATED = {"calibrated": "p", "calibrated_low": "low", "calibrated_high": "high"}


def verdict_cells(verdicts: Mapping[str, Any]) -> tuple[tuple[str, ...], list[list[Any]]]:
    """Heads, and one row per definition."""
    rows = []
    for claim in verdicts["claims"]:
        for definition in claim["definitions"]:
            now, better = definition["posterior"] or definition["prior"], definition.get("calibrated") or {}
            cells = {
                **definition, "claim": claim["id"], "definition": definition["id"], "headline": definition["id"] == claim["headline"],
                **now, "prior": definition["prior"]["p"],
                **{name: better.get(key) for name, key in CALIBRATED.items()},
            }  # fmt: skip
            rows.append([cells[name] for name in COLUMNS])
    return COLUMNS, rows


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
