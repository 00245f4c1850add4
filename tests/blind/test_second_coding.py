"""The seed report coded twice, independently, and compared field by field."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sim.evidence.source_and_count import Count
from sim.scenario.scenario import Scenario

HERE = Path(__file__).parent
SEALED = "5ac09edafa81da3ffd0d60bb9a7e24c09431a9811df29290d768716cc9258bdc"
ROLES = {"taliban": "challenger", "government": "incumbent"}
FIELDS = ("faction", "relation", "unit", "measure", "kind", "low", "high", "modifier", "window_from", "date")


def read(name: str) -> dict[str, Any]:
    """A YAML file beside this one."""
    found: dict[str, Any] = YAML(typ="safe").load((HERE / name).read_text(encoding="utf-8"))
    return found


def coded(count: Count) -> dict[str, Any]:
    """The scenario's coding of a count in the words of the second coding."""
    plain = {name: getattr(count, name) for name in FIELDS} | {"basis": count.basis, "use": count.use}
    plain["faction"] = ROLES[count.faction]
    plain["net"] = None if count.relation == "contests" else "gross" not in count.note
    return plain


def first_coding(scenario: Scenario) -> dict[str, Any]:
    """What the scenario says, flat: dotted field -> value."""
    counts = {count.statement: coded(count) for count in scenario.counts if count.statement in ("T4", "T5")}
    flat = {f"counts.{name}.{key}": value for name, one in counts.items() for key, value in one.items()}
    flat |= {f"statements.{one.id}.role": one.role for one in scenario.statements}
    headlines = {
        claim.statement: next(one for one in claim.definitions if one.id == claim.headline)
        for claim in scenario.claims
        if claim.testable
    }
    cities, regained = headlines["T2"].parameters, headlines["T3"].parameters
    talks = next(event for event in scenario.events if event.kind == "talks")
    source = scenario.sources["russian_mfa"]
    return flat | {
        "published": max(count.published for count in scenario.counts if count.statement == "T4"),
        "as_of": scenario.calendar.as_of,
        "source.kind": source.kind,
        "source.admiralty": source.admiralty,
        "source.lag": [int(day) for day in source.lag],
        "claims.T2.least_number": cities["number"],
        "claims.T2.needs_hold": cities["hold"] > 0,
        "claims.T2.horizon": cities["horizon"],
        "claims.T2.includes_kabul": "AF0101" in cities["places"],
        "claims.T3.least_provinces": regained["provinces"],
        "claims.T3.window_from": scenario.calendar.as_of - timedelta(days=regained["window"] - 1),
        "statements.T9.date": talks.start,
    }


def second_coding() -> dict[str, Any]:
    """What the second coder wrote, flat, with the same names."""
    plain = read("second_coding.yaml")
    flat = {
        f"counts.{name}.{key}": value
        for name, one in plain["counts"].items()
        for key, value in one.items()
        if key != "doubt"
    }
    flat |= {f"statements.{name}.role": one["role"] for name, one in plain["statements"].items()}
    flat |= {f"source.{key}": plain["source"][key] for key in ("kind", "admiralty", "lag")}
    two, three = plain["statements"]["T2"], plain["statements"]["T3"]
    return flat | {
        "published": plain["published"],
        "as_of": plain["as_of"],
        **{
            f"claims.T2.{key}": two[key]
            for key in ("least_number", "needs_hold", "horizon", "includes_kabul")
        },
        **{f"claims.T3.{key}": three[key] for key in ("least_provinces", "window_from")},
        "statements.T9.date": plain["statements"]["T9"]["date"],
    }


def test_both_coders_coded_the_same_fields(seed_scenario: Scenario) -> None:
    assert set(first_coding(seed_scenario)) == set(second_coding())


def test_every_difference_between_the_codings_is_argued_and_no_other(seed_scenario: Scenario) -> None:
    first, second, argued = first_coding(seed_scenario), second_coding(), read("differences.yaml")
    differing = {name for name in first if first[name] != second[name]}
    assert differing == set(argued)


def test_the_argued_values_are_the_coded_ones(seed_scenario: Scenario) -> None:
    first, second = first_coding(seed_scenario), second_coding()
    for name, one in read("differences.yaml").items():
        assert one["scenario"] == first[name], name
        assert one["second"] == second[name], name
        assert len(one["argument"].split()) >= 8, name


@pytest.mark.parametrize("name", ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"])
def test_the_coders_agree_on_the_role_of_every_statement(seed_scenario: Scenario, name: str) -> None:
    assert (
        first_coding(seed_scenario)[f"statements.{name}.role"] == second_coding()[f"statements.{name}.role"]
    )


def test_the_numbers_of_the_report_are_read_alike(seed_scenario: Scenario) -> None:
    first, second = first_coding(seed_scenario), second_coding()
    for field in ("low", "high", "modifier", "unit", "kind", "relation", "net", "date"):
        assert first[f"counts.T4.{field}"] == second[f"counts.T4.{field}"]
    assert first["counts.T4.date"] == date(2021, 8, 5)


def test_the_second_coding_has_not_been_touched_since() -> None:
    found = hashlib.sha256((HERE / "second_coding.yaml").read_bytes()).hexdigest()
    assert found == SEALED
