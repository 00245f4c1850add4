"""The figures of the folded sections, each with its finding as its title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from sim.base.codes import CHALLENGER
from sim.claims.sentences import model_estimate
from sim.page.drawing.charts import (
    Axes,
    Chart,
    ChartLine,
    bars_chart,
    day_of,
    first_day,
    lines_chart,
    named,
    square_chart,
)
from sim.page.sections.hindcast import METRICS
from sim.page.sections.inputs import meaning
from sim.page.summary.strips import bar, dot, strip, tick
from sim.page.summary.subjects import subjects
from sim.plots.drawing.report_data import Report, headline_of
from sim.plots.drawing.text import clean, day_name, number, percent, shorten
from sim.plots.reports.evidence import drawn_groups, evidence_title, spread_text
from sim.plots.reports.regimes import regimes_title
from sim.plots.reports.trust import HARDLY, shrinkages, trust_title
from sim.scenario.files.stored_scores import count_behind

MOST, FIGHTERS = 12, 100  # rows of a figure; fighters a force unit stands for
Plain = Mapping[str, Any]


def charts(report: Report) -> dict[str, Chart]:
    """Every figure of the sections that the report has, by name."""
    charts_by_name = {
        "evidence": evidence_chart(report),
        "reserves": reserves_chart(report),
        "regimes": regimes_chart(report),
        "trust": shrinkage_chart(report),
    }
    scores = report.earlier or {}
    for name, part, make_chart in EARLIER:
        if scores.get(part):
            charts_by_name[name] = make_chart(report, scores[part])
    return {name: chart for name, chart in charts_by_name.items() if chart is not None}


def evidence_chart(report: Report) -> Chart | None:
    """Counts that were weighed, and checks the runs miss: what was said beside what the runs would have led to."""
    rows = sorted(report.evidence, key=lambda row: (row["date"], row["id"]))
    shown_rows = [row for _, group_rows in drawn_groups(rows) for row in group_rows if row["basis"] > 0]
    if not shown_rows:
        return None
    return Chart(
        title=evidence_title(report, rows),
        caption="Of the source's own total: dark, what the words imply; coloured, what the runs would have led to; both 5 to 95 %. Checks that agree are in the table.",
        rows=[evidence_row(report, row) for row in shown_rows],
    )


def evidence_row(report: Report, row: Plain) -> dict[str, Any]:
    """One count: two bars on the scale of its source's total."""
    runs = row["posterior_predictive"] or row["prior_predictive"]
    marks = []
    for part, name, top in ((row["implied"], "said", 2), (runs, "runs", 9)):
        low, high = (min(max(part[end] / row["basis"], 0.0), 1.0) for end in ("p05", "p95"))
        marks.append(bar(low, high, name, top, 5))
    phrase = f"{spread_text(row['implied'])}; runs {spread_text(runs)}"
    mark = "" if row["use"] == "fit" else " (only checked)"
    return {"label": report.count_name(row["id"], year=False) + mark, "strip": strip(marks), "said": phrase}


def reserves_chart(report: Report) -> Chart | None:
    """The mobile reserve of each side, middle and nine in ten."""
    calendar, as_of, last = (
        report.record.calendar,
        min(report.record.as_of_day, report.last_day),
        report.last_day,
    )
    days = sorted({*range(0, last + 1, -(-(last + 1) // 60)), last})
    lines, ends = [], []
    for faction in range(len(report.record.factions)):
        bands = FIGHTERS * report.level_bands("reserve", faction)
        style = "them" if report.record.roles[faction] == CHALLENGER else "us"
        name = report.faction_name(faction)
        points = [(day, float(bands[2, day]), float(bands[0, day]), float(bands[4, day])) for day in days]
        lines.append(ChartLine(name, points, style))
        ends.append((shorten(name, 60), about(float(bands[2, 0])), about(float(bands[2, as_of]))))
    top = max(point[3] or 0.0 for line in lines for point in line.points)
    title = f"Fighters free to move, from the start to {report.when(as_of)}: " + "; ".join(
        f"{name} {first} to {level_now}" for name, first, level_now in ends
    )
    markup = lines_chart(title, lines, Axes(calendar.start, max(top, 1.0), share=False, as_of=as_of))
    return Chart(title, "Line: middle; band: nine in ten runs. Made of force units of 100 fighters, a quantity of the model that nobody published.", markup)  # fmt: skip


def about(value: float) -> str:
    """A number of people as precise as a model's middle deserves: two digits, ``17,000``, and no part of one."""
    return number(round(float(f"{value:.2g}")))


def regimes_chart(report: Report) -> Chart | None:
    """How often the runs take each course, before and after the evidence."""
    shares = sorted(report.regimes.items(), key=lambda entry: (-entry[1], entry[0]))
    if not shares:
        return None
    shares_after = report.regimes_after
    rows = [
        {
            "label": shorten(named(name), 40),
            "strip": strip(
                [*([dot(shares_after[name])] if name in shares_after else []), dot(share, "hollow")]
            ),
            "said": f"{percent(share)} before"
            + (f", {percent(shares_after[name])} after" if name in shares_after else ""),
        }
        for name, share in shares
    ]
    return Chart(
        regimes_sentence(report, shares), "Hollow: all runs, before evidence; full: after it.", rows=rows
    )


def regimes_sentence(report: Report, shares: Sequence[tuple[str, float]]) -> str:
    """Which course is most frequent now, and what it was before the evidence."""
    if not report.regimes_after:
        return regimes_title(list(shares))
    name, share_now = max(report.regimes_after.items(), key=lambda entry: entry[1])
    before = dict(shares).get(name, 0.0)
    return f"Most frequent course after the evidence: {shorten(named(name), 30)}, {percent(share_now)} ({percent(before)} before)"


def shrinkage_chart(report: Report) -> Chart | None:
    """How much narrower the evidence made each input."""
    shrinkage = sorted(shrinkages(report).items(), key=lambda entry: -abs(entry[1]))
    if not shrinkage:
        return None
    rows = [
        {
            "label": input_name(name),
            "strip": strip([change_bar(shrink)]),
            "said": f"{abs(100 * shrink):.0f}\u00a0% {'narrower' if shrink >= 0 else 'wider'}",
        }
        for name, shrink in shrinkage[:MOST]
        if round(100 * shrink)
    ]
    return Chart(
        trust_title(report, shrinkage),
        f"The {len(rows)} inputs that the evidence moved most. Middle: as before; to the left narrower, to the right wider.",
        rows=rows,
    )


def change_bar(shrink: float) -> Markup:
    """From the middle of the scale to the left what evidence narrowed, to the right what it widened."""
    ends = sorted((0.5, 0.5 * (1 - min(max(shrink, -1.0), 1.0))))
    return bar(ends[0], ends[1], "wide" if abs(shrink) < HARDLY else "runs")


def input_name(name: str) -> Markup:
    """What an input means, its dotted name small behind it."""
    return Markup('{} <span class="small">{}</span>').format(clean(meaning(name)), clean(name))


def updating_chart(report: Report, rows: Sequence[Plain]) -> Chart:
    """The headlines as they would have been said on earlier days."""
    start = first_day([row["origin"] for row in rows])
    claim_subjects = subjects(report.verdicts, report.scenario.names)
    chances_now = {
        v.claim.id: model_estimate(headline).p
        for v in report.verdicts
        if (headline := headline_of(v)) is not None
    }
    today = day_of(report.record.calendar.as_of.isoformat(), start)
    lines = []
    for claim in dict.fromkeys(str(row["claim"]) for row in rows):
        p = chances_now.get(claim)
        lines.append(
            ChartLine(
                clean(claim_subjects.get(claim, named(claim))),
                history(rows, "claim", claim, start),
                today=None if p is None else (today, p),
            )
        )
    title = largest_move(lines, "the answer") or "The answers on earlier days"
    return Chart(title, "Each question asked again on earlier days, with its windows shifted; band: simulation error. Diamond: this report.", lines_chart(title, lines, Axes(start, 1.0)))  # fmt: skip


def questions_chart(report: Report, rows: Sequence[Plain]) -> Chart:
    """Chances by one fixed day, as they would have been said on earlier days."""
    start = first_day([row["origin"] for row in rows])
    lines = [
        ChartLine(named(question), history(rows, "question", question, start))
        for question in dict.fromkeys(str(row["question"]) for row in rows)
    ]
    fate = {str(row["question"]): row["happened"] for row in rows}
    chance_by = f"the chance of {{}} by {day_name(date.fromisoformat(str(rows[0]['until'])))}"
    title = largest_move(lines, chance_by) or "The chances on earlier days"
    phrase = ", ".join(f"{named(question)} {lost(day)}" for question, day in fate.items())
    caption = Markup('Band: simulation error. <span class="later">In fact: {}.</span>').format(phrase)
    return Chart(title, caption, lines_chart(title, lines, Axes(start, 1.0)))


def lost(day: str | None) -> str:
    """``lost 6 Aug``, of a place or a number of places."""
    return "not lost" if day is None else f"lost {day_name(date.fromisoformat(day))}"


def largest_move(lines: Sequence[ChartLine], template: str) -> str:
    """Which of several lines moved most, and how far: ``Most moved the answer on a halt, from 20 % ... to 60 %``."""
    spans = [(max(p) - min(p), line) for line in lines if len(p := [point[1] for point in line.points]) > 1]
    if not spans:
        return ""
    widest_line = max(spans, key=lambda span: span[0])[1]
    low, high = (pick(point[1] for point in widest_line.points) for pick in (min, max))
    phrase = template.format(widest_line.name) if "{}" in template else f"{template} on {widest_line.name}"
    if percent(low) == percent(high):
        return f"No answer moved: {phrase} stayed at {percent(low)}"
    first, last = widest_line.points[0][1], widest_line.points[-1][1]
    return f"The largest change was in {phrase}: between {percent(low)} and {percent(high)}, from {percent(first)} at first to {percent(last)} at last"


def history(rows: Sequence[Plain], key: str, name: str, start: Any) -> list[tuple[int, float, Any, Any]]:
    """Points of one line."""
    return [
        (day_of(row["origin"], start), row["p"], row["low"], row["high"])
        for row in rows
        if str(row[key]) == name and row["p"] is not None
    ]


def standings_chart(report: Report, rows: Sequence[Plain]) -> Chart:
    """The best baseline's score on each target, on a scale where the middle is the model."""
    standings = []
    for row in rows:
        if row["best"] is None or not row["model"] > 0 or not row["best"] > 0:
            continue
        ratio = row["best"] / row["model"]
        place = min(max(ratio / (1 + ratio), 0.0), 1.0)  # 1/2 where both are equal
        standings.append(
            {
                "label": f"{clean(row['target'])} ({METRICS.get(row['metric'], clean(row['metric']))})",
                "strip": strip([tick(0.5), dot(place, "baseline" if ratio < 1 else "hollow")]),
                "said": f"{clean(row['best_rival'])}: {two_figures(ratio)} times",
            }
        )
    title = f"A simpler forecast did better on {count_behind(rows, 'targets')}"
    return Chart(title, "Score of the best simple rule, as a multiple of the model's; smaller is better. Full and left of the middle: the rule did better; clearly: by more than the errors of both scores.", rows=standings)  # fmt: skip


def two_figures(value: float) -> str:
    """``1.0``, ``0.85``, ``12``."""
    return f"{value:#.2g}".rstrip(".")


def reliability_chart(report: Report, rows: Sequence[Plain]) -> Chart:
    """What happened to what was given so much chance."""
    count = sum(row["n"] for row in rows) or 1
    gap = sum(row["n"] * (row["share"] - row["mean_p"]) for row in rows) / count
    way = "more often than" if gap > 0.02 else "less often than" if gap < -0.02 else "about as often as"
    mean = sum(row["n"] * row["mean_p"] for row in rows) / count
    title = (
        f"Forecast events happened {way} forecast: {percent(mean + gap)} against {percent(mean)} on average"
    )
    dots = [(row["mean_p"], row["share"], row["n"]) for row in rows]
    return Chart(title, "Dot: forecasts with similar probability; area: their number; on the dashed line forecasts are calibrated. They belong to one event, so no interval is drawn.", square_chart(title, dots))  # fmt: skip


def pit_chart(report: Report, rows: Sequence[Plain]) -> Chart:
    """Where the counts that came lay in their forecasts."""
    upper = sum(row["share"] for row in rows if row["from"] >= 0.5)
    outer = sum(row["share"] for row in (rows[0], rows[-1]))
    title = f"{percent(upper)} of the counts came above the middle of their forecast, {percent(outer)} in its outer fifth"
    markup = bars_chart(title, [row["share"] for row in rows], 1 / len(rows))
    return Chart(title, "Each bar: share of forecasts whose count came out in that tenth; level with the dashed line is right.", markup)  # fmt: skip


EARLIER = (
    ("earlier_updating", "history", updating_chart),
    ("earlier_questions", "questions", questions_chart),
    ("earlier_scores", "standings", standings_chart),
    ("earlier_reliability", "reliability", reliability_chart),
    ("earlier_pit", "pit", pit_chart),
)
