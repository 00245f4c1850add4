"""How well founded an answer is, apart from how likely it is: low, medium or high, with the reasons.

An answer is on a side: against, even or for, by the band of its printed number. Confidence is the lowest of

readings      graded definitions: all on one side high, some even medium, on opposite sides low
models        the same for the model variants; one structure alone medium
chance        the interval of simulation error: both ends on one side high, else medium
record        earlier forecasts: never high where there are none, or where simple rules did better on most targets; low where
              the record of other wars allows nothing but one half

These thresholds are a rule, assumed and not calibrated.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.claims.likelihood_words import bands, printed
from sim.claims.types import Estimate
from sim.scenario.files.stored_scores import beaten_by

LOW, MEDIUM, HIGH = 0, 1, 2
LEVELS = ("low", "medium", "high")
MIDDLE = 3  # of the seven words of every scale: even
READINGS, MODELS, CHANCE, RECORD = "readings", "models", "chance", "record"


@dataclass(frozen=True)
class Confidence:
    """The level by each of the four reasons; the lowest counts."""

    readings: int
    models: int
    chance: int
    record: int

    @property
    def level(self) -> int:
        """LOW, MEDIUM or HIGH."""
        return min(self.readings, self.models, self.chance, self.record)

    def reasons(self) -> list[str]:
        """Which of READINGS, MODELS, CHANCE, RECORD hold the level down."""
        return [name for name in (READINGS, MODELS, CHANCE, RECORD) if getattr(self, name) == self.level]


def band(p: float, scale: str) -> int:
    """Place 0 to 6 of a printed probability among the words of a scale."""
    return bisect_right(bands(scale)[1], printed(p))


def side(p: float, scale: str) -> int:
    """-1 against, 0 even, 1 for."""
    place = band(p, scale)
    return (place > MIDDLE) - (place < MIDDLE)


def agreement(values: Sequence[float], scale: str) -> int:
    """HIGH if all values are on one side, MEDIUM if some are even, LOW if they are on opposite sides."""
    sides = {side(p, scale) for p in values}
    return LOW if {-1, 1} <= sides else HIGH if len(sides) <= 1 else MEDIUM


def confidence(
    estimate: Estimate, readings: Sequence[float], models: Sequence[float], record: int, scale: str
) -> Confidence:
    """Of a headline: ``readings`` and ``models`` are the numbers of its graded definitions and model variants."""
    ends = [end for end in (estimate.low, estimate.high) if end is not None]
    return Confidence(
        readings=agreement(readings, scale),
        models=agreement(models, scale) if len(models) > 1 else MEDIUM,
        chance=HIGH if agreement(ends, scale) == HIGH else MEDIUM,
        record=record,
    )


def record_level(scores: Mapping[str, Any] | None) -> int:
    """MEDIUM where no earlier forecasts were scored or a simple rule did better on most targets, else HIGH."""
    rows = (scores or {}).get("standings") or ()
    lost_count = sum(bool(beaten_by(row)) for row in rows)
    return HIGH if rows and 2 * lost_count <= len(rows) else MEDIUM
