"""Ranks of the truth: flat where inference is right. Axes: K replications, Q quantities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.inference.checks.calibration import BINS, Ranks
from sim.plots.drawing.sheet import GREY, INK, Drawing, open_sheet, write
from sim.plots.drawing.text import shorten

ACROSS, ROWS, PANEL = 4, 3, (1.85, 1.15)
BAR, ALARM = "#2C6FA6", "#B5542B"
BAND = 2.576  # standard errors on either side: 99 % of the bars of a flat histogram


def draw_ranks(
    figure: Figure, ranks: Ranks, rows: Sequence[Mapping[str, Any]], title: str, foot: str
) -> Drawing:
    """Histograms of the quantities that depend on the reports, then of those with the least p-values."""
    panel_numbers = choose(rows)
    low, high = flat_band(ranks.replications)
    subtitle = "Rank of the truth among the weighted runs. Flat within the grey band (99 % of flat histograms' bars) is right; heaped at the ends: overconfident; heaped in the middle: underconfident. Quantities that depend on the reports come first."
    sheet = open_sheet(figure, ROWS * (PANEL[1] + 0.62) + 0.1, title, subtitle, foot)
    columns: dict[str, list[Any]] = {"quantity": [], "from": [], "count": []}
    for place, number in enumerate(panel_numbers):
        column, row_number = place % ACROSS, place // ACROSS
        axes = sheet.panel(
            0.45 + column * 2.14, sheet.body - (row_number + 1) * (PANEL[1] + 0.62) + 0.25, PANEL[0], PANEL[1]
        )
        counts = np.histogram(ranks.exact[:, number], bins=BINS, range=(0, 1))[0]
        row = rows[number]
        axes.axhspan(low, high, color="#e6e6e6", lw=0)
        axes.axhline(ranks.replications / BINS, color=GREY, lw=0.7)
        axes.bar(
            (np.arange(BINS) + 0.5) / BINS,
            counts,
            width=0.9 / BINS,
            color=ALARM if row["flagged"] else BAR,
        )
        axes.set(xlim=(0, 1), ylim=(0, max(counts.max(), high) * 1.15), xticks=[0, 0.5, 1], yticks=[])
        name = shorten(str(row["quantity"]).removeprefix("map: "), 30)
        least = min(row["p_chi_square"], row["p_ecdf"])
        write(axes, 0.0, 1.16, name, transform=axes.transAxes, fontsize=8, fontweight="bold", va="bottom")
        tail = f"least p {least:.2g}" + (", cries out" if row["flagged"] else "")
        write(axes, 0.0, 1.02, tail, transform=axes.transAxes, fontsize=7, color=INK, va="bottom")
        columns["quantity"] += [str(row["quantity"])] * BINS
        columns["from"] += [bin_ / BINS for bin_ in range(BINS)]
        columns["count"] += [int(count) for count in counts]
    return Drawing(title, f"Histograms of ranks of {len(panel_numbers)} quantities. {title}", columns)


def choose(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Places of the quantities of the data first, then of those that come nearest to crying out."""
    order = sorted(
        range(len(rows)),
        key=lambda n: (not rows[n]["of_data"], min(rows[n]["p_chi_square"], rows[n]["p_ecdf"])),
    )
    return order[: ACROSS * ROWS]


def flat_band(replications: int) -> tuple[float, float]:
    """Counts within BAND standard errors of a flat histogram's bar (normal approximation)."""
    share = 1 / BINS
    spread = BAND * float(np.sqrt(replications * share * (1 - share)))
    return max(0.0, replications * share - spread), replications * share + spread
