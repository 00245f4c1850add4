"""Prior draws: every number of every run has an address, so run 17 is the same in a batch of any size.

A parameter's draw is the quantile of one uniform number addressed by (seed, run, parameter name): adding a
parameter, fixing one or changing a prior leaves all other draws as they were (common random numbers).
"""

from __future__ import annotations

import numpy as np

from sim.base.errors import UsageError
from sim.base.lazy_modules import defer
from sim.base.parameters import Prior
from sim.ensemble.history_prior import LEAST, MOST, matched_names, numbers_given
from sim.ensemble.proposal import Proposal
from sim.ensemble.uniforms import Numbers, addressed
from sim.evidence.count_words import DEFAULT, Words, mass
from sim.evidence.source_and_count import Count
from sim.law.parameters import LAW_DTYPE, PARAMETERS, law_records
from sim.scenario.scenario import Scenario

for unused in ("numpy.f2py", "numpy.testing"):  # scipy.special asks for all of numpy
    defer(unused)

VARIANT, TRACKER = "variant", "start.tracker"  # names of numbers


def quantile(prior: Prior, u: np.ndarray) -> np.ndarray:
    """The ``u``-quantiles of a prior: float64 [R] for ``u`` [R]."""
    a, b = prior.a, prior.b
    if prior.family == "fixed":
        return np.full(np.shape(u), a)
    if prior.family == "uniform" and not prior.shifted:
        return a + (b - a) * u
    from scipy import special  # slow to import, and a sweep that is found in the store needs no quantile

    if prior.shifted:
        score = special.ndtri(np.clip(u, LEAST, MOST))
        u = np.asarray(special.ndtr(prior.shift + prior.width * score))
    if prior.family == "uniform":
        return a + (b - a) * u
    if prior.family == "gamma":
        return b * np.asarray(special.gammaincinv(a, u))
    normal = np.asarray(special.ndtri(u))
    return a + b * normal if prior.family == "normal" else a * np.exp(b * normal)


def draw_variants(scenario: Scenario, seed: int, runs: np.ndarray) -> np.ndarray:
    """Index into ``scenario.variants`` for each run: int16 [R]."""
    return variants_of(scenario, addressed(seed, runs))


def variants_of(scenario: Scenario, numbers: Numbers) -> np.ndarray:
    """``draw_variants`` from given numbers: int16 [R]."""
    weights = np.array([variant.weight for variant in scenario.variants])
    return pick(weights, numbers.of(VARIANT))


def pick(weights: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Index drawn by weight from uniform numbers [R]: int16 [R]."""
    edges = np.cumsum(weights) / weights.sum()
    return np.minimum(np.searchsorted(edges, u, side="right"), len(edges) - 1).astype(np.int16)


def in_range(law: np.record) -> np.record:
    """A parameter record made by hand or read from a file; UsageError for a value outside its documented range."""
    for name, parameter in PARAMETERS.items():
        value = float(law[parameter.field])
        if not parameter.low <= value <= parameter.high:
            raise UsageError(
                f"{name} = {value:g} is outside its range; expected {parameter.low:g} to {parameter.high:g} {parameter.unit}"
            )
    return law


def draw_laws(
    scenario: Scenario, seed: int, runs: np.ndarray, proposal: Proposal | None = None
) -> np.recarray:
    """One parameter record a run (LAW_DTYPE), each value clipped to its documented range: recarray [R].

    A proposal moves the numbers of the parameters it names; without one every run is a draw of the prior.
    """
    return laws_of(scenario, addressed(seed, runs, proposal))


def laws_of(scenario: Scenario, numbers: Numbers) -> np.recarray:
    """``draw_laws`` from given numbers: LAW_DTYPE [R]."""
    variant = variants_of(scenario, numbers)
    numbers_used = numbers_given(scenario, numbers, variant)
    values = {}
    for name, parameter in PARAMETERS.items():
        u = numbers_used.of(name)
        values_drawn = quantile(scenario.law[name].prior, u)
        if not scenario.law[name].given:
            for number, model_variant in enumerate(scenario.variants):
                if name in model_variant.law:
                    values_drawn = np.where(
                        variant == number, quantile(model_variant.law[name], u), values_drawn
                    )
        values[name] = np.clip(values_drawn, parameter.low, parameter.high)
    return law_records(values, len(numbers.runs))


def varying(scenario: Scenario) -> tuple[str, ...]:
    """Names of the parameters that differ from run to run, in the order of the law."""
    varying_names = [name for name, law_prior in scenario.law.items() if not law_prior.prior.fixed]
    variant_names = {
        name for variant in scenario.variants for name, prior in variant.law.items() if not prior.fixed
    }
    return tuple(name for name in PARAMETERS if name in varying_names or name in variant_names)


def draw_starts(scenario: Scenario, seed: int, runs: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Start counts of each run from the reports of one tracker, drawn by weight.

    Returns (tracker int16 [R], held int32 [R, F], contested int32 [R, F]); the default holder has the rest.
    """
    return starts_of(scenario, addressed(seed, runs))


def starts_of(scenario: Scenario, numbers: Numbers) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """``draw_starts`` from given numbers: the same three arrays, first axis [R]."""
    trackers = scenario.trackers
    tracker_rows = pick(np.array([tracker.weight for tracker in trackers]), numbers.of(TRACKER))
    shape = (len(numbers.runs), len(scenario.factions))
    held_counts, contested_counts = np.zeros(shape, dtype=np.int32), np.zeros(shape, dtype=np.int32)
    for number, tracker in enumerate(trackers):
        rows = tracker_rows == number
        for table, counts, kind in (
            (held_counts, tracker.held, "held"),
            (contested_counts, tracker.contested, "contested"),
        ):
            for faction, count in counts.items():
                column = scenario.faction_ids.index(faction)
                u = numbers.of(f"start.{kind}.{faction}")
                districts = districts_from_count(count, u, scenario.terrain.districts, scenario.semantics)
                table[rows, column] = districts[rows]
    return tracker_rows, held_counts, contested_counts


def start_names(scenario: Scenario) -> tuple[str, ...]:
    """Names of the numbers, parameters that vary apart, that make runs differ before day 0.

    Variant, tracker, start counts, and what an earlier campaign looks at besides.
    """
    choice_names = [VARIANT] * (len(scenario.variants) > 1) + [TRACKER] * (len(scenario.trackers) > 1)
    names = [f"start.held.{name}" for tracker in scenario.trackers for name in tracker.held]
    names += [f"start.contested.{name}" for tracker in scenario.trackers for name in tracker.contested]
    varying_names = varying(scenario)
    names += [name for name in matched_names(scenario) if name not in varying_names]
    return tuple(dict.fromkeys([*choice_names, *names]))


def districts_from_count(count: Count, u: np.ndarray, districts: int, words: Words = DEFAULT) -> np.ndarray:
    """Districts of this network a reported count means, drawn from its words: int32 [R] for uniform numbers ``u`` [R].

    A number of a report that had another total in mind is scaled by that total.
    """
    chances = np.cumsum(mass(count.low, count.high, count.modifier, int(count.basis), words))
    number_drawn = np.searchsorted(chances, u * chances[-1])
    return np.rint(number_drawn * (districts / count.basis)).astype(np.int32)


__all__ = ["LAW_DTYPE", "districts_from_count", "draw_laws", "draw_starts", "draw_variants", "quantile"]
