"""From priors.yaml to values: priors of the law, model variants, reliability of sources, and their freeze."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sim.base.errors import UsageError
from sim.base.parameters import Extent, Fixed, Prior, parse_prior
from sim.evidence.source_and_count import Baseline, Source
from sim.law.parameters import PARAMETERS
from sim.scenario.blocks.checks import Path_, check_known, check_once, take_over
from sim.scenario.blocks.population import BOTH, find_population, prior_of
from sim.scenario.files.hashing import hash_priors
from sim.scenario.files.loader import Document
from sim.scenario.files.schema import PriorsFile, SourceEntry, TrustEntry
from sim.scenario.scenario import LawPrior, Matched, Population, Variant

# read from older files, and without a meaning: see initiative.*
RETIRED = ("posture.surplus", "posture.adverse")
OF_THE_LAW = "parameter of the law"


class Assumed:
    """What is assumed; faults go into the document."""

    def __init__(self, document: Document, file: PriorsFile) -> None:
        self.document, self.file = document, file

    def population(self, folder: str) -> Population | None:
        """What earlier wars say of the parameters, if the scenario in ``folder`` begins with it."""
        try:
            population = find_population(self.file.population, folder)
        except UsageError as error:
            self.document.blame(("population",), error_text(error))
            return None
        if population is not None and self.file.matched is not None:
            self.document.blame(("population",), error_text(UsageError(BOTH.format(self.file.population))))
        return population

    def law(self, extent: Extent, population: Population | None = None) -> dict[str, LawPrior]:
        """Every parameter of the law with its prior and where it comes from, for a network of that extent."""
        law = {name: prior_of(name, extent, population) for name in PARAMETERS}
        for name, row in self.file.law.items():
            if name in RETIRED:
                continue
            prior = self.prior(("law", name), name, row.prior, "prior")
            if prior is not None:
                law[name] = LawPrior(prior, row.source, "priors.yaml")
        return law

    def prior(self, path: Path_, name: str, text: Any, key: str = "") -> Prior | None:
        """The prior of a law parameter, written under ``key``; None with a fault if it is unknown or out of range."""
        if not check_known(self.document, path, name, PARAMETERS, OF_THE_LAW, key=True):
            return None
        try:
            return PARAMETERS[name].check(parse_prior(text))
        except UsageError as error:
            self.document.blame((*path, key) if key else path, error_text(error))
            return None

    def variants(self) -> tuple[Variant, ...]:
        """Model variants; one that changes nothing if the file names none."""
        check_once(self.document, ("variants",), "name", [variant.name for variant in self.file.variants])
        variants = []
        for number, variant in enumerate(self.file.variants):
            path = ("variants", number, "law")
            law = {name: self.prior((*path, name), name, text) for name, text in variant.law.items()}
            law_priors = {name: prior for name, prior in law.items() if prior is not None}
            variants.append(take_over(Variant, variant, law=law_priors))
        return tuple(variants) or (Variant("base", 1.0, {}, "the law as coded"),)

    def matched(self, variants: Sequence[Variant]) -> Matched | None:
        """What an earlier campaign says of the parameters, with an intercept for each model variant."""
        matching = self.file.matched
        if matching is None:
            return None
        if not matching.scores:
            problem = " names no parameter; expected slopes by parameter, or no matched"
            self.document.blame(("matched", "scores"), problem)
        for name in matching.scores:
            check_known(self.document, ("matched", "scores", name), name, PARAMETERS, OF_THE_LAW, key=True)
        names = [variant.name for variant in variants]
        intercepts = matching.intercept
        intercept = intercepts if isinstance(intercepts, dict) else dict.fromkeys(names, intercepts)
        for name in intercept:
            check_known(self.document, ("matched", "intercept", name), name, names, "variant", key=True)
        missing_names = ", ".join(name for name in names if name not in intercept)
        if missing_names:
            problem = f" lacks {missing_names}; expected one for each variant, or a number"
            self.document.blame(("matched", "intercept"), problem)
        return take_over(Matched, matching, intercept=intercept)

    def sources(self, entries: Sequence[SourceEntry], factions: Sequence[str]) -> dict[str, Source]:
        """Sources with the reliability frozen in the priors, where it is stated."""
        source_ids = [source.id for source in entries]
        for name in self.file.sources:
            check_known(
                self.document, ("sources", name), name, source_ids, "source of the scenario", key=True
            )
        sources = {}
        for source in entries:
            trust, plain_source = self.file.sources.get(source.id), take_over(Source, source)
            sources[source.id] = plain_source if trust is None else self.trust(plain_source, trust, factions)
        return sources

    def trust(self, source: Source, entry: TrustEntry, factions: Sequence[str]) -> Source:
        """``source`` with its numbers."""
        path = ("sources", source.id)
        bias: Prior = Fixed(1.0)
        try:
            bias = parse_prior(entry.bias)
        except UsageError as error:
            self.document.blame((*path, "bias"), error_text(error))
        fewest, longest = entry.lag
        if fewest > longest:
            problem = f" = {fewest:g} to {longest:g} days is reversed; expected the smaller number first"
            self.document.blame((*path, "lag"), problem)
        baseline = {name: take_over(Baseline, start) for name, start in (entry.baseline or {}).items()}
        for name, start in baseline.items():
            baseline_path = (*path, "baseline", name)
            check_known(self.document, baseline_path, name, factions, "faction of the scenario", key=True)
            if start.controls > start.basis:
                problem = f" = {start.controls:g} is more than basis = {start.basis:g}"
                self.document.blame((*baseline_path, "controls"), problem)
        return replace(
            source,
            unreliable=entry.unreliable,
            bias=bias,
            noise=entry.noise,
            lag=(fewest, longest),
            baseline=baseline or None,
            argument=entry.argument,
        )

    def frozen(self) -> dict[str, str]:
        """When the priors were frozen, under which hash, and whether they are still what they were."""
        freeze = self.file.frozen
        is_unchanged = freeze.sha256 == hash_priors(self.document.value)
        return {
            "date": str(freeze.date),
            "sha256": freeze.sha256,
            "valid": "true" if is_unchanged else "false",
        }


def error_text(error: UsageError) -> str:
    """What an error about ``name = value`` says after the name."""
    return f" = {str(error).partition(' = ')[2]}"
