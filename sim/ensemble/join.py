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


class Mixture:
    """Batches as they are added, with the scores of their runs and what each density makes of them, found once a pair."""

    def __init__(self, names: tuple[str, ...], batches: Sequence[Ensemble]) -> None:
        """names   the parameters the later batches move: axis K."""
        self.names = names
        self.batches: list[Ensemble] = []
        self.scores: list[np.ndarray] = []  # [R, K] of each batch
        self.logs: list[list[np.ndarray]] = []  # of each proposal, its log ratio [R] in each batch
        for batch in batches:
            self.add(batch)

    @property
    def drawn(self) -> np.ndarray:
        """Scores of every run: [R, K]."""
        return np.concatenate(self.scores)

    def add(self, batch: Ensemble) -> None:
        """Put one more batch behind the others."""
        self.batches.append(batch)
        self.scores.append(drawn_scores(self.names, [batch]))
        proposals = [ensemble.proposals[0] for ensemble in self.batches[1 : 1 + len(self.logs)]]
        for proposal, logs in zip(proposals, self.logs, strict=True):
            logs.append(proposal.log_ratio(self.scores[-1]))
        if len(self.batches) > 1:
            self.logs.append([batch.proposals[0].log_ratio(earlier_scores) for earlier_scores in self.scores])

    def joined(self) -> Ensemble:
        """All batches as one ensemble, in their order.

        The runs count as draws of the mixture of all batches' densities (Owen & Zhou 2000), so ``log_prior`` is
        -log sum_b share_b density_b / prior, bounded by the share of the prior batch.
        """
        if len(self.batches) == 1:
            return self.batches[0]
        return replace(concatenate(self.batches), log_prior=self.log_ratio())

    def log_ratio(self) -> np.ndarray:
        """log(prior density / density of the mixture) at the parameters of every run: [R]."""
        runs = np.array([batch.runs for batch in self.batches])
        shares = runs / runs.sum()
        logs = [np.zeros(runs.sum()), *(np.concatenate(log) for log in self.logs)]
        stacked = np.stack(logs) + np.log(shares)[:, None]
        highest = stacked.max(axis=0)
        ratio: np.ndarray = -(highest + np.log(np.exp(stacked - highest).sum(axis=0)))
        return ratio


def append(first: Ensemble, second: Ensemble) -> Ensemble:
    """The runs of both, those of ``second`` last; the log weight of each run before conditioning stays its own."""
    return concatenate([first, second])


def concatenate(parts: Sequence[Ensemble]) -> Ensemble:
    """The runs of all parts in order, every array copied once; the log weight of each run before conditioning stays its own."""
    return replace(
        parts[0],
        record=join_records([part.record for part in parts]),
        parameters=np.concatenate([part.parameters for part in parts]).view(np.recarray),
        variant=np.concatenate([part.variant for part in parts]),
        tracker=np.concatenate([part.tracker for part in parts]),
        failed={run: text for part in parts for run, text in part.failed.items()},
        reused=sum(part.reused for part in parts),
        log_prior=np.concatenate([part.log_prior for part in parts]),
        proposals=tuple(proposal for part in parts for proposal in part.proposals),
        lineage=parts[-1].lineage,
    )


def drawn_scores(names: tuple[str, ...], batches: Sequence[Ensemble]) -> np.ndarray:
    """Scores of the parameters ``names`` as each run of each batch has them: [R, K]."""
    score_batches = []
    for batch in batches:
        run_scores = scores(names, batch.seed, batch.record.run)
        score_batches.append(run_scores if not batch.proposals else batch.proposals[0].place(run_scores))
    return np.concatenate(score_batches)


def join_records(records: Sequence[Record]) -> Record:
    """The runs of several records behind each other."""
    first = records[0]
    arrays: dict[str, Any] = {
        name: np.concatenate([getattr(record, name) for record in records])
        for name in (*RUN_ARRAYS, *EVENT_ARRAYS)
    }
    event_counts = np.concatenate([np.diff(record.event_first) for record in records])
    return replace(
        first,
        **arrays,
        event_first=np.concatenate([[0], np.cumsum(event_counts)]),
        series={name: np.concatenate([record.series[name] for record in records]) for name in first.series},
    )
