"""Figures of sweep and sensitivity: what to draw, and as which files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.app.sweeps.ranking import Ranking
from sim.app.sweeps.result import SweepResult, footer_of
from sim.app.sweeps.setting_names import parameter_label
from sim.explore.axes import Axis
from sim.explore.contours import LINES, ProbabilityPlane, baseline, crossings, plane_of, raster, two_ranges
from sim.law.parameters import PARAMETERS
from sim.page.sections.inputs import meaning
from sim.plots.drawing.bars import Tornado
from sim.plots.drawing.files import Drawn, save_figure
from sim.plots.studies.slices import Slices, draw_slices
from sim.plots.studies.threshold_plane import Phase, draw_phase
from sim.plots.studies.tornado import draw_tornado

FIT = "fit"


@dataclass(frozen=True)
class Pictures:
    """The figures of a sweep by target, and where the lines of its planes run."""

    drawn: Mapping[str, Sequence[Drawn]]
    lines: Mapping[str, Any] = field(default_factory=dict)


def axis_name(axis: Axis) -> str:
    """A setting as the tables of the figures name it: its dotted name, and unit where it has one."""
    name = axis.name.removeprefix("law.")
    parameter = PARAMETERS.get(name)
    return f"{name} ({parameter.unit})" if parameter and parameter.unit not in ("", "1") else name


def labels_of(axes: Sequence[Axis]) -> dict[str, str]:
    """The same settings in words, by their names in the tables."""
    return {axis_name(axis): parameter_label(axis.name) for axis in axes}


def draw_sweep(folder: Path, swept: SweepResult, rankings: Mapping[str, Ranking]) -> Pictures:
    """For each target a plane if exactly two ranges were varied, else panels; and what it is correlated with, ranked."""
    pictures: dict[str, list[Drawn]] = {}
    lines: dict[str, Any] = {}
    for target in swept.targets:
        pictures[target] = []
        if swept.is_plane and swept.is_share(target):
            plane = plane_of(two_ranges(swept.axes), swept.points, swept.values(target))
            picture, lines[target] = draw_plane(folder, swept, target, plane)
            pictures[target].append(picture)
        else:
            pictures[target].append(draw_panels(folder, swept, target))
        if rankings[target].bars:
            pictures[target].append(draw_ranking(folder, swept, target, rankings[target]))
    if swept.job.design == "optimise":
        pictures[FIT] = [draw_fit(folder, swept)]
    return Pictures(pictures, lines)


def draw_panels(folder: Path, swept: SweepResult, target: str) -> Drawn:
    """A target at each point, one panel a setting."""
    share, values = swept.is_share(target), with_gaps(swept.values(target))
    interval = swept.intervals(target) if share else None
    data = slices_of(swept, swept.label(target), swept.stage(target), values, interval, share)
    return save_figure(folder, f"points_{target}", lambda figure: draw_slices(figure, data))


def draw_fit(folder: Path, swept: SweepResult) -> Drawn:
    """How well each point agrees with the reports, against each setting."""
    fits = with_gaps([row.get("fit") for row in swept.rows])
    errors = with_gaps([row.get("fit_error") for row in swept.rows])
    interval = np.column_stack([fits - 1.96 * errors, fits + 1.96 * errors])
    claim = "agreement with the reports (log of their likelihood)"
    data = slices_of(swept, claim, "by the runs of the point", fits, interval, share=False)
    return save_figure(folder, FIT, lambda figure: draw_slices(figure, data))


def slices_of(
    swept: SweepResult, claim: str, when: str, values: np.ndarray, interval: np.ndarray | None, share: bool
) -> Slices:
    """Values [P] of all points against each setting; ``interval`` float64 [P, 2] of 95 %, None without one."""
    return Slices(
        claim=claim, when=when, share=share, settings=settings_of(swept), p=values, footer=footer(swept),
        labels=labels_of(swept.axes), interval=interval,
    )  # fmt: skip


def settings_of(swept: SweepResult) -> list[tuple[str, list[float | str]]]:
    """Name and values of everything varied; the names of a file of points are its columns."""
    names = {axis.name: axis_name(axis) for axis in swept.axes}
    return [(names.get(name, name), [point[name] for point in swept.points]) for name in swept.varied]


def with_gaps(values: Sequence[float | None]) -> np.ndarray:
    """float64 [P], NaN for None."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def footer(swept: SweepResult) -> str:
    """Where the numbers come from."""
    runs = f"{len(swept.points):,} points of {swept.sweep.runs:,} runs"
    return footer_of(swept.scenario, swept.job, runs)


def draw_plane(
    folder: Path, swept: SweepResult, target: str, plane: ProbabilityPlane
) -> tuple[Drawn, dict[str, Any]]:
    """One plane, and the places where each line runs."""
    x, y = plane.axes
    grid = raster(plane)
    star = baseline(x, swept.setup), baseline(y, swept.setup)
    star_in_range = x.low <= star[0] <= x.high and y.low <= star[1] <= y.high
    places = [[float(point[x.name]), float(point[y.name])] for point in plane.points]
    data = Phase(
        claim=swept.label(target),
        when=swept.stage(target),
        x=(axis_name(x), x.low, x.high),
        y=(axis_name(y), y.low, y.high),
        raster=grid,
        points=np.column_stack([np.array(places), plane.p]),
        star=star if star_in_range else None,
        footer=footer(swept),
        labels=labels_of((x, y)),
    )
    picture = save_figure(folder, f"plane_{target}", lambda figure: draw_phase(figure, data))
    return picture, {} if grid is None else {f"{line:g}": crossings(plane, grid, line) for line in LINES}


def draw_ranking(folder: Path, swept: SweepResult, target: str, ranking: Ranking) -> Drawn:
    """What a target is correlated with."""
    defined_values = [value for value in swept.values(target) if value is not None]
    data = Tornado(
        claim=swept.label(target),
        when=swept.stage(target),
        middle=float(np.mean(defined_values)),
        bars=ranking.bars,
        main=ranking.main,
        other=ranking.other,
        share=swept.is_share(target),
        footer=footer(swept),
        units="points",
    )
    return draw_bars(folder, f"tornado_{target}", data)


def draw_bars(folder: Path, name: str, data: Tornado) -> Drawn:
    """Sensitivity of one target."""
    labels = {bar.name: meaning(bar.name) for bar in data.bars if bar.name in PARAMETERS}
    return save_figure(folder, name, lambda figure: draw_tornado(figure, replace(data, labels=labels)))
