"""Statements without numbers as terms of the weights, and beside what the runs say: the rows of evidence.json ``signals``.

A statement has two values, the state or its contrary, so an untrustworthy source says either with one half.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from sim.base.errors import UsageError, nearest
from sim.evidence.signals import Signal, right
from sim.evidence.source_and_count import Source
from sim.inference.report_terms import Term
from sim.record.record import Record
from sim.record.states import STATES

OUTCOMES = 2.0
REPEAT_DAYS = 14  # within which the same words of one source are one observation
SHOWN = ("fit", "check", "context")


def why_not_seen(record: Record, signal: Signal) -> str | None:
    """Why a run says nothing about the statement, or None if it does."""
    if signal.faction not in record.factions:
        return f"faction {signal.faction!r} takes no part in the runs"
    day = record.calendar.day(signal.date)
    if not 0 <= day <= record.days:
        return f"day {day} lies outside the runs (0 to {record.days})"
    return None


def state_of(record: Record, signal: Signal) -> np.ndarray:
    """How far each run is in the state the words describe: float64 [R], 0 to 1."""
    return STATES[signal.signal](record, record.faction(signal.faction), record.calendar.day(signal.date))


def signal_terms(
    record: Record, sources: Mapping[str, Source], signals: Iterable[Signal]
) -> tuple[Term, ...]:
    """A term for each statement used in the likelihood; UsageError for one the runs say nothing about."""
    signals_used = [signal for signal in signals if signal.use == "fit"]
    return tuple(signal_term(record, sources, signal, signals_used) for signal in signals_used)


def signal_term(
    record: Record, sources: Mapping[str, Source], signal: Signal, signals_used: Sequence[Signal]
) -> Term:
    """The term of one statement; those that repeat it share one weight.

    UsageError if it cannot be seen in runs, or if its source is not declared.
    """
    if reason := why_not_seen(record, signal):
        raise UsageError(
            f"signal {signal.id} cannot be used in the likelihood: {reason}; use = check keeps it unweighed"
        )
    if signal.source not in sources:
        raise UsageError(
            f"signal {signal.id}: source = {signal.source!r} is unknown{nearest(signal.source, sources)}"
        )
    teller, state = sources[signal.source], state_of(record, signal)
    chance = right(signal.signal, teller.kind)
    log = np.log(chance * state + (1.0 - chance) * (1.0 - state))
    echoes = sum(repeats(other_signal, signal) for other_signal in signals_used)
    return Term(
        id=signal.id,
        group=signal.origin or signal.source,
        outcomes=OUTCOMES,
        power=1.0 / echoes,
        unreliable=teller.unreliable,
        alone=log,
        joint=log,
    )


def repeats(signal: Signal, other_signal: Signal) -> bool:
    """True if two statements say the same of one side within REPEAT_DAYS and come from one origin or source."""
    matter = (signal.origin or signal.source, signal.faction, signal.signal)
    close = abs((signal.date - other_signal.date).days) <= REPEAT_DAYS
    return close and matter == (
        other_signal.origin or other_signal.source,
        other_signal.faction,
        other_signal.signal,
    )


def signal_rows(
    record: Record,
    sources: Mapping[str, Source],
    signals: Iterable[Signal],
    prior: np.ndarray,
    posterior: np.ndarray | None,
) -> list[dict[str, Any]]:
    """One row per statement that is not for scoring only; ``prior`` and ``posterior`` float64 [R].

    right       chance that such words of such a source are right
    prior       weighted share of the runs in that state before, posterior after the evidence; null without either
    """
    rows = []
    for signal in signals:
        if signal.use not in SHOWN:
            continue
        state = None if why_not_seen(record, signal) else state_of(record, signal)
        shares = [
            None if state is None or share is None or not share.sum() else float(state @ share / share.sum())
            for share in (prior, posterior)
        ]
        kind = sources[signal.source].kind if signal.source in sources else ""
        rows.append(
            {
                "id": signal.id,
                "source": signal.source,
                "statement": signal.statement,
                "faction": signal.faction,
                "signal": signal.signal,
                "date": signal.date.isoformat(),
                "published": None if signal.published is None else signal.published.isoformat(),
                "use": signal.use,
                "right": right(signal.signal, kind),
                "prior": shares[0],
                "posterior": shares[1],
            }
        )
    return rows
