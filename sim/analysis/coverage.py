"""The coverage gate: prior predictive coverage of past observations; ``coverage`` of evidence.json.

Axes: R runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.analysis.quiet_year import quiet_year
from sim.base.codes import CHALLENGER
from sim.claims.estimate import estimate
from sim.claims.kind import FALSE, TRUE
from sim.ensemble.engine import Ensemble
from sim.evidence.quantiles import weighted_quantile
from sim.inference.checks.prior_predictive_check import LEAST, Joint, check_together
from sim.inference.checks.rate_profile import COMPARED, rate_rows
from sim.inference.evidence_table import ensemble_rows, report_context
from sim.inference.predict import why_not_predicted
from sim.inference.weights import Weights
from sim.record.observables import hold_probability, holders
from sim.record.past import PATTERNS
from sim.record.record import Record
from sim.record.summer_2021 import pattern_of_2021
from sim.scenario.scenario import KnownPast, Scenario

LEVELS, NAMES = (0.05, 0.5, 0.95), ("p05", "p50", "p95")
MOST_MISFIT = 0.5  # share of the reports used in the likelihood that the weighted runs may fail to fit
Row = dict[str, Any]


def coverage_document(ensemble: Ensemble, weights: Weights, rows: Sequence[Mapping[str, Any]]) -> Row:
    """Counts, rates and patterns of past observations against prior runs, and whether anything may be graded.

    rows   ``reports`` of evidence.json
    """
    scenario = ensemble.scenario
    witness = report_context(ensemble, weights)
    joint = check_joint(ensemble, weights)
    reason = outside(rows, weights, joint)
    return {
        "graded": not reason,
        "why_not": reason,
        "together": {"p": joint.p, "least": LEAST, "made": joint.sets, "reports": list(joint.reports)},
        "counts": count_rows(rows),
        "rates": rate_rows(witness, scenario.counts, weights, ensemble.seed),
        "patterns": pattern_rows(ensemble, weights),
        "control": control_rows(ensemble, weights),
        "fights": fight_rows(ensemble, weights),
        "season": summer_2021_rows(ensemble.record, weights),
        "quiet_year": quiet_year(ensemble.record, taker_of(ensemble.record), weights.prior)
        if scenario.quiet
        else None,
    }


def why_outside(ensemble: Ensemble, weights: Weights) -> str:
    """Why nothing may be graded: the reports used in the likelihood lie outside what the runs can do, one by one or together."""
    counts_used = [count for count in ensemble.scenario.counts if count.id in weights.used]
    rows = ensemble_rows(ensemble, weights, counts_used)
    return outside(rows, weights, check_joint(ensemble, weights))


def outside(rows: Sequence[Mapping[str, Any]], weights: Weights, joint: Joint) -> str:
    """The reason in words; empty if the reports used in the likelihood are inside."""
    outside_ids = [str(row["id"]) for row in rows if row["outside_support"] and row["id"] in weights.used]
    if outside_ids:
        return f"outside support: the runs could not have led to what was reported: {', '.join(outside_ids)}"
    misfit = [str(row["id"]) for row in rows if row["fitted"] is False and row["id"] in weights.used]
    if joint.outside:
        return (
            f"outside support: the runs could not have led to all reports used together (reports as unlikely come "
            f"from {100 * (joint.p or 0.0):.2g} % of runs, less than {100 * LEAST:g} %): {', '.join(joint.reports)}"
        )
    if weights.used and len(misfit) > MOST_MISFIT * len(weights.used):
        return (
            "nothing was learned: the weighted runs fit the reports no better than unweighted ones, whatever the effective sample size: "
            f"{', '.join(misfit)}"
        )
    return ""


def why_capped(record: Record, scenario: Scenario, used_ids: Sequence[str]) -> str:
    """Why nothing may be called nearly certain: no report was used in the likelihood, or nothing of the past could be compared."""
    comparable = [
        count for count in scenario.counts_for(*COMPARED) if why_not_predicted(record, count) is None
    ]
    if not (comparable or scenario.known_past or scenario.control_checks or scenario.fight_checks):
        return "no past observation could be compared with the runs"
    return "" if used_ids else "no report was used in the likelihood"


def check_joint(ensemble: Ensemble, weights: Weights) -> Joint:
    """The check of all reports used in the likelihood together, made once."""
    view = ensemble.record.view_for("joint", weights.values)
    if "joint" not in view:
        counts = [count for count in ensemble.scenario.counts if count.id in weights.used]
        view["joint"] = check_together(report_context(ensemble, weights), weights, counts, ensemble.seed)
    joint: Joint = view["joint"]
    return joint


def count_rows(rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Each report the runs can be compared with: does the middle of what it says lie in the prior's 90 %?"""
    return [
        {
            "id": row["id"],
            "use": row["use"],
            "prior_predictive": row["prior_predictive"],
            "reported": row["implied"],
            "inside": within(row["implied"]["p50"], row["prior_predictive"]),
        }
        for row in rows
        if row["prior_predictive"] and row["implied"] and row["use"] in COMPARED
    ]


def within(value: float, quantiles: Mapping[str, float]) -> bool:
    """True if ``value`` lies between the 5 and 95 % of what runs made."""
    return bool(quantiles["p05"] <= value <= quantiles["p95"])


def pattern_rows(ensemble: Ensemble, weights: Weights) -> list[Row]:
    """Every pattern by ``as_of``, or by the day for which something was reported of it."""
    record, known_pasts = ensemble.record, ensemble.scenario.known_past
    silent = [name for name in PATTERNS if name not in {known_past.pattern for known_past in known_pasts}]
    taker = taker_of(record)
    rows: list[tuple[str, int, int, KnownPast | None]] = [
        (
            known_past.pattern,
            record.faction(known_past.faction),
            record.calendar.day(known_past.day),
            known_past,
        )
        for known_past in known_pasts
    ]
    rows += [(name, taker, record.as_of_day, None) for name in silent]
    return [pattern_row(record, weights, *row) for row in rows]


def control_rows(ensemble: Ensemble, weights: Weights) -> list[Row]:
    """Control rows to be compared, by day: how many, and how many the prior and the weighted runs hold as they say."""
    record, day_rows = ensemble.record, []
    checks = ensemble.scenario.control_checks
    for day in sorted({row.day for row in checks if 0 <= row.day <= record.days}):
        rows = [row for row in checks if row.day == day]
        agreement = {}
        for name, shares in (("prior", weights.prior), ("posterior", weights.values)):
            maps = {f: hold_probability(record, f, day, shares) for f in {row.holder for row in rows}}
            agreement[name] = float(np.sum([maps[row.holder][row.district] for row in rows]))
        day_rows.append({"day": record.calendar.date(day).isoformat(), "rows": len(rows), **agreement})
    return day_rows


def fight_rows(ensemble: Ensemble, weights: Weights) -> list[Row]:
    """Fights to be compared, by day: how many, and in how many places the two sides meet in the prior and the weighted runs.

    Two sides meet where one holds the place and the other a neighbour of it, so that fighting there needs no surprise.
    """
    record, rows = ensemble.record, []
    checks = ensemble.scenario.fight_checks
    for day in sorted({fight.day for fight in checks if 0 <= fight.day <= record.days}):
        fights = [fight for fight in checks if fight.day == day]
        holders_then = holders(record, day)
        fights_seen = np.array(
            [sides_meet(record, holders_then, fight.district, fight.sides) for fight in fights]
        )
        agreement = {
            name: float((fights_seen @ shares).sum())
            for name, shares in (("prior", weights.prior), ("posterior", weights.values))
        }
        rows.append({"day": record.calendar.date(day).isoformat(), "rows": len(fights), **agreement})
    return rows


def sides_meet(record: Record, holder: np.ndarray, place: int, sides: tuple[int, int]) -> np.ndarray:
    """Whether one side holds the place and the other a neighbour: bool [R]; ``holder`` int8 [R, D]."""
    first, neighbour, _ = record.terrain.adjacency
    neighbour_holders = holder[:, neighbour[first[place] : first[place + 1]]]
    place_holder = holder[:, place]
    sides_met: np.ndarray = np.zeros(len(holder), dtype=bool)
    for side_here, side_there in (sides, sides[::-1]):
        sides_met |= (place_holder == side_here) & (neighbour_holders == side_there).any(axis=1)
    return sides_met


def taker_of(record: Record) -> int:
    """The first challenger, else the first faction."""
    return int(next(iter(np.flatnonzero(record.roles == CHALLENGER)), 0))


def pattern_row(
    record: Record, weights: Weights, name: str, taker: int, day: int, known_past: KnownPast | None
) -> Row:
    """One pattern: 5, 50 and 95 % of the prior runs (recaptures: of all of them), and what was reported."""
    pattern = PATTERNS[name]
    values, run = pattern.read(record, taker, day)
    levels = None
    if len(values):
        quantiles = weighted_quantile(values, weights.prior[run], LEVELS).tolist()
        levels = dict(zip(NAMES, quantiles, strict=True))
    return {
        "pattern": name,
        "meaning": pattern.meaning,
        "unit": pattern.unit,
        "faction": record.factions[taker],
        "day": record.calendar.date(day).isoformat(),
        "prior_predictive": levels,
        "reported": None if known_past is None else {"low": known_past.low, "high": known_past.high},
        "inside": None
        if known_past is None or levels is None
        else within((known_past.low + known_past.high) / 2, levels),
        "source": "" if known_past is None else known_past.source,
    }


def summer_2021_rows(record: Record, weights: Weights) -> Row:
    """Shares of prior runs that are history-like, and of bursts among these; None where the network is too small."""
    arrays = pattern_of_2021(record)
    if arrays is None:
        return {"history_like": None, "burst": None}
    history_like_runs, has_burst = arrays
    return {
        "history_like": estimate(np.where(history_like_runs, TRUE, FALSE), weights.prior).to_dict(),
        "burst": estimate(np.where(has_burst, TRUE, FALSE), weights.prior * history_like_runs).to_dict(),
    }
