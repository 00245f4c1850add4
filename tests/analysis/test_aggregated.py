"""keep=events, series and aggregates from the command line: what is written, what is refused, what memory allows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from benchmarks.cost_model import cost
from sim.analysis import aggregated
from sim.analysis.memory_plan import check_memory_of_job, planned
from sim.app.entry import cli
from sim.base.errors import UsageError
from sim.ensemble.block import BLOCK
from sim.ensemble.engine import Plan
from sim.ensemble.lineage import open_runs
from sim.ensemble.store import pack
from sim.ensemble.uniforms import Numbers
from sim.explore.sums import portions
from sim.inference.particles.island import SWARM
from sim.scenario.scenario import Scenario
from sim.session.job import Job
from tests.blank_pictures import blank_pictures

TOY = Path(__file__).resolve().parents[2] / "scenarios" / "toy_corridor"
RUNS, PORTION = 700, 2 * BLOCK  # two portions
pytestmark = pytest.mark.usefixtures("blank_pictures")
ALWAYS = {".hydra", "brief.json", "columns.json", "evidence.json", "figures", "manifest.json", "report.html", "scenario.resolved.yaml", "verdicts.json"}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of this module's own, with a job that kept all runs and one that kept none."""
    folder = tmp_path_factory.mktemp("home")
    with blank_pictures(), pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SIM_CACHE_DIR", str(folder / "cache"))
        patch.setattr(aggregated, "SHOWN", 300)
        patch.setattr(portions, "PORTION", PORTION)
        assert job("out=kept") == 0
        assert job("out=massed", "keep=aggregates") == 0
        yield folder


def job(*words: str, runs: int = RUNS) -> int:
    return cli.main([f"scenario={TOY}", f"runs={runs}", "inference=weights", *words])


def load(path: Path) -> dict[str, Any]:
    """A JSON document."""
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def test_verdicts_without_any_run_are_those_with_every_run(home: Path) -> None:
    kept, dropped = (load(home / name / "verdicts.json") for name in ("kept", "massed"))
    assert dropped["ess"] == pytest.approx(kept["ess"], rel=1e-3)
    for one, other in zip(kept["claims"], dropped["claims"], strict=True):
        assert one["channels"] == (other["channels"] and pytest.approx(other["channels"], rel=1e-3))
        for first, second in zip(one["definitions"], other["definitions"], strict=True):
            for when in ("prior", "posterior"):
                assert second[when] == pytest.approx(first[when], rel=1e-3, abs=1e-9)
            assert (first["word"], first["graded"], first["text"]) == (second["word"], second["graded"], second["text"])  # fmt: skip
    assert {key: kept[key] for key in ("runs", "runs_failed", "days", "simulation_hash")} == {
        key: dropped[key] for key in ("runs", "runs_failed", "days", "simulation_hash")
    }


def test_the_folder_holds_sums_in_place_of_runs_and_the_page_says_so(home: Path) -> None:
    assert {entry.name for entry in (home / "massed").iterdir()} == ALWAYS | {"aggregates.parquet"}
    assert list(load(home / "massed" / "columns.json")["tables"]) == ["aggregates.parquet"]
    page = (home / "massed" / "report.html").read_text(encoding="utf-8")
    assert f"Verdicts are sums over all {RUNS} runs, none of them stored" in page
    assert "replayed runs: the first 300" in page
    assert {path.name for path in (home / "massed" / "figures").iterdir()} == {path.name for path in (home / "kept" / "figures").iterdir()}  # fmt: skip
    assert load(home / "massed" / "manifest.json")["runs"] == RUNS


def test_what_is_made_from_runs_lived_again_is_weighed_as_before(home: Path) -> None:
    kept, dropped = (load(home / name / "evidence.json")["reports"] for name in ("kept", "massed"))
    moved = 0
    for one, other in zip(kept, dropped, strict=True):
        assert one["posterior_predictive"] == other["posterior_predictive"]  # the sample holds every run here
        moved += one["posterior_predictive"] != one["prior_predictive"]
        for level, value in (one["prior_predictive"] or {}).items():
            assert abs(other["prior_predictive"][level] - value) <= 1  # 300 runs stand for all
    assert moved > 0


def test_the_table_of_sums_counts_what_the_tables_of_runs_hold(home: Path) -> None:
    sums = pq.read_table(home / "massed" / "aggregates.parquet").to_pandas()
    series = pq.read_table(home / "kept" / "series.parquet").to_pandas()
    asked = (sums.kind == "series") & (sums.name == "held") & (sums.faction == "red") & (sums.day == 60)
    found = dict(zip(sums[asked].low.astype(int), sums[asked].runs, strict=True))
    wanted = series[(series.faction == "red") & (series.day == 60)].held.value_counts()
    assert found == dict(wanted)
    regimes = sums[sums.kind == "regime"]
    assert (regimes.runs.sum(), round(regimes.weight.sum(), 9)) == (RUNS, 1.0)
    for name, rows in sums[sums.kind == "definition"].groupby("name", observed=True):
        assert (rows.runs.sum(), round(rows.weight.sum(), 9)) == (RUNS, 1.0), name


@pytest.mark.usefixtures("home")
def test_repeating_simulates_nothing_and_leaves_the_same_bytes(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "sim.explore.sums.portions.Portions.simulate", lambda *_: pytest.fail("simulated again")
    )
    monkeypatch.setattr(aggregated, "SHOWN", 300)
    monkeypatch.setattr(portions, "PORTION", PORTION)
    assert job("out=again", "keep=aggregates", "workers=1") == 0
    assert f"{RUNS} runs, {RUNS} from the store" in capsys.readouterr().out
    for name in ("verdicts.json", "evidence.json", "aggregates.parquet", "report.html"):
        assert (home / "again" / name).read_bytes() == (home / "massed" / name).read_bytes(), name


def test_keep_series_leaves_out_the_events(home: Path) -> None:
    assert job("out=series", "keep=series", runs=300) == 0
    assert {entry.name for entry in (home / "series").iterdir()} == ALWAYS | {
        "runs.parquet",
        "series.parquet",
    }
    described = load(home / "series" / "columns.json")["tables"]
    assert ("series.parquet" in described, "events.parquet" in described) == (True, False)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["keep=aggregates", "inference=batches"], "inference = batches needs every run, and keep=aggregates stores none"),
        (["keep=aggregates", "precision=0.1"], "precision = 0.1 needs every run"),
        (["keep=rows"], "keep = 'rows' is unknown; expected one of events, series, aggregates"),
        (["keep=aggregates", "runs=0"], "runs = 0 is outside its range"),
        (["executor.address=tcp://127.0.0.1:1"], "executor.address = tcp://127.0.0.1:1 is read with executor=dask only"),
        (["executor=ray"], "executor = 'ray' is unknown; expected one of local, dask"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([f"scenario={TOY}", "out=refused", *words]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.usefixtures("home")
def test_a_sweep_cannot_keep_series_alone(capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        "sweep",
        f"scenario={TOY}",
        "over=[law.momentum.gain:0:1]",
        "points=2",
        "out=swept",
        "keep=series",
    ]
    assert cli.main(words) == 2
    assert (
        "keep = series is read by sim report; expected aggregates (rows only) or events"
        in capsys.readouterr().err
    )


@pytest.mark.usefixtures("home")
def test_a_verb_that_runs_here_refuses_a_cluster(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ablation", f"scenario={TOY}", "executor=dask"]) == 2
    assert "executor = dask is read by sim report and sim sweep" in capsys.readouterr().err


def test_more_runs_than_memory_holds_are_refused_with_what_would_fit(
    toy: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Job("toy_corridor", runs=10_000_000, workers=2)
    monkeypatch.setattr("sim.analysis.memory_plan.available_memory", lambda: 4e9)
    with pytest.raises(UsageError, match=r"runs = 10,000,000 of 82 days on 12 districts need about .* GB; expected at most ([\d,]+) runs in 4\.0 GB, or keep=aggregates, which needs about 0\.\d GB") as told:  # fmt: skip
        check_memory_of_job(toy, job)
    most = int(str(told.value).split("at most ")[1].split(" runs")[0].replace(",", ""))
    check_memory_of_job(toy, replace(job, runs=most))
    with pytest.raises(UsageError, match=f"runs = {most + 1_000:,} of 82 days on 12 districts need about"):
        check_memory_of_job(toy, replace(job, runs=most + 1_000))
    check_memory_of_job(toy, replace(job, keep="aggregates"))
    assert planned(toy, replace(job, keep="aggregates")) == planned(
        toy, replace(job, keep="aggregates", runs=10)
    )
    with pytest.raises(UsageError, match="keep = aggregates on 1024 workers needs about .*: fewer workers"):
        check_memory_of_job(toy, replace(job, keep="aggregates", workers=1024))
    monkeypatch.setattr("sim.analysis.memory_plan.available_memory", lambda: None)
    check_memory_of_job(toy, job)


def test_the_particles_of_a_filter_are_part_of_the_plan(toy: Scenario) -> None:
    job = Job("toy_corridor", runs=8_192, workers=2, inference="filter")
    beside = planned(toy, job) - planned(toy, replace(job, inference="auto"))
    opened = open_runs(toy, Numbers(1, np.arange(8), {}))
    moving = sum(array.nbytes for array in opened.arrays()) + opened.events.nbytes
    assert beside > 2 * 2 * SWARM * moving / 8  # a swarm and those it picks on each of two workers
    assert planned(toy, replace(job, workers=1)) < planned(toy, job)


def test_the_cost_model_bounds_what_is_stored_and_grows_with_runs(toy: Scenario) -> None:
    few, many = (cost(toy, Job("toy_corridor", runs=runs)) for runs in (256, 512))
    assert (many.core_seconds, many.store) == (2 * few.core_seconds, 2 * few.store)
    assert 0.3 * few.store < len(pack(Plan(toy, 1, 256, keep=False).simulate(0))) <= few.store * 1.1
