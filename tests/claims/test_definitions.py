"""Combinations in three-valued logic, their texts, windows and parameters."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from sim.base.errors import UsageError
from sim.claims.definitions import (
    both,
    check_definition,
    definition_parameters,
    definition_text,
    definition_window,
    evaluate,
    negate,
    window_text,
)
from sim.claims.kind import Context, Names
from sim.claims.types import Definition
from tests.claims.cases import fights, idle, quickening, slowing
from tests.claims.stories import T0, war
from tests.records import RED

SLOWER = Definition("a", "slower_than_before", parameters={"faction": "red"})
POOR = Definition("b", "reserve_low", parameters={"faction": "red"})  # undefined where there is no reserve
HALTED = Definition("c", "halted", parameters={"faction": "red"})
CONTEXT = Context(frozenset({"red"}), frozenset({"T01"}))


def combine(kind: str, *parts: Definition) -> Definition:
    """all / any / not of the parts."""
    return Definition("x", kind, parts=parts)


def test_and_and_not_are_kleenes() -> None:
    order = {-1: 0.5, 0: 0.0, 1: 1.0}
    back = {value: key for key, value in order.items()}
    for a, b in product(order, order):
        found = both(np.array([[a], [b]], dtype=np.int8))
        assert found.tolist() == [back[min(order[a], order[b])]]
        assert found.dtype == np.int8
    assert negate(np.array([-1, 0, 1], dtype=np.int8)).tolist() == [-1, 1, 0]


@pytest.mark.parametrize(
    ("kind", "parts", "expected"),
    [
        ("all", (SLOWER, HALTED), 1),
        ("all", (SLOWER, POOR), -1),
        ("any", (SLOWER, POOR), 1),
        ("any", (POOR,), -1),
        ("not", (SLOWER,), 0),
        ("not", (POOR,), -1),
        ("all", (combine("not", SLOWER), POOR), 0),
    ],
)
def test_an_undefined_part_counts_only_where_it_could_change_the_result(
    kind: str, parts: tuple[Definition, ...], expected: int
) -> None:
    assert evaluate(combine(kind, *parts), slowing()).tolist() == [expected]


def test_the_text_of_the_scenario_comes_first_and_combinations_are_spelled_out() -> None:
    names = Names({"red": "The Reds"})
    assert definition_text(Definition("a", "halted", "it stops", {"faction": "red"}), names) == "it stops"
    assert definition_text(HALTED, names) == "The Reds will capture nothing in the next 14 days"
    assert (
        definition_text(combine("any", HALTED, POOR), names)
        == "(The Reds will capture nothing in the next 14 days) or "
        "(the mobile reserve of The Reds is below 25 % of what it was at the start)"
    )
    assert definition_text(combine("not", HALTED), names).startswith("it is not the case that The Reds")


def test_the_window_spans_all_parts_and_is_told_in_dates() -> None:
    calendar = slowing().calendar
    assert definition_window(SLOWER, calendar) == (3, 45)
    assert definition_window(combine("all", SLOWER, HALTED), calendar) == (3, 59)
    assert window_text((3, 45), calendar) == "2030-03-05 to 2030-04-15"
    assert window_text(definition_window(POOR, calendar), calendar) == "2030-04-15"


def test_parameters_carry_their_kind_and_their_defaults() -> None:
    assert definition_parameters(HALTED) == {"kind": "halted", "faction": "red", "days": 14}
    assert definition_parameters(combine("not", HALTED)) == {"not": definition_parameters(HALTED)}
    assert definition_parameters(combine("all", HALTED, POOR))["all"][1]["share"] == 0.25


def test_faults_of_all_parts_are_found() -> None:
    wrong = combine("all", Definition("a", "haltd", parameters={}), Definition("b", "halted"))
    assert check_definition(wrong, CONTEXT) == [
        "kind = 'haltd' is unknown; nearest: halted",
        "faction is missing; expected the id of a faction: whose",
    ]
    assert check_definition(combine("not", HALTED, POOR), CONTEXT) == [
        "not has 2 parts; expected exactly 1 part"
    ]
    assert check_definition(combine("any"), CONTEXT) == ["any has 0 parts; expected at least 1 part"]
    assert check_definition(combine("any", HALTED), CONTEXT) == []


def test_an_unknown_kind_is_refused_when_judged() -> None:
    with pytest.raises(UsageError, match="definition z: kind = 'haltd' is unknown; nearest: halted"):
        evaluate(Definition("z", "haltd"), idle())


def test_a_list_only_the_scenario_knows_is_refused_when_judged() -> None:
    asked = Definition("z", "cannot_take_and_hold", parameters={"faction": "red", "list": "major"})
    with pytest.raises(UsageError, match="list = 'major' is not a list of the network; known: national"):
        evaluate(asked, idle())


def test_records_without_events_are_judged() -> None:
    for record in (idle(), fights(3, 1), war((T0 + 3, 5, RED))):
        assert evaluate(combine("not", HALTED), record).tolist() == [int(len(record.captures) > 0)]
    assert evaluate(HALTED, quickening()).tolist() == [0]
