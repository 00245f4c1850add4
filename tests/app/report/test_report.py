"""The main job end to end on the toy corridor: files, fields, exit codes, and what may not change a probability."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import sim
from sim.analysis import pipeline
from sim.app.entry import cli
from sim.app.report import report
from sim.ensemble.engine import Ensemble
from sim.law.parameters import PARAMETERS
from tests.app.stores import check_manifest

TOY = Path(__file__).resolve().parents[3] / "scenarios" / "toy_corridor"
pytestmark = pytest.mark.usefixtures("blank_pictures")
RUNS = 300
FILES = [
    ".hydra",
    "brief.json",
    "columns.json",
    "events.parquet",
    "evidence.json",
    "figures",
    "manifest.json",
    "report.html",
    "runs.parquet",
    "scenario.resolved.yaml",
    "series.parquet",
    "verdicts.json",
]
VERDICTS = (
    "schema scenario start as_of horizon_days days seed runs runs_failed ess pareto_k unconfirmed evidence law_version "
    "simulation_hash calibration claims variants"
)
CLAIM = "id statement title quote source role testable why_not_testable headline definitions channels"
DEFINITION = "id text parameters window prior posterior level word word_high graded why_not capped outcome outcome_source calibrated"
VARIANT = "name prior posterior low high log_evidence error ess headlines"
REPORT = (
    "id source statement published date relation measure kind window basis low high modifier use implied "
    "prior_predictive posterior_predictive weight_loss outside_support fitted"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of this module's own, to work in and to keep the store in."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SIM_CACHE_DIR", str(folder / "cache"))
        yield folder


@pytest.fixture(scope="module")
def done(home: Path) -> Path:
    """A finished job's folder."""
    assert cli.main([f"scenario={TOY}", f"runs={RUNS}", "out=done"]) == 0
    return home / "done"


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A copy of the toy scenario to change."""
    return Path(shutil.copytree(TOY, tmp_path / "toy_corridor"))


def load(path: Path) -> dict[str, Any]:
    """A JSON document."""
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def probabilities(folder: Path) -> list[Any]:
    """Every estimate of a finished folder."""
    claims = load(folder / "verdicts.json")["claims"]
    return [(d["id"], d["prior"], d["posterior"]) for claim in claims for d in claim["definitions"]]


def edit(scenario: Path, name: str, before: str, after: str) -> None:
    """Change a scenario's file."""
    text = (scenario / name).read_text(encoding="utf-8")
    assert before in text
    (scenario / name).write_text(text.replace(before, after), encoding="utf-8")


def test_a_finished_folder_holds_what_is_promised_and_nothing_else(done: Path) -> None:
    assert sorted(entry.name for entry in done.iterdir()) == FILES
    hydra = {entry.name for entry in (done / ".hydra").iterdir()}
    assert {"config.yaml", "overrides.yaml", "hydra.yaml"} <= hydra
    assert any((done / "figures").glob("*.png"))
    assert any((done / "figures").glob("*.csv"))


def test_verdicts_have_every_promised_key_in_scenario_order(done: Path) -> None:
    document = load(done / "verdicts.json")
    assert list(document) == VERDICTS.split()
    assert document["schema"] == "sim.verdicts/1"
    assert (document["runs"], document["runs_failed"], document["seed"]) == (RUNS, 0, 1)
    assert [claim["id"] for claim in document["claims"]] == ["losing_steam", "no_city"]
    (only,) = document["variants"]
    assert list(only) == VARIANT.split() and only["prior"] == only["posterior"] == 1.0
    for claim, within in zip(document["claims"], only["headlines"], strict=True):
        (headline,) = [one for one in claim["definitions"] if one["id"] == within["definition"]]
        assert (within["claim"], within["posterior"]) == (claim["id"], headline["posterior"])
    for claim in document["claims"]:
        assert list(claim) == CLAIM.split()
        for definition in claim["definitions"]:
            assert list(definition) == DEFINITION.split()
            assert list(definition["prior"]) == ["p", "low", "high", "undefined", "ess"]


def test_evidence_has_every_promised_key(done: Path) -> None:
    document = load(done / "evidence.json")
    assert document["schema"] == "sim.evidence/1"
    assert len(document["reports"]) == 4
    for row in document["reports"]:
        assert list(row) == REPORT.split()


def test_tables_have_the_promised_columns_and_rows(done: Path) -> None:
    document = load(done / "verdicts.json")
    runs, series = pq.read_table(done / "runs.parquet"), pq.read_table(done / "series.parquet")
    fixed = ["run", "draw", "variant", "weight", "log_weight", "end_day", "end_cause", "error"]
    assert runs.column_names == [*fixed, *PARAMETERS]
    assert len(runs) == RUNS
    assert sum(runs["weight"].to_pylist()) == pytest.approx(1.0)
    assert len(series) == RUNS * (document["days"] + 1) * 2
    described = load(done / "columns.json")["tables"]
    for name in ("runs.parquet", "series.parquet", "events.parquet"):
        assert [column["name"] for column in described[name]] == pq.read_schema(done / name).names


def test_the_manifest_repeats_the_job_and_names_every_file(done: Path) -> None:
    manifest = load(done / "manifest.json")
    assert list(manifest)[:5] == ["schema", "command", "config", "hashes", "versions"]
    assert f"scenario={TOY}" in manifest["command"]
    assert {"verdicts.json", "report.html", "runs.parquet", "figures/claims.png"} <= set(
        manifest["hashes"]["files"]
    )
    assert manifest["timing"]["total_seconds"] > 0


@pytest.mark.pictures
def test_the_same_job_again_gives_the_same_bytes(done: Path, home: Path, tmp_path: Path) -> None:
    before = {path.relative_to(done): path.read_bytes() for path in done.rglob("*") if path.is_file()}
    shutil.rmtree(home / "cache")
    again = tmp_path / "again"
    assert cli.main([f"scenario={TOY}", f"runs={RUNS}", f"out={again}", "workers=1"]) == 0
    for name, data in before.items():
        if name.parts[0] == ".hydra":
            continue
        if str(name) == "manifest.json":
            old, new = json.loads(data), load(again / name)
            assert old | {"timing": None} == new | {"timing": None}
        else:
            assert (again / name).read_bytes() == data, name


def test_an_edited_count_gives_new_verdicts_without_simulating(
    done: Path, toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(toy, "scenario.yaml", "low: 2, high: 4", "low: 4, high: 6")
    assert cli.main([f"scenario={toy}", f"runs={RUNS}", "out=edited"]) == 0
    assert f"{RUNS} runs, {RUNS} from the store" in capsys.readouterr().out
    assert probabilities(Path("edited")) != probabilities(done)
    assert [prior for _, prior, _ in probabilities(Path("edited"))] == [
        prior for _, prior, _ in probabilities(done)
    ]


def test_without_the_outcomes_every_probability_is_the_same(done: Path, toy: Path, tmp_path: Path) -> None:
    edit(toy, "outcomes.yaml", "outcome: null", "outcome: true")
    known, unknown = tmp_path / "known", tmp_path / "unknown"
    assert cli.main([f"scenario={toy}", f"runs={RUNS}", f"out={known}"]) == 0
    (toy / "outcomes.yaml").unlink()
    assert cli.main([f"scenario={toy}", f"runs={RUNS}", f"out={unknown}"]) == 0
    assert probabilities(known) == probabilities(unknown) == probabilities(done)
    headlines = [load(path / "verdicts.json")["claims"][0]["definitions"][0] for path in (known, unknown)]
    assert [headline["outcome"] for headline in headlines] == [True, None]
    assert (known / "runs.parquet").read_bytes() == (unknown / "runs.parquet").read_bytes()


@pytest.mark.usefixtures("home")
def test_verdicts_are_told_before_anything_is_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> Path:
        raise ZeroDivisionError

    monkeypatch.setattr(report, "write", refuse)
    assert cli.main([f"scenario={TOY}", f"runs={RUNS}"]) == 1
    told = capsys.readouterr()
    assert "effective sample size (ESS)" in told.out
    assert "losing_steam" in told.out
    assert "internal error: ZeroDivisionError" in told.err


@pytest.mark.usefixtures("home")
def test_too_few_effective_runs_are_exit_code_4_and_the_folder_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "few"
    assert cli.main([f"scenario={TOY}", "runs=12", f"out={out}"]) == 4
    told = capsys.readouterr().out
    assert "no verdict possible, at least 20 are needed; the report that lowers it most: gazette" in told
    assert sorted(entry.name for entry in out.iterdir()) == FILES
    assert all(posterior["p"] is None for _, _, posterior in probabilities(out))


@pytest.mark.usefixtures("home")
def test_failed_runs_are_exit_code_3_and_named_in_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pipeline.run_ensemble

    def lose_one(*args: Any, **named: Any) -> Ensemble:
        return replace(whole(*args, **named), failed={RUNS: "a series of this run is not finite"})

    monkeypatch.setattr(pipeline, "run_ensemble", lose_one)
    out = tmp_path / "failed"
    assert cli.main([f"scenario={TOY}", f"runs={RUNS}", f"out={out}"]) == 3
    last = pq.read_table(out / "runs.parquet").slice(RUNS).to_pylist()[0]
    assert (last["run"], last["weight"], last["end_cause"]) == (RUNS, 0.0, None)
    assert last["error"] == "a series of this run is not finite"
    assert load(out / "verdicts.json")["runs_failed"] == 1


def test_an_unwritable_out_is_exit_code_5_before_anything_is_simulated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "file").touch()
    assert cli.main([f"scenario={TOY}", "runs=10", f"out={tmp_path}/file/deep"]) == 5
    told = capsys.readouterr()
    assert f"out = {tmp_path}/file/deep: Not a directory; expected a folder" in told.err
    assert not (tmp_path / "cache").exists()


def test_an_unwritable_store_is_exit_code_5_before_anything_is_simulated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert cli.main([f"scenario={TOY}", "runs=10"]) == 5
    assert f"SIM_CACHE_DIR = {tmp_path}/file/cache: Not a directory" in capsys.readouterr().err


def test_a_shipped_scenario_runs_by_its_name_from_any_folder(home: Path) -> None:
    assert cli.main(["scenario=toy_corridor", "runs=100", "experiment=seed_at_its_word", "out=by_name"]) == 0
    assert load(home / "by_name" / "verdicts.json")["evidence"] == "seed"


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("words", [["scenario=toy_coridor"], ["check", "toy_coridor"]])
def test_an_unknown_scenario_is_exit_code_2_and_leaves_nothing(
    words: list[str], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2
    assert "toy_coridor" in capsys.readouterr().err
    assert not (home / "outputs" / "toy_coridor").exists()


def test_check_tells_what_a_scenario_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(TOY)]) == 0
    assert "12 districts" in capsys.readouterr().out


def test_check_wants_one_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check"]) == 2
    assert "required: SCENARIO; the form is sim check SCENARIO" in capsys.readouterr().err


@pytest.mark.usefixtures("home")
def test_a_multirun_fills_one_folder_a_point_and_ends_with_a_table(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        f"scenario={TOY}",
        f"runs={RUNS}",
        "law.momentum.gain=1,uniform(0,3),99",
        "-m",
    ]
    assert cli.main(words) == 2
    told = capsys.readouterr()
    assert told.err.count("law.momentum.gain = fixed(99) is outside its range") == 1
    (sweep,) = (home / "outputs" / "toy_corridor").glob("*-sweep")
    assert sorted(path.name for path in sweep.iterdir()) == ["0", "1"]
    assert all(sorted(entry.name for entry in path.iterdir()) == FILES for path in sweep.iterdir())
    table = told.out[told.out.index("point  overrides") :].splitlines()
    assert table[0].split() == ["point", "overrides", "losing_steam", "no_city", "exit"]
    assert [line.split()[-1] for line in table[1:4]] == ["0", "0", "2"]
    assert not (home / "multirun").exists()


@pytest.mark.parametrize("word", ["hydra.mode=MULTIRUN", 'hydra.mode="MULTIRUN"', "++hydra.mode=MULTIRUN"])
def test_a_multirun_asked_for_in_hydras_own_words_is_told_the_same_way(
    word: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([f"scenario={TOY}", "runs=20", "inference=weights", "seed=1,2", "out=many", word]) in (
        0,
        4,
    )
    told = capsys.readouterr().out
    assert [line.split()[0] for line in told[told.index("point  overrides") :].splitlines()[1:3]] == [
        "0",
        "1",
    ]
    assert sorted(path.name for path in (home / "many").iterdir()) == ["0", "1"]
    assert not (home / "multirun").exists()


def test_the_manifest_names_every_file_with_its_digest(done: Path) -> None:
    check_manifest(done)


@pytest.mark.usefixtures("home")
def test_the_python_steps_give_what_the_command_writes(done: Path) -> None:
    scenario = sim.read_scenario(str(TOY))
    ensemble = sim.run_ensemble(scenario, runs=RUNS)
    weights = sim.condition(ensemble)
    verdicts = sim.judge(ensemble, weights)
    written = load(done / "verdicts.json")
    assert weights.ess == pytest.approx(written["ess"], rel=1e-5)
    assert [verdict.claim.id for verdict in verdicts] == [claim["id"] for claim in written["claims"]]
    headline = verdicts[0].headline
    assert headline is not None and headline.posterior is not None
    assert headline.posterior.to_dict() == pytest.approx(
        written["claims"][0]["definitions"][0]["posterior"], rel=1e-5
    )
    assert all(one.posterior is None for verdict in sim.judge(ensemble) for one in verdict.definitions)


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(sim.SimError, match="method = 'magic' is unknown; expected one of auto, weights"):
        sim.condition(None, method="magic")


def test_the_public_names_are_few_and_all_are_there() -> None:
    assert len(sim.__all__) <= 18
    for name in sim.__all__:
        assert getattr(sim, name) is not None
    with pytest.raises(
        AttributeError, match="module 'sim' has no attribute 'run'; it has __version__, read_scenario"
    ):
        sim.run  # noqa: B018 - the look-up is the test
