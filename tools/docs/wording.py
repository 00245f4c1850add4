"""What the words of a count are taken to mean: one small mass function a word."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.evidence.count_words import DEFAULT, VAGUE, Words, mass
from sim.evidence.quantiles import quantiles
from sim.plots.drawing.sheet import GREY, PALETTE, Drawing, open_sheet, write
from tools.docs.example_phrases import PHRASES, ExamplePhrase

ACROSS, PANEL, STEP = 3, (2.55, 0.62), (2.95, 1.28)
HEADS = {"exactly": "", "range": "", "more_than": "more than ", "at_least": "at least ", "up_to": "up to "}
SEEN = 0.01  # of the highest mass: what is lower lies outside the panel


def draw_words(figure: Figure, words: Words = DEFAULT) -> Drawing:
    """The mass function of every phrase of ``PHRASES``, with its 5, 50 and 95 %."""
    spread = {example.modifier: quantiles(phrase_mass(example, words)) for example in PHRASES}
    low, _, high = spread["more_than"]
    few, _, many = spread["dozens"]
    title = f"“More than 200” is taken to mean {low} to {high}, “dozens” {few} to {many}"
    subtitle = (
        "Height: how likely each number is meant. Dot: 50 %; line: 5 to 95 %. All widths are assumed; they stand in "
        "one table and can be varied: sim sweep over=[words.NAME:low:high]."
    )
    rows = -(-len(PHRASES) // ACROSS)
    sheet = open_sheet(figure, rows * STEP[1] + 0.1, title, subtitle, "python -m tools.docs.pictures words")
    columns: dict[str, list[Any]] = {"phrase": [], "number": [], "chance": []}
    for place, phrase in enumerate(PHRASES):
        left, bottom = 0.3 + place % ACROSS * STEP[0], sheet.body - (place // ACROSS + 1) * STEP[1] + 0.42
        axes = sheet.panel(left, bottom, *PANEL)
        chances = phrase_mass(phrase, words)
        draw_mass(axes, phrase, chances, spread[phrase.modifier])
        seen = np.flatnonzero(chances >= SEEN * chances.max())
        columns["phrase"] += [phrase_text(phrase)] * len(seen)
        columns["number"] += [int(number) for number in seen]
        columns["chance"] += [float(chances[number]) for number in seen]
    texts = "; ".join(f"{phrase_text(example)}: {shown(spread[example.modifier])}" for example in PHRASES)
    return Drawing(
        title, f"Small curves of {len(PHRASES)} phrases with their 5, 50 and 95 %: {texts}", columns
    )


def draw_mass(axes: Any, phrase: ExamplePhrase, chances: np.ndarray, levels: tuple[int, ...]) -> None:
    """One panel."""
    seen = np.flatnonzero(chances >= SEEN * chances.max())
    first, last = int(seen[0]), int(seen[-1])
    margin = max(1.0, 0.08 * (last - first))
    axes.bar(seen, chances[seen] / chances.max(), width=1.0, color=PALETTE[0], alpha=0.45, lw=0)
    axes.plot(
        [levels[0], levels[2]], [-0.12, -0.12], color=PALETTE[1], lw=2.2, solid_capstyle="butt", clip_on=False
    )
    axes.plot([levels[1]], [-0.12], "o", color=PALETTE[1], ms=4, clip_on=False)
    axes.set(xlim=(first - margin, last + margin), ylim=(-0.2, 1.05), yticks=[])
    axes.spines["left"].set_visible(False)
    axes.set_xticks([levels[0], levels[2]] if levels[2] - levels[0] > 0.25 * (last - first) else [levels[1]])
    write(
        axes,
        0.0,
        1.2,
        phrase_text(phrase),
        transform=axes.transAxes,
        fontsize=8.5,
        fontweight="bold",
        va="bottom",
    )
    write(axes, 0.0, 1.03, shown(levels), transform=axes.transAxes, fontsize=7.5, color=GREY, va="bottom")


def phrase_mass(phrase: ExamplePhrase, words: Words) -> np.ndarray:
    """Mass function of a phrase: float64 [total + 1]."""
    return mass(phrase.low, phrase.high, phrase.modifier, phrase.total, words)


def shown(levels: tuple[int, ...]) -> str:
    """``202 / 221 / 290``."""
    return " / ".join(str(number) for number in levels)


def phrase_text(phrase: ExamplePhrase) -> str:
    """``more than 200 of 421``."""
    total = f" of {phrase.total}"
    if phrase.modifier in VAGUE:
        return f"{phrase.modifier}{total}"
    if phrase.modifier in ("half", "share"):
        return f"half{total}" if phrase.modifier == "half" else f"{100 * phrase.low:g} %{total}"
    head = HEADS.get(phrase.modifier, f"{phrase.modifier} ")
    ends = " to ".join(f"{bound:g}" for bound in dict.fromkeys((phrase.low, phrase.high)))
    return f"{head}{ends}{total}"
