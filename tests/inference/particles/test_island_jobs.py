"""Islands are kept as they were left: read instead of lived, made again when damaged, the same from another process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import sim.inference.particles.island_jobs as islands_module
from sim.ensemble.block import BLOCK
from sim.ensemble.engine import Ensemble
from sim.ensemble.execution.executor import Threads
from sim.inference.particles.filter import run_filter
from sim.inference.particles.island import FilterTask, Survivors
from sim.inference.particles.island_jobs import Islands, island_is_whole, pack, survivors, unpack
from sim.inference.weights import weigh_ensemble
from sim.scenario.scenario import Scenario
from tests.inference.problems import four_counts, islands_of, prior_runs

SIZE = 128
PLACE = (10_240, SIZE)


@pytest.fixture(scope="module", autouse=True)
def small_islands() -> Iterator[None]:
    with islands_of(SIZE):
        yield


@pytest.fixture(scope="module")
def problem() -> Scenario:
    return four_counts()


def never(task: FilterTask, first: int, size: int) -> Survivors | None:
    raise AssertionError(f"island {first} is lived although it is kept")


def bits(found: Ensemble) -> tuple[bytes, ...]:
    """Everything of an ensemble that inference reads."""
    weights = weigh_ensemble(found)
    series = b"".join(np.ascontiguousarray(one).tobytes() for one in found.series.values())
    numbers = {} if found.lineage is None else found.lineage.numbers
    lines = b"".join(number.tobytes() for number in numbers.values())
    return (
        series,
        lines,
        weights.log_values.tobytes(),
        found.parameters.tobytes(),
        found.record.event_day.tobytes(),
    )


def test_an_island_comes_back_from_its_bytes_to_the_last_bit(problem: Scenario, own_store: Path) -> None:
    left = Islands(problem, 1, "all").here(PLACE)
    assert left is not None
    found = unpack(pack(left))
    assert found is not None
    again = survivors(found)
    assert again is not None
    assert pack(again) == pack(left)
    assert again.log_evidence == left.log_evidence
    assert again.lineage.numbers.keys() == left.lineage.numbers.keys()


def test_an_island_without_particles_comes_back_as_none() -> None:
    found = unpack(pack(None))
    assert found is not None and survivors(found) is None


def test_a_filter_that_is_repeated_lives_no_island_again(
    problem: Scenario, own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prior = prior_runs(problem, BLOCK)
    apart = run_filter(prior, "all", 4 * SIZE, Threads(2), keep=False)[0]
    first = run_filter(prior, "all", 4 * SIZE, Threads(2))[0]
    monkeypatch.setattr(islands_module, "run_island", never)
    told: list[tuple[int, int, int]] = []
    again = run_filter(prior, "all", 4 * SIZE, Threads(1), lambda *done: told.append(done))[0]
    assert bits(apart) == bits(first) == bits(again)
    assert told[-1] == (4 * SIZE, 4 * SIZE, 4 * SIZE)


def test_an_interrupted_filter_keeps_the_islands_that_were_done(
    problem: Scenario, own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prior, live, lived = prior_runs(problem, BLOCK), islands_module.run_island, list[int]()

    def breaks(task: FilterTask, first: int, size: int) -> Survivors | None:
        if len(lived) == 2:
            raise KeyboardInterrupt
        lived.append(first)
        return live(task, first, size)

    monkeypatch.setattr(islands_module, "run_island", breaks)
    with pytest.raises(KeyboardInterrupt):
        run_filter(prior, "all", 4 * SIZE, Threads(1))
    before = list(lived)

    def counts(task: FilterTask, first: int, size: int) -> Survivors | None:
        lived.append(first)
        return live(task, first, size)

    monkeypatch.setattr(islands_module, "run_island", counts)
    resumed = run_filter(prior, "all", 4 * SIZE, Threads(1))[0]
    assert len(lived) == len(set(lived)) == 4
    assert len(before) == 2
    assert bits(resumed) == bits(run_filter(prior, "all", 4 * SIZE, Threads(2), keep=False)[0])


def test_a_damaged_island_is_lived_again(problem: Scenario, own_store: Path) -> None:
    work = Islands(problem, 1, "all")
    left = work.here(PLACE)
    path = work.path(PLACE)
    assert island_is_whole(path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= (
        0xFF  # not one bit: what repeats itself can be packed in two ways that differ by one
    )
    path.write_bytes(bytes(data))
    assert not island_is_whole(path)
    assert pack(work.here(PLACE)) == pack(left)
    assert island_is_whole(path)


def test_what_decides_an_island_decides_its_address(problem: Scenario, own_store: Path) -> None:
    plain = Islands(problem, 1, "all").folder
    shorter = replace(problem, counts=problem.counts[:-1])
    assert len({plain, Islands(problem, 2, "all").folder, Islands(problem, 1, "seed").folder, Islands(shorter, 1, "all").folder}) == 4  # fmt: skip
    assert Islands(problem, 1, "all").folder == plain


@pytest.mark.parametrize("shared", [True, False])
def test_another_process_makes_the_same_island(problem: Scenario, own_store: Path, shared: bool) -> None:
    work = Islands(problem, 1, "all")
    arrive, parts = work.__reduce__()[:2]
    there: Islands = arrive(*parts)
    parcel = there.away(PLACE, shared)
    assert (parcel is None) == shared
    assert work.path(PLACE).is_file() == shared
    left = work.receive(PLACE, parcel)
    assert pack(left) == pack(Islands(problem, 1, "all", keep=False).here(PLACE))
    assert work.path(PLACE).is_file()
