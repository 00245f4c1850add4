"""Evidence: what each report implies beside what the runs would have made its source say, and what each source moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.claims.sentences import model_estimate
from sim.claims.types import Verdict
from sim.plots.drawing.report_data import Report, headline_of
from sim.plots.drawing.sheet import GREY, INK, PALE, Drawing, Sheet, open_sheet, write
from sim.plots.drawing.text import number, percent, shorten, wrap

OUTSIDE = "#B5403A"
ROW, HEAD, SHARE_ROW, LABELS = 0.235, 0.27, 0.24, 3.75
PARTS = ("implied", "prior_predictive", "posterior_predictive")
USES = {"fit": "used", "start": "set the start", "check": "only checked", "context": "context"}
GROUPS = (("fit", "Used as evidence"), ("check", "Checked, and missed by the runs"))
DRAWN = ("controls", "gained")

Rows = Sequence[Mapping[str, Any]]


def draw_evidence(figure: Figure, report: Report) -> Drawing:
    """Counts held or gained that the runs can be compared with, by use and date; below, headlines without a source."""
    rows = sorted(report.evidence, key=lambda row: (row["date"], row["id"]))
    groups = drawn_groups(rows)
    judged_verdicts = [v for v in report.verdicts if headline_of(v) is not None][:4]
    lower = 0.75 + SHARE_ROW * (len(report.without) + 1) if report.without and judged_verdicts else 0.0
    body = 0.4 + sum(HEAD + ROW * len(group_rows) for _, group_rows in groups) + lower
    title = evidence_title(report, rows)
    sheet = open_sheet(figure, max(body, 1.0), title, subtitle(report, rows, groups), report)
    draw_groups(sheet, report, groups, max(body, 1.0) - 0.05)
    if lower:
        draw_without(sheet, report, judged_verdicts, lower)
    return Drawing(title, alt(report, rows), columns(report, rows))


def drawn_groups(rows: Rows) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """What is drawn, under its heads: counts held or gained that were used, and checks that the runs miss."""
    drawn_rows = [
        row for row in rows
        if row["relation"] in DRAWN and row["prior_predictive"] and row["implied"]
        and (row["use"] == "fit" or misses(row))
    ]  # fmt: skip
    groups = [(head, [row for row in drawn_rows if row["use"] == use_name]) for use_name, head in GROUPS]
    return [(head, group_rows) for head, group_rows in groups if group_rows]


def evidence_title(report: Report, rows: Rows) -> str:
    """How many reports the runs agree with."""
    if not rows:
        return "No report is compared with the runs"
    used_count = sum(row["use"] == "fit" for row in rows)
    counts = "1 reported count" if used_count == 1 else f"{used_count or 'No'} reported counts"
    check_count = sum(row["use"] == "check" for row in rows)
    outside_count = sum(bool(row["outside_support"]) for row in rows)
    phrase = f"{counts} used as evidence, {check_count or 'none'} only checked"
    if outside_count:
        return f"{phrase}; {outside_count} outside what the runs can produce"
    missed = sum(row["use"] == "check" and misses(row) != "" for row in rows)
    if not check_count:
        return f"{phrase}; none outside what the runs can produce"
    return f"{phrase}: {missed or 'none'} of the checks outside the runs' 90 % {report.after}"


def misses(row: Mapping[str, Any]) -> str:
    """On which side a report lies outside the runs' 90 %: ``below``, ``above``, or empty."""
    runs, implied_quantiles = row["posterior_predictive"] or row["prior_predictive"], row["implied"]
    if runs is None or implied_quantiles is None:
        return ""
    if implied_quantiles["p95"] < runs["p05"]:
        return "below"
    return "above" if implied_quantiles["p05"] > runs["p95"] else ""


def subtitle(report: Report, rows: Rows, groups: Sequence[tuple[str, Rows]]) -> str:
    """What the marks mean, and what is not drawn."""
    text = "Dot: median, line: 5 to 95 %, as a share of the source's own total. Black: what the words of the report imply; grey: the report all runs would have led to"
    text += "; colour: the same after the evidence." if report.weighed else "."
    omitted_count = len(rows) - sum(len(group_rows) for _, group_rows in groups)
    if omitted_count:
        text += f" {omitted_count} other reports (checks that agree, start, contested, context) are in the table and in evidence.csv."
    return text


def draw_groups(sheet: Sheet, report: Report, groups: Sequence[tuple[str, Rows]], top: float) -> None:
    """One panel a group under its head; only the lowest has the scale."""
    for place, (head, rows) in enumerate(groups):
        sheet.write(LABELS, top - 0.17, head, ha="right", va="center", fontweight="bold")
        if place == 0:
            for x, words in ((7.42, "implied"), (8.2, "runs")):
                sheet.write(x, top - 0.17, words, va="center", color=GREY, fontsize=7)
        top -= HEAD + ROW * len(rows)
        draw_rows(sheet, report, rows, top, scale=place == len(groups) - 1)


def draw_rows(sheet: Sheet, report: Report, rows: Rows, bottom: float, *, scale: bool) -> None:
    """One row a report with up to three intervals and its numbers."""
    axes = sheet.panel(LABELS + 0.1, bottom, 3.4, ROW * len(rows))
    axes.set(xlim=(-0.01, 1.01), ylim=(len(rows) - 0.5, -0.5), yticks=[])
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"] if scale else [""] * 5)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(scale)
    axes.tick_params(bottom=scale)
    for place, row in enumerate(rows):
        axes.axhline(place + 0.5, color=PALE, lw=0.4)
        write_report(sheet, report, row, bottom + (len(rows) - place - 0.5) * ROW)
    for step, (part, colour) in enumerate(
        zip(PARTS, (INK, "#a0a0a0", report.colour(report.focus)), strict=True)
    ):
        draw_spreads(axes, 0.27 * (step - 1), [(row[part], row["basis"]) for row in rows], colour)


def draw_spreads(
    axes: Any, shift: float, spreads: Sequence[tuple[Mapping[str, float] | None, float]], colour: str
) -> None:
    """A line and a dot a row at shares of its basis, all lines and all dots as one artist each."""
    known = [
        (place + shift, [spread[name] / basis for name in ("p05", "p50", "p95")])
        for place, (spread, basis) in enumerate(spreads)
        if spread is not None and basis > 0
    ]
    ends = [x for _, (low, _, high) in known for x in (low, high, np.nan)]  # nan: the line is interrupted
    heights = [y for y, _ in known for _ in range(3)]
    axes.plot(ends, heights, color=colour, lw=1.3, solid_capstyle="butt", clip_on=False)
    middles = [middle for _, (_, middle, _) in known]
    dots = [y for y, _ in known]
    axes.plot(middles, dots, "o", ms=2.8, color=colour, mec=colour, clip_on=False)


def write_report(sheet: Sheet, report: Report, row: Mapping[str, Any], y: float) -> None:
    """Who said what and when, and the numbers of the row."""
    phrase = shorten(report.count_name(row["id"], year=False, total=row["basis"]), 70)
    sheet.write(LABELS, y, phrase, ha="right", va="center", fontsize=6.8)
    spread_now = row["posterior_predictive"] or row["prior_predictive"]
    colour, end = (OUTSIDE, "!") if row["outside_support"] else (GREY, "")
    sheet.write(7.42, y, spread_text(row["implied"]), va="center", fontsize=6.5)
    sheet.write(8.2, y, spread_text(spread_now) + end, va="center", fontsize=6.5, color=colour)


def spread_text(spread: Mapping[str, float] | None) -> str:
    """``90 (80–100)``: the median and 5 to 95 %; ``105`` where they are one number."""
    if spread is None:
        return "–"
    low, middle, high = (number(spread[name]) for name in ("p05", "p50", "p95"))
    return middle if low == high else f"{middle} ({low}–{high})"


def draw_without(sheet: Sheet, report: Report, verdicts: Sequence[Verdict], lower: float) -> None:
    """One small panel a headline: all evidence as a line, each source left out as a dot."""
    sources = sorted(report.without)
    heads = ["all evidence", *(f"without {report.group_name(source)}" for source in sources)]
    tall, left = SHARE_ROW * (len(sources) + 1), 2.75
    width = (8.8 - left) / len(verdicts)
    for place, name in enumerate(heads):
        sheet.write(
            left - 0.1,
            0.22 + tall - SHARE_ROW * (place + 0.5),
            shorten(name, 44),
            ha="right",
            va="center",
            fontsize=7.5,
        )
    for column, verdict in enumerate(verdicts):
        axes = sheet.panel(left + column * width + 0.05, 0.22, width - 0.3, tall)
        axes.set(xlim=(0, 1), ylim=(len(sources) + 0.5, -0.5), yticks=[])
        axes.set_xticks([0, 0.5, 1], ["0", "50 %", "100 %"])
        draw_headline(axes, report, verdict, sources)
        quote = wrap(report.claim_name(verdict.claim), int((width - 0.3) / 0.068), 2)
        sheet.write(
            left + column * width + 0.05,
            0.27 + tall,
            quote,
            va="bottom",
            fontsize=6.8,
            color=GREY,
            linespacing=1.05,
        )


def draw_headline(axes: Any, report: Report, verdict: Verdict, sources: Sequence[str]) -> None:
    """Dots of one headline; the dashed line is all evidence."""
    if verdict.headline is None:
        return
    full_p = model_estimate(verdict.headline).p
    axes.axvline(full_p, color=GREY, lw=0.8, ls=(0, (3, 2)))
    points = [
        (0, full_p),
        *((i + 1, report.without[source].get(verdict.claim.id)) for i, source in enumerate(sources)),
    ]
    for row, p in points:
        if p is None:
            write(axes, 0.02, row, "too few runs", va="center", fontsize=6.5, color=GREY)
            continue
        axes.plot([p], [row], "o", ms=5, mfc=INK if row == 0 else "white", mec=INK, clip_on=False)
        side, gap = ("left", 0.05) if p < 0.6 else ("right", -0.05)
        clear = {"fc": "white", "ec": "none", "pad": 0.6}  # of the dashed line behind
        write(axes, p + gap, row, percent(p), ha=side, va="center", fontsize=6.8, bbox=clear)


def alt(report: Report, rows: Rows) -> str:
    """The used rows in words."""
    parts = [
        f"{shorten(report.count_name(row['id']), 80)}: implied {spread_text(row['implied'])}, runs "
        f"{spread_text(row['posterior_predictive'] or row['prior_predictive'])}"
        for row in rows
        if row["use"] == "fit"
    ]
    return (
        "Reported counts beside the runs: median and 5 to 95 %. Used: " + ("; ".join(parts) or "none") + "."
    )


def columns(report: Report, rows: Rows) -> dict[str, list[Any]]:
    """One row a report, then one a claim without each source."""
    table: dict[str, list[Any]] = {
        name: [row[name] for row in rows] for name in ("id", "source", "date", "use", "basis", "low", "high")
    }
    for part in PARTS:
        for name in ("p05", "p50", "p95"):
            table[f"{part}_{name}"] = [None if row[part] is None else row[part][name] for row in rows]
    table["without_source"] = [""] * len(rows)
    table["claim"] = [""] * len(rows)
    table["headline_p"] = [None] * len(rows)
    for source, claims in sorted(report.without.items()):
        for claim, p in claims.items():
            extra = {"without_source": source, "claim": claim, "headline_p": p}
            for name, column in table.items():
                column.append(extra.get(name))
    return table
