from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sim.analysis import pipeline
from sim.analysis.pipeline import condition_runs, widest_headline
from sim.app.entry import cli
from sim.ensemble.engine import Ensemble
from sim.inference.weights import Weights
from sim.session.session import Session

SAME = ("verdicts.json", "evidence.json", "runs.parquet", "series.parquet", "events.parquet")
pytestmark = pytest.mark.usefixtures("blank_pictures")


def estimates(folder: Path) -> list[Any]:
    """Every estimate of a finished folder."""
    claims = json.loads((folder / "verdicts.json").read_text(encoding="utf-8"))["claims"]
    return [(d["id"], d["prior"], d["posterior"]) for claim in claims for d in claim["definitions"]]


def test_an_adaptive_job_ends_narrow_and_equals_a_fixed_one_of_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    job = ["scenario=toy_corridor", "runs=8192", "precision=0.05", "out=grown"]
    assert cli.main(job) == 0
    grown = json.loads((tmp_path / "grown" / "verdicts.json").read_text(encoding="utf-8"))
    assert 1024 < grown["runs"] < 8192
    for claim in grown["claims"]:
        one = next(d for d in claim["definitions"] if d["id"] == claim["headline"])["posterior"]
        assert (one["high"] - one["low"]) / 2 <= 0.05
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "other"))
    assert cli.main(["scenario=toy_corridor", f"runs={grown['runs']}", "out=fixed"]) == 0
    assert estimates(tmp_path / "grown") == estimates(tmp_path / "fixed")
    for name in SAME:
        assert (tmp_path / "grown" / name).read_bytes() == (tmp_path / "fixed" / name).read_bytes(), name
    assert cli.main(job) == 0  # repeated: the same folder, nothing simulated


def test_an_adaptive_job_interrupted_between_two_looks_ends_as_if_it_had_not_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    job = ["scenario=toy_corridor", "runs=8192", "precision=0.05"]
    looks: list[int] = []

    def interrupted(ensemble: Ensemble, session: Session) -> tuple[Ensemble, Weights]:
        looks.append(ensemble.runs)
        if len(looks) == 2:
            raise KeyboardInterrupt
        return condition_runs(ensemble, session)

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "condition_runs", interrupted)
        assert cli.main([*job, "out=first"]) == 130
    assert looks[0] < looks[1]
    assert cli.main([*job, "out=first"]) == 0
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "other"))
    assert cli.main([*job, "out=second"]) == 0
    for name in SAME:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes(), name


@pytest.mark.parametrize("value", ["0", "0.7", "-0.1"])
def test_a_precision_out_of_range_is_refused(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["scenario=toy_corridor", f"precision={value}"]) == 2
    assert f"precision = {float(value):g}" in capsys.readouterr().err.replace("= 0.0 ", "= 0 ")


def test_other_verbs_do_not_take_a_precision(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["hindcast", "scenario=toy_corridor", "precision=0.1"]) == 2
    assert "precision = 0.1 is read by sim report only" in capsys.readouterr().err


def test_no_verdicts_have_no_width() -> None:
    assert widest_headline([]) == 0.0
