"""Whose daily series a folder keeps, and what is said of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.analysis import series_sample as module
from sim.analysis.series_sample import described_sample, series_sample
from sim.app.entry import cli

RUNS = 40


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample of three runs by number and two by weight."""
    monkeypatch.setattr(module, "FIRST", 3)
    monkeypatch.setattr(module, "HEAVIEST", 2)


@pytest.mark.usefixtures("small")
def test_the_first_runs_and_the_heaviest_of_the_others_are_kept_in_any_order() -> None:
    run, weights = np.array([9, 5, 0, 7, 2, 1]), np.array([0.1, 0.3, 0.3, 0.2, 0.1, 0.0])
    kept = series_sample(run, weights)
    assert sorted(run[kept]) == [0, 1, 2, 5, 7]
    order = np.array([3, 1, 5, 0, 2, 4])
    assert np.array_equal(series_sample(run[order], weights[order]), kept[order])
    assert "5 of 6 runs" in (said := described_sample(kept, weights)) and "90.0% of the weight" in said


@pytest.mark.usefixtures("small")
def test_of_equal_weights_the_first_by_number_are_kept() -> None:
    run = np.array([6, 4, 3, 2, 1, 0])
    assert sorted(run[series_sample(run, np.full(6, 1 / 6))]) == [0, 1, 2, 3, 4]


def test_of_few_runs_all_are_kept() -> None:
    kept = series_sample(np.arange(50), np.zeros(50))
    assert kept.all() and described_sample(kept, np.zeros(50)) == "all 50 runs"


@pytest.mark.usefixtures("small")
def test_a_folder_holds_series_of_the_sample_and_rerun_and_columns_json_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["scenario=toy_corridor", f"runs={RUNS}", "inference=weights"]
    assert cli.main([*words, "out=some"]) in (0, 4)
    assert cli.main([*words, "out=whole", "keep=all"]) in (0, 4)
    runs, some, whole = (pq.read_table(tmp_path / name) for name in ("some/runs.parquet", "some/series.parquet", "whole/series.parquet"))  # fmt: skip
    kept = series_sample(runs["run"].to_numpy(), runs["weight"].to_numpy())
    assert set(some["run"].to_pylist()) == set(runs["run"].to_numpy()[kept]) and kept.sum() == 5
    assert set(whole["run"].to_pylist()) == set(range(RUNS))
    assert whole.filter(np.isin(whole["run"].to_numpy(), runs["run"].to_numpy()[kept])).equals(some)
    rows = {name: json.loads((tmp_path / name / "columns.json").read_text())["rows"] for name in ("some", "whole")}  # fmt: skip
    assert f"5 of {RUNS} runs" in rows["some"]["series.parquet"]
    assert rows["whole"]["series.parquet"] == f"all {RUNS} runs"
    left = int(runs["run"].to_numpy()[~kept][0])
    capsys.readouterr()
    assert cli.main(["rerun", "some", "--run", str(left), "--every", "40"]) == 0
    said = capsys.readouterr().out
    assert "rows equal to the last bit" in said and "a sample of the runs, without this one" in said
    series = pq.read_table(tmp_path / "some/series.parquet")
    pq.write_table(series.slice(0, 0), tmp_path / "some/series.parquet")  # lost, not left out
    assert cli.main(["rerun", "some", "--run", "0"]) == 1
