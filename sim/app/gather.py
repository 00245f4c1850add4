"""What the page and the figures show beyond verdicts and tables. Axes: R runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from sim.app.documents import versions
from sim.app.job import Job
from sim.base.codes import CHALLENGER
from sim.claims.definitions import evaluate
from sim.claims.telling import sentence
from sim.claims.types import Definition, Verdict
from sim.ensemble.engine import Ensemble
from sim.inference.weights import Weights, alone, leave_one_out
from sim.plots.report import Report
from sim.plots.trust import shrinkages
from sim.record.record import Record
from sim.record.regimes import REGIMES, regimes

HARDLY = 0.05  # share of its spread that evidence must take from a parameter to have moved it
MATTERS = 0.1  # correlation of a parameter with a headline from which on the verdict depends on it
MOST = 8  # parameters named


def gather(
    job: Job,
    ensemble: Ensemble,
    weights: Weights,
    verdicts: Sequence[Verdict],
    rows: Sequence[Mapping[str, Any]],
) -> Report:
    """The ``Report`` of a finished job; ``rows`` are those of evidence.json."""
    weighed = weights.evidence != "none"
    truth = {claim: evaluate(meant, ensemble.record) for claim, meant in headlines(verdicts).items()}
    report = Report(
        scenario=ensemble.scenario,
        record=ensemble.record,
        today=datetime.now(UTC).date(),
        parameters=ensemble.parameters,
        weights=weights.values if weighed else None,
        ess=weights.ess if weighed else None,
        pareto_k=weights.pareto_k if weighed else None,
        verdicts=tuple(verdicts),
        evidence=rows,
        alone={name: shares(truth, one) for name, one in alone(weights).items()},
        without={name: shares(truth, one) for name, one in leave_one_out(weights).items()},
        coverage=coverage(rows),
        regimes=regime_shares(ensemble.record),
        manifest=provenance(job, ensemble),
        sentences=[sentence(verdict) for verdict in verdicts],
    )
    return replace(report, prior_driven=prior_driven(report, truth))


def headlines(verdicts: Sequence[Verdict]) -> dict[str, Definition]:
    """The headline definition of each claim that has one, by claim id."""
    claims = [verdict.claim for verdict in verdicts]
    return {claim.id: one for claim in claims for one in claim.definitions if one.id == claim.headline}


def shares(truth: Mapping[str, np.ndarray], weights: Weights) -> dict[str, float | None]:
    """Weighted share of defined runs in which each headline is true; None if no run weighs."""
    found: dict[str, float | None] = {}
    for claim, values in truth.items():
        defined = float(weights.values[values >= 0].sum())
        found[claim] = float(weights.values[values == 1].sum()) / defined if defined > 0 else None
    return found


def coverage(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each report the runs can be compared with: does the middle of what it says lie in the prior's 90 %?"""
    return [
        {
            "name": f"{row['id']} ({row['use']})",
            "low": row["prior_predictive"]["p05"],
            "median": row["prior_predictive"]["p50"],
            "high": row["prior_predictive"]["p95"],
            "reported": row["implied"]["p50"],
            "inside": row["prior_predictive"]["p05"]
            <= row["implied"]["p50"]
            <= row["prior_predictive"]["p95"],
        }
        for row in rows
        if row["prior_predictive"] and row["implied"] and row["use"] in ("fit", "check")
    ]


def regime_shares(record: Record) -> dict[str, float]:
    """Share of runs in each regime, from the side of the first challenger."""
    sides = np.flatnonzero(record.roles == CHALLENGER)
    counts = np.bincount(regimes(record, int(sides[0]) if len(sides) else 0), minlength=len(REGIMES))
    return {name: float(count) / record.runs for name, count in zip(REGIMES, counts, strict=True)}


def prior_driven(report: Report, truth: Mapping[str, np.ndarray]) -> list[tuple[str, float]]:
    """Parameters on which a headline depends though the evidence hardly moved them, the strongest first."""
    moved, columns = shrinkages(report), report.parameter_columns()
    strength = {
        name: max((dependence(columns[name], t) for t in truth.values()), default=0.0) for name in columns
    }
    found = [name for name, shrink in moved.items() if abs(shrink) < HARDLY and strength[name] >= MATTERS]
    return [(name, moved[name]) for name in sorted(found, key=lambda name: -strength[name])[:MOST]]


def dependence(column: np.ndarray, truth: np.ndarray) -> float:
    """Size of the correlation of a parameter's ranks [R] with a headline [R] over the runs that define it."""
    defined = truth >= 0
    ranks, told = (
        np.argsort(np.argsort(column[defined])).astype(np.float64),
        truth[defined].astype(np.float64),
    )
    if len(told) < 2 or told.std() == 0 or ranks.std() == 0:
        return 0.0
    return abs(float(np.corrcoef(ranks, told)[0, 1]))


def provenance(job: Job, ensemble: Ensemble) -> dict[str, Any]:
    """What the page says about its origin; no wall times, so that two pages of one job are equal."""
    return {
        "command": job.command,
        "seed": ensemble.seed,
        "runs": ensemble.runs + len(ensemble.failed),
        "runs_failed": len(ensemble.failed),
        "law_version": ensemble.law_version,
        "simulation_hash": ensemble.simulation_hash,
        "versions": versions(ensemble.law_version),
    }
