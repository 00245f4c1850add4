"""Spread over definitions: every meaning of every claim, sorted, before and after the evidence."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from sim.claims.sentences import model_estimate
from sim.claims.types import DefinitionVerdict, Verdict
from sim.plots.drawing.report_data import Report
from sim.plots.drawing.sheet import GREY, INK, Drawing, open_sheet, write
from sim.plots.drawing.text import percent, shorten, wrap
from sim.plots.reports.claims import SCALE_NAMES, columns, draw_bands

ROW, GROUP, LEFT, ACROSS = 0.27, 0.36, 4.75, 3.5
NOW = "#2C6FA6"


def draw_definitions(figure: Figure, report: Report) -> Drawing:
    """One group a claim; its headline is bold."""
    groups = [
        (verdict, in_order(verdict))
        for verdict in report.verdicts
        if verdict.definitions and verdict.claim.testable
    ]
    body = 0.3 + sum(GROUP + ROW * len(rows) for _, rows in groups)
    title = definitions_title(report, groups)
    subtitle = f"{'Dot: after the evidence, with interval; hollow: before.' if report.weighed else 'Dot: before any evidence, with interval.'} Bold: the headline, fixed before running. Shades: words of {SCALE_NAMES.get(report.scenario.words, report.scenario.words)}."
    sheet = open_sheet(figure, max(body, 0.6), title, subtitle, report)
    top = max(body, 0.6) - 0.02
    for verdict, rows in groups:
        sheet.write(
            0.12,
            top - 0.2,
            shorten(report.claim_name(verdict.claim), 112),
            va="center",
            fontsize=8.5,
            fontweight="bold",
        )
        axes = sheet.panel(LEFT, top - GROUP - ROW * len(rows), ACROSS, ROW * len(rows))
        draw_group(axes, rows, report.scenario.words)
        for place, row in enumerate(rows):
            weight = "bold" if row.id == verdict.claim.headline else "normal"
            y = top - GROUP - ROW * (place + 0.5)
            sheet.write(
                LEFT - 0.1,
                y,
                wrap(row.text or row.id, 76, 2),
                ha="right",
                va="center",
                fontsize=6.5,
                fontweight=weight,
            )
            sheet.write(
                LEFT + ACROSS + 0.1,
                y,
                percent(model_estimate(row).p, model_estimate(row).ess),
                va="center",
                fontsize=7.5,
                fontweight=weight,
            )
        top -= GROUP + ROW * len(rows)
    return Drawing(title, alt(report, groups), columns(report))


def in_order(verdict: Verdict) -> list[DefinitionVerdict]:
    """Definitions from least to most probable; those without a number last."""
    return sorted(
        verdict.definitions,
        key=lambda judged: (model_estimate(judged).p is None, model_estimate(judged).p or 0.0),
    )


def draw_group(axes: Any, rows: list[DefinitionVerdict], scale: str) -> None:
    """Dots and intervals over the bands."""
    axes.set(xlim=(0, 1), ylim=(len(rows) - 0.5, -0.5), yticks=[], xticks=[])
    axes.spines[["left", "bottom"]].set_visible(False)
    draw_bands(axes, scale)
    for place, row in enumerate(rows):
        estimate = model_estimate(row)
        if estimate.p is None:
            write(
                axes,
                0.5,
                place,
                shorten(f"no number: {row.why_not or 'too few runs'}", 70),
                ha="center",
                va="center",
                color=GREY,
                fontsize=6.5,
            )
            continue
        axes.plot([estimate.low, estimate.high], [place, place], color=NOW, lw=2.2, solid_capstyle="butt")
        if row.posterior is not None and row.prior.p is not None:
            axes.plot([row.prior.p], [place], "o", ms=4.2, mfc="white", mec=GREY, mew=1, clip_on=False)
        axes.plot([estimate.p], [place], "o", ms=5, color=NOW, mec=INK, mew=0.4, clip_on=False)


def definitions_title(report: Report, groups: list[tuple[Verdict, list[DefinitionVerdict]]]) -> str:
    """The claim whose answer hangs most on its meaning."""
    spans = []
    for verdict, rows in groups:
        chances = [p for row in rows if (p := model_estimate(row).p) is not None]
        if len(chances) > 1:
            spans.append((chances[-1] - chances[0], report.claim_name(verdict.claim), chances))
    if not spans:
        return "No claim has two definitions with a number"
    _, name, chances = max(spans, key=lambda entry: entry[0])
    return f"{shorten(name, 56)}: {percent(chances[0])} to {percent(chances[-1])} by what the words are taken to mean"


def alt(report: Report, groups: list[tuple[Verdict, list[DefinitionVerdict]]]) -> str:
    """Lowest and highest definition of each claim."""
    parts = []
    for verdict, rows in groups:
        graded_rows = [row for row in rows if model_estimate(row).p is not None]
        if graded_rows:
            first, last = graded_rows[0], graded_rows[-1]
            parts.append(
                f"{shorten(report.claim_name(verdict.claim), 60)}: {percent(model_estimate(first).p, model_estimate(first).ess)} ({first.id}) to {percent(model_estimate(last).p, model_estimate(last).ess)} ({last.id})"
            )
    return "Range over definitions. " + "; ".join(parts) + "."
