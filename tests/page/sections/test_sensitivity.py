"""The section on what moves the verdicts: there only with a kept result, true to it, and safe with strangers' text."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.base.errors import UsageError
from sim.page.page import write_page
from sim.page.sections.sensitivity import named, sensitivity_section
from sim.scenario.files.stored_sensitivity import SENSITIVITY, read_sensitivity
from sim.scenario.reader import read_scenario
from tests.plots.made_reports import made_report
from tests.plots.made_scores import made_scores
from tools.docs.record_hindcast import LARGEST_MOVES, largest_only

TOY = Path(__file__).parents[3] / "scenarios" / "toy_corridor"
EMPTY = dict.fromkeys(("start", "end", "size", "index", "low", "high"))


def made_moves(**changes: Any) -> dict[str, Any]:
    """What ``sim sensitivity`` may have written."""
    known = made_scores()
    moves = [
        {**EMPTY, "kind": "definition", "name": "no_city.last_city_7", "start": 0.8, "end": 0.3, "size": 0.5},
        {**EMPTY, "kind": "parameter", "name": "momentum.gain", "start": 0.6, "end": 0.9, "size": 0.3,
         "index": 0.11, "low": 0.05, "high": 0.17},
        {**EMPTY, "kind": "source", "name": "gazette", "start": 0.8, "end": 0.7, "size": 0.1},
    ]  # fmt: skip
    target = {
        "target": "no_city.any_city_7",
        "label": "“no city”",
        "when": "after the evidence",
        "share": True,
        "overall": 0.8,
        "moves": moves,
        "regions": [{"sentence": "holds in 93 % of runs where <b>momentum.gain</b> stays below 1"}],
    }
    made = {name: known[name] for name in ("scenario", "runs", "seed", "law_version", "frozen")}
    return {
        "schema": "sim.sensitivity/1", "method": "ranks", "evidence": "all", **made, "targets": [target], **changes,
    }  # fmt: skip


def test_other_counts_than_the_kept_result_weighed_are_told() -> None:
    report = made_report()
    mine = [row["id"] for row in report.evidence if row.get("weight_loss") is not None]
    assert mine
    told = {}
    for name, weighed in (("same", mine), ("other", ["a", "b"]), ("unknown", None)):
        section = sensitivity_section(replace(report, moves=made_moves(weighed=weighed)))
        assert section is not None
        told[name] = section["sentences"][1]
    assert f"other counts used, 2 there and {len(mine)} here" in told["other"]
    assert "counts used" not in told["same"] + told["unknown"]


def test_without_a_kept_result_there_is_no_section() -> None:
    assert sensitivity_section(made_report()) is None
    assert sensitivity_section(made_report(moves=made_moves(targets=[]))) is None


def test_the_section_ranks_all_kinds_and_escapes_what_is_told(tmp_path: Path) -> None:
    html = write_page(made_report(moves=made_moves()), [], tmp_path).read_text(encoding="utf-8")
    assert '<a href="#moves">' in html
    (section,) = re.findall(r'<section id="moves">.*?</section>', html, re.DOTALL)
    plain = section.replace("\u00a0", " ")
    assert [plain.index(word) for word in ("50.0 pp", "30.0 pp", "10.0 pp")] == sorted(
        plain.index(word) for word in ("50.0 pp", "30.0 pp", "10.0 pp")
    )
    assert "60 % → 90 %" in plain
    assert "0.11 (0.05 to 0.17)" in plain
    assert (
        '&lt;b&gt;effect of one unit of the taker&#39;s momentum on capitulation <code class="small">momentum.<wbr>gain</code>&lt;/b&gt;'
        in section
    )
    assert "<b>momentum" not in section


def test_a_result_of_another_law_is_said_to_be() -> None:
    section = sensitivity_section(made_report(moves=made_moves(law_version="other")))
    assert section is not None
    assert "The law of this report differs from" in section["sentences"][1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TOY, tmp_path / "toy"))


def test_what_is_kept_beside_a_scenario_is_read_and_no_more_than_it(folder: Path) -> None:
    assert read_sensitivity(read_scenario(str(folder))) is None
    (folder / SENSITIVITY).write_text(json.dumps({**made_moves(), "unknown": 1}), encoding="utf-8")
    assert read_sensitivity(read_scenario(str(folder))) == made_moves(weighed=None)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"schema": "sim.sensitivity/2"}, "schema"),
        ({"runs": -1}, "runs"),
        ({"targets": [{"target": "a"}]}, r"targets\.0\.label"),
    ],
)
def test_another_shape_is_refused_by_name_and_place(
    folder: Path, changes: dict[str, Any], expected: str
) -> None:
    (folder / SENSITIVITY).write_text(json.dumps(made_moves(**changes)), encoding="utf-8")
    with pytest.raises(UsageError, match=f"{SENSITIVITY}: {expected}.*`sim sensitivity` writes it again"):
        read_sensitivity(read_scenario(str(folder)))


def test_only_the_largest_moves_are_worth_keeping() -> None:
    document = made_moves()
    document["targets"][0] |= {"moves": [document["targets"][0]["moves"][0]] * 40, "inputs": ["many"]}
    (target,) = largest_only(document)["targets"]
    assert len(target["moves"]) == LARGEST_MOVES
    assert "inputs" not in target


def test_definitions_name_places_and_factions_as_people_do() -> None:
    scenario = read_scenario("afghanistan_2021_08_05")
    report = replace(made_report(), scenario=scenario)
    move = {"kind": "definition", "name": "cannot_take_and_hold_cities.kabul_hold_7"}
    _, meaning = named(report, {}, move)
    assert meaning == "Taliban will not take Kabul within 30 days and hold it for 7 days"
