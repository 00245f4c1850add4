"""Shares of the regimes among all runs before evidence, and of the weighted runs after it."""

from __future__ import annotations

from matplotlib.figure import Figure

from sim.plots.drawing.report_data import Report
from sim.plots.drawing.sheet import GREY, INK, Drawing, open_sheet
from sim.plots.drawing.text import percent, shorten

ROW, RARE = 0.36, 0.05
BEFORE, SELDOM, AFTER = "#8c8c8c", "#c4c4c4", "#2C6FA6"


def draw_regimes(figure: Figure, report: Report) -> Drawing:
    """Sorted pairs of bars with their numbers and the line of 5 %."""
    shares = sorted(report.regimes.items(), key=lambda entry: (-entry[1], entry[0]))
    shares_after = report.regimes_after
    rows = max(len(shares), 1)
    title = regimes_title(shares)
    sheet = open_sheet(figure, 0.35 + ROW * rows, title, subtitle(report), report)
    axes = sheet.panel(1.9, 0.28, 5.6, ROW * rows)
    widest = max([share for _, share in shares] + list(shares_after.values()), default=1.0)
    axes.set(xlim=(0, widest * 1.02 or 1), ylim=(rows - 0.5, -0.5), yticks=[], xticks=[])
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.axvline(RARE, color=GREY, lw=0.8, ls=(0, (3, 2)))
    for place, (name, share) in enumerate(shares):
        y = 0.28 + ROW * (rows - place - 0.5)
        axes.barh(place - 0.2, share, color=BEFORE if share >= RARE else SELDOM, height=0.36)
        sheet.write(1.8, y, shorten(name.replace("_", " "), 30), ha="right", va="center")
        sheet.write(7.6, y + 0.2 * ROW, f"{percent(share)} before", va="center", fontsize=7.5, color=GREY)
        if name in shares_after:
            axes.barh(place + 0.2, shares_after[name], color=AFTER, height=0.36)
            after = f"{percent(shares_after[name])} after"
            sheet.write(7.6, y - 0.22 * ROW, after, va="center", fontsize=7.5, color=INK, fontweight="bold")
    return Drawing(title, alt(shares, report), columns(shares, report))


def subtitle(report: Report) -> str:
    """What the bars are."""
    text = "Grey: share of all runs before evidence; dashed: 5 %, below which the prior hardly contains the regime."
    return text + (" Blue: the same after the evidence." if report.regimes_after else "")


def regimes_title(shares: list[tuple[str, float]]) -> str:
    """How many regimes the prior reaches."""
    if not shares:
        return "Regimes were not distinguished"
    frequent_count = sum(share >= RARE for _, share in shares)
    name, share = shares[0]
    phrase = f"{shorten(name.replace('_', ' '), 30)} ({percent(share)})"
    return f"Before evidence {frequent_count} of {len(shares)} regimes have at least 5 % of the runs; most often {phrase}"


def alt(shares: list[tuple[str, float]], report: Report) -> str:
    """The bars in words."""
    parts = [
        f"{shorten(name, 30)} {percent(share)}"
        + (
            f", after the evidence {percent(report.regimes_after[name])}"
            if name in report.regimes_after
            else ""
        )
        for name, share in shares
    ]
    return "Regimes among all runs: " + "; ".join(parts) + "."


def columns(shares: list[tuple[str, float]], report: Report) -> dict[str, list[object]]:
    """One row a regime."""
    return {
        "regime": [name for name, _ in shares],
        "share": [share for _, share in shares],
        "share_after": [report.regimes_after.get(name) for name, _ in shares],
    }
