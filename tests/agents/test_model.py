"""The Mesa face is run k of the batch, bit for bit, and so is the law as plain Python: one law, three ways to run it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import mesa
import numpy as np
import pytest

from sim.agents.faction import DistrictAgent
from sim.agents.model import TerritoryModel
from sim.base.codes import ASSAULT
from sim.base.errors import UsageError
from sim.ensemble.engine import Ensemble, run_ensemble
from sim.ensemble.lineage import Lineage
from sim.ensemble.replay import replay
from sim.law.doors import DOORS
from sim.record.regimes import CASCADE, CULMINATION, REGIMES, REVERSAL, STALEMATE, STEADY_ADVANCE, regimes
from sim.scenario.scenario import Faction, Scenario
from tests.agents.uncompiled import Left, by_batch, left_by
from tests.worlds import TWO, everything, grid, made

SEED, DAYS, RUNS = 1, 120, 32
FIVE = (STEADY_ADVANCE, CULMINATION, STALEMATE, CASCADE, REVERSAL)
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def few_hundred(seed_scenario: Scenario) -> Ensemble:
    """400 runs of the seed."""
    return run_ensemble(seed_scenario, runs=400, seed=SEED)


@pytest.fixture(scope="module")
def chosen(few_hundred: Ensemble) -> list[int]:
    """RUNS runs, as many of each of the five regimes as there are, up to a fifth."""
    kinds = regimes(few_hundred.record, 0)
    first = [run for kind in FIVE for run in np.flatnonzero(kinds == kind)[: RUNS // 5]]
    rest = [run for run in range(few_hundred.runs) if run not in first]
    return sorted(int(run) for run in (first + rest)[:RUNS])


def start(kind: str, scenario: str, days: int, out: Path, runs: list[int]) -> subprocess.Popen[bytes]:
    """A process that lives the runs without compilation."""
    command = [
        sys.executable,
        "-m",
        "tests.agents.uncompiled",
        kind,
        scenario,
        str(SEED),
        str(days),
        str(out),
    ]
    return subprocess.Popen(
        [*command, *map(str, runs)], cwd=ROOT, env={**os.environ, "NUMBA_DISABLE_JIT": "1"}
    )


def collect(process: subprocess.Popen[bytes], out: Path, runs: list[int]) -> dict[int, Left]:
    """What the process left of each run."""
    assert process.wait() == 0
    with np.load(out) as data:
        return {run: {name: data[f"{run}.{name}"] for name in ("counts", "levels", "events")} for run in runs}


@pytest.fixture(scope="module")
def one_each(few_hundred: Ensemble) -> list[int]:
    """The first run of each of the five regimes."""
    kinds = regimes(few_hundred.record, 0)
    return [int(np.flatnonzero(kinds == kind)[0]) for kind in FIVE]


def uncompiled(runs: list[int], folder: Path) -> dict[int, Left]:
    """Runs of the seed as plain Python, five seconds each, in two processes."""
    halves = [runs[::2], runs[1::2]]
    outs = [folder / f"{number}.npz" for number in range(2)]
    name = "afghanistan_2021_08_05"
    processes = [start("batch", name, DAYS, out, half) for out, half in zip(outs, halves, strict=True)]
    found = [collect(*one) for one in zip(processes, outs, halves, strict=True)]
    return {**found[0], **found[1]}


def same_bits(a: Left, b: Left) -> bool:
    """True if two ways left the same series and events, floats to the last bit."""
    return all(
        a[name].shape == b[name].shape
        and np.ascontiguousarray(a[name]).tobytes() == np.ascontiguousarray(b[name]).tobytes()
        for name in ("counts", "levels", "events")
    )


def mesa_run(scenario: Scenario, run: int, days: int = DAYS) -> TerritoryModel:
    """The Mesa face after so many days."""
    model = TerritoryModel(scenario, seed=SEED, run=run)
    for _ in range(days):
        model.step()
    return model


def test_the_chosen_runs_cover_all_five_regimes(few_hundred: Ensemble, chosen: list[int]) -> None:
    assert len(chosen) == RUNS
    assert {REGIMES[kind] for kind in regimes(few_hundred.record, 0)[chosen]} == set(REGIMES[1:])


def test_the_mesa_face_is_bit_for_bit_the_run_of_the_batch(
    seed_scenario: Scenario, chosen: list[int]
) -> None:
    different = [
        run
        for run in chosen
        if not same_bits(left_by(mesa_run(seed_scenario, run)), by_batch(seed_scenario, SEED, DAYS, run))
    ]
    assert different == []


@pytest.mark.parametrize("runs", ["one_each", pytest.param("chosen", marks=pytest.mark.slow)])
def test_the_uncompiled_law_is_bit_for_bit_the_compiled_one(
    runs: str, seed_scenario: Scenario, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    some: list[int] = request.getfixturevalue(runs)
    plain = uncompiled(some, tmp_path)
    assert len(plain) >= len(FIVE)
    assert [run for run in plain if not same_bits(plain[run], by_batch(seed_scenario, SEED, DAYS, run))] == []


def test_the_comparison_of_bits_sees_the_last_bit_of_one_number(seed_scenario: Scenario) -> None:
    left = by_batch(seed_scenario, SEED, 5, 0)
    nudged = {**left, "levels": left["levels"].copy()}
    nudged["levels"][3, 1, 1] = np.nextafter(nudged["levels"][3, 1, 1], np.float32(np.inf))
    assert same_bits(left, {**left})
    assert not same_bits(left, nudged)


def test_the_mesa_face_uncompiled_lives_the_same_toy_run(toy: Scenario, tmp_path: Path) -> None:
    out = tmp_path / "toy.npz"
    plain = collect(start("mesa", "toy_corridor", toy.days, out, [3]), out, [3])[3]
    assert same_bits(plain, by_batch(toy, SEED, toy.days, 3))


def test_a_war_with_known_places_events_and_people_has_the_same_bits_in_batch_mesa_and_uncompiled(
    tmp_path: Path,
) -> None:
    scenario, out = everything(), tmp_path / "everything.npz"
    running = start("batch", "everything", scenario.days, out, [0, 1, 2])
    batch = {run: by_batch(scenario, SEED, scenario.days, run) for run in range(12)}
    assert {1, 2, 3, 4, 7} <= {int(manner) for left in batch.values() for manner in left["events"]["manner"]}
    mesa = {run: left_by(mesa_run(scenario, run, scenario.days)) for run in batch}
    assert [run for run in batch if not same_bits(batch[run], mesa[run])] == []
    plain = collect(running, out, [0, 1, 2])
    assert [run for run in plain if not same_bits(batch[run], plain[run])] == []


def test_run_k_of_an_ensemble_is_the_model_of_run_k(few_hundred: Ensemble, seed_scenario: Scenario) -> None:
    model = mesa_run(seed_scenario, 17, seed_scenario.days)
    record = few_hundred.record
    rows = few_hundred.events.filter(few_hundred.events["run"].to_numpy() == 17)
    assert model.events.to_pylist() == rows.drop_columns("run").to_pylist()
    assert not model.running
    assert model.over == (record.end_day[17] >= 0)
    frame = model.datacollector.get_agenttype_vars_dataframe(type(model.factions[0]))
    for name, values in few_hundred.series.items():
        assert frame[name].to_numpy().astype(values.dtype).tobytes() == values[17].ravel().tobytes(), name


def test_perturbing_one_garrison_between_two_steps_changes_the_next_days(
    seed_scenario: Scenario, few_hundred: Ensemble
) -> None:
    record = few_hundred.record  # a garrison decides assaults: one that was lost by assault would have held
    lost = (record.event_manner == ASSAULT) & (record.event_day > 41) & (record.event_day <= 80)
    first = int(np.flatnonzero(lost)[0])
    run = int(np.searchsorted(record.event_first, first, side="right")) - 1
    plain, touched = mesa_run(seed_scenario, run, 40), mesa_run(seed_scenario, run, 40)
    assert same_bits(left_by(plain), left_by(touched))
    touched.districts[int(record.event_district[first])].garrison = 1000.0
    for _ in range(40):
        plain.step()
        touched.step()
    a, b = left_by(plain), left_by(touched)
    assert (a["counts"][:41] == b["counts"][:41]).all()
    assert (a["counts"][41:] != b["counts"][41:]).any()
    assert a["events"].tobytes() != b["events"].tobytes()


def pulled(model: TerritoryModel, district: DistrictAgent) -> float:
    """How much the district draws the operations of the enemy on whose front it stands."""
    enemy = 1 - int(district.place.holder)
    DOORS["decide_operations"](1, enemy, model.world, model.state, model.law)
    pulls = model.state.pulls[enemy * len(model.districts) :]
    return float(pulls[model.state.pairs[enemy * len(model.districts) + district.row].front_place])


def test_a_garrison_set_by_hand_is_the_garrison_the_law_reads(toy: Scenario) -> None:
    model = TerritoryModel(toy, seed=SEED, run=0)
    district = model.districts[6]
    before = {name: float(model.state.sides[district.place.holder][name]) for name in ("nominal", "reserve")}
    weakness, old = pulled(model, district), district.garrison
    district.garrison = old + 2.0
    side = model.state.sides[district.place.holder]
    assert side.nominal == pytest.approx(before["nominal"] + 2.0)
    assert side.reserve == before["reserve"]
    assert 0.0 < pulled(model, district) < weakness


def test_after_its_end_a_run_stands_still(seed_scenario: Scenario, few_hundred: Ensemble) -> None:
    ended = np.flatnonzero((few_hundred.record.end_day > 0) & (few_hundred.record.end_day < 100))
    run = int(ended[0])
    day = int(few_hundred.record.end_day[run])
    model = mesa_run(seed_scenario, run, day + 3)
    assert not model.running
    assert model.end_cause == ("none", "capital_lost", "conquest", "truce")[few_hundred.record.end_cause[run]]
    counts = left_by(model)["counts"]
    assert (counts[day + 1 :, :, :4] == counts[day, :, :4]).all()
    assert (counts[day + 1 :, :, 4:7] == 0).all()


def test_agents_hold_no_number_of_their_own_and_stand_on_the_network(toy: Scenario) -> None:
    model = TerritoryModel(toy, seed=SEED, run=0)
    assert [faction.name for faction in model.factions] == list(toy.faction_ids)
    assert {district.id for district in model.districts} == set(toy.terrain.ids)
    neighbours = {agent.id for cell in model.districts[3].cell.neighborhood for agent in cell.agents} - {
        "T04"
    }
    assert neighbours == set(toy.terrain.graph.neighbors("T04"))
    assert sum(district.holder == "red" for district in model.districts) == model.factions[0].observe("held")
    for faction in model.factions:  # on day 0 who has the initiative advances
        assert faction.posture == ("advance" if faction.side.offensive == 1 else "consolidate")


def test_no_rule_reads_the_generator_of_mesa(toy: Scenario) -> None:
    plain, stirred = (TerritoryModel(toy, seed=SEED, run=5) for _ in range(2))
    for _ in range(toy.days):
        stirred.random.random()
        stirred.rng.random()
        plain.step()
        stirred.step()
    assert same_bits(left_by(plain), left_by(stirred))


def test_a_model_with_many_factions_never_runs_out_of_room_for_events() -> None:
    more = tuple(Faction(f"f{n}", f"F{n}", "challenger", strength=0.2) for n in range(9))
    wars = tuple((faction.id, "blue") for faction in (TWO[0], *more))
    scenario = made(grid(5), {}, days=30, held={"red": 2}, factions=(*TWO, *more), wars=wars)
    assert len(mesa_run(scenario, 0, 1).room) > 12 * 25  # what one day can bring


def test_a_model_stops_on_the_last_day_and_refuses_to_go_beyond(toy: Scenario) -> None:
    model = TerritoryModel(toy, seed=SEED, run=0)
    model.run_model()  # Mesa's own loop
    assert (model.day, model.steps, model.running) == (toy.days, toy.days, False)
    frame = model.datacollector.get_model_vars_dataframe()
    with pytest.raises(UsageError, match=rf"step\(\) on day {toy.days}: toy_corridor ends on day {toy.days}"):
        model.step()
    assert (model.day, model.steps, model.running) == (toy.days, toy.days, False)
    assert model.datacollector.get_model_vars_dataframe().equals(frame)


def test_a_day_set_by_hand_beyond_the_scenario_is_refused(toy: Scenario) -> None:
    model = TerritoryModel(toy, seed=SEED, run=0)
    model.day = toy.days + 40
    with pytest.raises(UsageError, match=r"expected a loop `while model.running`"):
        model.step()


def test_mesa_runs_a_batch_with_the_daily_series_of_every_side(toy: Scenario) -> None:
    rows = mesa.batch_run(
        TerritoryModel, {"scenario": "toy_corridor", "seed": SEED, "run": [3, 4]},
        data_collection_period=1, display_progress=False,
    )  # fmt: skip
    ensemble = run_ensemble(toy, runs=8, seed=SEED)
    for run in (3, 4):
        mine = [row for row in rows if row["run"] == run]
        last = ensemble.record.end_day[run] if ensemble.record.end_day[run] > 0 else toy.days
        assert [row["day"] for row in mine] == list(range(last))  # Mesa asks for the states before the last
        for name, values in ensemble.series.items():
            for f, faction in enumerate(toy.faction_ids):
                told = np.array([row[f"{name}.{faction}"] for row in mine])
                assert (told.astype(values.dtype) == values[run, :last, f]).all(), name


def test_iterations_without_a_seed_are_different_runs_and_each_tells_its_own(toy: Scenario) -> None:
    rows = mesa.batch_run(
        TerritoryModel, {"scenario": [toy], "seed": [None]}, iterations=3, display_progress=False
    )
    assert [row["iteration"] for row in rows] == [0, 1, 2]
    assert len({tuple(row[f"reserve.{name}"] for name in toy.faction_ids) for row in rows}) == 3
    drawn = TerritoryModel(toy, seed=None)
    again = TerritoryModel(toy, seed=drawn.seed)
    for model in (drawn, again):
        model.run_model()
    assert same_bits(left_by(drawn), left_by(again))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"seed": -1}, "seed = -1 is out of range"),
        ({"seed": 2**63}, "seed = 9223372036854775808 is out of range"),
        ({"run": -1}, "run = -1 is out of range"),
        ({"run": 1.5}, "run = 1.5 is out of range"),
        ({"law": np.zeros(3)}, "law = ndarray is not one record of parameters"),
    ],
)
def test_what_names_no_run_is_refused(toy: Scenario, given: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        TerritoryModel(toy, **given)  # type: ignore[arg-type]


def test_a_side_that_contests_again_and_again_never_writes_beyond_the_room_for_events(toy: Scenario) -> None:
    model = TerritoryModel(toy, seed=SEED, run=0)
    for _ in range(10):
        model.step()
    for _ in range(400):
        model.agents_by_type[type(model.factions[0])].do("contest")
        assert model.state.run[0].events <= len(model.room)


def lineage_to(*until: int, dice: int | None = None) -> Lineage:
    """A lineage of run 0 with stretches to these days, and dice for so many of them."""
    thrown = np.zeros((1, len(until) if dice is None else dice), dtype=np.int64)
    return Lineage(np.array([0]), np.array(until, dtype=np.int64), thrown, {})


def test_a_lineage_that_does_not_fit_the_days_is_refused_wherever_it_is_lived(toy: Scenario) -> None:
    fits = lineage_to(10, toy.days)
    TerritoryModel(toy, seed=SEED, lineage=fits).run_model()
    assert replay(toy, SEED, 0, lineage=fits).days == toy.days
    for wrong in (
        lineage_to(10, toy.days + 60),
        lineage_to(10, toy.days, dice=1),
        lineage_to(30, 20),
        lineage_to(),
    ):
        with pytest.raises(UsageError, match=r"does not fit \d+ days; expected rising days"):
            TerritoryModel(toy, seed=SEED, lineage=wrong)
        with pytest.raises(UsageError, match=r"does not fit \d+ days; expected rising days"):
            replay(toy, SEED, 0, lineage=wrong)


def test_parameters_outside_their_ranges_are_refused(toy: Scenario) -> None:
    law = run_ensemble(toy, runs=1, seed=SEED).parameters.copy()
    law["momentum_gain"] = np.nan
    with pytest.raises(UsageError, match=r"momentum\.gain = nan is outside its range; expected 0 to 20"):
        TerritoryModel(toy, seed=SEED, law=law[0])
