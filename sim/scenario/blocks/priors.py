"""From priors.yaml to values: priors of the law, model variants, reliability of sources, and their freeze."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sim.base.errors import MOST_FAULTS, UsageError, nearest
from sim.base.parameters import Extent, Fixed, Prior, parse_prior
from sim.evidence.source_and_count import Baseline, Source
from sim.law.parameters import PARAMETERS
from sim.scenario.blocks.population import BOTH, find_population, prior_of
from sim.scenario.files.hashing import hash_priors
from sim.scenario.files.loader import Document
from sim.scenario.files.schema import PriorsFile, SourceEntry, TrustEntry
from sim.scenario.scenario import LawPrior, Matched, Population, Variant

# read from older files, and without a meaning: see initiative.*
RETIRED = ("posture.surplus", "posture.adverse")
Path_ = tuple[str | int, ...]


class Assumed:
    """What is assumed; faults go into the document."""

    def __init__(self, document: Document, how: PriorsFile) -> None:
        self.document, self.how = document, how

    def population(self, folder: str) -> Population | None:
        """What earlier wars say of the parameters, if the scenario in ``folder`` begins with it."""
        try:
            population = find_population(self.how.population, folder)
        except UsageError as error:
            self.document.blame(("population",), error_text(error))
            return None
        if population is not None and self.how.matched is not None:
            self.document.blame(("population",), error_text(UsageError(BOTH.format(self.how.population))))
        return population

    def law(self, extent: Extent, population: Population | None = None) -> dict[str, LawPrior]:
        """Every parameter of the law with its prior and where it comes from, for a network of that extent."""
        law = {name: prior_of(name, extent, population) for name in PARAMETERS}
        for name, entry in self.how.law.items():
            if name in RETIRED:
                continue
            prior = self.prior(("law", name), name, entry.prior, "prior")
            if prior is not None:
                law[name] = LawPrior(prior, clean(entry.source), "priors.yaml")
        return law

    def prior(self, path: Path_, name: str, text: Any, key: str = "") -> Prior | None:
        """The prior of a law parameter, written under ``key``; None with a fault if it is unknown or out of range."""
        if name not in PARAMETERS:
            self.document.blame(path, f" is no parameter of the law{hint(name, PARAMETERS, self.document)}")
            return None
        try:
            return PARAMETERS[name].check(parse_prior(text))
        except UsageError as error:
            self.document.blame((*path, key) if key else path, error_text(error))
            return None

    def variants(self) -> tuple[Variant, ...]:
        """Model variants; one that changes nothing if the file names none."""
        check_once(self.document, ("variants",), "name", [entry.name for entry in self.how.variants])
        result = []
        for number, entry in enumerate(self.how.variants):
            path = ("variants", number, "law")
            law = {name: self.prior((*path, name), name, text) for name, text in entry.law.items()}
            given = {name: prior for name, prior in law.items() if prior is not None}
            result.append(Variant(entry.name, entry.weight, given, clean(entry.argument)))
        return tuple(result) or (Variant("base", 1.0, {}, "the law as coded"),)

    def matched(self, variants: Sequence[Variant]) -> Matched | None:
        """What an earlier campaign says of the parameters, with an intercept for each model variant."""
        entry = self.how.matched
        if entry is None:
            return None
        if not entry.scores:
            self.document.blame(
                ("matched", "scores"), " names no parameter; expected slopes by parameter, or no matched"
            )
        for name in entry.scores:
            if name not in PARAMETERS:
                self.document.blame(
                    ("matched", "scores", name),
                    f" is no parameter of the law{hint(name, PARAMETERS, self.document)}",
                )
        names = [variant.name for variant in variants]
        given = (
            entry.intercept if isinstance(entry.intercept, dict) else dict.fromkeys(names, entry.intercept)
        )
        for name in given:
            if name not in names:
                self.document.blame(
                    ("matched", "intercept", name), f" is no variant{hint(name, names, self.document)}"
                )
        missing = [name for name in names if name not in given]
        if missing:
            self.document.blame(
                ("matched", "intercept"),
                f" lacks {', '.join(missing)}; expected one for each variant, or a number",
            )
        return Matched(entry.campaign, entry.scores, given, clean(entry.source), clean(entry.argument))

    def sources(self, entries: Sequence[SourceEntry], factions: Sequence[str]) -> dict[str, Source]:
        """Sources with the reliability frozen in the priors, where it is stated."""
        known = [entry.id for entry in entries]
        for name in self.how.sources:
            if name not in known:
                self.document.blame(
                    ("sources", name), f" is no source of the scenario{hint(name, known, self.document)}"
                )
        result = {}
        for entry in entries:
            trust = self.how.sources.get(entry.id)
            plain = Source(entry.id, clean(entry.name), clean(entry.kind), entry.url, entry.admiralty)
            result[entry.id] = plain if trust is None else self.trust(plain, trust, factions)
        return result

    def trust(self, source: Source, entry: TrustEntry, factions: Sequence[str]) -> Source:
        """``source`` with its numbers."""
        path = ("sources", source.id)
        bias: Prior = Fixed(1.0)
        try:
            bias = parse_prior(entry.bias)
        except UsageError as error:
            self.document.blame((*path, "bias"), error_text(error))
        fewest, most = entry.lag
        if fewest > most:
            self.document.blame(
                (*path, "lag"),
                f" = {fewest:g} to {most:g} days is reversed; expected the smaller number first",
            )
        baseline = {
            name: Baseline(baseline_entry.controls, baseline_entry.basis)
            for name, baseline_entry in (entry.baseline or {}).items()
        }
        for name, known in baseline.items():
            where = (*path, "baseline", name)
            if name not in factions:
                self.document.blame(where, f" is no faction of the scenario{nearest(name, factions)}")
            if known.controls > known.basis:
                self.document.blame(
                    (*where, "controls"), f" = {known.controls:g} is more than basis = {known.basis:g}"
                )
        return Source(
            source.id, source.name, source.kind, source.url, source.admiralty, entry.unreliable, bias,
            entry.noise, (fewest, most), baseline or None, clean(entry.argument),
        )  # fmt: skip

    def frozen(self) -> dict[str, str]:
        """When the priors were frozen, under which hash, and whether they are still what they were."""
        freeze = self.how.frozen
        valid = freeze.sha256 == hash_priors(self.document.value)
        return {"date": str(freeze.date), "sha256": freeze.sha256, "valid": "true" if valid else "false"}


def error_text(error: UsageError) -> str:
    """What an error about ``name = value`` says after the name."""
    return f" = {str(error).partition(' = ')[2]}"


def hint(name: str, known: Iterable[str] | Mapping[str, Any], document: Document) -> str:
    """The nearest known name; nothing once a document has so many faults that more would not be shown."""
    return nearest(name, known) if len(document.faults) < MOST_FAULTS else ""


def check_once(document: Document, path: Path_, key: str, ids: Sequence[str]) -> None:
    """A fault for each id of the list at ``path`` that was used before."""
    seen: set[str] = set()
    for number, name in enumerate(ids):
        if name and name in seen:
            document.blame((*path, number, key), f" = {name!r} is used twice; expected names that differ")
        seen.add(name)


def clean(text: str) -> str:
    """Text in NFC, without space around it."""
    return unicodedata.normalize("NFC", text).strip()


def folded(name: str) -> str:
    """A name as names are compared: case, spacing and a leading "the" do not count."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split()).removeprefix("the ")
