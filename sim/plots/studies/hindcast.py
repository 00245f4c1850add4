"""Forecasts over time: how a headline moved, what counts were expected, who scored how, and whether 30 % is 30 %."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.evidence.quantiles import quantiles
from sim.plots.drawing.sheet import GREY, INK, PALETTE, Drawing, Sheet, label_axes, open_sheet, write
from sim.plots.drawing.text import day_name, shorten
from sim.plots.studies.exam import average_shares
from sim.scenario.files.stored_scores import count_behind

BODY, LEFT, BOTTOM, ACROSS = 3.6, 0.7, 0.55, 7.9
ROW = 0.3
MARKS, GLYPHS = "os^vD", "●■▲▼◆"  # the same five, drawn and written


def days_axis(axes: Any, days: Sequence[date]) -> None:
    """Ordinal days with their dates."""
    step = max(1, len(days) // 9)
    axes.set_xticks([day.toordinal() for day in days[::step]], [day_name(day) for day in days[::step]])


def draw_history(
    figure: Figure,
    rows: Sequence[Mapping[str, Any]],
    foot: str,
    today: Mapping[str, tuple[str, float]] | None = None,
) -> Drawing:
    """The probability of each headline at each origin, with its Monte Carlo interval.

    today   claim -> day and probability of the headline of a report that weighs counts of its own, marked apart
    """
    title = "How the headlines changed as counts were published"
    subtitle = "Each line: one headline, asked again at each origin with its windows shifted; band: 95 % Monte Carlo interval."
    if today:
        subtitle += " Diamond: the headline of this report."
    labels = {row["claim"]: str(row["claim"]).replace("_", " ") for row in rows}
    sheet = open_sheet(figure, BODY, title, subtitle, foot)
    axes = draw_lines(sheet, rows, "claim", labels)
    for number, claim in enumerate(labels):
        if claim in (today or {}):
            day, p = (today or {})[claim]
            mark = {
                "marker": "D",
                "ms": 6,
                "mfc": "white",
                "mec": PALETTE[number % len(PALETTE)],
                "zorder": 6,
            }
            axes.plot([date.fromisoformat(day).toordinal()], [p], ls="none", clip_on=False, **mark)
    columns: dict[str, list[Any]] = {
        name: [row[name] for row in rows] for name in ("origin", "claim", "p", "low", "high")
    }
    for claim, (day, p) in (today or {}).items():
        for name, value in {
            "origin": f"{day}, this report",
            "claim": claim,
            "p": p,
            "low": None,
            "high": None,
        }.items():
            columns[name].append(value)
    return Drawing(title, f"{title}: {', '.join(labels)}", columns)


def draw_questions(figure: Figure, rows: Sequence[Mapping[str, Any]], foot: str) -> Drawing:
    """The chance of each question with a fixed last day at each origin, with its Monte Carlo interval."""
    until = day_name(date.fromisoformat(rows[0]["until"]))
    title = f"How the chances of losing capitals by {until} moved"
    subtitle = "Each line: one question with the same last day, asked again at each origin; band: 95 % Monte Carlo interval."
    labels = {row["question"]: f"{row['question']} ({came(row['happened'])})" for row in rows}
    sheet = open_sheet(figure, BODY, title, subtitle, foot)
    draw_lines(sheet, rows, "question", labels)
    names = ("origin", "question", "until", "p", "low", "high", "happened")
    return Drawing(
        title, f"{title}: {', '.join(labels)}", {name: [row[name] for row in rows] for name in names}
    )


def came(date_text: str | None) -> str:
    """What became of a question, in two words."""
    return "did not happen" if date_text is None else f"happened {day_name(date.fromisoformat(date_text))}"


def draw_lines(sheet: Sheet, rows: Sequence[Mapping[str, Any]], key: str, labels: Mapping[str, str]) -> Any:
    """A line with its band for each value of ``key``, over the origins; returns the axes."""
    axes = sheet.panel(LEFT, BOTTOM, ACROSS, BODY - BOTTOM - 0.2)
    for number, (name, label) in enumerate(labels.items()):
        name_rows = [row for row in rows if row[key] == name and row["p"] is not None]
        x = [date.fromisoformat(row["origin"]).toordinal() for row in name_rows]
        colour = PALETTE[number % len(PALETTE)]
        axes.plot(
            x, [row["p"] for row in name_rows], "o-", ms=3.5, lw=1.6, color=colour, label=shorten(label, 44)
        )
        axes.fill_between(x, [row["low"] for row in name_rows], [row["high"] for row in name_rows], color=colour, alpha=0.15, lw=0)  # fmt: skip
    days = sorted({date.fromisoformat(row["origin"]) for row in rows})
    axes.set(ylim=(0, 1))
    days_axis(axes, days)
    label_axes(axes, "origin", "probability")
    axes.legend(frameon=False, loc="best", prop={"family": "DejaVu Sans", "size": 7})
    return axes


def ageing(number: int, origin_count: int) -> tuple[float, float, float]:
    """A blue for the ``number``-th of so many origins, the later the darker."""
    share = number / max(origin_count - 1, 1)
    return 0.62 - 0.55 * share, 0.78 - 0.58 * share, 0.93 - 0.48 * share


def draw_standings(figure: Figure, rows: Sequence[Mapping[str, Any]], foot: str) -> Drawing:
    """Score of every method divided by the model's; a dot left of 1 beats the model."""
    methods = list(dict.fromkeys(name for row in rows for name in row["scores"]))
    title = f"A simpler forecast did better on {count_behind(rows, 'targets')}"
    subtitle = "Mean score over the origins, divided by the model's; left of the line: better, clearly if by more than the errors of both scores; uniform is no forecast and not counted."
    body = 0.9 + ROW * len(rows)
    sheet = open_sheet(figure, body, title, subtitle, foot)
    axes = sheet.panel(3.0, 0.75, 4.2, ROW * len(rows))
    columns: dict[str, list[Any]] = {"target": [], "method": [], "relative": []}
    for place, row in enumerate(rows):
        sheet.write(2.9, 0.75 + ROW * (len(rows) - place - 0.5), f"{shorten(row['target'], 40)} ({row['metric']})", ha="right", va="center", fontsize=7.5)  # fmt: skip
        for number, name in enumerate(methods):
            if name in row["scores"] and row["model"] > 0:
                relative = min(max(row["scores"][name] / row["model"], 0.1), 10.0)
                axes.plot([relative], [place], MARKS[number % len(MARKS)], ms=5, color=PALETTE[number % len(PALETTE)], mew=0, alpha=0.85)  # fmt: skip
                columns["target"].append(row["target"])
                columns["method"].append(name)
                columns["relative"].append(relative)
    axes.axvline(1, color=INK, lw=1)
    axes.set_xscale("log")
    axes.set(xlim=(0.09, 11), ylim=(len(rows) - 0.5, -0.5), yticks=[])
    axes.set_xticks([0.1, 0.3, 1, 3, 10], ["0.1 or less", "0.3", "the model", "3", "10 or more"])
    axes.minorticks_off()
    for number, name in enumerate(methods):
        y = body - 0.25 - 0.17 * number
        sheet.figure.text(7.35 / 9.0, (0.34 + y) / sheet.height, GLYPHS[number % len(GLYPHS)], color=PALETTE[number % len(PALETTE)], fontsize=7)  # fmt: skip
        sheet.write(7.5, y, shorten(name, 26), fontsize=7)
    return Drawing(title, title, columns)


def draw_reliability(figure: Figure, rows: Sequence[Mapping[str, Any]], foot: str) -> Drawing:
    """Share that happened against the forecast probability, tenth by tenth."""
    title = f"Forecast and observed on average: {average_shares(rows) or 'no forecast'}"
    subtitle = "All events and districts of all origins in tenths of probability; area: number of forecasts. They belong to one event, so no interval is drawn."
    sheet = open_sheet(figure, BODY, title, subtitle, foot)
    axes = sheet.panel(2.9, BOTTOM, BODY - BOTTOM - 0.2, BODY - BOTTOM - 0.2)
    axes.plot([0, 1], [0, 1], color=GREY, lw=1)
    largest = max((row["n"] for row in rows), default=1)
    for row in rows:
        axes.plot([row["mean_p"]], [row["share"]], "o", color=PALETTE[0], ms=4 + 12 * np.sqrt(row["n"] / largest), mew=0, alpha=0.8, clip_on=False)  # fmt: skip
        write(axes, row["mean_p"], row["share"] + 0.06, f"{row['n']}", fontsize=6.5, ha="center", color=GREY)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    label_axes(axes, "forecast probability", "share that happened")
    return Drawing(
        title,
        title,
        {name: [row[name] for row in rows] for name in ("from", "to", "mean_p", "share", "n")},
    )


def draw_pit(figure: Figure, rows: Sequence[Mapping[str, Any]], foot: str) -> Drawing:
    """Where the counts that came lay in what was forecast: flat if the forecasts were right."""
    number = max(row["n"] for row in rows)
    outer = sum(row["share"] for row in (rows[0], rows[-1]))
    upper = sum(row["share"] for row in rows if row["from"] >= 0.5)
    title = f"{100 * upper:.0f} % of the counts were above the median forecast, {100 * outer:.0f} % in its outer fifth"
    subtitle = f"Each bar: share of {number} forecasts whose count came out in that tenth of the forecast; flat (line): calibrated; heaped at the ends: overconfident; in the middle: underconfident; to one side: biased. Neighbouring forecasts share their counts."
    sheet = open_sheet(figure, BODY, title, subtitle, foot)
    axes = sheet.panel(LEFT + 1.2, BOTTOM, ACROSS - 2.4, BODY - BOTTOM - 0.2)
    axes.axhline(1 / len(rows), color=INK, lw=1)
    axes.bar([(row["from"] + row["to"]) / 2 for row in rows], [row["share"] for row in rows], width=0.9 / len(rows), color=PALETTE[0])  # fmt: skip
    axes.set(xlim=(0, 1))
    label_axes(axes, "place of the count in its forecast (0: below all, 1: above all)", "share of forecasts")
    return Drawing(title, title, {name: [row[name] for row in rows] for name in ("from", "to", "share", "n")})


def draw_counts(
    figure: Figure,
    forecasts: Sequence[tuple[date, str, np.ndarray | None, float]],
    dates: Mapping[str, date],
    foot: str,
) -> Drawing:
    """5, 50 and 95 % of each count still to come, one line an origin, with the counts that came."""
    title = "Counts forecast at each origin, and those published"
    subtitle = "Median and 5 to 95 % of the tracker's next counts, the later the origin the darker; dots: as published."
    sheet = open_sheet(figure, BODY, title, subtitle, foot)
    axes = sheet.panel(LEFT, BOTTOM, ACROSS, BODY - BOTTOM - 0.2)
    columns: dict[str, list[Any]] = {"origin": [], "count": [], "day": [], "p05": [], "p50": [], "p95": [], "reported": []}  # fmt: skip
    origins = sorted({origin for origin, *_ in forecasts})
    for number, origin in enumerate(origins):
        origin_rows = sorted(
            (dates[name], name, mass, number_reported)
            for start, name, mass, number_reported in forecasts
            if start == origin
        )
        spans = [quantiles(mass, (0.05, 0.5, 0.95)) for _, _, mass, _ in origin_rows if mass is not None]
        x = [day.toordinal() + 0.35 * (number - len(origins) / 2) for day, *_ in origin_rows]
        colour = ageing(number, len(origins))
        axes.vlines(
            x,
            [s[0] for s in spans],
            [s[2] for s in spans],
            color=colour,
            lw=1.4,
            alpha=0.8,
            label=day_name(origin),
        )
        axes.plot(x, [s[1] for s in spans], "_", color=colour, ms=6)
        for (day, name, _, number_reported), span in zip(origin_rows, spans, strict=True):
            for key, value in zip(
                columns, (origin.isoformat(), name, day.isoformat(), *span, number_reported), strict=True
            ):
                columns[key].append(value)
    counts_reported = sorted(
        {
            (day, number_reported)
            for day, number_reported in zip(columns["day"], columns["reported"], strict=True)
        }
    )
    axes.plot([date.fromisoformat(day).toordinal() for day, _ in counts_reported], [number_reported for _, number_reported in counts_reported], "o", color=INK, ms=5)  # fmt: skip
    days_axis(axes, [date.fromisoformat(day) for day, _ in counts_reported])
    label_axes(axes, "day counted", "districts")
    axes.legend(
        frameon=False, loc="best", prop={"family": "DejaVu Sans", "size": 7}, title="origin", title_fontsize=7
    )
    return Drawing(title, title, columns)
