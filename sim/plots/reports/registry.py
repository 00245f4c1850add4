"""All figures of a report by name, and how they become files."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from matplotlib.figure import Figure

from sim.plots.drawing.files import Drawn, save_figure
from sim.plots.drawing.report_data import Report
from sim.plots.drawing.sheet import Drawing
from sim.plots.reports.cities import draw_cities
from sim.plots.reports.claims import draw_claims
from sim.plots.reports.definitions import draw_definitions
from sim.plots.reports.evidence import draw_evidence
from sim.plots.reports.fan import draw_fan_of_districts
from sim.plots.reports.hindcast_panel import EARLIER, earlier_figures
from sim.plots.reports.maps import draw_maps
from sim.plots.reports.regimes import draw_regimes
from sim.plots.reports.reserves import draw_reserves
from sim.plots.reports.trust import draw_trust

THREADS = 2
FIGURES: dict[str, Callable[[Figure, Report], Drawing]] = {
    "claims": draw_claims,
    "definitions": draw_definitions,
    "fan": draw_fan_of_districts,
    "maps": draw_maps,
    "cities": draw_cities,
    "evidence": draw_evidence,
    "reserves": draw_reserves,
    "trust": draw_trust,
    "regimes": draw_regimes,
}


def draw_all(report: Report, folder: Path) -> list[Drawn]:
    """Every figure as ``folder/figures/NAME.png`` with its data as ``NAME.csv``; OutputError if it cannot write."""
    place = Path(folder) / "figures"
    with ThreadPoolExecutor(
        THREADS
    ) as threads:  # letters and compression work outside the interpreter's lock
        return list(threads.map(lambda name: draw_one(name, report, place), names_of(report)))


def names_of(report: Report) -> tuple[str, ...]:
    """The figures a report has, in order."""
    return (*FIGURES, *earlier_figures(report.earlier))


def draw_one(name: str, report: Report, folder: Path) -> Drawn:
    """One figure of the registry as PNG and CSV in ``folder``."""
    draw = FIGURES[name] if name in FIGURES else EARLIER[name][1]
    names = [faction.name for faction in report.scenario.factions]
    return save_figure(folder, name, lambda figure: draw(figure, report), names)


__all__ = ["EARLIER", "FIGURES", "Drawn", "draw_all", "draw_one", "names_of"]
