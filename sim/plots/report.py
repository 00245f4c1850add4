"""``Report``: all that figures and page need, as one frozen value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from sim.base.codes import CHALLENGER, INCUMBENT
from sim.claims.telling import spoken as told
from sim.claims.types import DefinitionVerdict, Verdict
from sim.evidence.quantiles import weighted_quantile
from sim.record.record import Record
from sim.scenario.scenario import Scenario

TRIO = ("#B5403A", "#2C6FA6", "#C9A227")  # challenger, incumbent, third; apart in all colour blindness
__all__ = ["LEVELS", "Report", "headline_of", "told"]
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
QUIET_DAYS = 90
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Report:
    """One finished job.

    today          day the page is made: within 90 days of ``as_of`` places are shown by province only
    parameters     record array [R] or name -> [R]
    weights        float64 [R] summing to 1, None without evidence; then ess and pareto_k may be None
    evidence       reports[] of evidence.json
    alone          report id -> {claim id: p of the headline with this report only}
    without        source id -> {claim id: p of the headline with all other sources}
    coverage       rows {name, low, median, high (90 % of the prior predictive), reported, inside}
    regimes        regime -> share of prior runs
    prior_driven   (parameter, shrinkage) of those the evidence hardly moved
    manifest       command, reproduce, seed, runs, runs_failed, law_version, versions, hashes, timing
    sentences      the bottom line, computed
    """

    scenario: Scenario
    record: Record
    today: date
    parameters: Any
    weights: np.ndarray | None
    ess: float | None
    pareto_k: float | None
    verdicts: tuple[Verdict, ...]
    evidence: Sequence[Mapping[str, Any]] = ()
    alone: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    without: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    coverage: Sequence[Mapping[str, Any]] = ()
    regimes: Mapping[str, float] = field(default_factory=dict)
    notes: Sequence[str] = ()
    manifest: Mapping[str, Any] = field(default_factory=dict)
    prior_driven: Sequence[tuple[str, float]] = ()
    sentences: Sequence[str] = ()

    @cached_property
    def shares(self) -> np.ndarray:
        """float64 [R]: weights, or equal shares without evidence or where no run agrees with it."""
        if self.weights is not None and self.weighed:
            return np.asarray(self.weights, dtype=np.float64)
        return np.full(self.record.runs, 1.0 / max(self.record.runs, 1))

    @cached_property
    def weighed(self) -> bool:
        """True if evidence was weighed and at least one run agrees with it."""
        return self.weights is not None and float(np.sum(self.weights)) > 0

    @cached_property
    def focus(self) -> int:
        """Index of the faction the figures follow: the first challenger, else the first."""
        return int(next(iter(np.flatnonzero(self.record.roles == CHALLENGER)), 0))

    @property
    def last_day(self) -> int:
        """Day of the horizon."""
        return min(self.record.as_of_day + self.record.horizon, self.record.days)

    @property
    def by_province(self) -> bool:
        """True where ``as_of`` is so near to today that no single place is shown."""
        return abs((self.today - self.record.calendar.as_of).days) <= QUIET_DAYS

    @property
    def after(self) -> str:
        """How the numbers are to be read: after or before the evidence."""
        if self.weights is not None and not self.weighed:
            return "before the evidence, with which no run agrees"
        return "after the evidence" if self.weighed else "before any evidence"

    def faction_name(self, faction: int) -> str:
        """Name of a faction as the scenario gives it."""
        return self.scenario.factions[faction].name

    def colour(self, faction: int) -> str:
        """Colour of a faction: its own if it is one, else the first free one of the trio."""
        own = self.scenario.factions[faction].colour
        if COLOUR.fullmatch(own):
            return own
        role = int(self.record.roles[faction])
        first = int(np.flatnonzero(self.record.roles == role)[0])
        return TRIO[role] if faction == first and role in (CHALLENGER, INCUMBENT) else TRIO[2]

    def bands(self, series: np.ndarray) -> np.ndarray:
        """float64 [5, T+1]: weighted 5, 25, 50, 75, 95 % of a series [R, T+1]."""
        return weighted_quantile(series[:, : self.last_day + 1], self.shares, LEVELS)

    def parameter_columns(self) -> dict[str, np.ndarray]:
        """float64 [R] by dotted name, in the scenario's order; only those that vary between runs."""
        names = getattr(getattr(self.parameters, "dtype", None), "names", None)
        stored = list(names) if names else list(self.parameters)
        dotted = {name.replace(".", "_"): name for name in self.scenario.law}
        found = {
            dotted.get(name, name): np.asarray(self.parameters[name], dtype=np.float64) for name in stored
        }
        return {name: column for name, column in found.items() if len(column) and column.min() < column.max()}


def headline_of(verdict: Verdict) -> DefinitionVerdict | None:
    """The headline of a testable claim if it has a number, else None."""
    headline = verdict.headline
    return headline if verdict.claim.testable and headline and told(headline).p is not None else None
