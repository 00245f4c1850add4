"""The record's tables come from its figures, the figures from the program, and the README agrees with both."""

from __future__ import annotations

import copy
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sim.base.errors import UsageError
from sim.scenario.reader import freeze_hash, read_outcomes, read_scenario
from tests.docs.documents import ROOT, read
from tools.docs import generated_blocks, record, record_ablation, record_exam, record_targets
from tools.docs.generated_blocks import marks, with_part, write_parts
from tools.docs.pictures import page_of, shortened
from tools.docs.record import README, RECORD, call, headlines, parts, read_record, sample, short_table
from tools.docs.record_hindcast import earlier
from tools.docs.record_measure import SEED, measure, trade_off

FIGURES = read_record()
ROWS = [*FIGURES["rows"], {"label": "present", **FIGURES["present"]}]


@cache
def bodies() -> dict[str, dict[str, str]]:
    """What the figures say: document -> part -> text."""
    return parts(FIGURES)


def part(document: str, name: str) -> str:
    """What stands between the marks of a part."""
    begin, end = marks(name)
    return read(document).split(begin)[1].split(end)[0].strip()


@pytest.mark.parametrize("document", [README, RECORD])
def test_written_parts_are_what_the_figures_say(document: str) -> None:
    other = [name for name, body in bodies()[document].items() if part(document, name) != body.strip()]
    assert other == [], "python -m tools.docs.record tables"


def test_a_target_holds_by_what_is_shown_of_its_figure() -> None:
    assert record_targets.at_most(7, "Brier score", 0.25, 0.2504, 3).holds
    assert not record_targets.at_most(7, "Brier score", 0.25, 0.2506, 3).holds
    assert record_targets.at_least(7, "AUC", 0.7, 0.696).holds
    assert not record_targets.at_least(7, "AUC", 0.7, 0.694).holds


def test_reports_improve_a_score_only_by_more_than_its_error() -> None:
    better = record_targets.better_with_reports
    assert better(11, "counts", 4.4, 3.2, 1).holds
    assert not better(11, "claims", 0.387, 0.384, 3, 0.006).holds
    assert not better(11, "claims", 0.384, 0.387, 3).holds


def test_a_missed_target_says_so() -> None:
    row = {**record_exam.read_rows()[-1], "campaigns": 7}
    named = {**row["scores"]["named"], "model": {**row["scores"]["named"]["model"], "brier": 0.3}}
    spoilt = {**row, "scores": {**row["scores"], "named": named}}
    text = record_targets.target_table([spoilt, record_exam.read_rows()[-1]], record.read_record()["present"])
    assert "| 7 | named places, Brier score | at most 0.2 | 0.300 | **missed** |" in text


@pytest.mark.parametrize("document", [record_exam.DOCUMENT, record_exam.README])
def test_the_rows_of_the_exam_are_what_was_measured(document: str) -> None:
    for name, written in record_exam.parts(record_exam.read_rows())[document].items():
        assert part(document, name) == written.strip(), "python -m tools.docs.record_exam"


def test_the_table_of_mechanisms_is_what_was_measured() -> None:
    written = record_ablation.body(record_ablation.read_ablation())
    assert part(record_ablation.DOCUMENT, record_ablation.PART) == written.strip(), (
        "python -m tools.docs.record_ablation"
    )


def test_a_mechanism_is_said_to_help_only_beyond_its_error() -> None:
    def row(name: str, brier: float, auc: float, error: float = 0.01) -> dict[str, Any]:
        return {
            "mechanism": name, "unit_brier_change": brier, "unit_brier_error": error, "unit_auc_change": auc, "unit_auc_error": error,
        }  # fmt: skip

    rows = [
        row("a", 0.03, 0.0),
        row("b", -0.03, 0.0),
        row("c", 0.01, 0.01),
        row("d", 0.0, 0.0, 0.0),
        row("e", 0.0, -0.03),
        row("f", 0.03, 0.03),
    ]
    said = record_ablation.summed_up(rows).splitlines()
    assert [line.split(": ")[1] for line in said] == ["`a`, `e`, `f`.", "`b`, `f`.", "`c`.", "`d`."]


def test_the_readme_calls_what_the_record_calls() -> None:
    long = part(RECORD, "definitions").splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in part(README, "record").splitlines()[2:]]
    called = [cells for cells in rows if len(cells) >= 8 and cells[7] != "no call"]
    decided = [row for row in headlines(FIGURES["present"]) if call(row)[1] != "no call"]
    assert len(called) == len(decided) + 1  # and whether Kabul falls
    for cells in called:
        claim, name = cells[1], cells[2].split()[0]
        (match,) = [row for row in long if f"| {claim} | {name}" in row and f"{name}_" not in row]
        assert match.endswith(f"| {cells[6]} | {cells[7]} |") and f"| {cells[4]}, " in match


def test_outcomes_in_the_record_are_those_of_the_scenario() -> None:
    outcomes = {key: told for key, (told, _) in read_outcomes(read_scenario(SEED)).items()}
    for row in ROWS:
        for one in row["seed"]["claims"]:
            assert one["outcome"] == outcomes.get((one["claim"], one["definition"]))


def test_the_kept_scores_are_of_the_priors_on_disk() -> None:
    folder = ROOT / "scenarios" / SEED
    assert earlier(SEED)["frozen"]["sha256"] == freeze_hash(folder / "priors.yaml"), (
        "python -m tools.docs.record"
    )


def test_the_present_row_is_of_the_priors_on_disk() -> None:
    folder = ROOT / "scenarios" / SEED
    assert FIGURES["present"]["seed"]["priors"] == freeze_hash(folder / "priors.yaml"), (
        "python -m tools.docs.record"
    )
    assert read_scenario(SEED).frozen["valid"] == "true"


def test_the_first_row_is_the_first_freeze() -> None:
    first = FIGURES["rows"][0]
    assert first["label"] == "first freeze"
    assert first["seed"]["priors"] in read(RECORD) and first["seed"]["runs"] == 10_000
    assert "(too few to grade)" in sample(first)


@pytest.fixture(scope="module")
def small() -> dict[str, Any]:
    """The figures of a few runs."""
    return {"present": measure(256, 128), "trade_off": trade_off(128, (0.5,))}


def test_measuring_gives_every_figure_the_tables_need(small: dict[str, Any]) -> None:
    assert set(small["present"]["seed"]) == set(FIGURES["present"]["seed"])
    assert set(small["present"]["quiet"]) == set(FIGURES["present"]["quiet"])
    tables = parts({"rows": FIGURES["rows"], "freezes": FIGURES["freezes"], **small})
    assert "| present |" in tables[RECORD]["headlines"] and "| 0.5 |" in tables[RECORD]["trade-off"]
    assert sum(small["present"]["seed"]["regimes"].values()) == pytest.approx(1.0)
    assert 0 <= small["present"]["quiet"]["ends"]["p"] < 0.2


def test_a_changed_probability_changes_call_and_table() -> None:
    changed = copy.deepcopy(FIGURES)
    one = headlines(changed["present"])[0]
    assert call({**one, "p": 0.9, "outcome": False, "undefined": 0.0}) == ("false", "wrong")
    assert call({**one, "p": 0.9, "outcome": True, "undefined": 0.0}) == ("true", "right")
    assert call({**one, "p": 0.9, "outcome": True, "undefined": 0.5}) == ("true", "no call")
    assert call({**one, "p": None, "outcome": None, "undefined": 0.0}) == ("not decided", "no call")
    one["p"], one["calibrated"] = 0.123, 0.456
    assert "| 12 % | 46 % | true | wrong |" in short_table(changed) != short_table(FIGURES)


def test_a_part_that_is_missing_or_twice_is_refused() -> None:
    begin, end = marks("a")
    whole = f"x\n{begin}\nold\n{end}\ny"
    assert with_part(whole, "a", "new") == f"x\n{begin}\nnew\n{end}\ny"
    for text, times in (("x", 0), (whole + whole, 2)):
        with pytest.raises(
            UsageError, match=f"the part 'a' stands {times} times in the document; expected it once"
        ):
            with_part(text, "a", "new")


def test_the_command_writes_tables_without_measuring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    for name in (README, RECORD, record.FILE, record_exam.FILE):
        shutil.copyfile(ROOT / name, tmp_path / name)
    monkeypatch.setattr(generated_blocks, "CHECKOUT", tmp_path)
    write_parts(README, {"record": "spoilt"})
    assert "spoilt" in (tmp_path / README).read_text(encoding="utf-8")
    assert record.main(["tables"]) == 0
    assert (tmp_path / README).read_text(encoding="utf-8") == read(README)
    with pytest.raises(UsageError, match="'table' is not understood; expected nothing, or tables"):
        record.main(["table"])


def test_a_document_outside_a_checkout_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generated_blocks, "CHECKOUT", tmp_path)
    with pytest.raises(UsageError, match="has no folder; expected a checkout of the project"):
        record.read_record()


def test_terminal_lines_keep_first_and_last_progress() -> None:
    lines = [
        "a",
        *(f"{n:3d} %  {n} of 100 runs, about 1 s left" for n in range(10, 101, 10)),
        "page: o/report.html",
    ]
    assert shortened(lines) == [lines[0], lines[1], "...", lines[10], lines[11]]
    assert page_of(lines) == ROOT / "o" / "report.html"
