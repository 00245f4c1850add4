from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.app import cli
from sim.app.retold import make_retold, over_trusted


def test_the_verb_ranks_truths_and_sees_the_planted_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    assert cli.main(["calibrate", "runs=300", "replications=120", "out=done"]) == 0
    document = json.loads((tmp_path / "done" / "calibration.json").read_text(encoding="utf-8"))
    assert document["schema"] == "sim.calibration/1"
    assert document["flagged"] == []
    assert "log-likelihood" in document["planted_flagged"]
    assert {row["quantity"] for row in document["quantities"]} >= {
        "log-likelihood",
        "momentum.gain",
        "envoy.bias",
    }
    for name in ("ranks", "ranks_planted"):
        assert (tmp_path / "done" / "figures" / f"{name}.png").is_file()
        assert (tmp_path / "done" / "figures" / f"{name}.csv").is_file()
    said = capsys.readouterr().out
    assert "ranks are uniform" in said
    assert "planted" in said


def test_the_made_up_reports_have_the_structure_of_the_seed() -> None:
    war = make_retold(60)
    assert [(count.kind, count.unit) for count in war.counts] == [
        ("stock", "districts"), ("stock", "districts"), ("flow", "districts"), ("stock", "capitals"),
    ]  # fmt: skip
    assert war.terrain.districts == 60
    assert over_trusted(war.sources)["tracker"].noise == 3 * war.sources["tracker"].noise


def test_a_scenario_of_ones_own_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["calibrate", "scenario=toy_corridor"]) == 2
    assert "scenario = toy_corridor: sim calibrate makes its own war" in capsys.readouterr().err
