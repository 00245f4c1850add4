"""Coverages and Monte Carlo intervals against what they promise: right where every dot lies in the grey band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure

from sim.inference.checks.calibration import LEVELS, WITHIN
from sim.plots.drawing.sheet import GREY, INK, Drawing, label_axes, open_sheet, write
from sim.plots.drawing.text import shorten

BODY, PANEL = 2.7, (3.4, 1.9)
DOT, ALARM, BAND = "#2C6FA6", "#B5542B", "#e6e6e6"


def draw_coverages(
    figure: Figure,
    rows: Sequence[Mapping[str, Any]],
    luck: float,
    held: Sequence[tuple[str, float]],
    allowed: tuple[float, float],
    foot: str,
) -> Drawing:
    """Left: every quantity's coverages in standard errors from what they promise; right: intervals of repeats."""
    errors = [(str(row["quantity"]), level, signed_errors(row, level)) for row in rows for level in LEVELS]
    title = coverage_title(rows, held, allowed)
    subtitle = (
        f"Left: coverage of the central 50 and 90 % intervals of {len(rows)} quantities; grey: {WITHIN} standard errors, "
        f"which chance alone exceeds somewhere in {100 * luck:.0f} % of such jobs; quantities outside are repeated (ring). "
        "Right: share of 95 % Monte Carlo intervals that hold the answer of all repeats together."
    )
    sheet = open_sheet(figure, BODY, title, subtitle, foot)
    draw_errors(sheet.panel(0.6, 0.6, *PANEL), rows)
    if held:
        draw_held(sheet.panel(6.7, 0.6, 2.0, PANEL[1]), held, allowed)
    columns: dict[str, list[Any]] = {
        "what": [f"{name}, {100 * level:.0f} % interval" for name, level, _ in errors]
        + [name for name, _ in held],
        "value": [value for _, _, value in errors] + [share for _, share in held],
        "unit": ["standard errors"] * len(errors) + ["share"] * len(held),
    }
    return Drawing(title, title, columns)


def signed_errors(row: Mapping[str, Any], level: float, look: str = "") -> float:
    """Standard errors by which a coverage exceeds its level, at the first look or ``_again``."""
    name = f"coverage_{100 * level:.0f}"
    return float(row[f"{name}_z{look}"])


def coverage_title(
    rows: Sequence[Mapping[str, Any]],
    intervals_held: Sequence[tuple[str, float]],
    allowed: tuple[float, float],
) -> str:
    """What the picture shows, in one sentence."""
    wrong_names = [str(row["quantity"]) for row in rows if row["coverage_wrong"]]
    left_title = (
        f"Coverage is wrong in {', '.join(wrong_names)}"
        if wrong_names
        else "Intervals cover the truth at their nominal level"
    )
    if not intervals_held:
        return left_title
    all_honest = all(allowed[0] <= share <= allowed[1] for _, share in intervals_held)
    return f"{left_title}, and Monte Carlo intervals are {'honest' if all_honest else 'not honest'}"


def draw_errors(axes: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """A dot a quantity and level, at its standard errors; a ring for the second look."""
    axes.axhspan(-WITHIN, WITHIN, color=BAND, lw=0)
    axes.axhline(0, color=GREY, lw=0.7)
    for column, level in enumerate(LEVELS):
        for place, row in enumerate(rows):
            x = column + 0.1 + 0.8 * place / max(len(rows) - 1, 1)
            z = signed_errors(row, level)
            is_outside = abs(z) > WITHIN
            axes.plot(
                [x], [z], "o", ms=4, mew=0, color=ALARM if is_outside else DOT, alpha=0.85, clip_on=False
            )
            if row["coverage_errors_again"] is not None:
                second_error = signed_errors(row, level, "_again")
                axes.plot(
                    [x],
                    [second_error],
                    "o",
                    ms=6.5,
                    mfc="none",
                    mec=ALARM if row["coverage_wrong"] else INK,
                    mew=1,
                )
            if is_outside:
                write(axes, x + 0.04, z, shorten(str(row["quantity"]), 24), fontsize=6.5, va="center")
    error_limit = max(5.0, *(abs(signed_errors(row, level)) + 0.5 for row in rows for level in LEVELS))
    axes.set(xlim=(0, len(LEVELS)), xticks=[0.5, 1.5], ylim=(-error_limit, error_limit))
    axes.set_xticklabels([f"{100 * level:.0f} % interval" for level in LEVELS])
    label_axes(axes, "", "standard errors above the nominal level")


def draw_held(axes: Any, intervals_held: Sequence[tuple[str, float]], allowed: tuple[float, float]) -> None:
    """A row a question: the share of intervals that hold its answer."""
    axes.axvspan(*allowed, color=BAND, lw=0)
    axes.axvline(0.95, color=GREY, lw=0.7)
    for place, (name, share) in enumerate(intervals_held):
        is_inside = allowed[0] <= share <= allowed[1]
        axes.plot([share], [place], "o", ms=6, mew=0, color=DOT if is_inside else ALARM, clip_on=False)
        label = shorten(name, 48)
        write(
            axes,
            -0.04,
            place,
            label,
            transform=axes.get_yaxis_transform(),
            ha="right",
            va="center",
            fontsize=6.5,
        )
    least = min(0.85, *(share - 0.02 for _, share in intervals_held))
    axes.set(ylim=(len(intervals_held) - 0.5, -0.5), yticks=[], xlim=(least, 1.0), xticks=[0.9, 0.95, 1.0])
    label_axes(axes, "share that hold the answer", "")
