"""What forecasts from earlier days of the same scenario scored, as figures of a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from matplotlib.figure import Figure

from sim.claims.sentences import model_estimate
from sim.plots.drawing.report_data import Report, headline_of
from sim.plots.drawing.sheet import Drawing
from sim.plots.studies.hindcast import (
    draw_history,
    draw_pit,
    draw_questions,
    draw_reliability,
    draw_standings,
)


def draw_updating(figure: Figure, report: Report) -> Drawing:
    """The headlines as they would have been said on earlier days."""
    return draw_history(figure, earlier_scores(report)["history"], provenance(report), today(report))


def today(report: Report) -> dict[str, tuple[str, float]]:
    """Claim id -> day of the report and its headline's probability, to be marked beside the earlier ones."""
    day = report.scenario.calendar.as_of.isoformat()
    headlines = ((verdict.claim.id, headline_of(verdict)) for verdict in report.verdicts)
    return {
        claim: (day, p)
        for claim, headline in headlines
        if headline is not None and (p := model_estimate(headline).p) is not None
    }


def draw_methods(figure: Figure, report: Report) -> Drawing:
    """The model's scores beside those of simpler forecasts."""
    return draw_standings(figure, earlier_scores(report)["standings"], provenance(report))


def draw_earlier_reliability(figure: Figure, report: Report) -> Drawing:
    """Probabilities said and shares that happened."""
    return draw_reliability(figure, earlier_scores(report)["reliability"], provenance(report))


def draw_asked(figure: Figure, report: Report) -> Drawing:
    """Chances by a fixed day as they would have been said on earlier days."""
    return draw_questions(figure, earlier_scores(report)["questions"], provenance(report))


def draw_places(figure: Figure, report: Report) -> Drawing:
    """Where the counts that came lay in their forecasts."""
    return draw_pit(figure, earlier_scores(report)["pit"], provenance(report))


def earlier_scores(report: Report) -> dict[str, list[dict[str, object]]]:
    """The scores; only reports that have them are drawn."""
    return dict(report.earlier or {})


def provenance(report: Report) -> str:
    """Which runs the scores come from: not those of the report itself."""
    scores = report.earlier or {}
    return (
        f"{scores['scenario']} · earlier forecasts, kept beside the scenario · {scores['runs']:,} runs "
        f"· seed {scores['seed']} · law {scores['law_version']} · priors of {scores['frozen'].get('date', 'unknown')}"
    )


EARLIER: dict[str, tuple[str, Callable[[Figure, Report], Drawing]]] = {
    "earlier_updating": ("history", draw_updating),
    "earlier_questions": ("questions", draw_asked),
    "earlier_scores": ("standings", draw_methods),
    "earlier_reliability": ("reliability", draw_earlier_reliability),
    "earlier_pit": ("pit", draw_places),
}  # figure -> the part of the scores it needs, and how it is drawn


def earlier_figures(scores: Mapping[str, Any] | None) -> tuple[str, ...]:
    """The figures that the scores kept beside a scenario suffice for."""
    return tuple(name for name, (part, _) in EARLIER.items() if scores and scores.get(part))
