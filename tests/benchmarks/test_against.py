"""The comparison with another checkout: ratios, bars, and what of earlier commands is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import against
from benchmarks.against import AFTER, Measure, after_runs, main, rows


def test_a_ratio_is_of_medians_and_held_against_its_bar() -> None:
    cpu, folder, ess = (
        f"{AFTER}, CPU (s)",
        "main job warm: folder (MB)",
        "thirteen counts: effective runs a CPU second",
    )
    theirs = {cpu: [30.0, 27.0, 90.0], folder: [148.0], ess: [1.0], "plain": [4.0]}
    ours = {cpu: [9.0, 90.0, 1.0], folder: [41.0], ess: [6.0], "plain": [2.0]}
    found = {row[0]: row[1:] for row in rows(theirs, ours)}
    assert found[cpu] == ("30", "9", "0.30", "at most 0.33 times", "holds")
    assert found[folder] == ("148", "41", "0.28", "at most 40", "**missed**")
    assert found[ess] == ("1", "6", "6.00", "at least 5 times", "holds")
    assert found["plain"] == ("4", "2", "0.50", "", "")


def test_reading_and_simulating_do_not_count_to_what_follows_the_runs() -> None:
    assert after_runs({"read": 1.0, "run": 2.0, "judge": 3.0, "page": 4.0}) == 7.0


def test_a_single_measure_is_taken_again_and_the_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other" / "sim").mkdir(parents=True)
    (tmp_path / "other" / "sim" / "__main__.py").touch()
    taken: list[tuple[str, str, int]] = []

    def counting(what: str) -> Measure:
        def take(side: against.Side, number: int, told: object) -> dict[str, float]:
            taken.append((what, side.root.name, number))
            return {f"figure of {what}": float(len(taken))}

        return Measure(take, 2)

    monkeypatch.setattr(against, "MEASURES", {"one": counting("one"), "two": counting("two")})
    assert main(["other"]) == 0
    assert taken[:4] == [("one", "other", 0), ("one", "here", 0), ("one", "here", 1), ("one", "other", 1)]
    kept = json.loads((tmp_path / "outputs/against/results.json").read_text())["measures"]
    assert main(["other", "--only", "two", "--rounds", "1"]) == 0
    again = json.loads((tmp_path / "outputs/against/results.json").read_text())["measures"]
    assert again["one"] == kept["one"] and again["two"] != kept["two"] and again["two"]["rounds"] == 1
    said = capsys.readouterr().out
    assert "figure of one" in said and "one (2 rounds)" in said and "two (1 rounds)" in said
