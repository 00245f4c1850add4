"""Evidence: what each report implies beside what the runs would have made its source say, and what each source moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure

from sim.claims.types import Verdict
from sim.plots.report import Report, headline_of, told
from sim.plots.sheet import GREY, INK, PALE, Drawing, Sheet, open_sheet, write
from sim.plots.text import number, percent, shorten, wrap

ROW, SHARE_ROW, LABELS = 0.42, 0.24, 3.55
PARTS = ("implied", "prior_predictive", "posterior_predictive")
USES = {"fit": "used", "start": "set the start", "check": "only checked", "context": "context"}


def draw_evidence(figure: Figure, report: Report) -> Drawing:
    """Rows by date; below, each headline without each source."""
    rows = sorted(report.evidence, key=lambda row: (row["date"], row["id"]))
    judged = [v for v in report.verdicts if headline_of(v) is not None][:4]
    lower = 0.75 + SHARE_ROW * (len(report.without) + 1) if report.without and judged else 0.0
    body = 0.5 + ROW * max(len(rows), 1) + lower
    title = evidence_title(rows)
    sheet = open_sheet(figure, body, title, subtitle(report), report)
    draw_rows(sheet, report, rows, lower)
    if lower:
        draw_without(sheet, report, judged, lower)
    return Drawing(title, alt(report, rows), columns(report, rows))


def evidence_title(rows: Sequence[Mapping[str, Any]]) -> str:
    """How many reports the runs can agree with."""
    known = [row for row in rows if row["outside_support"] is not None]
    used = sum(row["use"] == "fit" for row in rows)
    outside = sum(bool(row["outside_support"]) for row in known)
    if not rows:
        return "No report is compared with the runs"
    lies = "none lies" if not outside else "1 lies" if outside == 1 else f"{outside} lie"
    return f"{len(rows)} reported counts, {used} of them used as evidence; {lies} outside what the runs can produce"


def subtitle(report: Report) -> str:
    """What the marks mean."""
    text = "Dot: median, line: 5 to 95 %, as a share of the source's own total. Black: what the words of the report imply; grey: the report all runs would have led to"
    return text + (
        "."
        if not report.weighed
        else "; colour: the same after the evidence. Below: headlines without one source."
    )


def draw_rows(sheet: Sheet, report: Report, rows: Sequence[Mapping[str, Any]], lower: float) -> None:
    """One row a report with up to three intervals and its numbers."""
    tall = ROW * max(len(rows), 1)
    axes = sheet.panel(LABELS + 0.1, lower + 0.42, 3.55, tall)
    axes.set(xlim=(-0.01, 1.01), ylim=(len(rows) - 0.5 if rows else 0.5, -0.5), yticks=[])
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    axes.spines["left"].set_visible(False)
    colours = (INK, "#8c8c8c", report.colour(report.focus))
    for place, row in enumerate(rows):
        y = lower + 0.42 + (len(rows) - place - 0.5) * ROW
        axes.axhline(place + 0.5, color=PALE, lw=0.4)
        write_report(sheet, report, row, y)
        for step, (part, colour) in enumerate(zip(PARTS, colours, strict=True)):
            draw_spread(
                axes, place + 0.26 * (step - 1), row[part], row["basis"], colour, filled=row["use"] != "check"
            )


def draw_spread(
    axes: Any, y: float, spread: Mapping[str, float] | None, basis: float, colour: str, *, filled: bool
) -> None:
    """Line and dot at a share of the basis."""
    if spread is None or not basis > 0:
        return
    low, middle, high = (spread[name] / basis for name in ("p05", "p50", "p95"))
    axes.plot([low, high], [y, y], color=colour, lw=1.8, solid_capstyle="butt", clip_on=False)
    axes.plot(
        [middle], [y], "o", ms=4.2, mfc=colour if filled else "white", mec=colour, mew=1.1, clip_on=False
    )


def write_report(sheet: Sheet, report: Report, row: Mapping[str, Any], y: float) -> None:
    """Who said what and when, and the numbers of the row."""
    source = report.scenario.sources.get(row["source"])
    name = source.name if source else row["source"]
    ink = INK if row["use"] in ("fit", "start") else GREY
    sheet.write(LABELS, y + 0.08, f"{shorten(name, 38)}, {row['date']}", ha="right", va="center", color=ink)
    said = f"{what(report, row)} · {USES.get(row['use'], row['use'])}"
    sheet.write(LABELS, y - 0.09, said, ha="right", va="center", color=GREY, fontsize=6.8)
    now = row["posterior_predictive"] or row["prior_predictive"]
    sheet.write(7.4, y + 0.08, f"implied {spread_text(row['implied'])}", va="center", fontsize=7)
    colour, end = ("#B5403A", ": outside") if row["outside_support"] else (GREY, "")
    sheet.write(7.4, y - 0.09, f"runs {spread_text(now)}{end}", va="center", fontsize=7, color=colour)


def what(report: Report, row: Mapping[str, Any]) -> str:
    """``Taliban controls 210 to 220 of 407 districts``."""
    count = next((count for count in report.scenario.counts if count.id == row["id"]), None)
    unit, faction = (count.unit, count.faction) if count else ("", "")
    many = (
        number(row["low"]) if row["low"] == row["high"] else f"{number(row['low'])} to {number(row['high'])}"
    )
    word = str(row["modifier"]).replace("_", " ")
    prefix = "" if word in ("exactly", "range", "share") else f"{word} "
    return shorten(f"{faction} {row['relation']} {prefix}{many} of {number(row['basis'])} {unit}", 66)


def spread_text(spread: Mapping[str, float] | None) -> str:
    """``90 (80–100)``: the median and 5 to 95 %."""
    return (
        "–"
        if spread is None
        else f"{number(spread['p50'])} ({number(spread['p05'])}–{number(spread['p95'])})"
    )


def draw_without(sheet: Sheet, report: Report, judged: Sequence[Verdict], lower: float) -> None:
    """One small panel a headline: all evidence as a line, each source left out as a dot."""
    sources = sorted(report.without)
    tall, left = SHARE_ROW * (len(sources) + 1), 2.3
    wide = (8.8 - left) / len(judged)
    for place, name in enumerate(
        ["all evidence", *(f"without {source_name(report, one)}" for one in sources)]
    ):
        sheet.write(
            left - 0.1,
            0.22 + tall - SHARE_ROW * (place + 0.5),
            shorten(name, 34),
            ha="right",
            va="center",
            fontsize=7.5,
        )
    for column, verdict in enumerate(judged):
        axes = sheet.panel(left + column * wide + 0.05, 0.22, wide - 0.3, tall)
        axes.set(xlim=(0, 1), ylim=(len(sources) + 0.5, -0.5), yticks=[])
        axes.set_xticks([0, 0.5, 1], ["0", "50 %", "100 %"])
        draw_headline(axes, report, verdict, sources)
        quote = wrap(verdict.claim.quote or verdict.claim.id, int((wide - 0.3) / 0.068), 2)
        sheet.write(
            left + column * wide + 0.05,
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
    whole = told(verdict.headline).p
    axes.axvline(whole, color=GREY, lw=0.8, ls=(0, (3, 2)))
    points = [
        (0, whole),
        *((i + 1, report.without[one].get(verdict.claim.id)) for i, one in enumerate(sources)),
    ]
    for row, p in points:
        if p is None:
            write(axes, 0.02, row, "too few runs", va="center", fontsize=6.5, color=GREY)
            continue
        axes.plot([p], [row], "o", ms=5, mfc=INK if row == 0 else "white", mec=INK, clip_on=False)
        side, gap = ("left", 0.05) if p < 0.6 else ("right", -0.05)
        write(axes, p + gap, row, percent(p), ha=side, va="center", fontsize=6.8)


def source_name(report: Report, source: str) -> str:
    """A source's name, or its id if unknown."""
    found = report.scenario.sources.get(source)
    return found.name if found else source


def alt(report: Report, rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows in words."""
    parts = [
        f"{shorten(source_name(report, row['source']), 30)} {row['date']}: implied {spread_text(row['implied'])}, runs "
        f"{spread_text(row['posterior_predictive'] or row['prior_predictive'])}"
        for row in rows
    ]
    return "Reported counts beside the runs (5, 50, 95 %). " + "; ".join(parts) + "."


def columns(report: Report, rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """One row a report, then one a claim without each source."""
    found: dict[str, list[Any]] = {
        name: [row[name] for row in rows] for name in ("id", "source", "date", "use", "basis", "low", "high")
    }
    for part in PARTS:
        for name in ("p05", "p50", "p95"):
            found[f"{part}_{name}"] = [None if row[part] is None else row[part][name] for row in rows]
    found["without_source"] = [""] * len(rows)
    found["claim"] = [""] * len(rows)
    found["headline_p"] = [None] * len(rows)
    for source, claims in sorted(report.without.items()):
        for claim, p in claims.items():
            extra = {"without_source": source, "claim": claim, "headline_p": p}
            for name, column in found.items():
                column.append(extra.get(name))
    return found
