"""What the page and the figures show beyond verdicts and tables. Axes: R runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from sim.analysis.aggregated import aggregates_note
from sim.analysis.leave_one_out import shares
from sim.analysis.quiet_year import quiet_sentence
from sim.analysis.result import Result
from sim.base.codes import CHALLENGER, ROLES
from sim.calibration.verdicts import basis_of
from sim.claims.sentences import claim_names, sentence
from sim.claims.types import Verdict
from sim.forecast.outcomes import known_held, read_happened
from sim.inference.weights import alone
from sim.output.json_documents import versions
from sim.page.sections.drivers import carriers, dependence, prior_driven
from sim.page.sections.patterns import patterns
from sim.plots.drawing.report_data import Report, count_name
from sim.record.record import Record
from sim.record.regimes import REGIMES, regimes
from sim.scenario.files.stored_scores import read_scores
from sim.scenario.files.stored_sensitivity import read_sensitivity
from sim.scenario.scenario import Scenario


def build_report(result: Result, rows: Sequence[Mapping[str, Any]]) -> Report:
    """The ``Report`` of a finished job; ``rows`` are those of evidence.json."""
    ensemble, weights = result.ensemble, result.weights
    is_conditioned = weights.evidence != "none"
    outcomes = read_happened(ensemble.scenario)  # the verdicts are made
    report = Report(
        scenario=as_weighed(ensemble.scenario, frozenset(weights.by_report)),
        record=ensemble.record,
        today=datetime.now(UTC).date(),
        parameters=side_by_side(ensemble.parameters),
        weights=weights.values if is_conditioned else None,
        ess=weights.ess if is_conditioned else None,
        pareto_k=weights.pareto_k if is_conditioned else None,
        dependence=weights.dependence,
        prior=weights.prior,
        verdicts=tuple(result.verdicts),
        evidence=rows,
        alone={name: shares(result.truth, reduced) for name, reduced in alone(weights).items()},
        without=result.without,
        coverage=named_coverage(ensemble.scenario, result.coverage),
        past=result.coverage,
        notes=[
            *quiet_year_notes(ensemble.scenario, result.coverage),
            *([aggregates_note(result)] if result.whole else []),
        ],
        runs=result.runs,
        variants=result.variants,
        apart=result.apart,
        manifest=provenance(result),
        sentences=bottom_line(result.verdicts, ensemble.scenario),
        earlier=read_scores(ensemble.scenario),
        moves=read_sensitivity(ensemble.scenario),
        happened_held=known_held(
            outcomes, ensemble.scenario.calendar, ensemble.days, ensemble.scenario.terrain.districts
        ),
        happened_fallen=outcomes.capitals,
        calibration="" if (basis := basis_of(ensemble.scenario)) is None else basis.text,
        band=None if basis is None else basis.band,
    )
    return with_patterns(report, result.truth)


def as_weighed(scenario: Scenario, used_ids: frozenset[str]) -> Scenario:
    """The scenario in which counts and statements that were to weigh and did not are only checked."""

    def used(term: Any) -> Any:
        return replace(term, use="check") if term.use == "fit" and term.id not in used_ids else term

    return replace(
        scenario, counts=tuple(map(used, scenario.counts)), signals=tuple(map(used, scenario.signals))
    )


def with_patterns(report: Report, truth: Mapping[str, np.ndarray]) -> Report:
    """The report with what can be computed from it: regimes, patterns, and what the verdicts depend on.

    truth   definition -> int8 [R]
    """
    ranks = dependence(report, truth)
    carrier_text, rows = carriers(report, ranks)
    return replace(
        report,
        regimes=regime_shares(report.record, report.before),
        regimes_after=regime_shares(report.record, report.shares) if report.weighed else {},
        patterns=patterns(report),
        carried=carrier_text,
        carriers=rows,
        prior_driven=prior_driven(report, ranks),
    )


def side_by_side(parameters: np.ndarray) -> dict[str, np.ndarray]:
    """float64 [R] by field: a record array's columns laid out so that each can be read in one go."""
    return {name: np.ascontiguousarray(parameters[name]) for name in parameters.dtype.names or ()}


def bottom_line(verdicts: Sequence[Verdict], scenario: Scenario) -> list[str]:
    """One sentence a testable claim, and one that names all that cannot be tested."""
    notes = {statement.id: statement.note for statement in scenario.statements}
    sentences = [
        sentence(verdict) for verdict in verdicts if verdict.headline is not None and verdict.claim.testable
    ]
    untestable = [v.claim for v in verdicts if v.headline is None or not v.claim.testable]
    if not untestable:
        return sentences
    names_by_claim = claim_names([verdict.claim for verdict in verdicts], notes, scenario.names)
    names = "; ".join(names_by_claim[claim.id] for claim in untestable)
    return [*sentences, f"Not testable here, for the reasons under Claims: {names}"]


def quiet_year_notes(scenario: Scenario, past: Mapping[str, Any]) -> list[str]:
    """What the page says of a scenario that ought to be quiet."""
    quiet_result = past["quiet_year"]
    takers = [faction.name for faction in scenario.factions if faction.role == ROLES[CHALLENGER]]
    return (
        []
        if quiet_result is None
        else [quiet_sentence(quiet_result, next(iter(takers), scenario.factions[0].name))]
    )


def named_coverage(scenario: Scenario, past: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Counts of past observations with source and dates, and ``used`` for those in the likelihood."""
    names = {count.id: count_name(scenario, count, year=False) for count in scenario.counts}
    return [
        {
            "id": row["id"],
            "name": names[row["id"]] + (" (used)" if row["use"] == "fit" else ""),
            "low": row["prior_predictive"]["p05"],
            "median": row["prior_predictive"]["p50"],
            "high": row["prior_predictive"]["p95"],
            "reported": row["reported"]["p50"],
            "inside": row["inside"],
        }
        for row in past["counts"]
    ]


def regime_shares(record: Record, weights: np.ndarray | None = None) -> dict[str, float]:
    """Share of runs in each regime, from the side of the first challenger; ``weights`` [R], None for equal ones."""
    sides = np.flatnonzero(record.roles == CHALLENGER)
    values = regimes(record, int(sides[0]) if len(sides) else 0)
    share = np.full(record.runs, 1.0) if weights is None else weights
    counts = np.bincount(values, weights=share, minlength=len(REGIMES)) / share.sum()
    return {name: float(count) for name, count in zip(REGIMES, counts, strict=True)}


def provenance(result: Result) -> dict[str, Any]:
    """What the page says about its origin; no wall times, so that two pages of one job are equal."""
    ensemble = result.ensemble
    return {
        "command": result.job.command,
        "seed": ensemble.seed,
        "runs": result.runs + result.failed,
        "runs_failed": result.failed,
        "law_version": ensemble.law_version,
        "simulation_hash": ensemble.simulation_hash,
        "versions": versions(ensemble.law_version),
    }
