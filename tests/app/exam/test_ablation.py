"""``sim ablation campaigns=``: the exam with mechanisms off, from the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from sim.app.entry import cli
from sim.app.exam import ablation
from sim.app.exam.ablation import WHOLE


def test_every_mechanism_has_a_row_and_a_second_look_takes_what_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(ablation, "OFF", ("rout", "allegiance"))
    words = ["ablation", "runs=20", "workers=1", "campaigns=[kunduz_2015]"]
    assert cli.main([*words, f"out={tmp_path / 'one'}"]) == 0
    assert "without" in capsys.readouterr().out
    found = json.loads((tmp_path / "one" / "ablation.json").read_text(encoding="utf-8"))
    assert (found["schema"], found["start"], found["runs"]) == ("sim.exam_ablation/1", "history", 20)
    whole, rout, allegiance = found["rows"]
    assert [row["mechanism"] for row in found["rows"]] == [WHOLE, "rout", "allegiance"]
    assert rout["unit_brier_change"] == pytest.approx(rout["unit_brier"] - whole["unit_brier"], abs=1e-6)
    assert rout["unit_brier_change"] != 0
    assert allegiance["unit_brier_change"] == 0  # nobody told who lives there: nothing to switch off
    with (tmp_path / "one" / "ablation.csv").open(encoding="utf-8") as file:
        assert [row["mechanism"] for row in csv.DictReader(file)] == [WHOLE, "rout", "allegiance"]
    sheets = {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").rglob("*.row")}
    assert cli.main([*words, f"out={tmp_path / 'two'}"]) == 0
    again = {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").rglob("*.row")}
    assert sheets and again == sheets
    assert (tmp_path / "two" / "ablation.json").read_bytes() == (
        tmp_path / "one" / "ablation.json"
    ).read_bytes()


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("scenario=toy_corridor", "scenario = 'toy_corridor' is not read beside campaigns="),
        ("campaigns=[kundus_2015]", "nearest: kunduz_2015"),
    ],
)
def test_a_mistake_is_said(word: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    campaigns = [] if word.startswith("campaigns") else ["campaigns=all"]
    assert cli.main(["ablation", *campaigns, word, f"out={tmp_path / 'out'}"]) == 2
    out = capsys.readouterr()
    assert said in out.err + out.out


def test_the_start_of_origins_means_nothing_without_campaigns(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ablation", "scenario=toy_corridor", "start=restart", "runs=20"]) == 2
    assert "campaigns=" in capsys.readouterr().err
