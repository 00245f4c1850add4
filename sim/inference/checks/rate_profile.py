"""The rate profile: change per week between two stocks of one tracker, beside what the prior runs would have shown.

Axes: R runs, L lags.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import numpy as np

from sim.base.dice import uniforms
from sim.evidence.count_words import count_mass
from sim.evidence.quantiles import quantiles, weighted_quantile
from sim.evidence.source_and_count import Count
from sim.inference.predict import own_start, why_not_predicted
from sim.inference.report_terms import ReportContext, difference, is_absence, source_of
from sim.inference.weights import Weights

COMPARED = ("fit", "check")
SHORTEST = 7  # days between two stocks; over fewer the counting error drowns the change
LEVELS = (0.05, 0.5, 0.95)
NAMES = ("p05", "p50", "p95")


def rate_rows(
    witness: ReportContext, counts: Iterable[Count], weights: Weights, seed: int
) -> list[dict[str, Any]]:
    """Rows {source, faction, from, to, prior_predictive, reported, inside}: districts a week, trackers in turn.

    A tracker with a count of its own for the start day begins there. inside: the middle of what was reported lies in the
    prior's 90 %, counting error included.
    """
    stocks = [count for count in counts if is_stock(witness, count)]
    stocks.sort(key=lambda count: (count.source, count.faction, count.date))
    return [
        rate_row(witness, earlier_count, later_count, weights, seed)
        for _, tracker_stocks in groupby(stocks, key=lambda count: (count.source, count.faction))
        for earlier_count, later_count in steps(witness, list(tracker_stocks))
    ]


def is_stock(witness: ReportContext, count: Count) -> bool:
    """True for districts held, compared with runs and counted by the source itself."""
    is_plain_stock = (count.kind, count.relation, count.unit) == (
        "stock",
        "controls",
        "districts",
    ) and count.whole
    is_stated = count.use in COMPARED and not count.origin and not is_absence(count)
    return is_plain_stock and is_stated and why_not_predicted(witness.record, count) is None


def steps(witness: ReportContext, stocks: Sequence[Count]) -> Iterator[tuple[Count | None, Count]]:
    """Pairs of stocks at least SHORTEST days apart; None stands for the tracker's own count of the start day."""
    has_start = own_start(stocks[0], source_of(stocks[0], witness.sources)) is not None
    before, *later_stocks = [None, *stocks] if has_start else list(stocks)
    for later_count in later_stocks:
        if later_count is not None and (later_count.date - day_of(witness, before)).days >= SHORTEST:
            yield before, later_count
            before = later_count


def day_of(witness: ReportContext, count: Count | None) -> date:
    """The day of a stock."""
    return witness.record.calendar.start if count is None else count.date


def rate_row(
    witness: ReportContext, earlier: Count | None, later_count: Count, weights: Weights, seed: int
) -> dict[str, Any]:
    """One row of ``rate_rows``."""
    begin = day_of(witness, earlier)
    weeks = (later_count.date - begin).days / 7
    values = gains(witness, earlier, later_count, seed)
    shares = np.tile(weights.prior, len(values))
    rate_quantiles = weighted_quantile(values.ravel(), shares, LEVELS) / weeks
    observed = [gain / weeks for gain in reported(witness, earlier, later_count)]
    return {
        "source": later_count.source,
        "faction": later_count.faction,
        "from": begin.isoformat(),
        "to": later_count.date.isoformat(),
        "prior_predictive": dict(zip(NAMES, rate_quantiles.tolist(), strict=True)),
        "reported": dict(zip(NAMES, observed, strict=True)),
        "inside": bool(rate_quantiles[0] <= observed[1] <= rate_quantiles[2]),
    }


def gains(witness: ReportContext, earlier: Count | None, later_count: Count, seed: int) -> np.ndarray:
    """What the tracker would have added between the two stocks in each run, with an error of its own: [L, R]."""
    from scipy.special import ndtri  # slow to import; see draws.quantile

    later_number = witness.predicted(later_count)
    before = np.float64(start_of(witness, later_count)) if earlier is None else witness.predicted(earlier)
    u = uniforms(seed, f"rates.{later_count.id}", witness.record.run)
    return np.asarray(later_number - before + witness.noise(later_count) * ndtri(u))


def reported(witness: ReportContext, earlier: Count | None, later_count: Count) -> list[float]:
    """5, 50 and 95 % of what the words of both stocks mean as a difference."""
    mass = count_mass(later_count, witness.words)
    if earlier is None:
        return [place - start_of(witness, later_count) for place in quantiles(mass, LEVELS)]
    mass_of_gain, first = difference(mass, count_mass(earlier, witness.words))
    return [float(place + first) for place in quantiles(mass_of_gain, LEVELS)]


def start_of(witness: ReportContext, count: Count) -> float:
    """The tracker's own count of the start day, in the total of ``count``."""
    start_count = own_start(count, source_of(count, witness.sources))
    return 0.0 if start_count is None else start_count.controls * count.basis / start_count.basis
