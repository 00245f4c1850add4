"""The coarser partitions of Syria and Ethiopia: the same ground, the same war."""

from __future__ import annotations

import pytest

from sim.base.errors import UsageError
from sim.exam.coarse_partition import coarsen, shared
from sim.exam.truth import analysed_map, read_truth
from sim.scenario.campaign import CHALLENGING, read_campaign


@pytest.mark.parametrize(("name", "units"), [("syria_2024", 62), ("ethiopia_2021", 45)])
def test_the_coarse_campaign_tells_the_same_war(name: str, units: int) -> None:
    fine = read_campaign(name)
    coarse = coarsen(fine)
    assert coarse.scenario.terrain.districts == units
    whole, parts = read_truth(coarse), read_truth(fine)
    for origin in fine.origins:
        held, of = whole.held(CHALLENGING, origin), parts.held(CHALLENGING, origin)
        assert held is not None and of is not None
        assert abs(held / units - of / fine.scenario.terrain.districts) < 0.15
        assert coarse.at(origin).terrain.districts == units
        assert len(analysed_map(coarse, origin)[0]) == units
        assert all(row.district < units for row in coarse.at(origin).control)


def test_a_campaign_without_one_says_which_file_is_missing() -> None:
    with pytest.raises(UsageError, match=r"kunduz_2015/coarse/districts\.csv does not exist"):
        coarsen(read_campaign("kunduz_2015"))


@pytest.mark.parametrize(
    ("holder", "present", "found"),
    [
        ([0, 0, 1], [-1, -1, -1], (0, 1)),
        ([1, 0, 0, 1], [-1] * 4, (1, 0)),  # the first of equals
        ([0, 0], [1, -1], (0, 1)),
        ([0, 0], [-1, -1], (0, -1)),
        ([-1, -1, 0], [-1, -1, -1], (-1, -1)),  # nobody tells
    ],
)
def test_a_unit_belongs_to_who_holds_most_of_it(
    holder: list[int], present: list[int], found: tuple[int, int]
) -> None:
    import numpy as np

    assert shared(np.array(holder), np.array(present)) == found
