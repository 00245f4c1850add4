"""A plane of two settings: where a claim holds, the lines of 5, 50 and 95 %, and where the scenario stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import PercentFormatter

from sim.plots.drawing.sheet import INK, Drawing, open_sheet, write
from sim.plots.drawing.text import FACE, clean, percent, wrap

LINES = {0.05: "--", 0.5: "-", 0.95: "--"}
DARK = "#0b1630"
SIDE = 4.6  # inches of the plane
LEFT = 1.1  # inches left of it


@dataclass(frozen=True)
class Phase:
    """Everything the figure shows.

    x, y       name of each setting as people read it, its lowest and highest value
    raster     [n, n] probability on an even grid, y rows; None if too few points have one
    points     [P, 3]: x, y and probability (NaN for none)
    star       where the scenario stands; None if outside the plane
    """

    claim: str
    when: str  # before or after the evidence
    x: tuple[str, float, float]
    y: tuple[str, float, float]
    raster: np.ndarray | None
    points: np.ndarray
    star: tuple[float, float] | None
    footer: str
    labels: Mapping[str, str] = field(default_factory=dict)  # x and y in words, where known

    def label(self, name: str) -> str:
        """A setting in at most two lines beside its axis."""
        return wrap(self.labels.get(name, name), 56, 2)


def draw_phase(figure: Figure, data: Phase) -> Drawing:
    """Heat map with contours (white with a dark halo), the points as dots, the scenario as a star."""
    title, body = phase_title(data), SIDE + 0.9
    subtitle = f"Colour: share of runs, {data.when}. Solid line: 50 %; dashed: 5 and 95 %. Dots: points computed; star: the scenario itself."
    sheet = open_sheet(figure, body, title, subtitle, data.footer)
    axes = sheet.panel(LEFT, 0.7, SIDE * 1.35, SIDE)
    (_, left, right), (_, bottom, top) = data.x, data.y
    axes.set(xlim=(left, right), ylim=(bottom, top))
    write(
        axes, 0.5, -0.085, data.label(data.x[0]), transform=axes.transAxes, ha="center", va="top", fontsize=8
    )
    write(
        axes,
        -0.11,
        0.5,
        data.label(data.y[0]),
        transform=axes.transAxes,
        rotation=90,
        ha="right",
        va="center",
        fontsize=8,
    )
    if data.raster is not None:
        draw_plane(figure, sheet.panel(LEFT + SIDE * 1.35 + 0.2, 0.7, 0.22, SIDE), axes, data)
    axes.plot(data.points[:, 0], data.points[:, 1], ".", color=DARK, ms=4, mec="white", mew=0.5, alpha=0.8)
    if data.star is not None:
        axes.plot(*data.star, marker="*", ms=17, color="white", mec=DARK, mew=1.2, ls="", zorder=5)
    return Drawing(title, alt(data, title), columns(data))


def draw_plane(figure: Figure, bar: Any, axes: Any, data: Phase) -> None:
    """The colours, their bar, and the lines."""
    raster = np.asarray(data.raster)
    extent = (*data.x[1:], *data.y[1:])
    image = axes.imshow(raster, origin="lower", extent=extent, aspect="auto", cmap="cividis", vmin=0, vmax=1)
    figure.colorbar(image, cax=bar, format=PercentFormatter(1.0, decimals=0, symbol="\u00a0%"))
    bar.tick_params(labelsize=8, colors=INK, labelfontfamily=FACE)
    x, y = np.linspace(*data.x[1:], raster.shape[1]), np.linspace(*data.y[1:], raster.shape[0])
    for line, style in LINES.items():
        if raster.min() < line < raster.max():
            line_width = 2.2 if line == 0.5 else 1.2
            contour = axes.contour(
                x, y, raster, levels=[line], colors="white", linewidths=line_width, linestyles=style
            )
            contour.set_path_effects([withStroke(linewidth=line_width + 2.0, foreground=DARK)])
            for text in axes.clabel(contour, fmt={line: percent(line)}, fontsize=8, inline=True):
                text.set(
                    fontfamily=FACE, color="white", path_effects=[withStroke(linewidth=2.5, foreground=DARK)]
                )


def phase_title(data: Phase) -> str:
    """Which settings tip the claim, from the numbers."""
    chances = data.points[np.isfinite(data.points[:, 2]), 2]
    if not len(chances):
        return f"{data.claim}: no point has enough effective runs"
    span = f"from {percent(float(chances.min()))} to {percent(float(chances.max()))}"
    if chances.min() < 0.5 < chances.max():
        return f"{data.claim}: {span}; between them it tips"
    side = "below" if chances.max() <= 0.5 else "above"
    return f"{data.claim}: {span}, everywhere {side} one half"


def alt(data: Phase, title: str) -> str:
    """The plane in words."""
    return clean(f"Heat map over {data.x[0]} and {data.y[0]}, {len(data.points)} points. {title}.")


def columns(data: Phase) -> dict[str, list[Any]]:
    """One row a point."""
    x, y, p = data.points.T
    return {
        data.x[0]: x.tolist(),
        data.y[0]: y.tolist(),
        "p": [value if np.isfinite(value) else None for value in p],
    }
