"""The engine: the same bits however a run is reached, runs that fail are named, arguments are checked."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest

import sim.ensemble.engine as engine
from sim.base.codes import START
from sim.base.errors import SimError, UsageError
from sim.ensemble.block import BLOCK, Worker, no_events
from sim.ensemble.draws import draw_laws, draw_starts
from sim.ensemble.engine import Ensemble, run_ensemble
from sim.ensemble.world import build_world
from sim.scenario.scenario import Scenario
from tests.worlds import NEUTRAL, TWO, Walk, dated, exactly, grid, made

RUNS = 3 * BLOCK + 40
TALKS = (dated("talks", 0, None, 5, 30),)


def small(**law: float) -> Scenario:
    """40 days on 16 districts."""
    given = {name.replace("__", "."): value for name, value in law.items()}
    about = exactly(3, 16, "range", high=5)
    return made(grid(4), given, days=40, held={"red": about}, contested={"red": 3}, events=TALKS)


def bits(ensemble: Ensemble, runs: int | None = None) -> list[bytes]:
    """Everything the first ``runs`` runs left, as bytes."""
    r, n = ensemble.record, runs or ensemble.runs
    last = r.event_first[n]
    parts = [r.series[name][:n] for name in sorted(r.series)]
    parts += [
        r.end_day[:n],
        r.end_cause[:n],
        r.event_first[: n + 1],
        ensemble.parameters[:n],
        ensemble.variant[:n],
    ]
    parts += [x[:last] for x in (r.event_day, r.event_district, r.event_from, r.event_to, r.event_manner)]
    return [np.ascontiguousarray(part).tobytes() for part in parts]


@pytest.fixture
def reference(own_store: object) -> Ensemble:
    """RUNS runs on one thread, in an empty store."""
    return run_ensemble(small(), runs=RUNS, workers=1)


@pytest.mark.parametrize("workers", [2, 4])
def test_any_number_of_workers_gives_the_same_bits(
    reference: Ensemble, workers: int, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("SIM_CACHE_DIR", f"{tmp_path}/another")
    again = run_ensemble(small(), runs=RUNS, workers=workers)
    assert again.reused == 0
    assert bits(again) == bits(reference)


@pytest.mark.parametrize("runs", [1, 10, BLOCK, BLOCK + 1])
def test_a_small_ensemble_is_the_beginning_of_a_large_one(
    reference: Ensemble, runs: int, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    assert bits(run_ensemble(small(), runs=runs)) == bits(reference, runs)  # from the store
    monkeypatch.setenv("SIM_CACHE_DIR", f"{tmp_path}/another")
    assert bits(run_ensemble(small(), runs=runs)) == bits(reference, runs)  # simulated
    assert bits(run_ensemble(small(), runs=RUNS)) == bits(reference)  # and the short block made whole


def test_a_run_of_the_batch_is_that_run_alone(reference: Ensemble) -> None:
    for run in (0, 17, RUNS - 1):
        walk = Walk(small(), run=run).days(40)
        assert list(reference.series["held"][run, -1]) == list(walk.sides["held"])
        assert (
            reference.series["reserve"][run, -1].tobytes()
            == walk.sides["reserve"].astype(np.float32).tobytes()
        )


def test_another_seed_or_another_law_gives_other_runs(reference: Ensemble) -> None:
    assert bits(run_ensemble(small(), runs=RUNS, seed=2))[0] != bits(reference)[0]
    other = run_ensemble(small(), runs=RUNS, law={"momentum.gain": 3.0})
    assert other.simulation_hash != reference.simulation_hash
    assert (other.parameters["momentum_gain"] == 3.0).all()
    assert bits(other)[0] != bits(reference)[0]


def test_progress_counts_runs_and_names_those_that_came_from_the_store(reference: Ensemble) -> None:
    told: list[tuple[int, int, int]] = []
    again = run_ensemble(small(), runs=RUNS, progress=lambda *numbers: told.append(numbers))
    assert told == [(RUNS, RUNS, RUNS)]
    assert again.reused == RUNS
    assert bits(again) == bits(reference)


def test_an_interruption_in_the_middle_keeps_what_was_done_and_the_repetition_ends_with_the_same_bits(
    reference: Ensemble, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("SIM_CACHE_DIR", f"{tmp_path}/another")

    def interrupt(done: int, total: int, reused: int) -> None:
        if done >= 2 * BLOCK:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_ensemble(small(), runs=RUNS, workers=1, progress=interrupt)
    again = run_ensemble(small(), runs=RUNS)
    assert 2 * BLOCK <= again.reused < RUNS
    assert bits(again) == bits(reference)


def worker_and_inputs(runs: int) -> tuple[Worker, tuple[np.recarray, np.ndarray, np.ndarray]]:
    """A worker for the small scenario, and the numbers of its first runs."""
    numbers = np.arange(runs)
    _, held, contested = draw_starts(small(), 1, numbers)
    return Worker(build_world(small(), 40), 40), (draw_laws(small(), 1, numbers), held, contested)


def test_a_worker_told_to_stop_ends_at_its_next_slice() -> None:
    worker, inputs = worker_and_inputs(32)
    worker.stop = threading.Event()
    worker.stop.set()
    with pytest.raises(KeyboardInterrupt):
        worker.run_block(1, 0, *inputs)


def test_a_tiny_room_for_events_grows_and_changes_nothing() -> None:
    roomy, inputs = worker_and_inputs(64)
    tight, _ = worker_and_inputs(1)
    tight.events = no_events(len(tight.events), 3)
    a, b = roomy.run_block(1, 0, *inputs), tight.run_block(1, 0, *inputs)
    assert tight.events.shape[1] > 3
    assert len(a.events) > 100
    assert a.events.tobytes() == b.events.tobytes()
    assert a.levels.tobytes() == b.levels.tobytes()
    assert a.event_count.tobytes() == b.event_count.tobytes()


def spoil(runs: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the draws give the runs a reserve that is not a number."""

    def spoiled(scenario: Scenario, seed: int, numbers: np.ndarray, *more: object) -> np.recarray:
        laws = draw_laws(scenario, seed, numbers)
        laws["accounts_reserve_challenger"][np.isin(numbers, runs)] = np.nan
        return laws

    monkeypatch.setattr(engine, "draw_laws", spoiled)


def test_failing_runs_are_named_and_the_others_stand(
    reference: Ensemble, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("SIM_CACHE_DIR", f"{tmp_path}/another")
    spoil((7, 300), monkeypatch)
    hurt = run_ensemble(small(), runs=RUNS)
    assert hurt.failed == dict.fromkeys((7, 300), "a series of this run is not finite")
    assert hurt.runs == RUNS - 2
    good = np.setdiff1d(np.arange(RUNS), [7, 300])
    assert (hurt.record.run == good).all()
    assert (hurt.series["held"] == reference.series["held"][good]).all()
    assert (hurt.parameters == reference.parameters[good]).all()
    table, whole = hurt.events, reference.events
    assert table.num_rows == sum(1 for run in whole["run"].to_pylist() if run not in (7, 300))


def test_a_failed_run_is_still_named_when_its_block_comes_from_the_store(
    own_store: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context:
        spoil((7,), context)
        run_ensemble(small(), runs=40)
    assert run_ensemble(small(), runs=40).failed == {7: "a series of this run is not finite"}
    assert run_ensemble(small(), runs=7).failed == {}


def test_if_all_runs_fail_there_is_an_error_that_names_the_first(
    own_store: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(tuple(range(20)), monkeypatch)
    with pytest.raises(
        SimError, match="all 20 runs failed; the first: run 0: a series of this run is not finite"
    ):
        run_ensemble(small(), runs=20)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"runs": 0}, "runs = 0 is out of range; expected 1 to"),
        ({"runs": -5}, "runs = -5 is out of range"),
        ({"seed": -1}, "seed = -1 is out of range; expected 0 to"),
        ({"horizon": 0}, "horizon = 0 is out of range; expected 1 to 3650 days"),
        ({"workers": 0}, "workers = 0 is out of range; expected 1 to 1024"),
        ({"executor": "loca"}, "executor = 'loca' is unknown; expected one of local"),
        ({"law": {"momentum.gian": 1}}, "momentum.gian"),
        ({"law": {"momentum.gain": -1}}, "momentum.gain = fixed(-1) is outside its range"),
        ({"without": ["shok"]}, "shok"),
    ],
)
def test_arguments_out_of_range_are_refused_before_anything_runs(
    arguments: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        run_ensemble(small(), **arguments)  # type: ignore[arg-type]


def test_the_horizon_lengthens_the_runs_without_changing_their_days(own_store: object) -> None:
    plain, longer = run_ensemble(small(), runs=20), run_ensemble(small(), runs=20, horizon=50)
    assert (plain.days, longer.days) == (40, 70)
    assert (longer.series["held"][:, :41] == plain.series["held"]).all()


def test_the_map_of_the_last_day_follows_from_start_and_events(reference: Ensemble) -> None:
    record = reference.record
    for run in range(0, RUNS, 50):
        holder = np.full(record.terrain.districts, record.default)
        for n in range(record.event_first[run], record.event_first[run + 1]):
            if record.event_manner[n] < 4:
                assert holder[record.event_district[n]] == record.event_from[n]
                holder[record.event_district[n]] = record.event_to[n]
        assert list(np.bincount(holder, minlength=2)) == list(record.series["held"][run, -1])


def test_the_event_table_has_the_columns_of_the_contract_in_order_of_run_and_day(reference: Ensemble) -> None:
    table = reference.events
    assert table.column_names == ["run", "day", "district", "from", "to", "manner"]
    run, day = table["run"].to_numpy(), table["day"].to_numpy()
    assert (np.diff(run * 1000 + day) >= 0).all()
    starts = int((reference.record.event_manner == START).sum())
    assert starts == reference.series["held"][:, 0, 0].sum()
    assert set(table["manner"].to_pylist()) <= {
        "start",
        "assault",
        "capitulation",
        "abandonment",
        "truce",
        "end",
        "attacked",
    }


def test_three_factions_go_through_the_engine(own_store: object) -> None:
    three = made(grid(5), {}, days=30, held={"red": 4, "green": 4}, factions=(*TWO, NEUTRAL))
    ensemble = run_ensemble(three, runs=30)
    assert ensemble.series["held"].shape == (30, 31, 3)
    assert (ensemble.series["held"][..., 2] == 4).all()


def test_the_batch_path_never_imports_mesa() -> None:

    ask = "import sys, sim.ensemble.engine, sim.record.regimes, sim.inference.weights; print('mesa' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.usefixtures("own_store")
def test_blocks_may_come_in_any_order_and_runs_that_failed_leave_no_row() -> None:
    plan = engine.Plan(small(), 1, RUNS)
    blocks = {number: plan.simulate(number) for number in plan.numbers}
    whole = engine.assemble(plan, dict(blocks))
    turned = engine.Assembly(plan)
    for number in reversed(plan.numbers):
        turned.add(number, blocks[number])
    assert bits(turned.ensemble()) == bits(whole)
    lost = engine.Assembly(plan)
    for number, block in blocks.items():
        lost.add(number, replace(block, errors={BLOCK + 3: "made to fail"} if number == 1 else {}))
    less = lost.ensemble()
    assert less.failed == {BLOCK + 3: "made to fail"} and less.runs == RUNS - 1
    rest = np.delete(np.arange(RUNS), BLOCK + 3)
    np.testing.assert_array_equal(less.record.run, rest)
    np.testing.assert_array_equal(less.record.series["held"], whole.record.series["held"][rest])
    begin, end = whole.record.event_first[BLOCK + 3 : BLOCK + 5]
    kept = np.delete(whole.record.event_district, np.arange(begin, end))
    np.testing.assert_array_equal(less.record.event_district, kept)
