"""Definitions and start counts as settings: what they change, what they leave, and what they refuse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.base.errors import UsageError
from sim.explore.axes import parse_axes
from sim.explore.definition_axes import claims_with_choice, headline_column, meanings_of
from sim.explore.point_runs import Sweep, SweepProgress, run_points
from sim.explore.settings import Setup, Value, choose
from sim.scenario.files.hashing import simulation_hash
from sim.scenario.scenario import Scenario

HOLD = "definition.no_city.any_city_7.hold"


def test_a_number_inside_a_definition_changes_that_definition_and_its_words_only(toy: Scenario) -> None:
    made = choose(Setup(toy), {HOLD: 3.0}).scenario
    claim = next(one for one in made.claims if one.id == "no_city")
    before = next(one for one in toy.claims if one.id == "no_city")
    assert claim.definitions[0].parameters == {**before.definitions[0].parameters, "hold": 3}
    assert claim.definitions[1:] == before.definitions[1:]
    assert claim.definitions[0].text == ""  # the scenario's own words may speak of 7 days
    assert replace(made, claims=toy.claims) == toy


def test_holding_longer_is_never_more_likely(toy: Scenario, own_store: Path) -> None:
    points: list[dict[str, Value]] = [{HOLD: hold} for hold in (1.0, 7.0, 20.0)]
    rows = run_points(Sweep(Setup(toy, "none"), 200, 1, 2), points, SweepProgress(3), lambda tally: None)
    never = [row["no_city.any_city_7.prior.p"] for row in rows]
    assert never == sorted(never)
    assert never[0] < never[-1]


def test_choosing_a_definition_needs_no_new_row_and_reads_another_column(toy: Scenario) -> None:
    point: dict[str, Value] = {"definition.no_city": "last_city_7"}
    assert choose(Setup(toy), point) == Setup(toy)
    assert headline_column(toy, point, "no_city.any_city_7") == "no_city.last_city_7"
    assert headline_column(toy, point, "held.red.horizon") == "held.red.horizon"
    assert headline_column(toy, {}, "no_city.any_city_7") == "no_city.any_city_7"


def test_one_set_of_start_counts_is_used_in_every_run(toy: Scenario) -> None:
    first = toy.trackers[0]
    two = replace(toy, trackers=(first, replace(first, id="other")))
    made = choose(Setup(two), {"start": "other"}).scenario
    assert [one.id for one in made.trackers] == ["other"]
    (axis,) = parse_axes(["start"], Setup(two))
    assert axis.values == (first.id, "other")
    with pytest.raises(UsageError, match="over = 'start': toy_corridor has only one, gazette_start"):
        parse_axes(["start"], Setup(toy))


def test_a_count_taken_as_one_number_moves_start_and_evidence(toy: Scenario) -> None:
    made = choose(Setup(toy), {"count.gazette_march.exactly": 4}).scenario
    held = made.trackers[0].held["red"]
    assert (held.low, held.high, held.modifier) == (4, 4, "exactly")
    assert simulation_hash(made) != simulation_hash(toy)


def test_numbers_that_are_whole_stay_whole_on_an_axis(toy: Scenario) -> None:
    (axis,) = parse_axes([f"{HOLD}:1:14"], Setup(toy))
    assert {axis.at(u / 97) for u in range(98)} == {float(day) for day in range(1, 15)}


def test_every_number_of_every_definition_set_to_what_it_is_leaves_all_numbers_as_they_are(
    toy: Scenario,
) -> None:
    before = meanings_of(toy)
    assert len(before) > 3
    for name, number in before.items():
        made = choose(Setup(toy), {f"definition.{name}": float(number.value)}).scenario
        after = meanings_of(made)
        assert after == before, name
        assert type(after[name].value) is type(number.value), name  # a whole number stays one
        assert simulation_hash(made) == simulation_hash(toy), name


def test_every_definition_of_a_claim_can_be_read_as_its_headline(toy: Scenario) -> None:
    headline = {claim.id: f"{claim.id}.{claim.headline}" for claim in toy.claims}
    assert claims_with_choice(toy)
    for claim, ids in claims_with_choice(toy).items():
        assert len(ids) > 1
        points: list[dict[str, Value]] = [{f"definition.{claim}": one} for one in ids]
        assert all(choose(Setup(toy), point) == Setup(toy) for point in points)
        read = [headline_column(toy, point, headline[claim]) for point in points]
        assert read == [f"{claim}.{one}" for one in ids]


REFUSED = {
    HOLD: (3.5, "hold = 3.5: expected a whole number"),
    "definition.no_city": ("first_city", "is not a definition of no_city; "),
    "definition.no_city.any_city_7.hodl": (3.0, "cannot be set; nearest: definition.no_city.any_city_7.hold"),
    "start": ("april", "start = 'april' is not a set of start counts"),
    "count.gazette_march.exactly": (9999, "makes the interval 9999 to 9999; expected 0 <= low <= high <="),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_makes_no_sense_is_refused_with_what_was_expected(name: str, toy: Scenario) -> None:
    value, expected = REFUSED[name]
    with pytest.raises(UsageError, match=expected):
        choose(Setup(toy), {name: value})
