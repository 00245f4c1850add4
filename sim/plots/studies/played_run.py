"""One run while it is played: who holds what today, and its lines up to today with the reported counts as marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path

from sim.base.codes import RURAL
from sim.plots.drawing.cells import MapCells
from sim.plots.drawing.sheet import GREY, INK
from sim.plots.drawing.text import clean
from sim.terrain.terrain import Terrain

COLOURS = (
    "#b8500f",
    "#1f5fa8",
    "#c9a227",
    "#6b35a8",
    "#3f7d4e",
    "#7a7a7a",
)  # of the factions, in their order
PALE = 0.45  # opacity of a contested district
SMALL = 60  # districts whose names are written


@dataclass(frozen=True)
class CountMark:
    """A reported count of districts on the line of a faction."""

    day: int
    faction: int
    low: float
    high: float


def colour(faction: int) -> str:
    """The colour of a faction, by its place in the scenario."""
    return COLOURS[faction % len(COLOURS)]


def draw_holders(
    terrain: Terrain,
    cells: MapCells,
    holder: np.ndarray,
    contested: np.ndarray,
    fresh: np.ndarray,
    names: Sequence[str],
) -> Figure:
    """The map of one day.

    holder      int [D], place of the faction; contested, fresh  bool [D]: pale, and ringed as taken in the last days
    """
    figure = Figure(figsize=(6.4, 5.0), layout="constrained")
    axes: Any = figure.add_subplot()
    shapes = [
        Path.make_compound_path(*(Path([*ring, ring[0]], closed=True) for ring in rings))
        for rings in cells.rings
    ]
    colours = [colour(int(faction)) for faction in holder]
    patches = PathCollection(
        shapes, facecolors=colours, edgecolors="white", linewidths=0.5, alpha=np.where(contested, PALE, 1.0)
    )
    axes.add_collection(patches)
    axes.add_collection(LineCollection(cells.borders, colors=INK, linewidths=0.8))
    newly_taken = [shape for shape, is_new in zip(shapes, fresh, strict=True) if is_new]
    axes.add_collection(PathCollection(newly_taken, facecolors="none", edgecolors=INK, linewidths=1.8))
    seats = cells.centres[terrain.seat != RURAL]
    axes.plot(*seats.T, "o", ms=4, mfc="white", mec=INK, mew=0.8)
    if terrain.districts <= SMALL:
        for name, (x, y), pale in zip(terrain.names, cells.centres, contested, strict=True):
            axes.annotate(clean(name), (x, y), (0, -9), textcoords="offset points", ha="center", fontsize=7,
                          color=INK if pale else "white", parse_math=False)  # fmt: skip
    for place, name in enumerate(names):
        axes.plot([], [], "s", color=colour(place), label=clean(name))
    axes.plot([], [], "s", color=GREY, alpha=PALE, label="pale: contested")
    axes.plot([], [], "s", mfc="none", mec=INK, mew=1.8, label="outlined: just taken")
    axes.plot([], [], "o", ms=4, mfc="white", mec=INK, mew=0.8, label="capital")
    figure.legend(loc="outside upper left", fontsize=8, frameon=False, ncols=3)
    axes.autoscale_view()
    axes.set_aspect("equal")
    axes.axis("off")
    return figure


def draw_lines(
    series: Mapping[str, Sequence[Sequence[float]]],
    names: Sequence[str],
    days: int,
    marks: Sequence[CountMark],
) -> Figure:
    """Lines over days, one panel a quantity, one line a faction; what was reported as bars on the first panel.

    series   title of a panel -> [faction][day up to today]
    """
    figure = Figure(figsize=(6.4, 5.0), layout="constrained")
    panels: Any = figure.subplots(len(series), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (title, lines) in zip(panels, series.items(), strict=True):
        for place, line in enumerate(lines):
            axes.plot(line, color=colour(place), lw=1.6, label=clean(names[place]))
        axes.set_title(title, loc="left", fontsize=9)
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=8)
        axes.axvline(len(lines[0]) - 1, color=GREY, lw=0.6)
        axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]) if min(map(min, lines)) < 0 else 0.0)
    for mark in marks:
        panels[0].vlines(mark.day, mark.low, mark.high, color=colour(mark.faction), lw=2)
        panels[0].plot(mark.day, (mark.low + mark.high) / 2, "o", ms=4, color=colour(mark.faction), mec=INK)
    panels[-1].set_xlim(0, days)
    panels[-1].set_xlabel("day", fontsize=8)
    return figure
