"""What an ensemble says to the questions of an origin, before and after the reports, with its Monte Carlo error.

Axes: R runs, Q questions, G + 1 views: all runs, then all but each of G groups of runs (delete-a-group jackknife).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from sim.claims.definitions import evaluate
from sim.claims.kind import UNDEFINED
from sim.claims.types import Claim
from sim.ensemble.engine import Ensemble
from sim.exam.questions import OriginQuestions
from sim.exam.standard_questions import (
    NEVER,
    StandardQuestion,
    answer_standard_questions,
    first_falls,
    held_by,
)
from sim.exam.truth import analysed_map
from sim.inference.weights import Weights, ess, weigh_ensemble
from sim.record.observables import holders
from sim.record.record import Record
from sim.scenario.campaign import Campaign, Sides
from sim.score.proper import crps_runs

VIEWS = 10  # G
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Stock:
    """What the runs say of the districts a side holds on a day: CRPS [G+1] against ``known``, and where that lies."""

    day: date
    side: int
    known: int
    mean: float
    quantiles: tuple[float, ...]  # as QUANTILES
    pit: float  # P(less) + P(equal) / 2
    crps: tuple[float, ...]


@dataclass(frozen=True)
class Answers:
    """chance, prior   float64 [G+1, Q] after and before the reports; stocks and claims after them.

    claims   id -> share [G+1] of the runs in which the claim is true, NaN where it is undefined in all
    """

    chance: np.ndarray
    prior: np.ndarray
    stocks: tuple[Stock, ...]
    stocks_prior: tuple[Stock, ...]
    claims: dict[str, np.ndarray]
    claims_prior: dict[str, np.ndarray]
    ess: float
    standard: np.ndarray


def answer(
    campaign: Campaign,
    ensemble: Ensemble,
    questions: OriginQuestions,
    stocks: list[tuple[date, int, int]],
    claims: tuple[Claim, ...],
    weights: Weights | None = None,
    standard_questions: tuple[StandardQuestion, ...] = (),
) -> Answers:
    """Answers of an ensemble whose ``as_of`` is the origin.

    stocks   (day, side, known number) of the districts held that are asked for
    weights  of the runs after the reports; None: of all the scenario's reports
    """
    conditioned = weigh_ensemble(ensemble) if weights is None else weights
    after, before = views(conditioned.values), views(conditioned.prior)
    size, size_before = conditioned.ess, ess(conditioned.log_prior)
    record, sides = ensemble.record, campaign.sides
    chance, prior = np.zeros((VIEWS + 1, len(questions))), np.zeros((VIEWS + 1, len(questions)))
    for mover in (0, 1):
        first = first_days(record, sides, mover)
        for horizon in np.unique(questions.horizon):
            rows = np.flatnonzero((questions.mover == mover) & (questions.horizon == horizon))
            true = (first <= record.as_of_day + horizon)[:, questions.district[rows]]
            chance[:, rows] = estimated(after @ true, size)
            prior[:, rows] = estimated(before @ true, size_before)
    return Answers(
        chance,
        prior,
        tuple(stock(record, sides, day, after) for day in stocks),
        tuple(stock(record, sides, day, before) for day in stocks),
        {claim.id: estimated(claim_share(record, claim, after), size) for claim in claims},
        {claim.id: estimated(claim_share(record, claim, before), size_before) for claim in claims},
        conditioned.ess,
        estimated(after @ answer_standard_questions(record, sides, standard_questions), size),
    )


def estimated(share: np.ndarray, size: float) -> np.ndarray:
    """The probability that a share [N] of ``size`` effective runs gives: float64 [N], mean under Jeffreys' prior, so never 0 or 1.

    Of 80 effective runs in which a place never falls none says that the probability is below one in a thousand.
    """
    return (share * size + 0.5) / (size + 1.0)


def views(weights: np.ndarray) -> np.ndarray:
    """Weights of all runs and of all but each group: float64 [G+1, R], rows sum to 1 (0 where no weight is left)."""
    group = np.arange(len(weights)) % VIEWS
    view_weights = np.array([weights, *(np.where(group == g, 0.0, weights) for g in range(VIEWS))])
    total = view_weights.sum(axis=1, keepdims=True)
    return np.divide(view_weights, total, out=np.zeros_like(view_weights), where=total > 0)


def first_days(record: Record, sides: Sides, side: int) -> np.ndarray:
    """First day from ``as_of`` on which a side holds each district: int32 [R, D], NEVER if none.

    What a fallen state held passes to its victor.
    """
    fall_days = first_falls(record, sides, side)
    fall_days[np.isin(holders(record, record.as_of_day), sides[side])] = record.as_of_day
    return fall_days


def stock(record: Record, sides: Sides, question: tuple[date, int, int], weights: np.ndarray) -> Stock:
    """What weighted runs [G+1, R] say of one stock."""
    question_day, side, reported_number = question
    values = held_by(record, sides, side, min(record.calendar.day(question_day), record.days))
    order = np.argsort(values, kind="stable")
    cumulative = np.cumsum(weights[0][order])
    places = np.searchsorted(cumulative, np.array(QUANTILES) * cumulative[-1])
    quantiles = values[order][np.minimum(places, len(values) - 1)]
    crps = (crps_runs(values, view, reported_number) if view.sum() > 0 else float("nan") for view in weights)
    return Stock(
        day=question_day,
        side=side,
        known=reported_number,
        mean=float(weights[0] @ values),
        quantiles=tuple(map(float, quantiles)),
        pit=min(float(weights[0] @ ((values < reported_number) + 0.5 * (values == reported_number))), 1.0),
        crps=tuple(crps),
    )


def claim_share(record: Record, claim: Claim, weights: np.ndarray) -> np.ndarray:
    """Weighted share of runs in which the headline definition is true, of those in which it is defined: float64 [G+1]."""
    definition = next(candidate for candidate in claim.definitions if candidate.id == claim.headline)
    verdict = evaluate(definition, record)
    defined = weights @ (verdict != UNDEFINED)
    return np.divide(weights @ (verdict == 1), defined, out=np.full(len(defined), np.nan), where=defined > 0)


__all__ = ["NEVER", "Answers", "Stock", "analysed_map", "answer", "held_by", "views"]
