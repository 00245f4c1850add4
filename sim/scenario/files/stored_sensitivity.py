"""``sensitivity.json`` beside a scenario: the result of ``sim sensitivity``, shown by every report of it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, FiniteFloat

from sim.scenario.files.stored_results import StoredPart, Whole, Words, read_beside
from sim.scenario.scenario import Scenario

SENSITIVITY = "sensitivity.json"
AGAIN = "`sim sensitivity` writes it again"
MOST_MOVES = 500  # of one target


class StoredInfluence(StoredPart):
    kind: Words
    name: Words
    start: FiniteFloat | None
    end: FiniteFloat | None
    size: FiniteFloat | None
    index: FiniteFloat | None
    low: FiniteFloat | None
    high: FiniteFloat | None


class Region(StoredPart):
    sentence: Annotated[str, Field(max_length=2_000)]


class TargetInfluences(StoredPart):
    target: Words
    label: Words
    when: Words
    share: bool
    overall: FiniteFloat | None
    moves: Annotated[list[StoredInfluence], Field(max_length=MOST_MOVES)]
    regions: Annotated[list[Region], Field(max_length=10)] = []


class Sensitivity(StoredPart):
    """The parts of ``sensitivity.json`` (schema sim.sensitivity/1) that a report shows."""

    schema_: Annotated[str, Field(alias="schema", pattern=r"^sim\.sensitivity/1$")]
    scenario: Words
    method: Words
    runs: Whole
    seed: Whole
    evidence: Words
    law_version: Words
    frozen: dict[Words, Words]
    weighed: list[Words] | None = None  # counts, by id; None in files from before they were recorded
    targets: Annotated[list[TargetInfluences], Field(max_length=200)]


def read_sensitivity(scenario: Scenario) -> dict[str, Any] | None:
    """Sensitivity of the verdicts from the file beside the scenario, as plain values; None if there is none.

    UsageError if the file is too large, no JSON, or not what ``sim sensitivity`` writes.
    """
    return read_beside(scenario, SENSITIVITY, Sensitivity, AGAIN)
