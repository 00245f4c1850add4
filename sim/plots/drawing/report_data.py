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
from sim.calibration.bands import BandFactor
from sim.claims.sentences import claim_name, claim_names, model_estimate
from sim.claims.types import Claim, DefinitionVerdict, Verdict
from sim.evidence.quantiles import weighted_quantile
from sim.evidence.source_and_count import Count
from sim.inference.innovations import CONTROL
from sim.plots.drawing.cells import MapCells, district_cells
from sim.plots.drawing.text import day_name, number
from sim.record.holdings import victors
from sim.record.record import Record
from sim.scenario.scenario import Scenario

TRIO = ("#B5403A", "#2C6FA6", "#C9A227")  # challenger, incumbent, third; apart in all colour blindness
__all__ = ["LEVELS", "Report", "headline_of"]
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
QUIET_DAYS = 90
LIGHT = 1e-6  # weight of the lightest runs that quantiles leave out
VAGUE = {"several": "several", "dozens": "dozens", "scores": "scores", "hundreds": "hundreds", "half": "half"}
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
    regimes_after  the same of the weighted runs; empty without evidence
    patterns       rows {name, before, after} of text: what runs do, for the trust block
    carriers       rows {name, meaning, before, after, shrinkage, correlation} of text: what a verdict on cities goes with
    carried        one sentence on them; empty if there are none
    prior          float64 [R] weights before the evidence; None: equal, as plain prior draws have
    prior_driven   (parameter, shrinkage) of those the evidence hardly moved
    manifest       command, reproduce, seed, runs, runs_failed, law_version, versions, hashes, timing
    sentences      the bottom line, computed
    moves          what moves the verdicts (sensitivity.json of the scenario), None if nobody kept it
    past           coverage of evidence.json; empty if nobody looked
    variants       variants[] of verdicts.json
    apart          whether the reports tell the variants apart, in a sentence
    runs           runs judged, where the record holds only those that are shown; None: the record's
    happened_held  (day, low, high) districts the followed faction is known to have held, known only afterwards
    happened_fallen  district id -> day of its fall, known only afterwards
    earlier        what forecasts from earlier days scored (scores.json of the scenario), None if nobody kept it
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
    regimes_after: Mapping[str, float] = field(default_factory=dict)
    patterns: Sequence[Mapping[str, str]] = ()
    carriers: Sequence[Mapping[str, str]] = ()
    carried: str = ""
    prior: np.ndarray | None = None
    notes: Sequence[str] = ()
    manifest: Mapping[str, Any] = field(default_factory=dict)
    prior_driven: Sequence[tuple[str, float]] = ()
    sentences: Sequence[str] = ()
    earlier: Mapping[str, Any] | None = None
    dependence: float = 1.0  # factor on the effective runs of ``weights``
    moves: Mapping[str, Any] | None = None
    runs: int | None = None
    past: Mapping[str, Any] = field(default_factory=dict)
    variants: Sequence[Mapping[str, Any]] = ()
    apart: str = ""
    happened_held: Sequence[tuple[int, int, int]] = ()
    happened_fallen: Mapping[str, date] = field(default_factory=dict)
    calibration: str = ""  # what the chances are calibrated on, in a sentence; empty if on nothing
    band: BandFactor | None = None  # how many times as wide bands of districts had to be in other wars

    @property
    def runs_text(self) -> str:
        """``32,000``; ``7,312 of 1,000,000`` where the record holds only some of the runs judged."""
        run_count = f"{self.record.runs:,}"
        return run_count if self.runs in (None, self.record.runs) else f"{run_count} of {self.runs:,}"

    @cached_property
    def shares(self) -> np.ndarray:
        """float64 [R]: weights, or those before the evidence without any or where no run agrees with it."""
        if self.weights is not None and self.weighed:
            return np.asarray(self.weights, dtype=np.float64)
        return self.before

    @cached_property
    def before(self) -> np.ndarray:
        """float64 [R]: weights before the evidence, summing to 1."""
        if self.prior is None:
            return np.full(self.record.runs, 1.0 / max(self.record.runs, 1))
        return np.asarray(self.prior / self.prior.sum(), dtype=np.float64)

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
        own_colour = self.scenario.factions[faction].colour
        if COLOUR.fullmatch(own_colour):
            return own_colour
        role = int(self.record.roles[faction])
        first = int(np.flatnonzero(self.record.roles == role)[0])
        return TRIO[role] if faction == first and role in (CHALLENGER, INCUMBENT) else TRIO[2]

    @cached_property
    def heavy(self) -> np.ndarray:
        """int64: rows of the runs that carry all but LIGHT of the weight, in order; quantiles need no others."""
        order = np.argsort(self.shares, kind="stable")
        return np.sort(order[np.cumsum(self.shares[order]) > LIGHT])

    def bands(self, series: np.ndarray) -> np.ndarray:
        """float64 [5, T+1]: weighted 5, 25, 50, 75, 95 % of a series [R, T+1]."""
        return weighted_quantile(series[self.heavy, : self.last_day + 1], self.shares[self.heavy], LEVELS)

    @cached_property
    def cells(self) -> MapCells:
        """Shapes of the districts for all maps."""
        return district_cells(self.record.terrain)

    def wide_ends(self, bands: np.ndarray) -> np.ndarray | None:
        """float64 [2, D]: ends of the 90 % band of districts from the day of the report to the horizon, as wide as other wars
        needed; None without a record or where nothing lies ahead.

        bands   ``level_bands`` of districts held
        """
        as_of = min(self.record.as_of_day, self.last_day)
        if self.band is None or as_of == self.last_day:
            return None
        low, _, median, _, high = bands[:, as_of:]
        return np.array(self.band.widen(low, median, high, self.record.terrain.districts))

    def level_bands(self, name: str, faction: int, winner: int | None = None) -> np.ndarray:
        """``bands`` of a column of the daily series, found once however many drawings ask.

        winner   what the column is from the day on which the followed faction won the war; None: as it is
        """
        view = self.record.view_for("bands", self.shares)
        if (name, faction, winner) not in view:
            series = self.record.series[name][:, :, faction]
            view[name, faction, winner] = self.bands(
                series if winner is None else self.after_victory(series, winner)
            )
        cached_bands: np.ndarray = view[name, faction, winner]
        return cached_bands

    @cached_property
    def won_day(self) -> np.ndarray:
        """int64 [R]: day on which the followed faction won the war, T+1 if it did not."""
        has_won = (victors(self.record) == self.focus) & (self.record.end_day >= 0)
        return np.where(has_won, self.record.end_day, self.record.days + 1).astype(np.int64)

    def after_victory(self, series: np.ndarray, total: int) -> np.ndarray:
        """A count of the followed faction [R, T+1] that is ``total`` from the day on which it won the war."""
        return np.where(np.arange(series.shape[1]) >= self.won_day[:, None], total, series)

    def source_name(self, source: str) -> str:
        """Short name of a source, its id if it is unknown."""
        known_source = self.scenario.sources.get(source)
        return known_source.short if known_source else source

    def claim_name(self, claim: Claim) -> str:
        """A claim in the report's words, else in the scenario's."""
        return self.claim_names.get(claim.id) or claim_name(claim)

    @cached_property
    def claim_names(self) -> dict[str, str]:
        """Claim id -> name, all different."""
        notes = {statement.id: statement.note for statement in self.scenario.statements}
        claims = [verdict.claim for verdict in self.verdicts]
        return claim_names(claims, notes, self.scenario.names)

    def count_name(self, count: str, *, year: bool = True, total: float | None = None) -> str:
        """Who said what when: ``Long War Journal, 15 Jun 2021: 105 held``; the id of an unknown count."""
        known_count = next(
            (matching_count for matching_count in self.scenario.counts if matching_count.id == count), None
        )
        return (
            count if known_count is None else count_name(self.scenario, known_count, year=year, total=total)
        )

    def group_name(self, group: str) -> str:
        """A group of reports that are trusted or not together: a source, or one absence told by it."""
        source, _, count = group.partition(":")
        if source == CONTROL:
            side, _, day = count.partition(":")
            names = {faction.id: faction.name for faction in self.scenario.factions}
            return f"captures by {names.get(side, side)} on the maps until {day}"
        if count == CONTROL:
            return f"{self.source_name(source)}: who held which place"
        if count or any(known_count.id == group for known_count in self.scenario.counts):
            return self.count_name(count or group)
        has_others = any(key.startswith(f"{group}:") for key in self.without)
        return self.source_name(source) + (" (its other counts)" if has_others else "")

    def when(self, day: int) -> str:
        """The date of a day, with its year where the days shown span more than one."""
        calendar = self.record.calendar
        with_year = calendar.date(0).year != calendar.date(self.last_day).year
        return day_name(calendar.date(day), year=with_year)

    def parameter_columns(self) -> dict[str, np.ndarray]:
        """float64 [R] by dotted name, in the scenario's order; only those that vary between runs."""
        names = getattr(getattr(self.parameters, "dtype", None), "names", None)
        stored = list(names) if names else list(self.parameters)
        dotted = {name.replace(".", "_"): name for name in self.scenario.law}
        columns = {
            dotted.get(name, name): np.asarray(self.parameters[name], dtype=np.float64) for name in stored
        }
        return {
            name: column for name, column in columns.items() if len(column) and column.min() < column.max()
        }


def count_name(scenario: Scenario, count: Count, *, year: bool = True, total: float | None = None) -> str:
    """Who said what when, in a few words; with the source's total where that is given."""
    source = scenario.sources.get(count.source)
    day = day_name(count.date, year=year)
    return f"{source.short if source else count.source}, {day}: {quantity(count, total)}"


DONE = {
    "controls": "held",
    "contests": "contested",
    "recaptured": "taken back",
}  # other relations say it themselves


def quantity(count: Count, total: float | None = None) -> str:
    """``105 held``, ``more than 80 of 400 gained``, ``several capitals contested``, ``no capital held``."""
    verb = DONE.get(count.relation, count.relation)
    unit_text = "" if count.unit == "districts" else f" {count.unit}"
    if count.places:
        unit_text += f" of {count.within}" if count.within else f" of {len(count.places)} named"
    share = count.measure.startswith("share")
    of_total = "" if total is None or share else f" of {number(total)}"
    if count.high == 0:
        return f"no {count.unit.removesuffix('s')}{of_total} {verb}"
    if count.modifier in VAGUE:
        return f"{VAGUE[count.modifier]}{unit_text}{of_total} {verb}"
    part = 100 if share else 1
    ends = dict.fromkeys((number(round(part * count.low, 3)), number(round(part * count.high, 3))))
    prefix = "" if count.modifier in ("exactly", "range", "share") else count.modifier.replace("_", " ") + " "
    unit = unit_text
    if share:
        total_text = "" if total is None or count.measure != "share_of_districts" else f"{number(total)} "
        unit = f"\u00a0% of {total_text}{count.measure.removeprefix('share_of_')}"
    return f"{prefix}{'–'.join(ends)}{unit}{of_total} {verb}"


def headline_of(verdict: Verdict) -> DefinitionVerdict | None:
    """The headline of a testable claim if it has a number, else None."""
    headline = verdict.headline
    return (
        headline if verdict.claim.testable and headline and model_estimate(headline).p is not None else None
    )
