"""The exam drawn: forecast and observed shares, chances by steps from the front, the real path in its bands, and the ladder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.plots.drawing.sheet import GREY, PALETTE, Drawing, label_axes, open_sheet

BODY, WIDE, BOTTOM = 3.3, 2.3, 0.55
MOST_LOG = 1.25  # right edge of the ladder: nearly twice the score of one half
Row = Mapping[str, Any]


def draw_reliability_by_kind(
    figure: Figure, rows: Sequence[Row], titles: Mapping[str, str], foot: str
) -> Drawing:
    """Share that happened against the forecast probability in tenths, one panel a kind of question."""
    title = reliability_title(rows, titles)
    subtitle = "All origins of all campaigns in tenths of the forecast probability; area: number of questions. On the line, forecasts of 30 % came true in 30 % of cases."
    sheet = open_sheet(figure, BODY, title, subtitle, foot)
    kinds = [kind for kind in titles if any(row["kind"] == kind for row in rows)]
    for number, kind in enumerate(kinds):
        axes = sheet.panel(0.6 + 2.9 * number, BOTTOM, WIDE, WIDE)
        axes.plot([0, 1], [0, 1], color=GREY, lw=1)
        kind_rows = [row for row in rows if row["kind"] == kind]
        largest = max(row["n"] for row in kind_rows)
        for row in kind_rows:
            size = 3 + 11 * float(np.sqrt(row["n"] / largest))
            axes.plot([row["mean_p"]], [row["share"]], "o", color=PALETTE[0], ms=size, mew=0, alpha=0.8, clip_on=False)  # fmt: skip
        axes.set(xlim=(0, 1), ylim=(0, 1), xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
        label_axes(axes, "forecast probability", titles[kind])
    names = ("kind", "from", "to", "mean_p", "share", "n")
    return Drawing(title, title, {name: [row[name] for row in rows] for name in names})


def reliability_title(rows: Sequence[Row], titles: Mapping[str, str]) -> str:
    """Forecast probability and share that happened on average, by kind of question."""
    shares = {
        name: average_shares([row for row in rows if row["kind"] == kind]) for kind, name in titles.items()
    }
    return f"Forecast and observed on average: {', '.join(f'{name} {both}' for name, both in shares.items() if both)}"


def average_shares(rows: Sequence[Row]) -> str:
    """Mean forecast probability and share that happened over all forecasts behind the rows; empty without any."""
    total = sum(row["n"] for row in rows)
    if not total:
        return ""
    forecast, share = (sum(row["n"] * row[key] for row in rows) / total for key in ("mean_p", "share"))
    return f"{100 * forecast:.0f} and {100 * share:.0f} %"


def draw_steps(figure: Figure, rows: Sequence[Row], foot: str) -> Drawing:
    """Chance of a unit by steps from the mover's front, forecast and observed, one panel a horizon."""
    title = "Chance of a unit by steps from the front"
    subtitle = "Line: mean forecast probability; dots: share that fell to that side within the horizon. All campaigns, both sides as mover."
    sheet = open_sheet(figure, BODY - 0.3, title, subtitle, foot)
    horizons = sorted({row["horizon"] for row in rows})
    top = max(max(row["model"], row["real"]) for row in rows) * 1.1 + 1e-9
    for number, horizon in enumerate(horizons):
        axes = sheet.panel(0.6 + 2.17 * number, BOTTOM, 1.7, WIDE)
        horizon_rows = [row for row in rows if row["horizon"] == horizon]
        steps, model, real = ([row[name] for row in horizon_rows] for name in ("steps", "model", "real"))
        axes.plot(steps, model, "-", color=PALETTE[0], lw=1.6)
        axes.plot(steps, real, "o", color=PALETTE[1], ms=5, mew=0)
        axes.set(xlim=(0.7, 4.3), ylim=(0, top), xticks=[1, 2, 3, 4])
        label_axes(axes, "steps", f"{horizon} days")
    names = ("steps", "horizon", "n", "model", "real")
    return Drawing(title, title, {name: [row[name] for row in rows] for name in names})


def draw_paths(figure: Figure, rows: Sequence[Row], foot: str) -> Drawing:
    """Where the real number of districts held lies in the forecast, every known date, a line a campaign."""
    inside_count = sum(row["inside_90"] for row in rows)
    title = f"The actual counts are inside the 90 % band on {inside_count} of {len(rows)} dates"
    subtitle = "Each tick: one known date after an origin, placed by the share of runs below the real number; grey: outside the band."
    campaigns = sorted({row["campaign"] for row in rows})
    body = 0.7 + 0.32 * len(campaigns)
    sheet = open_sheet(figure, body, title, subtitle, foot)
    axes = sheet.panel(2.0, BOTTOM, 6.4, body - BOTTOM - 0.1)
    for place, name in enumerate(campaigns):
        for row in (date_row for date_row in rows if date_row["campaign"] == name):
            colour = PALETTE[0] if row["inside_90"] else GREY
            axes.plot([row["pit"]] * 2, [place - 0.3, place + 0.3], color=colour, lw=1, alpha=0.5)
        sheet.write(1.9, BOTTOM + (body - BOTTOM - 0.1) * (1 - (place + 0.5) / len(campaigns)), name.replace("_", " "), ha="right", va="center", fontsize=7.5)  # fmt: skip
    axes.set(xlim=(-0.01, 1.01), ylim=(len(campaigns) - 0.5, -0.5), yticks=[])
    sheet.write(5.2, 0.2, "share of runs below what happened", ha="center", va="center", fontsize=8)
    names = ("campaign", "origin", "day", "known", "low", "median", "high", "pit", "inside_90")
    return Drawing(title, title, {name: [row[name] for row in rows] for name in names})


def draw_ladder(
    figure: Figure, rows: Sequence[Row], sorts: Sequence[str], base: str, ours: Sequence[str], foot: str
) -> Drawing:
    """Log score of every rung, one panel a sort of question; a line where ``base`` lies, the rungs ``ours`` in a colour of their own."""
    sort_rows = [row for row in rows if row["sort"] in sorts]
    rungs = list(dict.fromkeys(row["rung"] for row in sort_rows))
    title = "What adds something: log score of each forecast"
    subtitle = (
        "Mean over campaigns, each forecast learned on the others; left is better. Rust: what uses the model. Line: how often such things "
        "happen elsewhere, the score to beat. Bars: one Monte Carlo error, where it is wider than the dot. Beyond 1.25: an arrow with the score."
    )
    body = 0.75 + 0.24 * len(rungs)
    sheet = open_sheet(figure, body, title, subtitle, foot)
    high = body - BOTTOM - 0.25
    for number, sort in enumerate(sorts):
        axes = sheet.panel(2.0 + 2.3 * number, BOTTOM, 2.0, high)
        row_by_rung = {row["rung"]: row for row in sort_rows if row["sort"] == sort}
        if base in row_by_rung:
            axes.axvline(row_by_rung[base]["log_by_war"], color=GREY, lw=1)
        for place, rung in enumerate(rungs):
            if rung in row_by_rung:
                mark_score(axes, place, row_by_rung[rung], PALETTE[1 if rung in ours else 0])
        axes.set(xlim=(0, MOST_LOG), ylim=(len(rungs) - 0.5, -0.5), yticks=[], xticks=[0, 0.5, 1])
        n = next(iter(row_by_rung.values()))["n"] if row_by_rung else 0
        sheet.write(2.0 + 2.3 * number, BOTTOM + high + 0.08, f"{sort} ({n:,})", fontsize=8)
        label_axes(axes, "log score", "")
    for place, rung in enumerate(rungs):
        y = BOTTOM + high * (1 - (place + 0.5) / len(rungs))
        sheet.write(1.9, y, rung, ha="right", va="center", fontsize=7.5)
    names = ("sort", "rung", "n", "log_by_war", "log_by_war_error", "brier_by_war", "brier_by_war_error")
    return Drawing(title, title, {name: [row[name] for row in sort_rows] for name in names})


def mark_score(axes: Any, place: int, row: Row, colour: str) -> None:
    """One dot with its error, or the number at the edge where it lies beyond."""
    score, error = row["log_by_war"], row["log_by_war_error"] or 0.0
    if score > MOST_LOG:
        text = f"{score:.2f} \N{RIGHTWARDS ARROW}"
        axes.text(MOST_LOG, place, text, ha="right", va="center", fontsize=7, color=colour)
        return
    axes.plot([score - error, score + error], [place, place], "-", color=colour, lw=1.4)
    axes.plot([score], [place], "o", color=colour, ms=4.5, mew=0, clip_on=False)
