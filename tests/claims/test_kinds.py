"""Conformance: every kind of definition, on wars written by hand."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pytest

from sim.base.codes import BY_TRUCE, CAPITAL_LOST, CONQUEST
from sim.claims import kind as kinds_room
from sim.claims.kind import ENDS, FROZEN, OUTCOMES, UNDEFINED, Context, Names, ended_runs
from sim.claims.kinds import COMBINATIONS, KINDS
from tests.claims.cases import CASES, DIFFERENCES, Difference
from tests.claims.stories import CITIES, T0, TERRAIN, war
from tests.records import BLUE, RED, make_record

NAMES = sorted(KINDS)
CONTEXT = Context(frozenset({"red", "blue"}), frozenset(TERRAIN.ids), {"coast": ("T01",)})


def test_every_kind_has_cases_and_differs_from_a_neighbour() -> None:
    assert sorted(CASES) == NAMES
    assert {name for one in DIFFERENCES for name in (one[1], one[3])} == set(NAMES)
    assert not set(COMBINATIONS) & set(KINDS)


@pytest.mark.parametrize("name", NAMES)
def test_a_war_makes_it_true_another_false_and_another_undefined(name: str) -> None:
    case, kind = CASES[name], KINDS[name]
    assert kind.judge(case.true(), case.parameters).tolist() == [1]
    assert kind.judge(case.false(), case.parameters).tolist() == [0]
    short = make_record([[]], terrain=TERRAIN, days=T0 - 1, as_of=T0)
    undefined = short if case.undefined is None else case.undefined()
    assert kind.judge(undefined, case.parameters).tolist() == [-1]


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda one: f"{one[1]}-{one[3]}")
def test_neighbours_differ_on_one_war(difference: Difference) -> None:
    make, first, its, second, others = difference
    record = make()
    assert KINDS[first].judge(record, its).tolist() == [1]
    assert KINDS[second].judge(record, others).tolist() == [0]


@pytest.mark.parametrize("name", NAMES)
def test_many_runs_are_judged_as_each_alone(name: str) -> None:
    stories = [[], [(50, 90, RED)], [(10, 1, RED), (20, 1, BLUE), (30, 2, RED)], [(44, 3, RED), (47, 4, RED)]]
    together = make_record(stories, terrain=TERRAIN, days=120, as_of=T0)
    alone = [make_record([one], terrain=TERRAIN, days=120, as_of=T0) for one in stories]
    kind, parameters = KINDS[name], CASES[name].parameters
    verdicts = kind.judge(together, parameters)
    assert verdicts.dtype == np.int8 and verdicts.shape == (4,)
    assert verdicts.tolist() == [int(kind.judge(record, parameters)[0]) for record in alone]


def test_definitions_that_look_equally_far_share_the_ended_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    record, found = war(), []
    find = kinds_room.find_ended
    monkeypatch.setattr(kinds_room, "find_ended", lambda *of: found.append(of[1:]) or find(*of))
    for faction, last in (("red", 50), ("red", 50), ("red", 60), (None, 50), ("blue", 50), ("red", 60)):
        runs = ended_runs(record, faction, last)
        assert {end: rows.tolist() for end, rows in runs.items()} == {
            end: rows.tolist() for end, rows in find(record, faction, last).items()
        }
    assert found == [("red", 50), ("red", 60), (None, 50), ("blue", 50)]


@pytest.mark.parametrize("name", NAMES)
def test_a_window_before_day_0_or_after_the_simulated_days_is_undefined(name: str) -> None:
    kind, parameters = KINDS[name], CASES[name].parameters
    opens, closes = kind.window(war().as_of_day, parameters)
    early = make_record([[]], terrain=TERRAIN, days=120, as_of=max(0, T0 - opens - 1))
    if kind.window(early.as_of_day, parameters)[0] < 0:
        assert kind.judge(early, parameters).tolist() == [-1]
    short = make_record([[]], terrain=TERRAIN, days=closes - 1, as_of=T0)
    assert kind.judge(short, parameters).tolist() == [-1]


def winners(parameters: dict[str, object]) -> dict[str, tuple[int, int]]:
    """(cause, victor) of each kind of end, seen from the faction asked about."""
    own = BLUE if parameters.get("faction") == "blue" else RED
    return {"won": (CONQUEST, own), "lost": (CONQUEST, 1 - own), "truce": (BY_TRUCE, RED)}


def possible_ends() -> list[tuple[str, str]]:
    """Kinds with the ends their window can contain; nobody loses a war that no faction is asked about."""
    return [
        (name, end)
        for name, end in product(NAMES, ENDS)
        if (end.endswith("before") or KINDS[name].window(war().as_of_day, CASES[name].parameters)[1] > T0)
        and not (name == "war_ends" and end.startswith("lost"))
    ]


@pytest.mark.parametrize(("name", "end"), possible_ends())
def test_ended_wars_are_judged_by_the_table_of_ends(name: str, end: str) -> None:
    kind, parameters = KINDS[name], CASES[name].parameters
    assert set(kind.ends) == set(ENDS)
    how, when = end.split()
    cause, victor = winners(parameters)[how]
    record = war((3, 1, RED), (9, 2, RED), end=(T0 if when == "before" else T0 + 1, cause, victor))
    verdict = kind.judge(record, parameters)[0]
    if kind.ends[end] == FROZEN:
        assert verdict == kind.judge_runs(record, kind.complete(parameters))[0]
    else:
        assert verdict == OUTCOMES[kind.ends[end]]


LOSING_STEAM = (
    "slower_than_before",
    "half_the_rate",
    "bends_down",
    "slower_next",
    "no_net_gain",
    "slower_gross",
    "reserve_low",
    "not_advancing",
    "slower_by_population",
    "slower_by_capitals",
)


@pytest.mark.parametrize("name", LOSING_STEAM)
def test_finished_runs_do_not_look_culminated(name: str) -> None:
    for cause, victor in ((CAPITAL_LOST, RED), (CONQUEST, BLUE), (BY_TRUCE, RED)):
        record = war(*[(day, day, RED) for day in range(1, 41)], end=(40, cause, victor))
        assert KINDS[name].judge(record, CASES[name].parameters).tolist() == [UNDEFINED]


@pytest.mark.parametrize("name", ["no_net_gain", "slower_next", "halted", "pace_below"])
def test_a_victory_after_t0_is_no_lost_steam_and_a_defeat_is(name: str) -> None:
    parameters = {"faction": "red", **({"rate": 1} if name == "pace_below" else {})}
    ends = {(CAPITAL_LOST, RED): 0, (CONQUEST, BLUE): 1, (BY_TRUCE, RED): -1}
    for (cause, victor), verdict in ends.items():
        record = war((40, 1, RED), end=(47, cause, victor))
        assert KINDS[name].judge(record, parameters).tolist() == [verdict]


AGREEING = "is|are|was|were|has|have|does|do|holds?|takes?|loses?|wins?|gains?|captures?"


@pytest.mark.parametrize("name", NAMES)
def test_parameters_of_the_cases_pass_their_own_check_and_text_names_the_faction(name: str) -> None:
    kind, parameters = KINDS[name], CASES[name].parameters
    assert kind.check(parameters, CONTEXT) == []
    text = kind.text(parameters, Names({"red": "The Reds", "blue": "The Blues"}))
    assert ("The Reds" in text or "The Blues" in text) == ("faction" in parameters)
    assert not re.search(rf"(?<!of )The (Reds|Blues) ({AGREEING})\b", text), (
        "reads wrong of a side in the singular"
    )
    assert all(spec.meaning for spec in kind.parameters.values()) and kind.summary


@pytest.mark.parametrize(
    ("name", "parameters", "problem"),
    [
        ("no_net_gain", {}, "faction is missing; expected the id of a faction: whose"),
        ("no_net_gain", {"faction": "rde"}, "faction = 'rde': expected the id of a faction; nearest: red"),
        ("no_net_gain", {"faction": "red", "afterr": 3}, "afterr is unknown to no_net_gain; nearest: after"),
        (
            "no_net_gain",
            {"faction": "red", "after": 0},
            "after = 0: expected a whole number from 1 to 3650 days",
        ),
        (
            "no_net_gain",
            {"faction": "red", "after": 1.5},
            "after = 1.5: expected a whole number from 1 to 3650 days",
        ),
        (
            "no_net_gain",
            {"faction": "red", "after": True},
            "after = True: expected a whole number from 1 to 3650 days",
        ),
        (
            "reserve_low",
            {"faction": "red", "share": float("nan")},
            "share = nan: expected a number from 0 to 1",
        ),
        (
            "falls_by",
            {"faction": "red", "place": "T9O"},
            "place = 'T9O': expected the id of a district; nearest: T9",
        ),
        (
            "cannot_take_and_hold",
            {"faction": "red", "places": ["T01", "X"], "number": 1},
            "places = 'X': expected a list of district ids",
        ),
        (
            "cannot_take_and_hold",
            {"faction": "red", "places": ["T01", "T01"]},
            "places = 'T01' twice: expected each once",
        ),
        (
            "cannot_take_and_hold",
            {"faction": "red", "places": "T01"},
            "places = 'T01': expected a list of district ids",
        ),
        (
            "cannot_take_and_hold",
            {"faction": "red", "list": "provincial_capital"},
            "list = 'provincial_capital': expected the name of a list of places; nearest: provincial_capitals",
        ),
        (
            "cannot_take_and_hold",
            {"faction": "red"},
            "places and list = {'places': None, 'list': None}: expected exactly one of the two",
        ),
        (
            "cannot_take_and_hold",
            {"faction": "red", "places": ["T01"], "number": 2},
            "number = 2: expected at most 1, as many as are listed",
        ),
        (
            "stock_at",
            {"faction": "red", "what": "heldd", "at_least": 1},
            "what = 'heldd': expected one of held, capitals, contested, capitals_threatened; nearest: held",
        ),
        ("stock_at", {"faction": "red"}, "at_least and at_most are missing; expected at least one"),
        (
            "net_gain_between",
            {"faction": "red", "low": 5, "high": 3},
            "low = 5 is above high = 3; expected low <= high",
        ),
        ("war_ends", {"causes": ["conquests"]}, "causes = 'conquests': expected some of"),
        (
            "falls_in_window",
            {"faction": "red", "place": "T90", "opens": 9, "closes": 9},
            "closes = 9: expected more than opens = 9",
        ),
        (
            "regained",
            {"faction": "blue", "window": 3, "hold": 4},
            "hold = 4: expected at most window = 3",
        ),
        (
            "regained",
            {"faction": "blue", "number": 1},
            "number = 1: expected at least provinces = 2, since a district lies in one province",
        ),
        (
            "will_be_retaken",
            {"faction": "blue", "places": ["T04"], "number": 2},
            "number = 2: expected at most 1, as many as are listed",
        ),
    ],
)
def test_wrong_parameters_are_named_with_value_and_expectation(
    name: str, parameters: dict[str, object], problem: str
) -> None:
    problems = KINDS[name].check(parameters, CONTEXT)
    assert len(problems) == 1
    assert problems[0].startswith(problem)


@pytest.mark.parametrize("limit", ["at_least", "at_most"])
@pytest.mark.parametrize("number", [-1, 2_000_000])
def test_a_limit_that_no_stock_can_reach_is_refused(limit: str, number: int) -> None:
    (problem,) = KINDS["stock_at"].check({"faction": "red", limit: number}, CONTEXT)
    assert problem.startswith(limit)
    assert f"{number}" in problem.replace(",", "")


def test_the_end_of_a_war_is_told_with_its_days() -> None:
    told = KINDS["war_ends"].text({"horizon": 30, "causes": ["truce"]}, Names())
    assert told.startswith("the war will end within 30 days by ")


def test_all_problems_are_told_at_once() -> None:
    problems = KINDS["slower_than_before"].check({"faction": "green", "recent": -1, "speed": 2}, CONTEXT)
    assert [text.split()[0] for text in problems] == ["speed", "faction", "recent"]


def test_the_list_of_provincial_capitals_is_every_seat_of_the_network() -> None:
    record = war(*[(50, city, RED) for city in CITIES])
    asked = {"faction": "red", "list": "provincial_capitals", "hold": 7}
    kind = KINDS["cannot_take_and_hold"]
    assert kind.judge(record, {**asked, "number": 3}).tolist() == [0]
    assert kind.judge(record, {**asked, "number": 4}).tolist() == [1]
    assert kind.judge(record, {"faction": "red", "list": "national"}).tolist() == [1]
