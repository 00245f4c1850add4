"""A small war with four reports, cheap enough to be weighed with very many runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cache

import numpy as np
import pytest

import sim.inference.particles.filter as filter_module
import sim.inference.particles.island as island_module
from sim.base.parameters import LogNormal
from sim.ensemble.block import BLOCK
from sim.ensemble.engine import Ensemble, Plan, simulate
from sim.evidence.source_and_count import Baseline, Count
from sim.inference.weights import Weights, weigh
from sim.scenario.reader import with_law
from sim.scenario.scenario import Scenario
from sim.scenario.synthetic import START, make_scenario
from tests.reports import make_count, make_source
from tests.worlds import CALM

DISTRICTS, DAYS = 60, 84
STOCKS = {30: 16.0, 45: 19.0, 60: 22.0}  # day -> districts reported


# A war in which much moves and little of it by chance, so that reports can be told apart. Under the law's own priors a
# war of 60 districts mostly stands: four stocks then say little of the parameters, and tests of the ways of weighing
# (batches, filter, plain weights agree; ranks are uniform) would compare priors with priors. What is tested here is
# inference given a law and priors, whichever they are, so this problem has its own, chosen for that and for no result.
LIVELY = {
    **{name: str(value) for name, value in CALM.items()},
    "pressure.tempo_challenger": "uniform(10, 60)",
    "pressure.tempo_incumbent": "uniform(1, 6)",
    "accounts.reserve_challenger": "lognormal(150, 0.4)",
    "accounts.reserve_incumbent": "lognormal(150, 0.4)",
    "retake.counter": "uniform(0, 6)",
    "retake.chance": "uniform(0.5, 1)",
    "posture.slow": "0.2",
    "posture.grip": "0.2",
    "phase.share": "uniform(0.3, 0.9)",
}


def lively(scenario: Scenario) -> Scenario:
    """``scenario`` with the priors of ``LIVELY``."""
    return with_law(scenario, LIVELY, ())


def four_counts() -> Scenario:
    """60 districts for 84 days; three stocks of a tracker and a flow told by a biased, late source by day 60."""
    scenario = lively(make_scenario(DISTRICTS, DAYS))
    sources = {
        "gazette": make_source(noise=2.0, unreliable=0.05, baseline={"red": Baseline(11.0, DISTRICTS)}),
        "envoy": make_source("envoy", noise=2.0, unreliable=0.2, lag=(0.0, 20.0), bias=LogNormal(0.8, 0.25)),
    }
    counts = [stock(day, value) for day, value in STOCKS.items()]
    return replace(scenario, sources=sources, counts=(*counts, flow()))


def stock(day: int, value: float) -> Count:
    """``value`` districts held on ``day``."""
    name = f"stock_{day}"
    when = START + timedelta(days=day)
    return replace(make_count(name, low=value, high=value, basis=float(DISTRICTS)), date=when, published=when)


def flow() -> Count:
    """8 to 10 districts gained in the sixty days."""
    when = START + timedelta(days=60)
    plain = make_count("flow", since=0, source="envoy", low=8.0, high=10.0, modifier="range", basis=60.0)
    return replace(plain, date=when, published=when, window_from=START)


@contextmanager
def islands_of(size: int) -> Iterator[None]:
    """Small islands of two swarms while the ``with`` block lasts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filter_module, "ISLAND", size)
        patch.setattr(island_module, "SWARM", size // 2)
        patch.setattr(filter_module, "SWARM", size // 2)
        yield


def conditioned(ensemble: Ensemble) -> Weights:
    """Weights of any ensemble of the problem."""
    scenario = ensemble.scenario
    return weigh(
        ensemble.record, scenario.counts, scenario.sources, ensemble.seed, log_prior=ensemble.log_prior
    )


def prior_runs(scenario: Scenario, runs: int, seed: int = 1, first: int = 0) -> Ensemble:
    """Plain prior runs ``first .. first + runs``."""
    return simulate(Plan(scenario, seed, runs, first))


@cache
def many_runs() -> tuple[Ensemble, Weights]:
    """20,480 prior runs of ``four_counts`` and their weights, with which the ways of weighing fewer runs are compared."""
    ensemble = prior_runs(four_counts(), 80 * BLOCK)
    return ensemble, conditioned(ensemble)


def observed(ensemble: Ensemble) -> dict[str, np.ndarray]:
    """What the two ways of weighing are compared on: name -> [R]."""
    held = ensemble.series["held"][:, :, 0].astype(float)
    return {
        "held at the end": held[:, -1],
        "held on day 60": held[:, 60],
        "capitals": ensemble.series["capitals"][:, -1, 0].astype(float),
        "gain of 5 ahead": (held[:, -1] - held[:, 60] >= 5).astype(float),
        "tempo": ensemble.parameters["pressure_tempo_challenger"],
        "log retake": np.log(ensemble.parameters["accounts_reserve_challenger"]),
    }


def mean_and_error(values: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """Self-normalised weighted mean and its standard error (delta method)."""
    mean = float(weights @ values)
    return mean, float(np.sqrt((weights**2 * (values - mean) ** 2).sum()))


def chunked_means(problem: Scenario, runs: int, chunk: int) -> dict[str, tuple[float, float]]:
    """Weighted means and errors over more runs than fit into memory: sums of w, wx, w^2, w^2 x, w^2 x^2."""
    sums: dict[str, np.ndarray] = {}
    for first in range(0, runs, chunk):
        some = prior_runs(problem, min(chunk, runs - first), first=first)
        w = np.exp(conditioned(some).log_values)
        for name, x in observed(some).items():
            parts = np.array([w.sum(), w @ x, w @ w, (w**2) @ x, (w**2) @ x**2])
            sums[name] = sums.get(name, 0.0) + parts
    found = {}
    for name, (total, first_sum, squares, mixed, second) in sums.items():
        mean = first_sum / total
        variance = second - 2 * mean * mixed + mean**2 * squares
        found[name] = (mean, float(np.sqrt(variance)) / total)
    return found
