from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sim.app.entry import cli
from sim.app.studies.calibration_report import fresh_truths_line
from sim.inference.checks.calibration import Ranks, assess, confirm
from sim.plots.studies.coverage import coverage_title
from sim.scenario.synthetic_reports import make_reported_war, over_trusted
from tests.app.stores import check_manifest


def test_the_verb_ranks_truths_and_sees_the_planted_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    assert cli.main(["calibrate", "runs=300", "replications=300", "repeats=20", "out=done"]) == 0
    check_manifest(tmp_path / "done")
    document = json.loads((tmp_path / "done" / "calibration.json").read_text(encoding="utf-8"))
    assert document["schema"] == "sim.calibration/1"
    assert document["flagged"] == []
    assert "log-likelihood" in document["planted_flagged"]
    assert {row["quantity"] for row in document["quantities"]} >= {
        "log-likelihood",
        "momentum.gain",
        "envoy.bias",
    }
    assert document["coverage_wrong"] == []
    assert [row["honest"] for row in document["intervals"]] == [True] * 4
    for name in ("ranks", "ranks_planted", "coverage"):
        assert (tmp_path / "done" / "figures" / f"{name}.png").is_file()
        assert (tmp_path / "done" / "figures" / f"{name}.csv").is_file()
    said = capsys.readouterr().out
    assert "ranks are uniform" in said
    assert "planted" in said
    assert "95 % Monte Carlo intervals of 20 repeats of 512 runs" in said


def test_a_coverage_off_at_the_first_look_is_told_with_its_second() -> None:
    rows = confirm(assess(shifted(0.14)), assess(shifted(0.0)))
    luck = fresh_truths_line(rows[0], 400)
    assert "asked again with 1,600 fresh truths: 50 %: 0.695 -> 0.500" in luck
    assert luck.endswith("within the limit: chance")
    wrong = confirm(assess(shifted(0.14)), assess(shifted(0.14)))
    assert fresh_truths_line(wrong[0], 400).endswith("off again: wrong")
    assert coverage_title(wrong, [], (0.9, 1.0)) == "Coverage is wrong in a"
    assert coverage_title(rows, [("q", 0.8)], (0.9, 1.0)).endswith("Monte Carlo intervals are not honest")


def shifted(narrower: float) -> Ranks:
    """400 ranks of one quantity, drawn towards the middle."""
    flat = ((np.arange(400) + 0.5) / 400)[:, None]
    ranks = 0.5 + (flat - 0.5) * (1 - 2 * narrower)
    return Ranks(("a",), (), ranks, ranks, np.full(400, 50.0))


def test_the_made_up_reports_have_the_structure_of_the_seed() -> None:
    war = make_reported_war(60)
    assert [(count.kind, count.unit) for count in war.counts] == [
        ("stock", "districts"), ("stock", "districts"), ("flow", "districts"), ("stock", "capitals"),
    ]  # fmt: skip
    assert war.terrain.districts == 60
    assert over_trusted(war.sources)["tracker"].noise == 3 * war.sources["tracker"].noise


def test_a_scenario_of_ones_own_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["calibrate", "scenario=toy_corridor"]) == 2
    assert "scenario = toy_corridor: sim calibrate makes its own war" in capsys.readouterr().err
