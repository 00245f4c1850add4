"""Claim strip: one row a claim, its headline before and after the evidence over the bands of ICD 203."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from sim.claims.likelihood_words import bands
from sim.claims.sentences import model_estimate
from sim.claims.types import Estimate, Verdict
from sim.plots.drawing.report_data import Report, headline_of
from sim.plots.drawing.sheet import GREY, INK, Drawing, Sheet, open_sheet, write
from sim.plots.drawing.text import interval, percent, shorten, wrap

SCALE_NAMES = {"icd203": "ICD 203", "ipcc": "IPCC", "phia": "PHIA"}
SHADES = ("#f2f2f2", "#dedede")
ROW, LABELS, LEFT, ACROSS = 0.72, 3.3, 3.45, 3.75
LETTER = 0.058  # inches of a letter of the words
LIKELY, UNLIKELY = "#2C6FA6", "#B5403A"


def draw_claims(figure: Figure, report: Report) -> Drawing:
    """Filled dot and interval: now; hollow: before; ticks: the other definitions; number, outcome."""
    tall = max(len(report.verdicts), 1) * ROW
    title, words = headline_title(report), place_words(report.scenario.words)
    head = 0.1 + 0.17 * (1 + max(level for _, _, _, level in words))
    sheet = open_sheet(figure, tall + head + 0.3, title, subtitle(report), report)
    axes = sheet.panel(LEFT, 0.3, ACROSS, tall)
    axes.set(xlim=(0, 1), ylim=(tall / ROW - 0.5, -0.5), yticks=[])
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    axes.spines["left"].set_visible(False)
    draw_bands(axes, report.scenario.words)
    write_words(sheet, words, 0.3 + tall)
    for row, verdict in enumerate(report.verdicts):
        y = 0.3 + tall - (row + 0.5) * ROW
        write_claim(sheet, y, report.claim_name(verdict.claim), verdict)
        draw_verdict(axes, row, verdict)
        write_number(sheet, y, verdict)
    return Drawing(title, alt(report), columns(report))


def headline_title(report: Report) -> str:
    """The first two judged claims with their numbers."""
    judged_claims = [
        (report.claim_name(verdict.claim), model_estimate(headline))
        for verdict in report.verdicts
        if (headline := headline_of(verdict)) is not None
    ]
    if not judged_claims:
        return "No claim could be given a probability"
    parts = [
        f"{shorten(name, 60)}: {percent(estimate.p, estimate.ess)}" for name, estimate in judged_claims[:2]
    ]
    remainder = f" ({len(judged_claims) - 2} more below)" if len(judged_claims) > 2 else ""
    return f"Chance that the claim is true {report.after}: " + "; ".join(parts) + remainder


def subtitle(report: Report) -> str:
    """What the marks mean."""
    if not report.weighed:
        marks = "○ without evidence, with Monte Carlo interval"
    else:
        marks = "● after the evidence, with Monte Carlo interval; ○ before"
    if any(definition.calibrated for verdict in report.verdicts for definition in verdict.definitions):
        marks += "; ◇ calibrated on other wars"
    return f"{marks}. Blue: 50 % or more; red: less; grey and hollow: not graded. Ticks: other definitions. Words: {SCALE_NAMES.get(report.scenario.words, report.scenario.words)}."


def band_edges(scale: str) -> list[float]:
    """Edges of the words of a scale, with 1 and 99 % as its ends where no word reaches farther."""
    _, bounds = bands(scale)
    return [min(0.01, bounds[0] - 0.01), *bounds, max(0.99, bounds[-1] + 0.01)]


def draw_bands(axes: Any, scale: str) -> None:
    """The words of a scale as bands behind the rows, every second one darker."""
    edges = band_edges(scale)
    for place, (low, high) in enumerate(zip(edges, edges[1:], strict=False)):
        axes.axvspan(low, high, color=SHADES[place % 2], lw=0, zorder=0)


def place_words(scale: str) -> list[tuple[str, float, str, int]]:
    """(word, place, alignment, level): each word over its band, on the lowest level where it touches no other."""
    edges, names = band_edges(scale), bands(scale)[0]
    ends: list[float] = []  # right end of the last word of each level, inches
    word_places = []
    for place, name in enumerate(names):
        side = "left" if place == 0 else "right" if place == len(names) - 1 else "center"
        x = {"left": edges[0], "right": edges[-1], "center": (edges[place] + edges[place + 1]) / 2}[side]
        width = LETTER * len(name)
        left = x * ACROSS - width * {"left": 0.0, "center": 0.5, "right": 1.0}[side]
        level = next((level for level, end in enumerate(ends) if left > end + 0.06), len(ends))
        ends[level : level + 1] = [left + width]
        word_places.append((name, x, side, level))
    return word_places


def write_words(sheet: Sheet, words: list[tuple[str, float, str, int]], top: float) -> None:
    """Words of the bands and heads of the columns above the rows."""
    for name, x, side, level in words:
        sheet.write(
            LEFT + ACROSS * x, top + 0.06 + 0.17 * level, name, ha=side, va="bottom", color=GREY, fontsize=7
        )
    sheet.write(LEFT + ACROSS + 0.12, top + 0.06, "probability", va="bottom", color=GREY, fontsize=7)
    sheet.write(8.88, top + 0.06, "what happened", va="bottom", ha="right", color=GREY, fontsize=7)


def write_claim(sheet: Sheet, y: float, name: str, verdict: Verdict) -> None:
    """The claim in the report's words, and the meaning it is judged by."""
    claim = verdict.claim
    headline = verdict.headline if claim.testable else None
    quote = wrap(name, 44, 2)
    meaning = headline.text or headline.id if headline else claim.why_not_testable or "not testable"
    ink = INK if headline else GREY
    sheet.write(LABELS, y + 0.31, quote, ha="right", va="top", fontsize=8.5, color=ink, linespacing=1.1)
    lower = y + 0.31 - 0.145 * (quote.count("\n") + 1) - 0.02
    sheet.write(LABELS, lower, wrap(meaning, 58, 2), ha="right", va="top", fontsize=6.5, color=GREY)


def draw_verdict(axes: Any, row: int, verdict: Verdict) -> None:
    """Dots, interval and ticks of one claim, or why there are none."""
    headline = headline_of(verdict)
    if headline is None:
        reason = "no verdict" if verdict.claim.testable else "not testable"
        write(axes, 0.5, row, reason, ha="center", va="center", color=GREY, fontstyle="italic")
        return
    for definition in verdict.definitions:
        if definition is not headline and model_estimate(definition).p is not None:
            axes.plot(
                [model_estimate(definition).p] * 2, [row - 0.17, row + 0.17], color=GREY, lw=0.8, alpha=0.75
            )
    estimate, before = model_estimate(headline), headline.prior
    colour = GREY if not headline.graded else LIKELY if (estimate.p or 0.0) >= 0.5 else UNLIKELY
    draw_interval(axes, row, estimate, colour)
    if headline.posterior is not None and before.p is not None:
        axes.plot([before.p, estimate.p], [row, row], color=GREY, lw=0.8, zorder=2)
        axes.plot([before.p], [row], "o", ms=6, mfc="white", mec=GREY, mew=1.2, zorder=4, clip_on=False)
    face_colour = "white" if headline.posterior is None or not headline.graded else colour
    axes.plot([estimate.p], [row], "o", ms=8.5, mfc=face_colour, mec=colour, mew=1.4, zorder=5, clip_on=False)
    if headline.calibrated is not None:
        axes.plot(
            [headline.calibrated.p],
            [row],
            "D",
            ms=4.5,
            mfc="white",
            mec=INK,
            mew=1.0,
            zorder=6,
            clip_on=False,
        )


def draw_interval(axes: Any, row: float, estimate: Estimate, colour: str) -> None:
    """A thick line over the interval."""
    if estimate.low is not None and estimate.high is not None:
        axes.plot(
            [estimate.low, estimate.high], [row, row], color=colour, lw=3, solid_capstyle="butt", zorder=3
        )


def write_number(sheet: Sheet, y: float, verdict: Verdict) -> None:
    """Probability, interval and outcome at the right."""
    headline = verdict.headline
    if headline is None or not verdict.claim.testable:
        return
    estimate = model_estimate(headline)
    sheet.write(
        LEFT + ACROSS + 0.12,
        y + 0.09,
        percent(estimate.p, estimate.ess),
        fontsize=11,
        fontweight="bold",
        va="center",
    )
    if estimate.p is not None:
        sheet.write(
            LEFT + ACROSS + 0.12,
            y - 0.11,
            interval(estimate.low, estimate.high),
            fontsize=7,
            color=GREY,
            va="center",
        )
    outcome = {True: "true", False: "false", None: "unknown"}[headline.outcome]
    ink = GREY if headline.outcome is None else INK
    sheet.write(8.88, y + 0.09, outcome, ha="right", va="center", color=ink)
    if not headline.graded:
        sheet.write(
            8.88, y - 0.11, "not graded", ha="right", va="center", color=GREY, fontsize=7, fontstyle="italic"
        )


def alt(report: Report) -> str:
    """The strip in words."""
    rows = []
    for verdict in report.verdicts:
        headline, name = headline_of(verdict), shorten(report.claim_name(verdict.claim), 80)
        if headline is None:
            rows.append(f"{name}: {'no verdict' if verdict.claim.testable else 'not testable'}")
        else:
            estimate = model_estimate(headline)
            rows.append(
                f"{name}: {percent(estimate.p, estimate.ess)} ({interval(estimate.low, estimate.high)}), before {percent(headline.prior.p, headline.prior.ess)}"
            )
    return "Claims with their probabilities. " + "; ".join(rows) + "."


def columns(report: Report) -> dict[str, list[Any]]:
    """One row a definition; the headline is marked."""
    rows = [(verdict, definition) for verdict in report.verdicts for definition in verdict.definitions]
    rows_none = [verdict for verdict in report.verdicts if not verdict.definitions]
    table: dict[str, list[Any]] = {
        "claim": [v.claim.id for v, _ in rows],
        "quote": [v.claim.quote for v, _ in rows],
        "definition": [d.id for _, d in rows],
        "headline": [d is v.headline for v, d in rows],
    }
    for name, estimates in (
        ("before", [d.prior for _, d in rows]),
        ("now", [model_estimate(d) for _, d in rows]),
    ):
        for part in ("p", "low", "high"):
            table[f"{name}_{part}"] = [getattr(estimate, part) for estimate in estimates]
    table["outcome"] = [d.outcome for _, d in rows]
    for verdict in rows_none:
        for name, column in table.items():
            column.append({"claim": verdict.claim.id, "quote": verdict.claim.quote}.get(name))
    return table
