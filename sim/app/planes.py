"""Figures of sweep and sensitivity: what to draw, and as which files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.app.swept import Swept, footer_of, target_label, told, when_told
from sim.explore.axes import Axis
from sim.explore.targets import target_names
from sim.explore.tipping import LINES, Plane, baseline, crossings, plane_of, raster, two_ranges
from sim.law.parameters import PARAMETERS
from sim.plots.figures import save_png, write_columns
from sim.plots.phase import Phase, draw_phase
from sim.plots.sheet import Drawing, new_figure
from sim.plots.tornado import Tornado, draw_tornado


def save(folder: Path, name: str, draw: Callable[[Figure], Drawing]) -> Drawing:
    """Draw a figure as ``NAME.png`` with its data as ``NAME.csv``."""
    figure = new_figure()
    drawing = draw(figure)
    save_png(figure, folder / f"{name}.png")
    write_columns(folder / f"{name}.csv", drawing.columns)
    return drawing


def axis_label(axis: Axis) -> str:
    """A setting as people read it: its name, and unit where it has one."""
    known = PARAMETERS.get(axis.name.removeprefix("law."))
    name = axis.name.removeprefix("law.")
    return f"{name} ({known.unit})" if known and known.unit not in ("", "1") else name


def draw_sweep(folder: Path, swept: Swept) -> dict[str, Any]:
    """A plane for each share looked at if exactly two ranges were varied; returns where its lines run."""
    if len(swept.axes) != 2 or not all(axis.ranged for axis in swept.axes):
        return {}
    axes = two_ranges(swept.axes)
    lines: dict[str, Any] = {}
    for target in swept.targets:
        if f"{target}.prior.p" not in swept.rows[0] or target not in target_names(swept.setup.scenario):
            continue
        plane = plane_of(axes, swept.points, [told(row, target) for row in swept.rows])
        lines[target] = draw_plane(folder, swept, target, plane)
    return lines


def draw_plane(folder: Path, swept: Swept, target: str, plane: Plane) -> dict[str, Any]:
    """One plane; returns the places where each line runs."""
    x, y = plane.axes
    grid = raster(plane)
    star = baseline(x, swept.setup), baseline(y, swept.setup)
    inside = x.low <= star[0] <= x.high and y.low <= star[1] <= y.high
    places = [[float(point[x.name]), float(point[y.name])] for point in plane.points]
    data = Phase(
        claim=target_label(swept.setup.scenario, target),
        when=when_told(swept.rows, target),
        x=(axis_label(x), x.low, x.high),
        y=(axis_label(y), y.low, y.high),
        raster=grid,
        points=np.column_stack([np.array(places), plane.p]),
        star=star if inside else None,
        footer=footer_of(
            swept.setup.scenario, swept.job, f"{len(places):,} points of {swept.sweep.runs:,} runs"
        ),
    )
    save(folder, f"plane_{target}", lambda figure: draw_phase(figure, data))
    return {} if grid is None else {f"{line:g}": crossings(plane, grid, line) for line in LINES}


def draw_bars(folder: Path, name: str, data: Tornado) -> None:
    """What moves one target."""
    save(folder, name, lambda figure: draw_tornado(figure, data))
