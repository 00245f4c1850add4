"""``sim match``: the block it writes is one that priors take, tells what it was fitted to, and moves draws as it says."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from sim.app.entry import cli
from sim.ensemble.draws import draw_laws
from sim.scenario.reader import read_scenario
from tests.scenario.folders import MAIN, PRIORS, toy

RUNS = np.arange(4000)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with the toy in it, whose reports leave hardly any advance."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    toy(tmp_path / "hills", (MAIN, "low: 2, high: 4", "low: 0, high: 0"))
    return tmp_path


def test_what_a_campaign_says_can_be_taken_over(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["match", "scenario=hills", "runs=20000", "out=done"]) == 0
    said = capsys.readouterr().out
    document = json.loads((elsewhere / "done" / "match.json").read_text(encoding="utf-8"))
    assert document["schema"] == "sim.match/1"
    assert f"{100 * document['kept']:.0f} % of the runs are not ruled out" in said
    slopes = {row["parameter"]: row["slope"] for row in document["slopes"]}
    assert slopes["assault.rate"] < 0 < slopes["garrison.incumbent_rural"]
    with (elsewhere / "done" / "match.csv").open(encoding="utf-8", newline="") as file:
        assert [row["parameter"] for row in csv.DictReader(file)] == list(slopes)
    foretold, found = document["groups"]["foretold"], document["groups"]["found"]
    np.testing.assert_allclose(foretold, found, atol=0.1)

    before = read_scenario("hills")
    block = (elsewhere / "done" / "match.yaml").read_text(encoding="utf-8")
    priors = elsewhere / "hills" / PRIORS
    priors.write_text(priors.read_text(encoding="utf-8") + block.replace('""', "made up"), encoding="utf-8")
    after = read_scenario("hills")
    assert after.matched is not None
    assert after.matched.scores == {name: round(slope, 2) for name, slope in slopes.items()}
    # Both draws share their dice, so the shift is told by its own error; how large it is depends on the law.
    draws = [draw_laws(one, 1, RUNS)["garrison_incumbent_rural"] for one in (before, after)]
    shift = draws[1] - draws[0]
    assert shift.mean() > 3.9 * shift.std() / np.sqrt(len(RUNS))

    assert cli.main(["match", "scenario=hills", "runs=20000", "out=again"]) == 2
    assert "is already matched to toy_corridor" in capsys.readouterr().err


def test_a_campaign_without_weighed_counts_is_refused(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (elsewhere / "hills" / MAIN).read_text(encoding="utf-8")
    (elsewhere / "hills" / MAIN).write_text(text.replace("use: fit", "use: check"), encoding="utf-8")
    assert cli.main(["match", "scenario=hills", "runs=1000", "out=done"]) == 2
    assert (
        "has no count in the likelihood with evidence=all; expected one with use fit"
        in capsys.readouterr().err
    )


def test_too_few_runs_are_refused(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["match", "scenario=hills", "runs=100", "out=done"]) == 2
    assert "runs = 100 are too few to match; expected 1,000 or more" in capsys.readouterr().err
    assert not (elsewhere / "done").exists()
