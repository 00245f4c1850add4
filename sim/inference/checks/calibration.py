"""Simulation-based calibration: does inference give back, as often as it says, what made the reports?

Talts, Betancourt, Simpson, Vehtari & Gelman (2018); data-dependent quantities after Modrak et al. (2023), without
which an over-trusted source stays unseen. One run of a shared prior ensemble is the truth, its reports are made up
by the evidence model, all runs are weighted by them. With the truth among the weighted runs the randomised rank is
exactly uniform for any number of runs: given the reports, run i is the truth with probability w_i. Without it the
rank shows what a user of so many runs gets. Axes: K replications, Q quantities, R runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from sim.base.dice import uniforms
from sim.base.errors import UsageError
from sim.ensemble.draws import varying
from sim.ensemble.engine import Ensemble
from sim.evidence.source_and_count import Count, Source
from sim.inference.checks.simulated_reports import Reporter, simulate_reports
from sim.inference.predict import bias_draws
from sim.inference.weights import ess, normalise, weigh

BINS = 20
FALSE_ALARM = 0.01  # joint chance that any rank test is flagged though all is right
WITHIN = 3.3  # standard errors of a coverage
LEVELS = (0.5, 0.9)
AGAIN = 4  # times as many fresh truths for what is off at the first look
LIKELIHOOD = "log-likelihood"


@dataclass(frozen=True)
class Ranks:
    """Ranks of the truth among the weighted runs, 0..1.

    names      Q quantities; those that depend on the reports or on what happened are listed in ``of_data``
    exact      float64 [K, Q], the truth among the runs: uniform if inference is right
    left_out   float64 [K, Q], the truth left out: what a user sees; NaN where no other run is possible
    ess        float64 [K], effective runs without the truth
    """

    names: tuple[str, ...]
    of_data: tuple[str, ...]
    exact: np.ndarray
    left_out: np.ndarray
    ess: np.ndarray

    @property
    def replications(self) -> int:
        """K."""
        return len(self.exact)


def calibrate(
    ensemble: Ensemble,
    counts: Sequence[Count],
    replications: int,
    *,
    dice: int = 1,
    true_sources: Mapping[str, Source] | None = None,
) -> Ranks:
    """Ranks over ``replications`` truths drawn from the runs of ``ensemble`` whose war is on at as_of.

    counts         templates: who reports what about which day; their numbers are simulated anew for each truth
    true_sources   how the sources really are, if not as the scenario believes (to plant an over-trusted one)
    UsageError if no run is on at as_of or nothing is reported.
    """
    record, scenario = ensemble.record, ensemble.scenario
    ongoing = np.flatnonzero((record.end_day < 0) | (record.end_day > record.as_of_day))
    if not len(ongoing) or not counts:
        raise UsageError(f"{len(ongoing)} runs on at as_of, {len(counts)} counts: expected some of both")
    true_reliability = scenario.sources if true_sources is None else true_sources
    run_quantities = quantities(ensemble, counts)
    truth_rows = ongoing[
        (uniforms(dice, "calibration.truth", np.arange(replications)) * len(ongoing)).astype(np.int64)
    ]
    weighted_ranks, left_out, effective = [], [], []
    for number, row in enumerate(truth_rows):
        make_reports = simulate_reports(
            Reporter(record, true_reliability, ensemble.seed, dice, number), int(row), counts
        )
        log = weigh(
            record, make_reports, scenario.sources, ensemble.seed, log_prior=ensemble.log_prior
        ).log_values
        table = np.vstack([*run_quantities.values(), log])
        ties = uniforms(dice, f"calibration.tie.{number}", np.arange(len(table)))
        weighted_ranks.append(rank(table, int(row), normalise(log), ties))
        reduced_log = log.copy()
        reduced_log[row] = -np.inf
        left_out.append(rank(table, int(row), normalise(reduced_log), ties))
        effective.append(ess(reduced_log))
    return Ranks(
        names=(*run_quantities, LIKELIHOOD),
        of_data=(*(name for name in run_quantities if name.startswith("map:")), LIKELIHOOD),
        exact=np.array(weighted_ranks),
        left_out=np.array(left_out),
        ess=np.array(effective),
    )


def quantities(ensemble: Ensemble, counts: Sequence[Count]) -> dict[str, np.ndarray]:
    """What is ranked besides the log-likelihood: name -> float64 [R]; parameters, biases, and ``map:`` quantities."""
    record, scenario = ensemble.record, ensemble.scenario
    values_by_name = {name: ensemble.parameters[name.replace(".", "_")] for name in varying(scenario)}
    for source in {count.source for count in counts}:
        if not scenario.sources[source].bias.fixed:
            values_by_name[f"{source}.bias"] = bias_draws(ensemble.seed, record.run, scenario.sources[source])
    faction = record.faction(counts[0].faction)
    for day, day_text in ((record.as_of_day, "at the report"), (record.days, "at the end")):
        values_by_name[f"map: held {day_text}"] = record.series["held"][:, day, faction].astype(np.float64)
        values_by_name[f"map: capitals {day_text}"] = record.series["capitals"][:, day, faction].astype(
            np.float64
        )
    return dict(sorted(values_by_name.items()))


def rank(table: np.ndarray, row: int, weights: np.ndarray, ties: np.ndarray) -> np.ndarray:
    """Weighted share of runs below the run ``row``, ties broken by ``ties`` [Q]: float64 [Q]; NaN without weights."""
    truth = table[:, row][:, None]
    if weights.sum() <= 0:
        return np.full(len(table), np.nan)
    weight_below, level = (table < truth) @ weights, (table == truth) @ weights
    ranks_drawn: np.ndarray = weight_below + ties * level
    return ranks_drawn


def chi_square(ranks: np.ndarray, bins: int = BINS) -> float:
    """p-value of uniform ranks [K] by Pearson's test on equal bins."""
    counts = np.histogram(np.clip(ranks, 0.0, 1.0), bins=bins, range=(0.0, 1.0))[0]
    expected_number = len(ranks) / bins
    return float(special.chdtrc(bins - 1, ((counts - expected_number) ** 2 / expected_number).sum()))


def largest_gap(ranks: np.ndarray) -> float:
    """Largest distance between the distribution of ranks [K] and the uniform one (Kolmogorov)."""
    ordered, steps = np.sort(ranks), np.arange(len(ranks) + 1) / len(ranks)
    return float(max((steps[1:] - ordered).max(), (ordered - steps[:-1]).max()))


def ecdf_test(ranks: np.ndarray) -> float:
    """p-value of uniform ranks [K] by Kolmogorov's test."""
    return float(special.kolmogorov(largest_gap(ranks) * np.sqrt(len(ranks))))


def coverage(ranks: np.ndarray, level: float) -> float:
    """Share of ranks [K] inside the central interval of ``level``; NaN ranks count as outside."""
    is_inside = np.abs(ranks - 0.5) <= level / 2
    return float(is_inside.mean())


def assess(ranks: Ranks, false_alarm: float = FALSE_ALARM) -> list[dict[str, Any]]:
    """One row a quantity: p-values, coverages, ``flagged`` if a rank test is flagged, ``coverage_off`` at WITHIN.

    ``false_alarm`` is shared out evenly over all rank tests (Bonferroni): two a quantity. WITHIN standard errors a
    coverage are met by luck alone less often, the more quantities there are (``off_by_luck``): see ``confirm``.
    """
    least = false_alarm / (2 * len(ranks.names))
    return [assess_one(ranks, column, least) for column in range(len(ranks.names))]


def assess_one(ranks: Ranks, column: int, least: float) -> dict[str, Any]:
    """The row of one quantity."""
    weighted_ranks, left_out = ranks.exact[:, column], ranks.left_out[:, column]
    p = {"p_chi_square": chi_square(weighted_ranks), "p_ecdf": ecdf_test(weighted_ranks)}
    coverages = {f"coverage_{100 * level:.0f}": coverage(weighted_ranks, level) for level in LEVELS}
    left_out_coverages = {
        f"coverage_{100 * level:.0f}_left_out": coverage(left_out, level) for level in LEVELS
    }
    errors = {
        f"coverage_{100 * q:.0f}_z": (coverages[f"coverage_{100 * q:.0f}"] - q)
        / standard_error(q, len(weighted_ranks))
        for q in LEVELS
    }
    largest_error = max(abs(z) for z in errors.values())
    return {
        "quantity": ranks.names[column],
        "of_data": ranks.names[column] in ranks.of_data,
        **p,
        **coverages,
        **left_out_coverages,
        **errors,
        "coverage_errors": largest_error,
        "flagged": min(p.values()) < least,
        "coverage_off": largest_error > WITHIN,
    }


def confirm(
    rows: Sequence[Mapping[str, Any]], second_rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The rows with a second look: ``coverage_wrong`` if a coverage is off among fresh truths too.

    second_rows   rows of the same quantities from truths of other random numbers; empty if nothing was off at the first look
    """
    rows_by_quantity = {row["quantity"]: row for row in second_rows}
    return [
        second_look(row, rows_by_quantity.get(row["quantity"]) if row["coverage_off"] else None)
        for row in rows
    ]


def second_look(row: Mapping[str, Any], second_row: Mapping[str, Any] | None) -> dict[str, Any]:
    """One row with its coverages among fresh truths; None where nobody looked again."""
    names = [f"coverage_{100 * level:.0f}{z}" for level in LEVELS for z in ("", "_z")] + ["coverage_errors"]
    second_coverages = {f"{name}_again": None if second_row is None else second_row[name] for name in names}
    return {
        **row,
        **second_coverages,
        "coverage_wrong": second_row is not None and bool(second_row["coverage_off"]),
    }


def off_by_luck(quantities: int, replications: int) -> float:
    """Chance that any coverage is off by more than WITHIN standard errors though all are right.

    Exact binomial tails; quantities taken as independent, which they nearly are.
    """
    chance_inside = 1.0
    for level in LEVELS:
        reach = WITHIN * standard_error(level, replications)
        least, largest = np.ceil(replications * (level - reach)), np.floor(replications * (level + reach))
        chance_inside *= special.bdtr(largest, replications, level) - special.bdtr(
            least - 1, replications, level
        )
    return float(1.0 - chance_inside**quantities)


def standard_error(share: float, number: int) -> float:
    """Of a share among ``number`` independent cases."""
    return float(np.sqrt(share * (1 - share) / number))
