"""Definitions as something to vary: which one is read as the claim's, and the numbers inside them.

Only numbers of definitions that are no combinations can be varied; whoever wants the parts of a combination varied
declares them as definitions of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sim.base.errors import UsageError
from sim.claims.kind import Context, ParameterSpec
from sim.claims.kinds import KINDS
from sim.claims.types import Claim, Definition
from sim.scenario.scenario import Scenario

NUMBERS = ("int", "float")


@dataclass(frozen=True)
class Number:
    """A number inside a definition, its value in the scenario, and what it may be."""

    claim: str
    definition: str
    parameter: str
    spec: ParameterSpec
    value: Any


def claims_with_choice(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Ids of the definitions of every testable claim that has several, by claim."""
    return {
        claim.id: tuple(definition.id for definition in claim.definitions)
        for claim in scenario.claims
        if claim.testable and claim.headline and len(claim.definitions) > 1
    }


def meanings_of(scenario: Scenario) -> dict[str, Number]:
    """Every number that can be varied, by ``CLAIM.DEFINITION.PARAMETER``."""
    numbers_by_name = {}
    for claim in scenario.claims:
        for definition in claim.definitions:
            for number in numbers_of(claim, definition):
                numbers_by_name[f"{claim.id}.{definition.id}.{number.parameter}"] = number
    return numbers_by_name


def numbers_of(claim: Claim, definition: Definition) -> list[Number]:
    """The numbers of one definition that are set; none of a combination."""
    kind = KINDS.get(definition.kind)
    if kind is None:
        return []
    full = kind.complete(definition.parameters)
    return [
        Number(claim.id, definition.id, name, spec, full[name])
        for name, spec in kind.parameters.items()
        if spec.type in NUMBERS and full.get(name) is not None
    ]


def whole_names(scenario: Scenario) -> frozenset[str]:
    """Names of the settings that take whole numbers."""
    return frozenset(
        f"definition.{name}" for name, number in meanings_of(scenario).items() if number.spec.type == "int"
    )


def judged_by(scenario: Scenario, name: str, value: float) -> Scenario:
    """The scenario with one number of a definition changed; its text is made anew from its parameters.

    UsageError if the definition does not accept the number.
    """
    number = meanings_of(scenario)[name]
    typed_value: float | int = int(value) if number.spec.type == "int" and value == int(value) else value

    def changed(definition: Definition) -> Definition:
        parameters = {**definition.parameters, number.parameter: typed_value}
        problems = KINDS[definition.kind].check(parameters, context_of(scenario))
        if problems:
            raise UsageError(f"definition.{name}: {problems[0]}")
        return replace(definition, parameters=parameters, text="")

    claims = tuple(
        replace_definition(claim, number.definition, changed) if claim.id == number.claim else claim
        for claim in scenario.claims
    )
    return replace(scenario, claims=claims)


def replace_definition(claim: Claim, definition_id: str, changed: Any) -> Claim:
    """The claim with one of its definitions changed."""
    definitions = tuple(
        changed(definition) if definition.id == definition_id else definition
        for definition in claim.definitions
    )
    return replace(claim, definitions=definitions)


def context_of(scenario: Scenario) -> Context:
    """The names that may stand in a definition."""
    return Context(frozenset(scenario.faction_ids), frozenset(scenario.terrain.ids))


def headline_column(scenario: Scenario, point: Mapping[str, Any], target: str) -> str:
    """The target that is read at a point: where the point chooses a definition, that one for the claim's headline."""
    for claim in scenario.claims:
        definition_id = point.get(f"definition.{claim.id}")
        if definition_id is not None and target == f"{claim.id}.{claim.headline}":
            return f"{claim.id}.{definition_id}"
    return target
