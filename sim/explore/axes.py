"""Axes of a design: what is varied, and between which values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.base.errors import UsageError, nearest
from sim.base.parameters import Prior
from sim.ensemble.draws import quantile
from sim.explore.definition_axes import claims_with_choice, whole_names
from sim.explore.settings import Setup, Value, as_number, choose, is_numeric, known_names
from sim.law.parameters import PARAMETERS
from sim.scenario.scenario import Scenario

CENTRAL = (0.05, 0.95)  # quantiles of its prior between which a parameter without a range is varied
FORM = (
    "expected name:low:high, name:low:high:steps, name:a|b|c, or alone law.NAME (its prior's range), "
    "start or definition.CLAIM (all there are)"
)
MOST_AXES = 100


@dataclass(frozen=True)
class Axis:
    """One thing that is varied: a range ``low`` to ``high`` (perhaps in ``steps`` or ``whole``), or listed ``values``."""

    name: str
    low: float = 0.0
    high: float = 0.0
    steps: int | None = None
    values: tuple[Value, ...] = ()
    whole: bool = False

    @property
    def ranged(self) -> bool:
        """True for a range, False for listed values."""
        return not self.values

    def at(self, u: float) -> Value:
        """The value at the place ``u`` in 0..1 of the axis; numbers rounded to 10 digits, to be read by people."""
        if self.ranged:
            unrounded = self.low + (self.high - self.low) * u
            return float(round(unrounded)) if self.whole else float(f"{unrounded:.10g}")
        return self.values[min(int(u * len(self.values)), len(self.values) - 1)]


def parse_axes(texts: Sequence[str], setup: Setup) -> tuple[Axis, ...]:
    """One axis a text, every end tried on the scenario; UsageError names the first that is wrong."""
    if not texts:
        raise UsageError(f"over is empty; {FORM}")
    if len(texts) > MOST_AXES:
        raise UsageError(f"over has {len(texts)} entries; expected at most {MOST_AXES}")
    axes = tuple(parse_axis(text, setup.scenario) for text in texts)
    names = [axis.name for axis in axes]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"over names {name} {names.count(name)} times; expected once")
    for axis in axes:
        for value in axis.values or (axis.low, axis.high):
            try_value(setup, axis, value)
    return axes


def try_value(setup: Setup, axis: Axis, value: Value) -> None:
    """UsageError if the scenario cannot be given ``value``. The two ends of a count are tried apart from each other."""
    if axis.name.startswith("count."):
        if as_number(axis.name, value) < 0:
            raise UsageError(f"{axis.name} = {as_number(axis.name, value):g} is negative; expected a count")
        return
    choose(setup, {axis.name: value})


def parse_axis(text: str, scenario: Scenario) -> Axis:
    """The axis written as ``text``; UsageError if it is not understood or its range is empty."""
    axis_names = known_names(scenario)
    name = next(
        (axis_name for axis_name in axis_names if text == axis_name or text.startswith(f"{axis_name}:")), ""
    )
    if not name:
        given_name = text.partition(":")[0]
        raise UsageError(f"over = {text!r}: {given_name!r} cannot be varied{nearest(given_name, axis_names)}")
    range_text = text[len(name) + 1 :]
    has_numbers = is_numeric(name, scenario)
    if not range_text:
        return prior_axis(name, text, scenario) if has_numbers else whole_choice(name, text, scenario)
    if "|" in range_text or not has_numbers:
        return listed_axis(name, range_text, text, has_numbers)
    return replace(range_axis(name, range_text.split(":"), text), whole=name in whole_names(scenario))


def whole_choice(name: str, text: str, scenario: Scenario) -> Axis:
    """Every set of start counts, or every definition of a claim. UsageError for another name, or one with a single value."""
    choices = {f"definition.{claim}": ids for claim, ids in claims_with_choice(scenario).items()}
    choices["start"] = tuple(tracker.id for tracker in scenario.trackers)
    if len(choices.get(name, ())) == 1:
        raise UsageError(
            f"over = {text!r}: {scenario.name} has only one, {choices[name][0]}; expected several to choose from"
        )
    if name not in choices:
        raise UsageError(f"over = {text!r} has no values to choose from; {FORM}")
    return Axis(name, values=choices[name])


def listed_axis(name: str, range_text: str, text: str, numeric: bool) -> Axis:
    """``name:a|b|c``. UsageError for an empty or repeated value."""
    words = [word.strip() for word in range_text.split("|")]
    if "" in words or len(set(words)) < len(words):
        raise UsageError(f"over = {text!r} has an empty or repeated value; {FORM}")
    values: tuple[Value, ...] = tuple(as_number(name, word) if numeric else word for word in words)
    return Axis(name, values=values)


def range_axis(name: str, parts: Sequence[str], text: str) -> Axis:
    """``name:low:high`` or ``name:low:high:steps``. UsageError for another form."""
    if len(parts) not in (2, 3):
        raise UsageError(f"over = {text!r} is not understood; {FORM}")
    low, high = (as_number(f"over = {text!r}: a bound", part) for part in parts[:2])
    if not (math.isfinite(low) and math.isfinite(high)):
        raise UsageError(
            f"over = {text!r}: the range {low:g} to {high:g} is not finite; expected two numbers"
        )
    if low >= high:
        kind = "empty" if low == high else "reversed"
        raise UsageError(f"over = {text!r}: the range {low:g} to {high:g} is {kind}; expected low < high")
    steps = None
    if len(parts) == 3:
        if not parts[2].isdigit() or not 2 <= int(parts[2]) <= 10_000:
            raise UsageError(
                f"over = {text!r}: steps = {parts[2]!r}; expected a whole number from 2 to 10,000"
            )
        steps = int(parts[2])
    return Axis(name, low, high, steps)


def prior_axis(name: str, text: str, scenario: Scenario) -> Axis:
    """The central 90 % of a parameter's prior. UsageError for another name, or a fixed parameter."""
    if not name.startswith("law."):
        raise UsageError(f"over = {text!r} has no range; {FORM}")
    parameter = name.removeprefix("law.")
    prior = prior_of(scenario, parameter)
    if prior.fixed:
        raise UsageError(
            f"over = {text!r}: its prior is fixed at {prior.a:g}; expected a range, {name}:low:high"
        )
    low, high = (value_at(parameter, prior, u) for u in CENTRAL)
    return Axis(name, low, high)


def prior_of(scenario: Scenario, parameter: str) -> Prior:
    """The prior of a parameter; where only variants vary it, that of the heaviest such variant."""
    scenario_prior = scenario.law[parameter].prior
    if not scenario_prior.fixed:
        return scenario_prior
    variants = [
        variant
        for variant in scenario.variants
        if parameter in variant.law and not variant.law[parameter].fixed
    ]
    return max(variants, key=lambda variant: variant.weight).law[parameter] if variants else scenario_prior


def value_at(parameter: str, prior: Prior, u: float) -> float:
    """The ``u``-quantile of a prior, inside the parameter's documented range, rounded to 10 digits."""
    spec = PARAMETERS[parameter]
    clipped = float(np.clip(quantile(prior, np.array(u)), spec.low, spec.high))
    return min(max(float(f"{clipped:.10g}"), spec.low), spec.high)
