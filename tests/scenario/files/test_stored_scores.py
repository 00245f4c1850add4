"""``scores.json`` beside a scenario: read if it is what a hindcast writes, refused in one line if not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from sim.base.errors import UsageError
from sim.scenario.files.stored_scores import SCORES, read_scores
from sim.scenario.reader import read_scenario
from tests.plots.made_scores import made_scores
from tools.docs.record_hindcast import pooled_only

TOY = Path(__file__).parents[3] / "scenarios" / "toy_corridor"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TOY, tmp_path / "toy"))


def read(folder: Path, document: Any) -> dict[str, Any] | None:
    text = document if isinstance(document, str) else json.dumps(document)
    (folder / SCORES).write_text(text, encoding="utf-8")
    return read_scores(read_scenario(str(folder)))


def test_no_file_is_no_scores(folder: Path) -> None:
    assert read_scores(read_scenario(str(folder))) is None


def test_what_a_hindcast_writes_is_read(folder: Path) -> None:
    found = read(folder, made_scores(simulation_hash="unknown entries are left alone"))
    assert found == made_scores()


def test_only_pooled_rows_are_worth_keeping() -> None:
    rows = made_scores()["rows"]
    document = made_scores(rows=[*rows, {**rows[0], "origin": "2021-06-03"}])
    assert pooled_only(document) == made_scores()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"schema": "sim.scores/2"}, "schema"),
        ({"runs": -1}, "runs"),
        ({"origins": [{"origin": "yesterday", "weighed": [], "ess": 1.0}]}, "origins.0.origin"),
        ({"reliability": [{"from": 0.1, "to": 0.2, "mean_p": 7, "share": 0.5, "n": 1}]}, "reliability.0.mean_p"),
        ({"standings": "none"}, "standings"),
        ({"looked_ahead": ["x" * 501]}, "looked_ahead.0"),
    ],
)  # fmt: skip
def test_another_shape_is_refused_by_name_and_place(
    folder: Path, changes: dict[str, Any], expected: str
) -> None:
    with pytest.raises(UsageError) as caught:
        read(folder, made_scores(**changes))
    said = str(caught.value)
    assert f"{SCORES}: {expected}" in said and "sim hindcast" in said and "\n" not in said


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "[1]", '{"schema": NaN}', "\x00"])
def test_what_is_no_json_object_is_refused(folder: Path, text: str) -> None:
    with pytest.raises(UsageError, match="scores.json"):
        read(folder, text)


def test_a_huge_file_is_not_read(folder: Path) -> None:
    with (folder / SCORES).open("wb") as file:
        file.truncate(6_000_000)
    with pytest.raises(UsageError, match="has more than 5,000,000 bytes"):
        read_scores(read_scenario(str(folder)))


def test_numbers_must_be_finite(folder: Path) -> None:
    text = json.dumps(made_scores()).replace("12.4", "Infinity", 1)
    with pytest.raises(UsageError, match="ess"):
        read(folder, text)
