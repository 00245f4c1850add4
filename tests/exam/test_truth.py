"""What happened, and what of it is not known."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.exam.questions import FAR, NAMED, UNIT, set_paper, steps_from_held
from sim.exam.truth import CENSORED, UNKNOWN, Change, Truth, analysed_map, last_mover, read_truth
from sim.scenario.campaign import CHALLENGING, DEFENDING, campaign_names, read_campaign

START = date(2030, 3, 1)


def day(number: int) -> date:
    return date.fromordinal(START.toordinal() + number)


def made(*changes: tuple[int, int, int], known: int = 100) -> Truth:
    """One district that changes (after, day, side)."""
    return Truth((tuple(Change(day(after), day(on), side) for after, on, side in changes),), day(known))


@pytest.mark.parametrize(
    ("changes", "window", "answer"),
    [
        ([(0, 0, 1), (9, 10, 0)], (5, 15), 1),
        ([(0, 0, 1), (9, 10, 0)], (10, 15), 0),
        ([(0, 0, 1), (9, 10, 0)], (5, 9), 0),
        ([(0, 0, 1), (5, 30, 0)], (5, 15), CENSORED),  # some day between two maps
        ([(0, 0, 1), (5, 30, 0)], (5, 30), 1),
        ([(0, 0, 1), (5, 30, 0)], (10, 40), CENSORED),  # perhaps before
        ([(0, 0, 1), (19, 20, UNKNOWN)], (5, 15), 0),
        ([(0, 0, 1), (19, 20, UNKNOWN)], (5, 25), CENSORED),
        ([(0, 0, 1), (9, 10, 0), (19, 20, UNKNOWN)], (5, 25), 1),
        ([(0, 0, 1), (9, 10, 0), (11, 12, 1), (13, 14, 0)], (5, 25), 1),
        ([(0, 0, 1)], (50, 101), CENSORED),  # nobody tells of day 101
    ],
)
def test_whether_a_side_took_a_place_is_known_or_not(
    changes: list[tuple[int, int, int]], window: tuple[int, int], answer: int
) -> None:
    truth = made(*changes)
    assert truth.taken(CHALLENGING, day(window[0]), day(window[1])).tolist() == [answer]


def test_a_holder_between_two_maps_is_not_known() -> None:
    truth = made((0, 0, 1), (5, 30, 0))
    assert [int(truth.sides_at(day(n))[0]) for n in (5, 6, 29, 30)] == [1, UNKNOWN, UNKNOWN, 0]
    assert truth.held(CHALLENGING, day(29)) is None
    assert truth.held(CHALLENGING, day(30)) == 1


def test_every_campaign_can_be_read_and_asked() -> None:
    assert len(campaign_names()) >= 7
    for name in ("nigeria_2014_15", "kunduz_2015"):
        campaign = read_campaign(name)
        truth = read_truth(campaign)
        for origin in campaign.origins:
            asked = set_paper(campaign, truth, origin).asked
            assert {UNIT} <= set(asked.kind) <= {UNIT, NAMED, "capital"}
            assert asked.steps[asked.kind == UNIT].max() <= 4


def test_nothing_published_later_is_on_the_map_of_an_origin() -> None:
    campaign = read_campaign("nigeria_2014_15")
    terrain, factions = campaign.scenario.terrain, campaign.scenario.faction_ids
    gwoza, before, after = terrain.row["NG008011"], date(2015, 3, 26), date(2015, 3, 28)
    assert factions[analysed_map(campaign, before)[0][gwoza]] == "boko_haram"
    assert factions[analysed_map(campaign, after)[0][gwoza]] == "government"


def test_who_moved_last_is_read_from_dated_captures_of_late() -> None:
    campaign = read_campaign("nigeria_2014_15")
    assert last_mover(campaign, date(2015, 1, 15)) == CHALLENGING  # Baga, a week before
    assert last_mover(campaign, date(2015, 2, 20)) == DEFENDING
    assert last_mover(campaign, date(2015, 9, 1)) is None  # stale


def test_steps_are_counted_from_the_nearest_district_held() -> None:
    campaign = read_campaign("kunduz_2015")
    terrain = campaign.scenario.terrain
    held = np.zeros(terrain.districts, dtype=bool)
    assert (steps_from_held(terrain, held) == FAR).all()
    held[0] = True
    steps = steps_from_held(terrain, held)
    assert steps[0] == 0
    first, neighbour, _ = terrain.adjacency
    assert (steps[neighbour[first[0] : first[1]]] == 1).all()
