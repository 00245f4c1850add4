"""What forecasts from earlier days of the same scenario scored, as figures of a report."""

from __future__ import annotations

from matplotlib.figure import Figure

from sim.plots.hindcast import draw_history, draw_reliability, draw_standings
from sim.plots.report import Report
from sim.plots.sheet import Drawing


def draw_updating(figure: Figure, report: Report) -> Drawing:
    """The headlines as they would have been said on earlier days."""
    return draw_history(figure, kept(report)["history"], provenance(report))


def draw_methods(figure: Figure, report: Report) -> Drawing:
    """The model's scores beside those of simpler forecasts."""
    return draw_standings(figure, kept(report)["standings"], provenance(report))


def draw_said_and_happened(figure: Figure, report: Report) -> Drawing:
    """Probabilities said and shares that happened."""
    return draw_reliability(figure, kept(report)["reliability"], provenance(report))


def kept(report: Report) -> dict[str, list[dict[str, object]]]:
    """The scores; only reports that have them are drawn."""
    return dict(report.earlier or {})


def provenance(report: Report) -> str:
    """Which runs the scores come from: not those of the report itself."""
    scores = report.earlier or {}
    return (
        f"{scores['scenario']} · earlier forecasts, kept beside the scenario · {scores['runs']:,} runs "
        f"· seed {scores['seed']} · law {scores['law_version']} · priors of {scores['frozen'].get('date', 'unknown')}"
    )
