"""Weights, batches and filter from the command line; a run of the filter is told, replayed and lived in Mesa."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

import sim
import sim.analysis.conditioning as learning
import sim.inference.particles.filter as filter_module
from sim.analysis.conditioning import condition_runs, weighed_counts
from sim.app.entry import cli
from sim.app.replay.stored_rows import read_lineage
from sim.base.errors import UsageError
from sim.inference.particles.island import LEAVES
from sim.session.job import Job
from sim.session.session import Session
from tests.blank_pictures import blank_pictures

RUNS, SIZE = 300, 32
pytestmark = pytest.mark.usefixtures("blank_pictures")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with a finished folder ``done`` whose last runs come from a filter."""
    folder = tmp_path_factory.mktemp("filter")
    with blank_pictures(), pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SIM_CACHE_DIR", str(folder / "cache"))
        patch.setattr(filter_module, "ISLAND", SIZE)
        patch.setattr(learning, "ISLAND", SIZE)
        patch.setattr(filter_module, "SWARM", SIZE)
        assert cli.main(["scenario=toy_corridor", f"runs={RUNS}", "inference=filter", "out=done"]) == 0
    return folder


def runs_of_filter(home: Path) -> list[int]:
    """Numbers of the filter's runs."""
    found: list[int] = pq.read_table(home / "done" / "lineage.parquet")["run"].to_pylist()
    return found


def test_a_job_with_a_filter_leaves_all_runs_their_lineage_and_verdicts(home: Path) -> None:
    runs = pq.read_table(home / "done" / "runs.parquet")
    left = len(runs_of_filter(home))
    assert left >= learning.FEWEST * LEAVES
    assert left % LEAVES == 0
    assert runs.num_rows == RUNS + left
    assert sum(runs["weight"].to_pylist()) == pytest.approx(1.0)
    told = json.loads((home / "done" / "verdicts.json").read_text())
    weights = np.array(runs["weight"].to_pylist())
    assert told["ess"] < 1.0 / (weights**2).sum()  # particles resemble each other, and that is counted


def test_a_run_of_the_filter_is_told_and_equal_to_the_stored_one(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for run in (runs_of_filter(home)[0], runs_of_filter(home)[-1]):
        assert cli.main(["rerun", str(home / "done"), "--run", str(run), "--every", "60"]) == 0
        said = capsys.readouterr().out
        assert "events.parquet: " in said
        assert said.count("rows equal to the last bit") == 2


def test_a_run_of_the_filter_lives_in_mesa_to_the_last_bit(home: Path) -> None:
    run = runs_of_filter(home)[7]
    lineage = read_lineage(home / "done", run)
    assert lineage is not None
    assert len(set(lineage.dice[0])) > 1
    model = sim.TerritoryModel(sim.read_scenario("toy_corridor"), seed=1, run=run, lineage=lineage)
    while model.running and model.day < model.days:
        model.step()
    table = pq.read_table(home / "done" / "series.parquet", filters=[("run", "=", run)])
    for faction in model.factions:
        own = [
            row for row in table.to_pylist() if row["faction"] == model.scenario.faction_ids[faction.index]
        ]
        assert own[model.day]["held"] == faction.observe("held")
        assert own[model.day]["reserve"] == np.float32(faction.observe("reserve"))


def test_a_damaged_lineage_is_named(home: Path, tmp_path: Path) -> None:
    (tmp_path / "lineage.parquet").write_bytes(b"PAR1 and nothing else")
    with pytest.raises(UsageError, match=r"lineage\.parquet cannot be read"):
        read_lineage(tmp_path, 3)
    assert read_lineage(home, 3) is None  # a folder without one


def test_only_counts_that_are_named_weigh() -> None:
    scenario = sim.read_scenario("toy_corridor")
    first, second = (count.id for count in scenario.counts_for("fit"))
    chosen = weighed_counts(scenario, (second,))
    assert [count.id for count in chosen.counts_for("fit")] == [second]
    assert first in [count.id for count in chosen.counts_for("check")]
    assert weighed_counts(scenario, None) is scenario


def test_a_count_that_cannot_weigh_is_refused_with_its_use() -> None:
    scenario = sim.read_scenario("toy_corridor")
    started = scenario.trackers[0].held["red"].id
    with pytest.raises(
        UsageError, match=f"fit = '{started}' has use start; expected a count with use fit or check"
    ):
        weighed_counts(scenario, (started,))
    with pytest.raises(UsageError, match=r"fit = 'tilt' is not a count of toy_corridor"):
        weighed_counts(scenario, ("tilt",))


def test_a_filter_that_is_asked_for_is_run_though_no_prior_run_agrees_with_the_reports(
    monkeypatch: pytest.MonkeyPatch, own_store: Path
) -> None:
    ensemble = sim.run_ensemble(sim.read_scenario("toy_corridor"), runs=RUNS)
    weights = sim.condition(ensemble)
    monkeypatch.setattr(learning, "weigh_ensemble", lambda *_: replace(weights, ess=0.0))
    monkeypatch.setattr(learning, "filtered", lambda *_: (ensemble, weights))
    for inference, found in (("filter", weights.ess), ("auto", 0.0)):
        job = Job("toy_corridor", runs=RUNS, inference=inference)
        assert condition_runs(ensemble, Session(job))[1].ess == found


def test_sensitivity_tells_dependent_runs_before_the_evidence_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    for module in (learning, filter_module):
        monkeypatch.setattr(module, "ISLAND", SIZE)
    monkeypatch.setattr(filter_module, "SWARM", SIZE)
    assert cli.main(["sensitivity", "scenario=toy_corridor", "runs=600", "inference=filter", "out=s"]) == 0
    assert "runs of a filter resemble each other" in capsys.readouterr().out


# batches that turn out better than the filter, which leaves 70, are asked for again: they were let go meanwhile
@pytest.mark.parametrize(
    ("effective", "worth", "tried"),
    [
        ((250.0,), 2, ""),
        ((50.0, 250.0), 2, "b"),
        ((50.0, 60.0), 2, "bf"),
        ((50.0, 90.0), 2, "bfb"),
        ((50.0,), 0, "f"),
        ((90.0,), 0, "f"),
    ],
)
def test_automatic_inference_tries_one_method_after_the_other_until_enough_runs_count(
    effective: tuple[float, ...], worth: int, tried: str, monkeypatch: pytest.MonkeyPatch, own_store: Path
) -> None:
    ensemble = sim.run_ensemble(sim.read_scenario("toy_corridor"), runs=RUNS)
    weights = sim.condition(ensemble)
    found = [(ensemble, replace(weights, ess=ess, pareto_k=0.3)) for ess in (*effective, 70.0)]
    asked: list[str] = []
    monkeypatch.setattr(learning, "LEAST_FIRST", RUNS)
    monkeypatch.setattr(learning, "batches_worth", lambda *_: worth)
    monkeypatch.setattr(learning, "weigh_ensemble", lambda *_: found[0][1])
    monkeypatch.setattr(learning, "batched", lambda *_: asked.append("b") or found[1])
    monkeypatch.setattr(learning, "filtered", lambda *_: asked.append("f") or found[-1])
    _, chosen = condition_runs(ensemble, Session(Job("toy_corridor", runs=RUNS)))
    assert "".join(asked) == tried
    assert chosen.ess == max(*effective, 70.0 if "f" in tried else 0.0)


@pytest.mark.parametrize(
    ("runs", "effective", "number"),
    [
        (10_000, 138.0, 3),  # as many as cost half of the filter's first look
        (10_000, 49.0, 0),  # three batches would hardly leave 200
        (32_000, 120.0, 1),
        (32_000, 68.0, 0),  # one batch is all that is cheaper, and leaves 118
        (2_000, 29.0, 6),
        (2_000, 28.0, 0),
        (1_000_000, 199.0, 0),  # the filter costs less than any batch
    ],
)
def test_batches_are_tried_where_they_are_likely_to_do_for_less_than_the_filter(
    runs: int, effective: float, number: int
) -> None:
    assert learning.batches_worth(runs, effective) == number


@pytest.mark.parametrize("method", ["weights", "batches", "filter"])
def test_conditioning_in_python_gives_the_verdicts_of_the_command(
    method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(filter_module, "ISLAND", SIZE)
    monkeypatch.setattr(learning, "ISLAND", SIZE)
    assert cli.main(["scenario=toy_corridor", f"runs={RUNS}", f"inference={method}", "out=done"]) in (0, 4)
    told = json.loads((tmp_path / "done" / "verdicts.json").read_text())
    ensemble = sim.run_ensemble(sim.read_scenario("toy_corridor"), runs=RUNS, seed=1)
    weights = sim.condition(ensemble, method=method)
    found = [verdict.to_dict() for verdict in sim.judge(ensemble, weights)]
    assert weights.ess == pytest.approx(told["ess"], rel=1e-5)
    for mine, theirs in zip(found, told["claims"], strict=True):
        for a, b in zip(mine["definitions"], theirs["definitions"], strict=True):
            assert a["posterior"] == pytest.approx(b["posterior"], rel=1e-5)
    assert weights.ensemble is not None
    assert weights.runs == weights.ensemble.runs == told["runs"] - told["runs_failed"]
    assert (weights.runs > RUNS) == (method != "weights")


def test_weights_of_another_ensemble_are_refused() -> None:
    scenario = sim.read_scenario("toy_corridor")
    first, second = (sim.run_ensemble(scenario, runs=50, seed=seed) for seed in (1, 2))
    for weights in (sim.condition(second), learning.weigh_ensemble(sim.run_ensemble(scenario, runs=40))):
        with pytest.raises(UsageError, match="do not belong to this ensemble of 50 runs, seed 1"):
            sim.judge(first, weights)
