"""Where verification pictures go, and how they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

FOLDER = Path(__file__).parents[2] / "outputs" / "verification"


def sheet(title: str, across: str, up: str) -> tuple[Figure, Axes]:
    """A figure with one pair of axes; the title says what a right picture looks like."""
    figure = Figure(figsize=(7, 4.2), layout="constrained")
    axes = figure.subplots()
    axes.set(title=title, xlabel=across, ylabel=up)
    axes.title.set_fontsize(9)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def keep(figure: Figure, name: str, lines: Sequence[str] = ()) -> None:
    """Write outputs/verification/NAME.png, and the figures of the picture beside it as text; print them too."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    figure.savefig(FOLDER / f"{name}.png", dpi=120)
    if lines:
        (FOLDER / f"{name}.txt").write_text("\n".join(lines) + "\n")
        print("\n".join(lines))
