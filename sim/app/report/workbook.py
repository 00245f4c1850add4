"""Verdicts, reports and chances of a finished folder as one workbook for a spreadsheet. Needs the extra ``excel``."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sim.app.report.spreadsheet_rows import verdict_cells

NO_LIBRARY = "XlsxWriter is not installed; from the checkout: pip install '.[excel]'"
WIDEST = 60  # letters of a column
EPOCH = datetime(2000, 1, 1)  # a date of its own, so that equal values are equal files
Table = tuple[Sequence[str], Sequence[Sequence[Any]]]
Plain = Mapping[str, Any]


def has_library() -> bool:
    """True if workbooks can be written."""
    return importlib.util.find_spec("xlsxwriter") is not None


def write_workbook(path: Path, tables: Mapping[str, Table]) -> None:
    """One sheet a table, its head frozen and filtered; texts stay texts, whatever they begin with."""
    import xlsxwriter

    text_options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), text_options) as book:
        book.set_properties({"created": EPOCH})
        bold = book.add_format({"bold": True})
        for name, (heads, rows) in tables.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, list(heads), bold)
            for place, row in enumerate(rows, start=1):
                sheet.write_row(place, 0, [cell if cell is not None else "" for cell in row])
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
            for column, head in enumerate(heads):
                longest = max([len(str(head)), *(len(str(row[column])) for row in rows)])
                sheet.set_column(column, column, min(longest + 2, WIDEST))


def tables_of(brief: Plain, verdicts: Plain, evidence: Plain) -> dict[str, Table]:
    """The sheets: verdicts, reports, cities."""
    heads, rows = verdict_cells(verdicts)
    tables: dict[str, Table] = {"verdicts": (heads, rows), "reports": report_table(evidence)}
    if brief["falls"]:
        tables["cities"] = falls_table(brief["falls"])
    return tables


def report_table(evidence: Plain) -> Table:
    """One row per report: what it says beside the runs."""
    names = ("id", "source", "date", "use", "relation", "basis", "low", "high")
    parts = ("implied", "prior_predictive", "posterior_predictive")
    ends = ("p05", "p50", "p95")
    heads = [*names, *(f"{part}_{end}" for part in parts for end in ends)]
    rows = []
    for row in evidence["reports"]:
        quantiles = [(row[part] or {}).get(end) for part in parts for end in ends]
        rows.append([*(row.get(name) for name in names), *quantiles])
    return heads, rows


def falls_table(falls: Plain) -> Table:
    """One row per place, one column per day: the chance that it has fallen."""
    start = datetime.fromisoformat(falls["start"]).toordinal()
    days = [datetime.fromordinal(start + day).date().isoformat() for day in falls["days"]]
    return ["place", *days], [[place["name"], *place["chance"]] for place in falls["places"]]
