"""What is asked from an origin, and what the answers are."""

from __future__ import annotations

import numpy as np
import pytest

from sim.exam.questions import CAPITAL, HORIZONS, NAMED, OTHER, SAME, UNIT, ask, set_paper
from sim.exam.truth import CENSORED, read_truth
from sim.scenario.campaign import CHALLENGING, DEFENDING
from tests.exam.worlds import BLUE, RED, corridor, day


def test_every_unit_within_four_steps_is_asked_at_every_horizon_for_either_side() -> None:
    campaign = corridor((5, "T05", RED))
    asked = ask(campaign, read_truth(campaign), day(10))
    units = asked.kind == UNIT
    assert asked.steps[units].max() <= 4
    for mover, holders in ((CHALLENGING, {"T01", "T02", "T03", "T05"}), (DEFENDING, None)):
        here = units & (asked.mover == mover)
        names = {campaign.scenario.terrain.ids[row] for row in asked.district[here]}
        assert names and (holders is None or not names & holders)
        assert sorted(set(asked.horizon[here].tolist())) == list(HORIZONS)
    theirs = units & (asked.mover == DEFENDING)
    assert {campaign.scenario.terrain.ids[row] for row in asked.district[theirs]} <= {
        "T01",
        "T02",
        "T03",
        "T05",
    }


def test_the_answer_is_whether_the_place_fell_within_the_horizon() -> None:
    campaign = corridor((15, "T04", RED), (60, "T05", RED), (61, "T05", BLUE))
    asked = ask(campaign, read_truth(campaign), day(10))
    rows = campaign.scenario.terrain.row

    def told(kind: str, place: str) -> dict[int, int]:
        here = (asked.kind == kind) & (asked.district == rows[place]) & (asked.mover == CHALLENGING)
        return dict(zip(asked.horizon[here].tolist(), asked.outcome[here].tolist(), strict=True))

    assert told(NAMED, "T04") == {7: 1, 30: 1, 90: 1, 180: 1}
    assert told(UNIT, "T05") == {7: 0, 30: 0, 90: 1, 180: 1}  # taken and lost again: it fell
    assert told(CAPITAL, "T04") == told(NAMED, "T04")


def test_a_horizon_beyond_what_is_known_is_censored() -> None:
    campaign = corridor((15, "T04", RED), known=50)
    asked = ask(campaign, read_truth(campaign), day(10))
    late = asked.horizon > 30
    assert (asked.outcome[late] == CENSORED).all()
    assert (asked.outcome[~late] != CENSORED).all()


@pytest.mark.parametrize(
    ("rows", "mine"),
    [
        ([], "static"),
        ([(8, "T05", RED)], SAME),
        ([(8, "T03", BLUE)], OTHER),
        ([(6, "T05", RED), (8, "T03", BLUE)], OTHER),  # the later one counts
    ],
)
def test_who_moved_last_is_seen_from_the_mover(rows: list[tuple[int, str, int]], mine: str) -> None:
    campaign = corridor(*rows)
    paper = set_paper(campaign, read_truth(campaign), day(10))
    assert set(paper.who[paper.asked.mover == CHALLENGING]) == {mine}


def test_a_capture_of_the_future_changes_no_question() -> None:
    one, other = corridor((15, "T04", RED)), corridor((16, "T09", RED))
    first, second = (ask(campaign, read_truth(campaign), day(10)) for campaign in (one, other))
    assert np.array_equal(first.district, second.district)
    assert np.array_equal(first.steps, second.steps)
