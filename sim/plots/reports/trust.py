"""What the numbers rest on: the known past inside the prior, and how far the evidence moved each parameter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.plots.drawing.report_data import Report
from sim.plots.drawing.sheet import GREY, INK, PALE, Drawing, Sheet, open_sheet
from sim.plots.drawing.text import number, shorten

ROW, MOST, HARDLY = 0.225, 16, 0.05
INSIDE, OUTSIDE = "#2C6FA6", "#B5403A"


def draw_trust(figure: Figure, report: Report) -> Drawing:
    """Left: reported values on the 90 % of the prior predictive; right: share of prior spread removed."""
    shrinkage = sorted(shrinkages(report).items(), key=lambda entry: -abs(entry[1]))
    coverage_rows = most_telling(report.coverage)
    rows = max(len(coverage_rows), min(len(shrinkage), MOST), 3)
    title = trust_title(report, shrinkage)
    sheet = open_sheet(figure, 0.75 + ROW * rows, title, subtitle(report, shrinkage), report)
    top = 0.32 + ROW * rows
    draw_coverage(sheet, coverage_rows, top)
    draw_shrinkage(sheet, shrinkage[:MOST], top)
    return Drawing(title, alt(report, shrinkage), columns(report, shrinkage))


def most_telling(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """At most MOST rows, those farthest from the middle of the prior's 90 %, in the order given."""
    farthest = sorted(range(len(rows)), key=lambda row: -abs((relative(rows[row]) or 0.5) - 0.5))[:MOST]
    return [rows[row] for row in sorted(farthest)]


def shrinkages(report: Report) -> dict[str, float]:
    """1 - sd after / sd before of every parameter that varies; empty without evidence."""
    if not report.weighed:
        return {}
    shrinkage = {}
    for name, column in report.parameter_columns().items():
        before = spread(column, report.before)
        shrinkage[name] = 1.0 - spread(column, report.shares) / before if before > 0 else 0.0
    return shrinkage


def spread(column: np.ndarray, weights: np.ndarray) -> float:
    """Weighted standard deviation of a column [R]."""
    shares = weights / weights.sum()
    middle = float(
        np.sum(shares * column)
    )  # sums, because a product of vectors wakes all threads of the library
    return float(np.sqrt(np.sum(shares * (column - middle) ** 2)))


def trust_title(report: Report, shrinkages_sorted: Sequence[tuple[str, float]]) -> str:
    """How much of the past is covered and how many parameters stay as assumed."""
    inside_count = sum(bool(row["inside"]) for row in report.coverage)
    parts = (
        [f"{inside_count} of {len(report.coverage)} reported counts lie inside the prior's 90 %"]
        if report.coverage
        else []
    )
    if shrinkages_sorted:
        unmoved_count = sum(abs(shrink) < HARDLY for _, shrink in shrinkages_sorted)
        parts.append(f"evidence hardly moved {unmoved_count} of {len(shrinkages_sorted)} parameters")
    return "; ".join(parts)[:1].upper() + "; ".join(parts)[1:] or "Nothing was compared with the known past"


def subtitle(report: Report, shrinkages_sorted: Sequence[tuple[str, float]]) -> str:
    """What is drawn."""
    text = "Left: what was reported (dot) on the 90 % of all runs before evidence (bar)."
    if len(report.coverage) > MOST:
        text += f" The {MOST} farthest from the middle; all are in the table."
    if not shrinkages_sorted:
        return f"{text} No evidence was used, so no parameter changed."
    limit_note = f" The {MOST} that moved most." if len(shrinkages_sorted) > MOST else ""
    return f"{text} Right: how much narrower a parameter became through the evidence (negative: wider).{limit_note}"


def draw_coverage(sheet: Sheet, rows: Sequence[Mapping[str, Any]], top: float) -> None:
    """Each row on its own scale: 0 and 1 are the ends of the prior's 90 %."""
    if not rows:
        sheet.write(3.2, top - 0.3, "no known past was compared", ha="center", color=GREY, fontstyle="italic")
        return
    axes = sheet.panel(3.25, top - ROW * len(rows), 1.0, ROW * len(rows))
    axes.set(xlim=(-0.6, 1.6), ylim=(len(rows) - 0.5, -0.5), yticks=[], xticks=[])
    axes.spines[["left", "bottom"]].set_visible(False)
    for place, row in enumerate(rows):
        y = top - ROW * (place + 0.5)
        axes.plot([0, 1], [place, place], color=PALE, lw=6, solid_capstyle="butt")
        sheet.write(3.2, y, shorten(row["name"], 56), ha="right", va="center", fontsize=6.6)
        if (x := relative(row)) is not None:
            colour = INSIDE if row["inside"] else OUTSIDE
            axes.plot(
                [x], [place], "o", ms=5.5, mfc=colour if row["inside"] else "white", mec=colour, mew=1.3
            )
        text = f"{number(row['reported'])} in {number(row['low'])}–{number(row['high'])}"
        sheet.write(
            4.3, y, shorten(text, 22), va="center", fontsize=6.6, color=INK if row["inside"] else OUTSIDE
        )
    sheet.write(3.25, top + 0.05, "known past", va="bottom", color=GREY, fontsize=7.5)


def relative(row: Mapping[str, Any]) -> float | None:
    """Place of a number between low (0) and high (1), kept within -0.5..1.5; None for words."""
    reported_number, low, high = row["reported"], row["low"], row["high"]
    if not all(isinstance(value, (int, float)) for value in (reported_number, low, high)):
        return None
    place = (
        (reported_number - low) / (high - low)
        if high > low
        else 0.5 + 0.5 * np.sign(reported_number - low) * 2
    )
    return float(np.clip(place, -0.5, 1.5))


def draw_shrinkage(sheet: Sheet, shrinkages_sorted: Sequence[tuple[str, float]], top: float) -> None:
    """Sorted bars."""
    if not shrinkages_sorted:
        return
    axes = sheet.panel(7.15, top - ROW * len(shrinkages_sorted), 1.3, ROW * len(shrinkages_sorted))
    low = min(min(shrink for _, shrink in shrinkages_sorted), 0.0)
    axes.set(xlim=(max(low, -1.0), 1), ylim=(len(shrinkages_sorted) - 0.5, -0.5), yticks=[])
    axes.set_xticks([0, 0.5, 1], ["0", "50 %", "100 %"])
    axes.spines["left"].set_visible(False)
    axes.axvline(0, color=GREY, lw=0.7)
    for place, (name, shrink) in enumerate(shrinkages_sorted):
        colour = PALE if abs(shrink) < HARDLY else INSIDE
        axes.barh(place, max(shrink, -1.0), color=colour, height=0.62)
        y = top - ROW * (place + 0.5)
        sheet.write(7.05, y, shorten(name, 30), ha="right", va="center", fontsize=6.8)
        sheet.write(8.5, y, f"{number(round(100 * shrink))}\u00a0%", va="center", fontsize=6.8)
    sheet.write(7.15, top + 0.05, "narrower by", va="bottom", color=GREY, fontsize=7.5)


def alt(report: Report, shrinkages_sorted: Sequence[tuple[str, float]]) -> str:
    """Both halves in words."""
    inside_count = sum(bool(row["inside"]) for row in report.coverage)
    past = [shorten(row["name"], 60) for row in report.coverage if not row["inside"]]
    narrowed = [f"{shorten(name, 40)} {100 * shrink:.0f} %" for name, shrink in shrinkages_sorted[:5]]
    text = f"Known past against the prior's 90 %: {inside_count} of {len(report.coverage)} inside."
    text += f" Outside: {'; '.join(past)}." if past else ""
    return text + (f" Parameters narrowed most: {', '.join(narrowed)}." if narrowed else "")


def columns(report: Report, shrinkages_sorted: Sequence[tuple[str, float]]) -> dict[str, list[Any]]:
    """Rows of the past, then rows of parameters."""
    past, blank = list(report.coverage), [None] * len(shrinkages_sorted)
    table: dict[str, list[Any]] = {
        "what": ["known past"] * len(past) + ["shrinkage"] * len(shrinkages_sorted)
    }
    table["name"] = [row["name"] for row in past] + [name for name, _ in shrinkages_sorted]
    for part in ("low", "median", "high", "reported", "inside"):
        table[part] = [row.get(part) for row in past] + blank
    table["shrinkage"] = [None] * len(past) + [shrink for _, shrink in shrinkages_sorted]
    return table
