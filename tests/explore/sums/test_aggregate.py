"""What is kept of runs that are dropped: the main job's numbers, the same bits in any order, memory that stays."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.ensemble.engine import Plan, simulate
from sim.ensemble.execution.executor import Threads
from sim.ensemble.selected_runs import SelectedRuns
from sim.explore.sums import aggregate as room
from sim.explore.sums import portions
from sim.explore.sums.aggregate import Aggregate, merge
from sim.explore.sums.portions import Portions, aggregate, pack, unpack
from sim.inference.weights import weigh_ensemble
from sim.record.histograms import SERIES, histogram
from sim.record.regimes import REGIMES, regimes
from sim.scenario.scenario import Scenario

RUNS = 700


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three portions of one block; a sample that does not hold every run."""
    monkeypatch.setattr(portions, "PORTION", 256)
    monkeypatch.setattr(room, "SAMPLED", 100)
    monkeypatch.setattr("sim.explore.sums.condense.SAMPLED", 100)


def whole(toy: Scenario, workers: int = 2, evidence: str = "all", runs: int = RUNS) -> Aggregate:
    return aggregate(toy, 1, runs, evidence, Threads(workers), lambda *_: None)[0]


def same(one: Aggregate, other: Aggregate) -> bool:
    """Whether two aggregates are the same bits."""
    return pack(one) == pack(other)


@pytest.mark.usefixtures("own_store")
def test_estimates_are_those_of_the_main_job(toy: Scenario) -> None:
    found = whole(toy)
    ensemble = sim.run_ensemble(toy, runs=RUNS)
    weights = sim.condition(ensemble)
    assert (found.runs, found.failed, found.number("alive")) == (RUNS, 0, int(weights.alive.sum()))
    assert found.ess == pytest.approx(weights.ess, rel=1e-3)  # likelihoods are tabulated over other runs
    assert found.pareto_k == pytest.approx(weights.pareto_k, abs=1e-3)
    for verdict in sim.judge(ensemble, weights):
        for one in verdict.definitions:
            name = f"{verdict.claim.id}.{one.id}"
            assert found.before(name).to_dict() == pytest.approx(one.prior.to_dict(), abs=1e-12)
            assert one.posterior is not None
            assert found.after(name).to_dict() == pytest.approx(one.posterior.to_dict(), rel=1e-3, abs=1e-9)


@pytest.mark.usefixtures("own_store")
def test_series_regimes_and_falls_are_counts_of_the_runs(toy: Scenario) -> None:
    found, record = whole(toy), sim.run_ensemble(toy, runs=RUNS).record
    for name in SERIES:
        assert (found.sums[f"series.{name}"] == histogram(record, name)).all()
    assert found.sums["regimes"].tolist() == np.bincount(regimes(record, 0), minlength=len(REGIMES)).tolist()
    falls = found.sums["falls"]
    assert (falls.sum(axis=1) == RUNS).all()
    ever = (
        (record.event_to == 0)
        & (record.event_district == record.terrain.capitals[0])
        & (record.event_manner < 4)
    )
    assert falls[0, :-1].sum() == len(np.unique(record.event_run[ever]))


def test_any_order_and_any_number_of_workers_give_the_same_bits(
    toy: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for workers in (1, 3):
        monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / str(workers)))
        found.append(whole(toy, workers))
    assert same(*found)
    parts = [Portions(toy, 1, RUNS, "all").here(number) for number in range(3)]
    assert all(same(merge(order), found[0]) for order in itertools.permutations(parts))
    nested = merge([merge(parts[1:]), parts[0]])
    assert same(nested, found[0])


def test_an_interrupted_job_goes_on_and_ends_with_the_same_bits(toy: Scenario, own_store: Path) -> None:
    done: list[int] = []

    def stop(finished: int, runs: int, reused: int) -> None:
        done.append(reused)
        if finished and not done[:-1]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        aggregate(toy, 1, RUNS, "all", Threads(1), stop)
    stored = sorted(own_store.parent.rglob("*.portion"))
    assert 1 <= len(stored) < 3
    found, reused = aggregate(toy, 1, RUNS, "all", Threads(1), lambda *_: None)
    assert reused == 256 * len(stored)
    for path in own_store.parent.rglob("*.portion"):
        path.unlink()
    assert same(found, whole(toy))


def test_a_damaged_portion_is_computed_again_and_other_evidence_has_its_own(
    toy: Scenario, own_store: Path
) -> None:
    found = whole(toy)
    first = sorted(own_store.parent.rglob("*.portion"))[0]
    data = bytearray(first.read_bytes())
    data[len(data) // 2] ^= 0x55
    first.write_bytes(bytes(data))
    assert unpack(bytes(data)) is None
    assert same(whole(toy), found)
    assert not whole(toy, evidence="none").weighed
    assert len(list(own_store.parent.rglob("*.portion"))) == 6


@pytest.mark.usefixtures("own_store")
def test_the_sample_stands_for_all_weighed_runs(toy: Scenario) -> None:
    found = whole(toy)
    weights = weigh_ensemble(sim.run_ensemble(toy, runs=RUNS))
    sample = found.sample
    assert len(sample.run) == 101
    counted = np.exp(sample.log_values)
    assert counted.sum() == pytest.approx(np.exp(weights.log_values).sum(), rel=0.2)
    own = np.exp(weights.log_values[sample.run[:100]])
    assert (counted >= own * (1 - 1e-3)).all()
    certain = np.argsort(weights.log_values)[-5:]  # the heaviest are never left out by much luck
    assert np.isin(certain, sample.run).sum() >= 3


@pytest.mark.usefixtures("own_store")
def test_picked_runs_are_those_of_the_ensemble(toy: Scenario) -> None:
    picked = np.array([3, 256, 257, 699])
    alone, ensemble = simulate(SelectedRuns(toy, 1, picked)), simulate(Plan(toy, 1, RUNS, keep=False))
    assert alone.record.run.tolist() == picked.tolist()
    for name, values in alone.series.items():
        assert (values == ensemble.series[name][picked]).all()
    wanted = [event for event in ensemble.events.to_pylist() if event["run"] in (3, 256, 257, 699)]
    assert alone.events.to_pylist() == wanted


@pytest.mark.usefixtures("own_store")
def test_runs_that_fail_are_counted_and_the_first_are_named(
    toy: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch = Plan.fetch

    def lose_some(plan: Plan, number: int) -> object:
        block = fetch(plan, number)
        lost = range(256, 512) if number == 1 else [number * 256 + 5]
        block.errors.update(dict.fromkeys(lost, "a series of this run is not finite"))
        return block

    monkeypatch.setattr(Plan, "fetch", lose_some)
    found = whole(toy)
    assert (found.runs, found.failed, len(found.errors), min(found.errors)) == (RUNS - 258, 258, 100, 5)
