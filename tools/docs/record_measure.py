"""How the model stands: the figures that docs/record.md keeps for every freeze of the priors.

Axis: R runs. Shares of runs are of the prior (no evidence weighed) unless they say otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.analysis.conditioning import condition_runs
from sim.analysis.coverage import coverage_document
from sim.analysis.leave_one_out import headline_truth
from sim.analysis.pipeline import judge
from sim.analysis.quiet_year import quiet_year
from sim.analysis.variant_table import conclusion, variant_rows
from sim.claims.estimate import jeffreys
from sim.claims.types import Verdict
from sim.ensemble.engine import Ensemble, run_ensemble
from sim.inference.evidence_table import ensemble_rows
from sim.inference.weights import Weights, weigh_ensemble
from sim.record.record import Record
from sim.record.regimes import REGIMES, regimes
from sim.record.summer_2021 import pattern_of_2021
from sim.scenario.reader import read_outcomes, read_scenario
from sim.scenario.scenario import Scenario
from sim.session.job import Job
from sim.session.session import Session

SEED, QUIET = "afghanistan_2021_08_05", "afghanistan_2018"
SIDE = 0  # the challenger stands first in both scenarios
SUPPORT = (0.2, 0.4, 0.6, 0.8, 1.0)  # levels of external support held fixed from the first day
COVERAGE_PARTS = ("graded", "why_not", "together", "rates", "patterns")  # of the coverage, for the record
QUIET_RUNS, LEVEL_RUNS = 4000, 4000


def measure(runs: int | None = None, quiet_runs: int = QUIET_RUNS) -> dict[str, Any]:
    """The seed and the quiet year with the shipped priors; ``runs`` of the seed, the scenario's own if None."""
    return {
        "seed": measure_seed(runs),
        "without_shock": measure_without_shock(runs),
        "quiet": measure_quiet(read_scenario(QUIET), quiet_runs),
    }


def measure_seed(runs: int | None = None) -> dict[str, Any]:
    """Verdicts of the seed with what happened, and how its prior runs behave."""
    scenario = read_scenario(SEED)
    ensemble = run_ensemble(scenario, runs=runs or scenario.runs, seed=1)
    past = known_past(ensemble)
    learned, weights = condition_runs(ensemble, Session(Job(scenario=SEED)))
    verdicts = judge(learned, weights)
    return {
        "frozen": scenario.frozen["date"],
        "priors": scenario.frozen["sha256"],
        "law": ensemble.law_version,
        "runs": learned.runs,
        "ess": weights.ess,
        "pareto_k": weights.pareto_k,
        "claims": [claim for verdict in verdicts for claim in definition_rows(verdict, scenario)],
        "regimes": regime_shares(ensemble.record),
        "compared": len(past["counts"]),
        "outside": [f"{row['id']} ({row['use']})" for row in past["counts"] if not row["inside"]],
        "past": {name: past[name] for name in COVERAGE_PARTS},
        "variants": variants(learned, weights, verdicts),
        "apart": conclusion(learned, weights),
        **bursts(ensemble),
    }


def known_past(ensemble: Ensemble) -> dict[str, Any]:
    """``coverage`` of evidence.json for prior runs."""
    weights = weigh_ensemble(ensemble, "all")
    return coverage_document(ensemble, weights, ensemble_rows(ensemble, weights))


def variants(ensemble: Ensemble, weights: Weights, verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    """``variants`` of verdicts.json."""
    return variant_rows(ensemble, weights, verdicts, headline_truth(verdicts, ensemble.record))


def measure_without_shock(runs: int | None = None) -> dict[str, Any]:
    """The counterfactual: headlines within each variant if the fall of a capital shocks nobody, weighed anew."""
    scenario = read_scenario(SEED)
    ensemble = run_ensemble(scenario, runs=runs or scenario.runs, seed=1, without=("shock",))
    learned, weights = condition_runs(ensemble, Session(Job(scenario=SEED, inference="batches")))
    return {
        "runs": learned.runs,
        "ess": weights.ess,
        "variants": variants(learned, weights, judge(learned, weights)),
    }


def definition_rows(verdict: Verdict, scenario: Scenario) -> list[dict[str, Any]]:
    """Every definition of a testable claim: its probability, its interval, and what happened."""
    outcomes = read_outcomes(scenario)
    return [
        {
            "claim": verdict.claim.id,
            "definition": definition.id,
            "headline": definition.id == verdict.claim.headline,
            "p": definition.posterior.p,
            "low": definition.posterior.low,
            "high": definition.posterior.high,
            "undefined": definition.posterior.undefined,
            "calibrated": None if definition.calibrated is None else definition.calibrated.p,
            "outcome": outcomes.get((verdict.claim.id, definition.id), (None, ""))[0],
        }
        for definition in verdict.definitions
        if definition.posterior is not None
    ]


def regime_shares(record: Record) -> dict[str, float]:
    """Share of runs in each regime, from the challenger's side."""
    counts = np.bincount(regimes(record, SIDE), minlength=len(REGIMES))
    return {name: float(count) / record.runs for name, count in zip(REGIMES, counts, strict=True)}


def bursts(ensemble: Ensemble) -> dict[str, Any]:
    """Share of history-like runs, and of bursts among them, each with the number it is a share of."""
    patterns = pattern_of_2021(ensemble.record)
    if patterns is None:
        return {"history_like": share(np.zeros(0)), "burst": share(np.zeros(0))}
    like, fast = patterns
    return {"history_like": share(like), "burst": share(fast[like])}


def share(true: np.ndarray) -> dict[str, Any]:
    """Share of true entries [R] with its Jeffreys interval and R; null of nothing."""
    number = len(true)
    if number == 0:
        return {"p": None, "low": None, "high": None, "n": 0}
    p = float(np.mean(true))
    low, high = jeffreys(p, float(number))
    return {"p": p, "low": low, "high": high, "n": number}


def measure_quiet(scenario: Scenario, runs: int, law: Mapping[str, object] | None = None) -> dict[str, Any]:
    """What the year after as_of brings in a quiet war that is on at as_of: its end, and the change of districts."""
    ensemble = run_ensemble(scenario, runs=runs, seed=1, law=law)
    record, past = ensemble.record, known_past(ensemble)
    return {
        "priors": scenario.frozen["sha256"],
        "runs": ensemble.runs,
        **quiet_year(record, SIDE),
        "regimes": regime_shares(record),
        "variants": [
            {
                "name": variant.name,
                **quiet_year(record, SIDE, (ensemble.variant == number).astype(np.float64)),
            }
            for number, variant in enumerate(scenario.variants)
        ],
        "past": {name: past[name] for name in COVERAGE_PARTS},
    }


def trade_off(runs: int = LEVEL_RUNS, levels: Sequence[float] = SUPPORT) -> list[dict[str, Any]]:
    """Burst share of the seed and P(end) of the quiet year at each fixed level of external support."""
    seed, quiet = read_scenario(SEED), read_scenario(QUIET)
    rows = []
    for level in levels:
        law = {"external.level": level, "external.after": level}
        ensemble = run_ensemble(seed, runs=runs, seed=1, law=law)
        rows.append({"support": level, **bursts(ensemble), "quiet": measure_quiet(quiet, runs, law)})
    return rows
