"""From shapes to a ``Scenario``: names are looked up, numbers and dates are checked against each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sim.base.calendar import Calendar
from sim.base.errors import UsageError, nearest
from sim.base.parameters import Fixed, Prior, parse_prior
from sim.evidence.types import Baseline, Count, Source
from sim.law.parameters import PARAMETERS
from sim.scenario import schema
from sim.scenario.asked import read_claims
from sim.scenario.hashing import hash_priors
from sim.scenario.loader import Document
from sim.scenario.place import Place
from sim.scenario.scenario import Event, Faction, LawPrior, Scenario, Statement, Tracker, Variant
from sim.terrain.sources import read_network
from sim.terrain.terrain import Terrain

PUBLIC = ("start", "public")  # a count that is no statement of the report
LATE_USES = ("score",)  # what may be published after as_of, or on an unknown day


class Builder:
    """Builds one scenario; faults go into the documents."""

    def __init__(
        self, place: Place, main: Document, priors: Document, what: schema.ScenarioFile, how: schema.PriorsFile
    ) -> None:
        self.place, self.main, self.priors, self.what, self.how = place, main, priors, what, how
        self.as_of = what.dates.as_of
        self.factions = [one.id for one in what.factions]
        self.sources = [one.id for one in what.sources]

    def build(self) -> Scenario | None:
        """The scenario; None if it cannot be put together. Faults are in the documents."""
        self.check_names()
        self.check_dates()
        terrain = self.terrain()
        counts = self.counts()
        trackers = self.trackers({count.id: count for count in counts}, terrain)
        claims = read_claims(self.main, self.what, terrain, self.factions) if terrain else ()
        law, variants, sources = self.law(), self.variants(), self.trusted()
        self.check_double_use(counts)
        if terrain is None or self.main.faults or self.priors.faults:
            return None
        what = self.what
        return Scenario(
            name=what.name,
            title=clean(what.title),
            about=clean(what.about),
            folder=self.place.label if self.place.main.name == "scenario.yaml" else str(self.place.main),
            calendar=Calendar(what.dates.start, self.as_of),
            horizon=what.dates.horizon,
            factions=tuple(Faction(o.id, clean(o.name), o.role, o.strength, o.supported, o.colour) for o in what.factions),
            wars=tuple((a, b) for a, b in what.wars),
            default_holder=what.default_holder,
            terrain=terrain,
            statements=tuple(Statement(o.id, clean(o.quote), o.role, clean(o.note)) for o in what.statements),
            sources=sources,
            counts=counts,
            trackers=trackers,
            events=self.events(),
            support_from=what.support_from or what.dates.start,
            claims=claims,
            law=law,
            variants=variants,
            frozen=self.frozen(),
            network_note=clean(str(what.network.get("source", ""))),
            words=what.words,
            runs=what.runs,
        )

    def check_names(self) -> None:
        """Ids are used once; factions, wars and the default holder exist."""
        what = self.what
        for name, entries in (
            ("factions", what.factions),
            ("statements", what.statements),
            ("sources", what.sources),
            ("start", what.start),
            ("reports", what.reports),
            ("events", what.events),
            ("claims", what.claims),
        ):
            self.check_once(name, [entry.id for entry in entries])
        for number, war in enumerate(what.wars):
            for side, faction in enumerate(war):
                self.look_up(("wars", number, side), faction, self.factions, "faction")
            if war[0] == war[1]:
                self.main.blame(("wars", number), f" = {war} is a war of {war[0]} with itself; expected two factions")
        self.look_up(("default_holder",), what.default_holder, self.factions, "faction")

    def check_once(self, name: str, ids: Sequence[str]) -> None:
        """A fault for each id that was used before."""
        for number, one in enumerate(ids):
            if one in ids[:number]:
                self.main.blame((name, number, "id"), f" = {one!r} is used twice; expected ids that differ")

    def look_up(self, path: tuple[str | int, ...], name: str, known: Iterable[str], what: str) -> bool:
        """True if ``name`` is known, else a fault."""
        if name in known:
            return True
        self.main.blame(path, f" = {name!r} is no {what} of this scenario{nearest(name, known)}")
        return False

    def check_dates(self) -> None:
        """The start lies before as_of."""
        dates = self.what.dates
        if dates.start >= dates.as_of:
            self.main.blame(
                ("dates", "as_of"), f" = {dates.as_of} is not after start = {dates.start}; expected a later day"
            )

    def terrain(self) -> Terrain | None:
        """The network; None with faults if it cannot be read or is wrong."""
        terrain = None
        try:
            terrain = read_network(self.what.network, self.place.inside, self.place.label)
        except UsageError as error:
            for line in str(error).splitlines():
                self.main.blame(("network",), f" {line}")
            return None
        problems = terrain.problems()
        for problem in problems:
            self.main.blame(("network",), f": {problem}")
        return None if problems else terrain

    def counts(self) -> tuple[Count, ...]:
        """All counts of all reports, checked."""
        found: list[Count] = []
        for r, report in enumerate(self.what.reports):
            self.look_up(("reports", r, "source"), report.source, self.sources, "source")
            self.check_published(("reports", r, "published"), report)
            for c, entry in enumerate(report.counts):
                path = ("reports", r, "counts", c)
                if entry.id in {count.id for count in found}:
                    self.main.blame((*path, "id"), f" = {entry.id!r} is used twice; expected ids that differ")
                self.check_count(path, entry)
                found.append(self.count(report, entry))
        return tuple(found)

    def count(self, report: schema.ReportEntry, entry: schema.CountEntry) -> Count:
        """A count with what its report says about it."""
        first, last = entry.window or (None, entry.date or self.as_of)
        return Count(
            id=entry.id,
            source=report.source,
            statement=entry.statement,
            quote=clean(report.quote),
            published=report.published,
            date=last,
            window_from=first,
            faction=entry.faction,
            relation=entry.relation,
            unit=entry.unit,
            measure=entry.measure,
            kind=entry.kind,
            low=entry.low,
            high=entry.high,
            modifier=entry.modifier,
            basis=entry.basis,
            use=entry.use,
            url=report.url,
            origin=entry.origin,
            language=report.language,
            translation=clean(report.translation),
            archived=report.archived,
            note=clean(entry.note),
            reason=clean(entry.reason),
        )

    def check_published(self, path: tuple[str | int, ...], report: schema.ReportEntry) -> None:
        """What is weighed, drawn or shown was public by as_of; later or undated reports serve scoring only."""
        uses = {entry.use for entry in report.counts} - set(LATE_USES)
        if uses and (report.published is None or report.published > self.as_of):
            when = "unknown" if report.published is None else f"after as_of = {self.as_of}"
            self.main.blame(
                path,
                f" = {report.published} is {when}, but a count has use: {', '.join(sorted(uses))}; "
                "expected a day up to as_of, or use: score",
            )

    def check_count(self, path: tuple[str | int, ...], entry: schema.CountEntry) -> None:
        """Numbers and dates of one count."""
        blame = self.main.blame
        self.look_up((*path, "faction"), entry.faction, self.factions, "faction")
        if entry.high < entry.low:
            blame((*path, "high"), f" = {entry.high:g} is below low = {entry.low:g}")
        share = entry.modifier == "share" or entry.measure != "count"
        most = 1.0 if share else entry.basis
        if entry.high > most:
            total = "a share of 1" if share else f"basis = {entry.basis:g}"
            blame((*path, "high"), f" = {entry.high:g} is more than {total}")
        if entry.kind == "flow" and entry.window is None:
            blame((*path, "window"), " is missing; expected [first day, last day] of the flow")
        if entry.kind == "stock" and entry.date is None:
            blame((*path, "date"), " is missing; expected the day of the stock")
        if entry.window is not None and entry.window[0] > entry.window[1]:
            blame((*path, "window"), f" = {entry.window[0]} to {entry.window[1]} is reversed; expected the first day first")
        known = [*PUBLIC, *(one.id for one in self.what.statements)]
        self.look_up((*path, "statement"), entry.statement, known, "statement")

    def trackers(self, counts: Mapping[str, Count], terrain: Terrain | None) -> tuple[Tracker, ...]:
        """Start trackers with their counts."""
        found = []
        for number, entry in enumerate(self.what.start):
            held = self.start_counts(("start", number, "held"), entry.held, counts)
            contested = self.start_counts(("start", number, "contested"), entry.contested, counts)
            found.append(Tracker(entry.id, entry.weight, held, contested))
            self.check_room(number, held, terrain)
        return tuple(found)

    def check_room(self, number: int, held: Mapping[str, Count], terrain: Terrain | None) -> None:
        """The districts given away at the start exist."""
        if terrain is None:
            return
        rural = int((terrain.seat == 0).sum())
        given = sum(count.low / count.basis for count in held.values() if count.modifier != "share") * terrain.districts
        if given > rural:
            self.main.blame(
                ("start", number, "held"), f" gives {given:.0f} districts away; the network has {rural} that are no capital"
            )

    def start_counts(
        self, path: tuple[str | int, ...], names: Mapping[str, str], counts: Mapping[str, Count]
    ) -> dict[str, Count]:
        """Faction -> start count, looked up."""
        found = {}
        for faction, name in names.items():
            self.look_up((*path, faction), faction, self.factions, "faction")
            if not self.look_up((*path, faction), name, counts, "count"):
                continue
            if counts[name].use != "start":
                self.main.blame((*path, faction), f" = {name!r} has use: {counts[name].use}; expected use: start")
            found[faction] = counts[name]
        return found

    def check_double_use(self, counts: Sequence[Count]) -> None:
        """A statement is evidence or claim, never both; nor is a weighed count the start."""
        claimed = {claim.statement for claim in self.what.claims if claim.testable}
        for number, claim in enumerate(self.what.claims):
            known = [statement.id for statement in self.what.statements]
            self.look_up(("claims", number, "statement"), claim.statement, known, "statement")
            used = [count.id for count in counts if count.statement == claim.statement and count.use == "fit"]
            if claim.statement in claimed and used:
                self.main.blame(
                    ("claims", number, "statement"),
                    f" = {claim.statement!r} is weighed as evidence ({', '.join(used)}) and judged as a claim; expected one of the two",
                )

    def events(self) -> tuple[Event, ...]:
        """Dated events, checked."""
        for number, entry in enumerate(self.what.events):
            path = ("events", number)
            if entry.faction is not None:
                self.look_up((*path, "faction"), entry.faction, self.factions, "faction")
            if entry.end is not None and entry.end < entry.start:
                self.main.blame((*path, "to"), f" = {entry.end} is before from = {entry.start}")
            if entry.published > self.as_of:
                self.main.blame(
                    (*path, "published"), f" = {entry.published} is after as_of = {self.as_of}; expected what was known then"
                )
            low, high = {"relocation": (0.0, 1.0), "phase": (-1.0, 1.0), "income": (-1e6, 1e6)}.get(entry.kind, (0.0, 1e3))
            if not low <= entry.value <= high:
                self.main.blame(
                    (*path, "value"), f" = {entry.value:g} is out of range for {entry.kind}; expected {low:g} to {high:g}"
                )
        return tuple(
            Event(o.id, o.kind, o.faction, o.start, o.end, o.value, o.published, clean(o.source), clean(o.quote), o.url)
            for o in self.what.events
        )

    def law(self) -> dict[str, LawPrior]:
        """Every parameter of the law with its prior and where it comes from."""
        law = {name: LawPrior(one.prior, one.source, "code") for name, one in PARAMETERS.items()}
        for name, entry in self.how.law.items():
            prior = self.prior(("law", name), name, entry.prior)
            if prior is not None:
                law[name] = LawPrior(prior, clean(entry.source), "priors.yaml")
        return law

    def prior(self, path: tuple[str | int, ...], name: str, text: Any) -> Prior | None:
        """The prior of a law parameter; None with a fault if it is unknown or out of range."""
        if name not in PARAMETERS:
            self.priors.blame(path, f" is no parameter of the law{nearest(name, PARAMETERS)}")
            return None
        try:
            return PARAMETERS[name].check(parse_prior(text))
        except UsageError as error:
            self.priors.blame(path, f": {error}")
            return None

    def variants(self) -> tuple[Variant, ...]:
        """Structure variants; one that changes nothing if the file names none."""
        found = []
        for number, entry in enumerate(self.how.variants):
            path = ("variants", number, "law")
            law = {name: self.prior((*path, name), name, text) for name, text in entry.law.items()}
            kept = {name: prior for name, prior in law.items() if prior is not None}
            found.append(Variant(entry.name, entry.weight, kept, clean(entry.argument)))
        return tuple(found) or (Variant("base", 1.0, {}, "the law as coded"),)

    def trusted(self) -> dict[str, Source]:
        """Sources with the numbers of trust frozen in the priors."""
        for name in self.how.sources:
            if name not in self.sources:
                self.priors.blame(("sources", name), f" is no source of the scenario{nearest(name, self.sources)}")
        found = {}
        for entry in self.what.sources:
            trust = self.how.sources.get(entry.id)
            plain = Source(entry.id, clean(entry.name), entry.kind, entry.url, entry.admiralty)
            found[entry.id] = plain if trust is None else self.trust(plain, trust)
        self.check_trust()
        return found

    def check_trust(self) -> None:
        """Every source that is weighed has numbers of trust."""
        for number, report in enumerate(self.what.reports):
            weighed = any(entry.use == "fit" for entry in report.counts)
            if weighed and report.source in self.sources and report.source not in self.how.sources:
                self.main.blame(
                    ("reports", number, "source"),
                    f" = {report.source!r} is weighed but has no numbers of trust; expected sources.{report.source} in the priors",
                )

    def trust(self, source: Source, entry: schema.TrustEntry) -> Source:
        """``source`` with its numbers."""
        path = ("sources", source.id)
        bias: Prior = Fixed(1.0)
        try:
            bias = parse_prior(entry.bias)
        except UsageError as error:
            self.priors.blame((*path, "bias"), f": {error}")
        if entry.lag[0] > entry.lag[1]:
            self.priors.blame((*path, "lag"), f" = {entry.lag} is reversed; expected the smaller number first")
        baseline = {name: Baseline(one.controls, one.basis) for name, one in (entry.baseline or {}).items()}
        for name in baseline:
            if name not in self.factions:
                self.priors.blame((*path, "baseline", name), f" is no faction{nearest(name, self.factions)}")
        return Source(
            source.id, source.name, source.kind, source.url, source.admiralty, entry.unreliable, bias,
            entry.noise, (entry.lag[0], entry.lag[1]), baseline or None, clean(entry.argument),
        )  # fmt: skip

    def frozen(self) -> dict[str, str]:
        """When the priors were frozen, under which hash, and whether they are still what they were."""
        freeze = self.how.frozen
        valid = freeze.sha256 == hash_priors(self.priors.value)
        return {"date": str(freeze.date), "sha256": freeze.sha256, "valid": "true" if valid else "false"}


def clean(text: str) -> str:
    """Text in NFC, without trailing space."""
    return unicodedata.normalize("NFC", text).strip()


def day(value: date | None) -> str:
    """ISO text of a day, empty for none."""
    return "" if value is None else value.isoformat()
