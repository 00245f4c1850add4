"""What decides how runs are judged: the code that does it, and all of a scenario that motion does not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sim.base.compiled import PACKAGE, code_version
from sim.scenario.files.resolved import plain
from sim.scenario.scenario import Scenario

JUDGING = (
    "claims",
    "evidence",
    "inference",
    "record",
)  # rooms whose code decides what is made of runs


def judging_version(further_files: Sequence[str] = ()) -> str:
    """12 hex digits that change when the code does that judges runs, or ``further_files``."""
    files = [path for package in JUDGING for path in sorted((PACKAGE / package).rglob("*.py"))]
    return code_version([*files, *(PACKAGE / name for name in further_files)])


def readable(scenario: Scenario) -> list[Any]:
    """Everything of a scenario that judging reads and motion does not, as plain values."""
    calendar = [scenario.calendar.start, scenario.calendar.as_of, scenario.horizon]
    roles = [[faction.id, faction.role] for faction in scenario.factions]
    statements = [statement.id for statement in scenario.statements]
    counts = [asdict(count) for count in scenario.counts]
    sources = [asdict(source) for source in scenario.sources.values()]
    claims = [asdict(claim) for claim in scenario.claims]
    words = asdict(scenario.semantics)
    signals = [asdict(signal) for signal in scenario.signals]
    content: list[Any] = plain([calendar, roles, statements, counts, sources, claims, words, signals])
    return content
