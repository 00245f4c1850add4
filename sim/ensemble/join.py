"""Put batches of runs together: one ensemble, each run with the ratio that makes it a fair draw of the prior."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.ensemble.engine import Ensemble
from sim.ensemble.proposal import scores
from sim.record.record import Record

RUN_ARRAYS = ("run", "end_day", "end_cause")
EVENT_ARRAYS = ("event_day", "event_district", "event_from", "event_to", "event_manner")


def join(batches: Sequence[Ensemble]) -> Ensemble:
    """One ensemble of a prior batch and later ones, in this order.

    The runs count as draws of the mixture of all batches' densities (Owen & Zhou 2000), so ``log_prior`` is
    -log sum_b share_b density_b / prior, bounded by the share of the prior batch.
    """
    if len(batches) == 1:
        return batches[0]
    whole = batches[0]
    for batch in batches[1:]:
        whole = append(whole, batch)
    return replace(whole, log_prior=mixture_ratio(batches))


def append(first: Ensemble, second: Ensemble) -> Ensemble:
    """The runs of both, those of ``second`` last; what each run weighs before the evidence stays its own."""
    return replace(
        first,
        record=join_records([first.record, second.record]),
        parameters=np.concatenate([first.parameters, second.parameters]).view(np.recarray),
        variant=np.concatenate([first.variant, second.variant]),
        tracker=np.concatenate([first.tracker, second.tracker]),
        failed={**first.failed, **second.failed},
        reused=first.reused + second.reused,
        log_prior=np.concatenate([first.log_prior, second.log_prior]),
        proposals=(*first.proposals, *second.proposals),
        lineage=second.lineage,
    )


def mixture_ratio(batches: Sequence[Ensemble]) -> np.ndarray:
    """log(prior density / density of the mixture) at the parameters of every run: [R]."""
    proposals = [batch.proposals[0] for batch in batches[1:]]
    drawn = drawn_scores(proposals[0].names, batches)
    shares = np.array([batch.runs for batch in batches]) / len(drawn)
    logs = [np.zeros(len(drawn)), *(proposal.log_ratio(drawn) for proposal in proposals)]
    stacked = np.stack(logs) + np.log(shares)[:, None]
    highest = stacked.max(axis=0)
    ratio: np.ndarray = -(highest + np.log(np.exp(stacked - highest).sum(axis=0)))
    return ratio


def drawn_scores(names: tuple[str, ...], batches: Sequence[Ensemble]) -> np.ndarray:
    """Scores of the parameters ``names`` as each run of each batch has them: [R, K]."""
    found = []
    for batch in batches:
        plain = scores(names, batch.seed, batch.record.run)
        found.append(plain if not batch.proposals else batch.proposals[0].place(plain))
    return np.concatenate(found)


def join_records(records: Sequence[Record]) -> Record:
    """The runs of several records behind each other."""
    first = records[0]
    arrays: dict[str, Any] = {
        name: np.concatenate([getattr(one, name) for one in records]) for name in (*RUN_ARRAYS, *EVENT_ARRAYS)
    }
    used = np.concatenate([np.diff(one.event_first) for one in records])
    return replace(
        first,
        **arrays,
        event_first=np.concatenate([[0], np.cumsum(used)]),
        series={name: np.concatenate([one.series[name] for one in records]) for name in first.series},
    )
