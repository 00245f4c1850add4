"""Points: rows are the same for any number of workers, are never computed twice, and stand for the main job's numbers."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.base.errors import SimError
from sim.ensemble import uniforms
from sim.ensemble.engine import Plan
from sim.explore import point_runs as room
from sim.explore import row_store
from sim.explore.point_runs import Sweep, SweepProgress, run_points
from sim.explore.settings import Setup, Value
from sim.scenario.reader import read_scenario
from sim.scenario.scenario import Scenario

POINTS: list[dict[str, Value]] = [
    {"law.momentum.gain": 0.2, "source.gazette.unreliable": 0.1},
    {"law.momentum.gain": 1.0, "source.gazette.unreliable": 0.1},
    {"law.momentum.gain": 1.0, "source.gazette.unreliable": 0.6},
    {"law.momentum.gain": 2.0, "source.gazette.unreliable": 0.1},
]


@pytest.fixture(autouse=True)
def empty_store(own_store: Path) -> Path:
    """Every test begins with nothing computed."""
    return own_store


def swept(
    toy: Scenario, *, workers: int = 2, runs: int = 100, points: Any = POINTS, **more: Any
) -> tuple[list[Any], SweepProgress]:
    tally = SweepProgress(len(points))
    sweep = Sweep(Setup(toy), runs, 1, workers, **more)
    return run_points(sweep, points, tally, lambda tally: None), tally


def test_a_row_says_what_the_main_job_would_say(toy: Scenario) -> None:
    row = swept(toy)[0][1]
    ensemble = sim.run_ensemble(toy, runs=100, seed=1, law={"momentum.gain": 1.0})
    verdicts = sim.judge(ensemble, sim.condition(ensemble))
    for verdict in verdicts:
        for one in verdict.definitions:
            name = f"{verdict.claim.id}.{one.id}"
            assert (row[f"{name}.prior.p"], row[f"{name}.prior.low"]) == (one.prior.p, one.prior.low)
            assert one.posterior is not None
            assert (row[f"{name}.posterior.p"], row[f"{name}.posterior.high"]) == (
                one.posterior.p,
                one.posterior.high,
            )
    assert sum(row[f"regime.{name}.prior.p"] for name in ("other", "steady_advance", "culmination", "stalemate", "cascade", "reversal")) == pytest.approx(1)  # fmt: skip


def test_one_worker_and_three_give_the_same_rows(
    toy: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = swept(toy, workers=1)
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "other"))
    second, _ = swept(toy, workers=3)
    assert json.dumps(first) == json.dumps(second)


@pytest.mark.parametrize("name", ["toy_corridor", "afghanistan_2021_08_05"])
def test_points_read_the_numbers_of_their_common_runs_once(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    drawn = uniforms.uniforms
    monkeypatch.setattr(uniforms, "uniforms", lambda *of: asked.append(of[1]) or drawn(*of))
    uniforms.remembered.cache_clear()
    swept(
        read_scenario(name),
        workers=1,
        runs=16,
        points=[{"law.momentum.gain": gain} for gain in (0.2, 1.0, 2.0)],
    )
    assert len(asked) == len(set(asked)) > 50


def test_a_point_is_set_up_once_to_be_found_and_once_where_it_is_computed(
    toy: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []
    choose = room.choose
    monkeypatch.setattr(room, "choose", lambda base, point: made.append(point) or choose(base, point))
    swept(toy)
    assert len(made) == 2 * len(POINTS)
    swept(toy)
    assert len(made) == 3 * len(POINTS)


def test_points_that_are_there_are_reused_and_come_back_exactly(toy: Scenario) -> None:
    first, _ = swept(toy, points=POINTS[:3])
    again, tally = swept(toy)
    assert (tally.reused, tally.done, tally.runs) == (3, 4, 100)
    assert json.dumps(again[:3]) == json.dumps(first)


def test_points_that_differ_in_trust_only_share_their_runs(toy: Scenario) -> None:
    row_store, tally = swept(toy)
    assert tally.runs == 300
    assert row_store[1]["no_city.any_city_7.prior.p"] == row_store[2]["no_city.any_city_7.prior.p"]
    assert row_store[1]["ess"] != row_store[2]["ess"]


def test_a_row_that_was_cut_is_computed_again(toy: Scenario, empty_store: Path) -> None:
    first, _ = swept(toy)
    files = sorted((empty_store.parent / "rows").rglob("*.row"))
    assert len(files) == 4
    files[0].write_bytes(files[0].read_bytes()[:-40])
    changed = bytearray(files[1].read_bytes())
    changed[-1] ^= 1  # of a float
    files[1].write_bytes(changed)
    again, tally = swept(toy)
    assert tally.reused == 2
    assert json.dumps(again) == json.dumps(first)


def test_a_point_that_fails_is_named_does_not_stop_the_others_and_is_tried_again(
    toy: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulate = room.simulate_once

    def fail_at_two(sweep: Sweep, scenario: Scenario, *rest: Any) -> Any:
        if scenario.law["momentum.gain"].prior.a == 2.0:
            raise SimError("all 100 runs failed")
        return simulate(sweep, scenario, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(room, "simulate_once", fail_at_two)
        row_store, tally = swept(toy)
    assert [row["error"] for row in row_store] == ["", "", "", "SimError: all 100 runs failed"]
    assert tally.failed == 1
    row_store, tally = swept(toy)
    assert (tally.reused, tally.failed, row_store[3]["error"]) == (3, 0, "")


def test_an_interruption_keeps_what_is_done(toy: Scenario, empty_store: Path) -> None:
    seen: list[int] = []

    def stop_at_two(tally: SweepProgress) -> None:
        seen.append(tally.done)
        if tally.done == 2:
            raise KeyboardInterrupt

    many: list[dict[str, Value]] = [{"law.momentum.gain": 0.01 * n} for n in range(300)]
    with pytest.raises(KeyboardInterrupt) as kept:  # whose traceback keeps every frame alive
        run_points(Sweep(Setup(toy), 500, 1, 1), many, SweepProgress(300), stop_at_two)
    assert kept.tb is not None
    done = len(list((empty_store.parent / "rows").rglob("*.row")))
    time.sleep(0.3)
    assert len(list((empty_store.parent / "rows").rglob("*.row"))) == done  # no thread goes on
    _, tally = swept(toy, runs=500, points=many[:20])
    assert (2 <= tally.reused == done < 20, seen[-1]) == (True, 2)


def test_blocks_are_stored_only_if_they_are_to_be_kept_and_are_read_wherever_they_come_from(
    toy: Scenario, empty_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = swept(toy)
    assert list(empty_store.rglob("*.block")) == []
    monkeypatch.setenv("SIM_CACHE_DIR", str(empty_store.parent.parent / "other"))
    swept(toy, keep=True)
    assert len(list((empty_store.parent.parent / "other" / "store").rglob("*.block"))) == 3
    for path in (empty_store.parent.parent / "other" / "rows").rglob("*.row"):
        path.unlink()
    monkeypatch.setattr(Plan, "here", lambda *_: pytest.fail("simulated though stored"))
    again, _ = swept(toy)
    assert json.dumps(again) == json.dumps(first)


def test_rows_of_another_version_of_the_code_stay_beside_and_are_never_read(
    toy: Scenario, empty_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = swept(toy)
    with monkeypatch.context() as patch:
        patch.setattr(row_store, "MOTION_VERSION", "otherversion")
        assert swept(toy)[1].reused == 0
    homes = {path.parent.parent.name for path in (empty_store.parent / "rows").rglob("*.row")}
    assert homes == {row_store.MOTION_VERSION, "otherversion"}
    again, tally = swept(toy)
    assert (tally.reused, json.dumps(again)) == (4, json.dumps(first))


def test_editing_a_claim_a_count_or_the_evidence_asks_for_new_rows(toy: Scenario) -> None:
    swept(toy)
    fewer = replace(toy, claims=toy.claims[:1])
    assert swept(fewer)[1].reused == 0
    counts = tuple(
        replace(one, high=one.high + 1) if one.id == "gazette_april" else one for one in toy.counts
    )
    assert swept(replace(toy, counts=counts))[1].reused == 0
    assert swept(toy, points=[{**POINTS[0], "evidence": "seed"}])[1].reused == 0
    assert swept(toy, points=[POINTS[0]])[1].reused == 1


def test_without_evidence_nothing_is_said_after_it(toy: Scenario) -> None:
    (row,), _ = swept(toy, points=[{"evidence": "none"}])
    assert {key: value for key, value in row.items() if ".posterior." in key and value is not None} == {}
    assert row["pareto_k"] is None
