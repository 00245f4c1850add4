"""Differences of plain values and of resolved scenarios, each by its dotted name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.scenario.files.loader import Path_, parse

SCENARIO = "scenario.resolved.yaml"


def fields(label: str, first: Any, second: Any) -> list[str]:
    """Differences of plain values, by dotted name."""
    if isinstance(first, dict) and isinstance(second, dict):
        names = dict.fromkeys([*first, *second])
        nested = (fields(f"{label}.{name}".lstrip("."), first.get(name), second.get(name)) for name in names)
        return [line for lines in nested for line in lines]
    return [] if first == second else [f"{label}: {value_text(first)} -> {value_text(second)}"]


def value_text(value: Any) -> str:
    """A value in one word; ``-`` for none."""
    return "-" if value is None else str(value)


def scenario_lines(first: Sequence[str], second: Sequence[str], most: int = 40) -> list[str]:
    """What differs between two resolved scenarios: priors, counts, claims, network, each by its dotted name."""
    before, after = flat_values(first), flat_values(second)
    names = [name for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]
    lines = [
        f"scenario.{name}: {value_text(before.get(name))} -> {value_text(after.get(name))}" for name in names
    ]
    omitted = len(lines) - most
    return [*lines[:most], f"and {omitted} more of scenario.resolved.yaml"] if omitted > 0 else lines


def flat_values(lines: Sequence[str]) -> dict[str, str]:
    """Dotted name -> value of the YAML that ``resolved_yaml`` writes; items of lists are numbered.

    ScenarioError if it is no plain YAML.
    """
    texts: dict[str, str] = {}
    todo: list[tuple[Path_, Any]] = [((), parse("\n".join(lines), SCENARIO).value)]
    while todo:
        path, value = todo.pop()
        if isinstance(value, (dict, list)):
            parts = value.items() if isinstance(value, dict) else enumerate(value)
            todo += [((*path, step), part) for step, part in reversed(list(parts))]
        elif path:
            scalar_text = "null" if value is None else str(value)
            texts[".".join(map(str, path))] = scalar_text.lower() if isinstance(value, bool) else scalar_text
    return texts
