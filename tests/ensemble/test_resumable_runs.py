"""Runs advanced in stretches are the batch: stopping, copying and going on change no bit."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from sim.base.errors import UsageError
from sim.ensemble.block import Block, Worker, advance_many
from sim.ensemble.draws import draw_laws, draw_starts
from sim.ensemble.resumable_runs import Opening, ResumableRuns
from sim.ensemble.world import build_world
from sim.scenario.scenario import Scenario
from tests.worlds import dated, exactly, grid, made

RUNS, DAYS = 40, 40
NUMBERS = np.arange(RUNS)


def small() -> Scenario:
    """40 days on 16 districts, with talks and wars that end."""
    about = exactly(3, 16, "range", high=5)
    talks = (dated("talks", 0, None, 5, 30),)
    return made(grid(4), {}, days=DAYS, held={"red": about}, contested={"red": 3}, events=talks)


def opening(numbers: np.ndarray) -> Opening:
    """What the runs ``numbers`` begin with."""
    _, held, contested = draw_starts(small(), 1, numbers)
    return Opening(draw_laws(small(), 1, numbers), held, contested)


def advanced(numbers: np.ndarray, *stretches: int, dice: np.ndarray | None = None) -> ResumableRuns:
    """The runs ``numbers``, lived in stretches that end on the given days."""
    moving = ResumableRuns(build_world(small(), DAYS), DAYS, opening(numbers))
    go_on(moving, *stretches, dice=numbers if dice is None else dice)
    return moving


def go_on(moving: ResumableRuns, *stretches: int, dice: np.ndarray) -> None:
    """Live the stretches, the same dice throughout."""
    moving.advance(np.array(stretches), 1, np.repeat(dice[:, None], len(stretches), axis=1))


def batch(numbers: np.ndarray) -> Block:
    """The same runs as the batch lives them."""
    own = opening(numbers)
    worker = Worker(build_world(small(), DAYS), DAYS)
    return worker.run_block(1, int(numbers[0]), own.laws, own.held, own.contested)


def bits(block: Block) -> list[bytes]:
    """Everything a block holds."""
    return [
        np.ascontiguousarray(part).tobytes()
        for part in (block.counts, block.levels, block.events, block.event_count, block.end)
    ]


@pytest.mark.parametrize("stretches", [(DAYS,), (0, DAYS), (13, 27, DAYS), tuple(range(DAYS + 1))])
def test_runs_advanced_in_any_stretches_are_the_batch_to_the_last_bit(stretches: tuple[int, ...]) -> None:
    moving = advanced(NUMBERS, *stretches)
    assert bits(moving.block(0)) == bits(batch(NUMBERS))
    assert (moving.end[:, 0] >= 0).any()  # some wars end, and stay as they ended
    assert (moving.end[:, 0] < 0).any()


def test_a_copied_run_goes_on_as_the_original_with_the_same_dice() -> None:
    moving = advanced(NUMBERS, 20)
    moving.replace(np.array([0, 5]), moving, np.array([17, 17]))
    dice = NUMBERS.copy()
    dice[[0, 5]] = 17
    go_on(moving, DAYS, dice=dice)
    for row in (0, 5):
        assert moving.counts[row].tobytes() == batch(NUMBERS).counts[17].tobytes()
        assert moving.events[row].tobytes() == moving.events[17].tobytes()


def test_a_copied_run_with_dice_of_its_own_parts_from_the_original() -> None:
    moving = advanced(NUMBERS, 8)
    moved = moving.counts[:, 0, :, 0] != moving.counts[:, 8, :, 0]
    lively = int(np.flatnonzero(moved.any(axis=1) & (moving.end[:, 0] < 0))[0])  # a war that is on and moves
    moving.replace(NUMBERS, moving, np.full(RUNS, lively))
    go_on(moving, DAYS, dice=NUMBERS)
    assert len({run.tobytes() for run in moving.counts}) > RUNS // 2
    assert (moving.counts[:, :9] == moving.counts[lively, :9]).all()


@pytest.mark.parametrize("size", [RUNS, RUNS - 3, RUNS // 2])
def test_resampled_runs_are_copies_of_those_chosen_and_each_goes_on_by_itself(size: int) -> None:
    chosen = np.sort(
        np.random.default_rng(size).integers(4, RUNS, size)
    )  # some stay, some are copied, some go
    moving, parents = advanced(NUMBERS, 20).resampled(chosen)
    assert sorted(parents) == sorted(chosen)
    assert moving.runs == size
    if 2 * size > RUNS:  # who is chosen and has a place is not moved
        placed = np.unique(chosen[chosen < size])
        assert (parents[placed] == placed).all()
    go_on(moving, DAYS, dice=parents)
    whole, left = batch(NUMBERS), moving.block(0)
    for name in ("counts", "levels", "end", "event_count"):
        assert getattr(left, name).tobytes() == getattr(whole, name)[parents].tobytes()
    ends = np.cumsum(whole.event_count)
    events = [whole.events[ends[run] - whole.event_count[run] : ends[run]] for run in parents]
    assert left.events.tobytes() == np.concatenate(events).tobytes()


def test_a_run_taken_from_other_runs_keeps_its_own_past() -> None:
    here, there = advanced(NUMBERS, 20), advanced(NUMBERS + 100, 20)
    here.replace(np.array([3]), there, np.array([7]))
    go_on(here, DAYS, dice=np.where(NUMBERS == 3, 107, NUMBERS))
    assert here.counts[3].tobytes() == batch(NUMBERS + 100).counts[7].tobytes()
    assert here.counts[4].tobytes() == batch(NUMBERS).counts[4].tobytes()


def test_interrupted_runs_end_at_their_next_slice() -> None:
    stop = threading.Event()
    moving = ResumableRuns(build_world(small(), DAYS), DAYS, opening(NUMBERS), stop)
    stop.set()
    with pytest.raises(KeyboardInterrupt):
        go_on(moving, DAYS, dice=NUMBERS)


@pytest.mark.parametrize(("until", "dice"), [([20, DAYS + 30], 2), ([20, DAYS], 1)])
def test_stretches_that_do_not_fit_are_refused_before_anything_is_written(
    until: list[int], dice: int
) -> None:
    moving = ResumableRuns(build_world(small(), DAYS), DAYS, opening(NUMBERS))
    with pytest.raises(UsageError, match=rf"do not fit {RUNS} runs of {DAYS} days"):
        moving.advance(np.array(until), 1, np.repeat(NUMBERS[:, None], dice, axis=1))
    assert (moving.last_day == -1).all()


def test_the_law_is_compiled_once_whatever_the_order_in_memory_of_the_dice() -> None:
    dice = np.repeat(NUMBERS[:, None], 2, axis=1)
    rows, columns = (ResumableRuns(build_world(small(), DAYS), DAYS, opening(NUMBERS)) for _ in range(2))
    rows.advance(np.array([10, 20]), 1, np.ascontiguousarray(dice))
    columns.advance(np.array([10, 20]), 1, np.asfortranarray(dice))
    assert rows.counts.tobytes() == columns.counts.tobytes()
    assert len(advance_many.dispatcher().signatures) == 1
