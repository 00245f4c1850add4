"""A scenario in its fully resolved form: every number with its origin, ready to be read by people and programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import yaml

from sim.claims.types import Definition
from sim.law.parameters import PARAMETERS
from sim.scenario.files.hashing import simulation_hash
from sim.scenario.scenario import Scenario

LIBYAML: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class WholeDumper(LIBYAML):
    """Writes everything out where it stands."""

    def ignore_aliases(self, data: Any) -> bool:
        """Nothing is written as an alias."""
        return True


def resolve(scenario: Scenario) -> dict[str, Any]:
    """Everything the scenario means, as plain values in a fixed order."""
    terrain = scenario.terrain
    return {
        "schema": "sim.resolved/1",
        "name": scenario.name,
        "title": scenario.title,
        "about": scenario.about,
        "dates": {
            "start": str(scenario.calendar.start),
            "as_of": str(scenario.calendar.as_of),
            "horizon": scenario.horizon,
            "days": scenario.days,
        },
        "factions": [plain(asdict(faction)) for faction in scenario.factions],
        "wars": [list(war) for war in scenario.wars],
        "default_holder": scenario.default_holder,
        "network": {
            "source": terrain.source,
            "districts": terrain.districts,
            "provinces": len(terrain.province_names),
            "capitals": len(terrain.capitals),
            "national_capital": terrain.ids[terrain.national] if terrain.national >= 0 else None,
            "edges": len(terrain.edge_a),
            "parts": terrain.parts,
        },
        "support_from": None if scenario.support_from is None else str(scenario.support_from),
        "simulation_hash": simulation_hash(scenario),
        "frozen": dict(scenario.frozen),
        "law": {name: resolve_parameter(scenario, name) for name in PARAMETERS},
        "variants": [
            {"name": variant.name, "weight": variant.weight, "argument": variant.argument,
             "law": {name: str(prior) for name, prior in variant.law.items()}}
            for variant in scenario.variants
        ],
        "matched": None if scenario.matched is None else plain(asdict(scenario.matched)),
        "population": None if scenario.population is None else plain(asdict(scenario.population)),
        "unconfirmed": [plain(asdict(draft)) for draft in scenario.unconfirmed],
        "words": asdict(scenario.semantics),
        "statements": [asdict(statement) for statement in scenario.statements],
        "sources": [plain({**asdict(source), "bias": str(source.bias)}) for source in scenario.sources.values()],
        "start": [
            {"id": tracker.id, "weight": tracker.weight, "held": {k: v.id for k, v in tracker.held.items()},
             "contested": {k: v.id for k, v in tracker.contested.items()}}
            for tracker in scenario.trackers
        ],
        "counts": [plain(asdict(count)) for count in scenario.counts],
        "events": [plain(asdict(event)) for event in scenario.events],
        "quiet": scenario.quiet,
        "known_past": [plain(asdict(known_past)) for known_past in scenario.known_past],
        "claims": [
            {"id": claim.id, "statement": claim.statement, "title": claim.title, "quote": claim.quote,
             "role": claim.role,
             "testable": claim.testable, "why_not_testable": claim.why_not_testable, "headline": claim.headline,
             "definitions": [resolve_definition(definition) for definition in claim.definitions]}
            for claim in scenario.claims
        ],
    }  # fmt: skip


def resolve_parameter(scenario: Scenario, name: str) -> dict[str, Any]:
    """One parameter of the law: prior, origin, source, and what the code says about it."""
    parameter, law_prior = PARAMETERS[name], scenario.law[name]
    return {
        "prior": str(law_prior.prior),
        "origin": law_prior.origin,
        "source": law_prior.source,
        "unit": parameter.unit,
        "meaning": parameter.meaning,
        "range": [parameter.low, parameter.high],
    }


def resolve_definition(definition: Definition) -> dict[str, Any]:
    """A definition with its parts."""
    return {
        "id": definition.id,
        "kind": definition.kind,
        "parameters": plain(dict(definition.parameters)),
        **({"text": definition.text} if definition.text else {}),
        **({"parts": list(map(resolve_definition, definition.parts))} if definition.parts else {}),
    }


def plain(value: Any) -> Any:
    """Dates as ISO text, tuples as lists, all the way down."""
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def resolved_yaml(scenario: Scenario) -> str:
    """``resolve`` as YAML text; the same scenario gives the same bytes."""
    return str(
        yaml.dump(resolve(scenario), Dumper=WholeDumper, sort_keys=False, allow_unicode=True, width=4096)
    )


__all__ = ["resolve", "resolved_yaml", "simulation_hash"]
