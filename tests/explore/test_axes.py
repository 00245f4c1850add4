"""Axes and designs: what the texts mean, and where the points lie."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.errors import UsageError
from sim.explore.axes import Axis, parse_axes
from sim.explore.designs import latin, make_points, sobol
from sim.explore.settings import Setup
from sim.scenario.scenario import Scenario

TWO = (Axis("law.momentum.gain", 0, 3), Axis("law.accounts.loot", 0, 1))


def test_a_range_a_list_and_a_name_alone_are_read(toy: Scenario) -> None:
    ranged, listed, alone, off = parse_axes(
        ["law.momentum.gain:0:3:4", "law.accounts.loot:0.1|0.9", "law.assault.rate", "without:none|loot"],
        Setup(toy),
    )
    assert ranged == Axis("law.momentum.gain", 0, 3, 4)
    assert listed.values == (0.1, 0.9)
    prior = toy.law["assault.rate"].prior  # lognormal: the central 90 % is median * exp(-+1.645 sigma)
    assert alone.low == pytest.approx(prior.a * np.exp(-1.644854 * prior.b), rel=1e-6)
    assert alone.high == pytest.approx(prior.a * np.exp(1.644854 * prior.b), rel=1e-6)
    assert off.values == ("none", "loot")


REFUSED = {
    "law.momentum.gian:0:1": "'law.momentum.gian' cannot be varied; nearest: law.momentum.gain",
    "law.momentum.gain:3:0": "the range 3 to 0 is reversed",
    "law.momentum.gain:1:1": "the range 1 to 1 is empty",
    "law.momentum.gain:0": "is not understood; expected name:low:high",
    "law.momentum.gain:0:99": r"law.momentum.gain = fixed\(99\) is outside its range",
    "law.momentum.gain:0:x": "a bound = 'x' is not a number",
    "law.momentum.gain:0:nan": "the range 0 to nan is not finite",
    "law.momentum.gain:0:1:1": "steps = '1'; expected a whole number from 2",
    "law.momentum.gain:0|0": "has an empty or repeated value",
    "without:loot|lott": "without = 'lott' is not a mechanism; nearest: loot",
    "source.gazette.unreliable": "has no range",
    "count.gazette_april.low:-1:2": "count.gazette_april.low = -1 is negative",
}


@pytest.mark.parametrize("text", REFUSED)
def test_an_axis_that_makes_no_sense_is_refused_with_its_text(text: str, toy: Scenario) -> None:
    with pytest.raises(UsageError, match=REFUSED[text]):
        parse_axes([text], Setup(toy))


def test_an_axis_given_twice_and_no_axis_at_all_are_refused(toy: Scenario) -> None:
    with pytest.raises(UsageError, match=r"over names law\.momentum\.gain 2 times"):
        parse_axes(["law.momentum.gain:0:1", "law.momentum.gain:0:2"], Setup(toy))
    with pytest.raises(UsageError, match="over is empty"):
        parse_axes([], Setup(toy))


def test_a_latin_hypercube_has_one_point_in_every_stratum() -> None:
    unit = latin(TWO, 50, seed=3)
    assert unit.shape == (50, 2)
    for column in unit.T:
        assert sorted((column * 50).astype(int)) == list(range(50))


def test_a_sobol_sequence_fills_the_square_more_evenly_than_chance() -> None:
    unit = sobol(TWO, 64, seed=1)
    cells = np.bincount((unit[:, 0] * 4).astype(int) * 4 + (unit[:, 1] * 4).astype(int), minlength=16)
    assert cells.max() - cells.min() <= 4  # 64 chance points: a spread of 9 or more is usual
    assert ((unit >= 0) & (unit < 1)).all()


def test_the_same_seed_gives_the_same_points_and_another_seed_others() -> None:
    for design in ("lhs", "sobol"):
        assert make_points(design, TWO, 20, 1) == make_points(design, TWO, 20, 1)
        assert make_points(design, TWO, 20, 1) != make_points(design, TWO, 20, 2)


def test_leaving_out_the_last_axis_leaves_the_other_columns_as_they_were() -> None:
    for design in ("lhs", "sobol"):
        both, one = make_points(design, TWO, 16, 1), make_points(design, TWO[:1], 16, 1)
        assert [point["law.momentum.gain"] for point in both] == [point["law.momentum.gain"] for point in one]


def test_a_grid_holds_every_combination_and_its_ends() -> None:
    points = make_points("grid", (*TWO, Axis("without", values=("none", "loot"))), 60, 1)
    assert len(points) == 5 * 5 * 2
    assert {point["law.momentum.gain"] for point in points} == {0.0, 0.75, 1.5, 2.25, 3.0}
    assert len({tuple(point.values()) for point in points}) == 50


def test_a_grid_that_does_not_fit_says_how_many_points_it_needs() -> None:
    with pytest.raises(UsageError, match="points = 3 is too few for this grid; expected at least 4"):
        make_points("grid", TWO, 3, 1)
    with pytest.raises(UsageError, match="points = 10 is too few for this grid; expected at least 20"):
        make_points("grid", (Axis("law.momentum.gain", 0, 3, 20),), 10, 1)
