"""Figures of sweep and sensitivity: what to draw, and as which files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sim.app.swept import Swept, footer_of, target_label, told, when_told
from sim.explore.axes import Axis
from sim.explore.tipping import LINES, Plane, baseline, crossings, plane_of, raster, two_ranges
from sim.law.parameters import PARAMETERS
from sim.plots.phase import Phase, draw_phase
from sim.plots.single import save_figure
from sim.plots.slices import Slices, draw_slices
from sim.plots.tornado import Tornado, draw_tornado


def axis_label(axis: Axis) -> str:
    """A setting as people read it: its name, and unit where it has one."""
    known = PARAMETERS.get(axis.name.removeprefix("law."))
    name = axis.name.removeprefix("law.")
    return f"{name} ({known.unit})" if known and known.unit not in ("", "1") else name


def draw_sweep(folder: Path, swept: Swept) -> dict[str, Any]:
    """A plane for each share if exactly two ranges were varied, else panels; returns where the planes' lines run."""
    flat = len(swept.axes) == 2 and all(axis.ranged for axis in swept.axes)
    lines: dict[str, Any] = {}
    for target in swept.targets:
        values = [told(row, target) for row in swept.rows]
        share = any(f"{target}.prior.p" in row for row in swept.rows)
        if flat and share:
            lines[target] = draw_plane(
                folder, swept, target, plane_of(two_ranges(swept.axes), swept.points, values)
            )
        else:
            draw_panels(folder, swept, target, values, share)
    return lines


def draw_panels(folder: Path, swept: Swept, target: str, values: Sequence[float | None], share: bool) -> None:
    """One panel a setting."""
    names = {axis.name: axis_label(axis) for axis in swept.axes}
    settings = [(names.get(name, name), [point[name] for point in swept.points]) for name in swept.points[0]]
    data = Slices(
        claim=target_label(swept.setup.scenario, target),
        when=when_told(swept.rows, target),
        share=share,
        settings=settings,
        p=np.array([np.nan if value is None else value for value in values], dtype=np.float64),
        footer=footer_of(
            swept.setup.scenario, swept.job, f"{len(values):,} points of {swept.sweep.runs:,} runs"
        ),
    )
    save_figure(folder, f"points_{target}", lambda figure: draw_slices(figure, data))


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
    save_figure(folder, f"plane_{target}", lambda figure: draw_phase(figure, data))
    return {} if grid is None else {f"{line:g}": crossings(plane, grid, line) for line in LINES}


def draw_bars(folder: Path, name: str, data: Tornado) -> None:
    """What moves one target."""
    save_figure(folder, name, lambda figure: draw_tornado(figure, data))
