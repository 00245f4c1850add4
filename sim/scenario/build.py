"""From shapes to a ``Scenario``: names are looked up, numbers and dates are checked against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sim.base.calendar import Calendar
from sim.base.errors import UsageError
from sim.base.parameters import Extent
from sim.base.texts import clean, folded
from sim.evidence.count_words import count_mass
from sim.evidence.signals import Signal
from sim.evidence.source_and_count import Count, Source
from sim.scenario.blocks.checks import (
    COMPARED,
    FACTION,
    NO_RUNS,
    STATEMENT,
    Path_,
    check_known,
    check_once,
    take_over,
)
from sim.scenario.blocks.claims import read_claims
from sim.scenario.blocks.control import Control, read_control
from sim.scenario.blocks.events import read_events
from sim.scenario.blocks.known_past import read_known_past
from sim.scenario.blocks.parts import Parts
from sim.scenario.blocks.priors import Assumed
from sim.scenario.blocks.statements import read_signals
from sim.scenario.files import schema
from sim.scenario.files.loader import Document
from sim.scenario.files.network import read_terrain
from sim.scenario.files.paths import ScenarioPath
from sim.scenario.scenario import Faction, Scenario, Statement, Tracker, Unconfirmed
from sim.terrain.terrain import Terrain

PUBLIC = ("start", "public")  # a count that is no statement of the report
LATE_USES = ("score",)  # what may be published after as_of, or on an unknown day
LONGEST = 3650  # days from start to as_of
# no file names on Windows
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def uses_of(report: schema.ReportEntry) -> set[str]:
    """Uses of everything a report says."""
    return {count.use for count in report.counts} | {signal.use for signal in report.signals}


def read_faction(entry: schema.FactionEntry) -> Faction:
    """A faction; one without a war is an incumbent that is neutral."""
    neutral = entry.role == schema.NEUTRAL
    role = "incumbent" if neutral else entry.role
    return take_over(Faction, entry, role=role, aliases=tuple(entry.aliases), neutral=neutral)


def number_faults(entry: schema.CountEntry) -> Iterator[tuple[str, str]]:
    """Key and problem of everything wrong with the numbers of a count; a stock has a day, a flow a window."""
    if entry.high < entry.low:
        yield "high", f" = {entry.high:g} is below low = {entry.low:g}"
    share = entry.modifier == "share" or entry.measure != "count"
    if entry.high > (1.0 if share else entry.basis):
        total = "a share of 1" if share else f"basis = {entry.basis:g}"
        yield "high", f" = {entry.high:g} is more than {total}"
    if entry.basis != int(entry.basis):
        yield "basis", f" = {entry.basis:g} is not a total; expected a whole number"
    if entry.kind == "flow" and entry.window is None:
        yield "window", " is missing; expected [first day, last day] of the flow"
    if entry.kind == "stock" and entry.date is None:
        yield "date", " is missing; expected the day of the stock"
    if entry.window is not None and entry.window[0][0] > entry.window[1][1]:
        first, last = entry.window[0][0], entry.window[1][1]
        yield "window", f" = {first} to {last} is reversed; expected the first day first"


class ScenarioBuilder:
    """Builds one scenario; faults go into the documents."""

    def __init__(
        self,
        place: ScenarioPath,
        main: Document,
        priors: Document,
        file: schema.ScenarioFile,
        assumptions: schema.PriorsFile,
        unconfirmed: Sequence[Unconfirmed] = (),
        runs: bool = True,
        written_as_of: date | None = None,
    ) -> None:
        self.place, self.main, self.priors, self.file = place, main, priors, file
        self.as_of = file.dates.as_of
        # later than as_of if an earlier day was asked for
        self.written_as_of = written_as_of or file.dates.as_of
        self.factions = [faction.id for faction in file.factions]
        self.sources = [source.id for source in file.sources]
        self.assumed = Assumed(priors, assumptions)
        self.unconfirmed = tuple(unconfirmed)
        self.runs = runs  # False where drafts may still be missing, as in sim check
        self.parts: Parts | None = None
        self.missed: set[tuple[str, str]] = set()
        self.awaited = {draft.id for draft in unconfirmed if not draft.used}

    @property
    def folder(self) -> str:
        """How the scenario is found again."""
        return self.place.label if self.place.main.name == "scenario.yaml" else str(self.place.main)

    def build(self) -> Scenario | None:
        """The scenario; None if it cannot be put together. Faults are in the documents."""
        self.check_names()
        self.check_dates()
        terrain = read_terrain(self.place, self.main, self.file.network)
        self.parts = Parts(self.main, terrain) if terrain else None
        counts = self.counts()
        signals = read_signals(self.main, self.file, self.factions)
        trackers = self.trackers({count.id: count for count in counts}, terrain)
        claims = read_claims(self.main, self.file, terrain, self.factions) if terrain else ()
        population = self.assumed.population(self.folder)
        law = self.assumed.law(Extent() if terrain is None else terrain.extent, population)
        variants = self.assumed.variants()
        matching = self.assumed.matched(variants)
        sources = self.assumed.sources(self.file.sources, self.factions)
        events = read_events(self.main, self.file, terrain)
        known_past = read_known_past(self.main, self.file)
        control = self.control(terrain, sources)
        self.check_trust()
        self.check_double_use([*counts, *signals])
        if terrain is None or self.main.faults or self.priors.faults:
            return None
        file = self.file
        return take_over(
            Scenario,
            file,
            folder=self.folder,
            calendar=Calendar(file.dates.start, self.as_of),
            horizon=file.dates.horizon,
            factions=tuple(map(read_faction, file.factions)),
            wars=tuple((a, b) for a, b in file.wars),
            terrain=terrain,
            statements=tuple(take_over(Statement, statement) for statement in file.statements),
            sources=sources,
            counts=counts,
            trackers=trackers,
            events=events,
            claims=tuple(claim for claim in claims if claim.as_of in (None, self.as_of)),
            claims_elsewhere=tuple(claim for claim in claims if claim.as_of not in (None, self.as_of)),
            origins=tuple(sorted(file.origins)),
            written_as_of=self.written_as_of,
            law=law,
            variants=variants,
            frozen=self.assumed.frozen(),
            network_note=clean(str(file.network.get("source", ""))),
            known_past=known_past,
            reports=tuple(report.id for report in file.reports),
            unconfirmed=self.unconfirmed,
            awaited=frozenset(self.missed),
            matched=matching,
            population=population,
            signals=signals,
            control=tuple(control.rows),
            fights=tuple(control.fights),
            control_checks=tuple(control.checks),
            fight_checks=tuple(control.fight_checks),
            control_notes=tuple(control.notes),
            allegiance={name: tuple(values.tolist()) for name, values in terrain.support.items()},
        )

    def control(self, terrain: Terrain | None, sources: Mapping[str, Source]) -> Control:
        """Control rows; a scenario without start counts needs a map of the start day or before."""
        if terrain is None:
            return Control()
        before = len(self.main.faults)
        control = read_control(self.place, self.main, self.file, terrain, sources)
        mapped = self.file.start or any(row.day <= 0 for row in control.rows)
        if not mapped and len(self.main.faults) == before:
            start = self.file.dates.start
            problem = f" is missing; expected start counts, or control rows of {start} or before"
            self.main.blame(("start",), problem)
        path: Path_ = ("network", "allegiance")
        for name in terrain.support:
            check_known(self.main, (*path, name), name, self.factions, FACTION, key=True)
        allegiance = self.file.network.get("allegiance") or {}
        if isinstance(allegiance, dict) and set(allegiance) - set(terrain.support):
            self.main.blame(path, " names columns, but this network has no table of districts")
        return control

    def check_names(self) -> None:
        """Ids are used once; factions, wars and the default holder exist."""
        file = self.file
        for name, entries in (
            ("factions", file.factions),
            ("statements", file.statements),
            ("sources", file.sources),
            ("start", file.start),
            ("reports", file.reports),
            ("events", file.events),
            ("claims", file.claims),
        ):
            check_once(self.main, (name,), "id", [item.id for item in entries])
        neutral = {faction.id for faction in file.factions if faction.role == schema.NEUTRAL}
        for number, war in enumerate(file.wars):
            for side, faction in enumerate(war):
                path: Path_ = ("wars", number, side)
                check_known(self.main, path, faction, self.factions, FACTION)
                if faction in neutral:
                    self.main.blame(path, f" = {faction!r} is neutral; expected a side that fights")
            if war[0] == war[1]:
                self.main.blame(("wars", number), f" = {war[0]} against itself; expected two factions")
        check_known(self.main, ("default_holder",), file.default_holder, self.factions, FACTION)
        self.check_aliases()
        if RESERVED.fullmatch(file.name):
            problem = f" = {file.name!r} cannot name a folder on every machine; expected another name"
            self.main.blame(("name",), problem)

    def check_aliases(self) -> None:
        """No name or alias means two factions."""
        owner: dict[str, str] = {}
        for number, faction in enumerate(self.file.factions):
            for place, name in enumerate([faction.id, faction.name, *faction.aliases], start=-2):
                owner_id = owner.setdefault(folded(name), faction.id)
                if owner_id != faction.id:
                    path: Path_ = ("factions", number, *(("aliases", place) if place >= 0 else ()))
                    self.main.blame(path, f": {name!r} also means {owner_id}; expected one faction")

    def check_dates(self) -> None:
        """The start lies before as_of, but not too long; origins and claims lie between."""
        start, as_of, last = self.file.dates.start, self.file.dates.as_of, self.written_as_of
        path: Path_ = ("dates", "as_of")
        days = (as_of - start).days
        if days > LONGEST:
            problem = f" = {as_of} is {days:,} days after start = {start}; expected at most {LONGEST:,}"
            self.main.blame(path, problem)
        dated_paths: list[tuple[Path_, date | None]] = [
            (("origins", n), day) for n, day in enumerate(self.file.origins)
        ]
        dated_paths += [(("claims", n, "as_of"), claim.as_of) for n, claim in enumerate(self.file.claims)]
        for date_path, day in dated_paths:
            if day is not None and not start < day <= last:
                problem = f" = {day}; expected a day after start = {start}, up to as_of = {last}"
                self.main.blame(date_path, problem)
        if start >= as_of:
            self.main.blame(path, f" = {as_of} is not after start = {start}; expected a later day")

    def counts(self) -> tuple[Count, ...]:
        """All counts of all reports, checked."""
        counts: list[Count] = []
        ids_seen: set[str] = set()
        statements = [*PUBLIC, *(statement.id for statement in self.file.statements)]
        for r, report in enumerate(self.file.reports):
            check_known(
                self.main, ("reports", r, "source"), report.source, self.sources, "source of this scenario"
            )
            self.check_published(("reports", r, "published"), report)
            for c, row in enumerate(report.counts):
                path: Path_ = ("reports", r, "counts", c)
                if row.id in ids_seen:
                    problem = f" = {row.id!r} is used twice; expected names that differ"
                    self.main.blame((*path, "id"), problem)
                ids_seen.add(row.id)
                if row.source is not None:
                    check_known(
                        self.main, (*path, "source"), row.source, self.sources, "source of this scenario"
                    )
                before = len(self.main.faults)
                check_known(self.main, (*path, "faction"), row.faction, self.factions, FACTION)
                self.main.blame_all(path, number_faults(row))
                check_known(self.main, (*path, "statement"), row.statement, statements, STATEMENT)
                places = self.parts.places(path, row) if self.parts else ()
                counts.append(self.count(report, row, places))
                if self.parts:
                    self.parts.check_worth(path, row)
                self.main.blame_all(path, self.day_faults(counts[-1]))
                if len(self.main.faults) == before:
                    self.check_words(path, counts[-1])
        return tuple(counts)

    def count(self, report: schema.ReportEntry, entry: schema.CountEntry, places: tuple[str, ...]) -> Count:
        """A count with what its report says about it."""
        first = entry.window[0][0] if entry.window else None
        first_day, last = entry.window[1] if entry.window else entry.date or (self.as_of, self.as_of)
        if report.published is not None and first_day <= report.published < last:
            last = report.published  # a month that was not over when it was published
        return take_over(
            Count,
            entry,
            source=entry.source or report.source,
            speaker=entry.speaker or "",
            quote=entry.quote or report.quote,
            published=report.published,
            date=last,
            window_from=first,
            url=report.url,
            language=report.language,
            translation=report.translation,
            archived=report.archived,
            places=places,
            within=entry.within.province if entry.within else "",
            date_from=first_day if first_day != last and first is None else None,
        )

    def check_published(self, path: Path_, report: schema.ReportEntry) -> None:
        """What is used, drawn or shown was public by as_of; later or undated reports serve scoring only."""
        uses, day = uses_of(report) - set(LATE_USES), report.published
        if uses and (day is None or day > self.as_of):
            problem = "null is an unknown day" if day is None else f"{day} is after as_of = {self.as_of}"
            expectation = "expected a day up to as_of, or use: score"
            self.main.blame(
                path, f" = {problem}, but a count has use: {', '.join(sorted(uses))}; {expectation}"
            )

    def day_faults(self, count: Count) -> Iterator[tuple[str, str]]:
        """Key and problem: nothing is counted after it was published, nor compared where there are no runs."""
        key = "date" if count.window_from is None else "window"
        if count.published is not None and count.date > count.published:
            yield key, f" = {count.date} is after published = {count.published}; expected a day up to that"
        start, first = self.file.dates.start, count.window_from or count.date
        if count.use in COMPARED and first < start < self.as_of:
            yield key, f" = {first} is before start = {start}, {NO_RUNS}"

    def check_words(self, path: Path_, count: Count) -> None:
        """The words of the count make a mass function."""
        try:
            count_mass(count)
        except UsageError as error:
            self.main.blame((*path, "modifier"), f" = {count.modifier!r} does not fit: {error}")

    def trackers(self, counts: Mapping[str, Count], terrain: Terrain | None) -> tuple[Tracker, ...]:
        """Start trackers with their counts."""
        trackers = []
        for number, tracker in enumerate(self.file.start):
            held_counts = self.start_counts(("start", number, "held"), tracker.held, counts)
            contested_counts = self.start_counts(("start", number, "contested"), tracker.contested, counts)
            trackers.append(Tracker(tracker.id, tracker.weight, held_counts, contested_counts))
            self.check_districts_given(number, held_counts, terrain)
        return tuple(trackers) or (Tracker("map", 1.0, {}, {}),)  # control says who holds what

    def check_districts_given(
        self, number: int, held_counts: Mapping[str, Count], terrain: Terrain | None
    ) -> None:
        """The districts given away at the start exist."""
        if terrain is None:
            return
        rural = int((terrain.seat == 0).sum())
        shares = (count.low / count.basis for count in held_counts.values() if count.modifier != "share")
        district_count = sum(shares) * terrain.districts
        if district_count > rural:
            capitals = "that are no capital (seat 0 for what can be held at the start)"
            problem = f" gives {district_count:.0f} districts away; the network has {rural} {capitals}"
            self.main.blame(("start", number, "held"), problem)

    def start_counts(
        self, path: Path_, names: Mapping[str, str], counts: Mapping[str, Count]
    ) -> dict[str, Count]:
        """Faction -> start count, looked up."""
        counts_by_faction = {}
        for faction, name in names.items():
            count_path = (*path, faction)
            check_known(self.main, count_path, faction, self.factions, FACTION, key=True)
            if name in self.awaited:
                if self.runs:
                    expectation = "expected a count from which the runs can start"
                    self.main.blame(count_path, f" = {name!r} is a draft with gaps; {expectation}")
                self.missed.add((faction, name))
            elif check_known(self.main, count_path, name, counts, "count of this scenario"):
                self.check_start(count_path, faction, counts[name])
                counts_by_faction[faction] = counts[name]
        return counts_by_faction

    def check_start(self, path: Path_, faction: str, count: Count) -> None:
        """A start count says how many districts the faction holds, or contests, on a day."""
        required = {
            "use": "start", "faction": faction, "relation": "controls" if path[-2] == "held" else "contests",
            "unit": "districts", "kind": "stock", "measure": "count", "whole": True,
        }  # fmt: skip
        if count.measure == "share_of_districts" and count.modifier in ("share", "half"):
            del required["measure"]
        for name, value in required.items():
            if getattr(count, name) != value:
                problem = f"has {name}: {getattr(count, name)}; expected {name}: {value}"
                if name == "whole":
                    problem = "refers to a part; expected a count of the whole network, or control rows of its places"
                self.main.blame(path, f" = {count.id!r} {problem}")

    def check_double_use(self, counts: Sequence[Count | Signal]) -> None:
        """A statement is evidence or claim, never both; no count both sets the start and enters the likelihood."""
        statements = [statement.id for statement in self.file.statements]
        claimed = {claim.statement for claim in self.file.claims if claim.testable}
        for number, claim in enumerate(self.file.claims):
            path: Path_ = ("claims", number, "statement")
            check_known(self.main, path, claim.statement, statements, STATEMENT)
            evidence_ids = [
                count.id for count in counts if count.statement == claim.statement and count.use == "fit"
            ]
            if claim.statement in claimed and evidence_ids:
                problem = f"is used as evidence ({', '.join(evidence_ids)}) and judged as a claim"
                self.main.blame(path, f" = {claim.statement!r} {problem}; expected one of the two")

    def check_trust(self) -> None:
        """Every source used in the likelihood has a stated reliability."""
        for number, report in enumerate(self.file.reports):
            path: Path_ = ("reports", number)
            names = [count.source or report.source for count in report.counts if count.use == "fit"]
            if "fit" in uses_of(report) and not names:
                names = [report.source]
            for name in dict.fromkeys(names):
                if name in self.sources and name not in self.assumed.file.sources:
                    count_number = next(
                        (c for c, count in enumerate(report.counts) if count.source == name), None
                    )
                    source_path = path if count_number is None else (*path, "counts", count_number)
                    problem = "is used in the likelihood but its reliability is not given"
                    expectation = f"expected sources.{name} in the priors"
                    self.main.blame((*source_path, "source"), f" = {name!r} {problem}; {expectation}")
