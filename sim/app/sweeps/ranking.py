"""Settings ranked by how sensitive a target is to them, from the points of a sweep. Axes: P points, K settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.app.sweeps.result import SWEEP_POINTS, SweepResult
from sim.explore.designs import INDEXED, places
from sim.explore.effects import Effect, find_effects
from sim.explore.indices import Index, settled
from sim.explore.settings import Value
from sim.explore.targets import Target
from sim.plots.drawing.bars import InputBar

FEWEST = 30  # points with a number below which bins of them would be noise
UNEVEN = ("tipping", "optimise", "file")  # designs whose points do not fill the space evenly
MAIN = {"morris": "mean change (mu*)", "sobol": "total index", "ranks": "share of variance"}


@dataclass(frozen=True)
class Ranking:
    """The settings, the strongest first; without bars ``why_not`` says why."""

    bars: Sequence[InputBar] = ()
    main: str = MAIN["ranks"]
    other: str = ""
    why_not: str = ""


def rank(swept: SweepResult, target: str) -> Ranking:
    """By the design's own indices, or by the share of variance over points that fill the space evenly."""
    design = swept.job.design
    names = swept.varied
    if len(names) < 2:
        return Ranking(why_not="only one setting was varied")
    if design in UNEVEN:
        return Ranking(why_not=f"the points of design={design} do not fill the space evenly")
    values = swept.values(target)
    if design in INDEXED:
        return rank_by_indices(swept, target, values)
    has_value = np.array([value is not None for value in values])
    if has_value.sum() < FEWEST:
        return Ranking(
            why_not=f"{has_value.sum()} points have a number; ranking settings takes at least {FEWEST}"
        )
    y = np.array([value for value in values if value is not None], dtype=np.float64)
    columns = {
        name.removeprefix("law."): numeric_column([point[name] for point in swept.points])[has_value]
        for name in names
    }
    effects = find_effects(columns, Target(target, y, share=False), np.ones(len(y)), swept.job.seed)
    if not effects:
        return Ranking(why_not="the target is the same at every point")
    return Ranking([bar_of_effect(effect) for effect in effects])


def rank_by_indices(swept: SweepResult, target: str, values: Sequence[float | None]) -> Ranking:
    """Morris or Sobol indices; none where a point has no number."""
    job, axes = swept.job, swept.axes
    unit = places(job.design, axes, job.points or SWEEP_POINTS, job.seed)
    method = INDEXED[job.design]
    names = [axis.name.removeprefix("law.") for axis in axes]
    indices, why_not = indices_of(method, names, unit, values, job.seed)
    if not indices:
        return Ranking(why_not=why_not or "the target is the same at every point")
    second_index = "first-order index" if method == "sobol" else ""
    return Ranking([bar_of_index(index) for index in indices], MAIN[method], second_index)


def indices_of(
    method: str, names: Sequence[str], unit: np.ndarray, values: Sequence[float | None], seed: int
) -> tuple[Sequence[Index], str]:
    """(Morris or Sobol indices, why there are none); ``unit`` float64 [P, K], points in the unit cube, ``values`` [P]."""
    missing_count = sum(value is None for value in values)
    if missing_count:
        return (), f"{missing_count:,} of {len(values):,} points have no number, and indices need all of them"
    return settled(method, names, unit, values, seed)


def numeric_column(values: Sequence[Value]) -> np.ndarray:
    """float64 [P]; listed words by their number in order of appearance."""
    if all(isinstance(value, float) for value in values):
        return np.array(values, dtype=np.float64)
    words = list(dict.fromkeys(str(value) for value in values))
    return np.array([words.index(str(value)) for value in values], dtype=np.float64)


def bar_of_effect(effect: Effect) -> InputBar:
    """An input read from one set of runs or points: its share of the variance, and the target at both its ends."""
    return InputBar(
        effect.name, (effect.first, effect.first_low, effect.first_high), (effect.lowest, effect.highest)
    )


def bar_of_index(index: Index) -> InputBar:
    """An input of a Morris or Sobol design."""
    main, second_index = (index.main, index.main_low, index.main_high), None
    if index.other_low is not None and index.other_high is not None:
        second_index = index.other, index.other_low, index.other_high
    return InputBar(index.name, main, None, second_index)
