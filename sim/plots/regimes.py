"""Shares of the regimes among all runs before evidence."""

from __future__ import annotations

from matplotlib.figure import Figure

from sim.plots.report import Report
from sim.plots.sheet import GREY, Drawing, open_sheet
from sim.plots.text import percent, shorten

ROW, RARE = 0.27, 0.05


def draw_regimes(figure: Figure, report: Report) -> Drawing:
    """Sorted bars with their numbers and the line of 5 %."""
    shares = sorted(report.regimes.items(), key=lambda one: (-one[1], one[0]))
    rows = max(len(shares), 1)
    title = regimes_title(shares)
    subtitle = (
        "Share of all runs before evidence; dashed: 5 %, below which the prior hardly contains the regime."
    )
    sheet = open_sheet(figure, 0.35 + ROW * rows, title, subtitle, report)
    axes = sheet.panel(2.2, 0.28, 5.9, ROW * rows)
    axes.set(
        xlim=(0, max([share for _, share in shares], default=1.0) * 1.02 or 1),
        ylim=(rows - 0.5, -0.5),
        yticks=[],
        xticks=[],
    )
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.axvline(RARE, color=GREY, lw=0.8, ls=(0, (3, 2)))
    for place, (name, share) in enumerate(shares):
        y = 0.28 + ROW * (rows - place - 0.5)
        axes.barh(place, share, color="#2C6FA6" if share >= RARE else "#c4c4c4", height=0.62)
        sheet.write(2.1, y, shorten(name.replace("_", " "), 34), ha="right", va="center")
        sheet.write(8.2, y, percent(share), va="center", fontweight="bold")
    text = (
        "Regimes among all runs: "
        + ", ".join(f"{shorten(name, 30)} {percent(share)}" for name, share in shares)
        + "."
    )
    return Drawing(
        title, text, {"regime": [name for name, _ in shares], "share": [share for _, share in shares]}
    )


def regimes_title(shares: list[tuple[str, float]]) -> str:
    """How many regimes the prior reaches."""
    if not shares:
        return "Regimes were not told apart"
    often = sum(share >= RARE for _, share in shares)
    name, share = shares[0]
    return f"{often} of {len(shares)} regimes have at least 5 % of the runs; most often {shorten(name.replace('_', ' '), 30)} ({percent(share)})"
