"""sim draft --walk: a person's answers decide, every decision is kept, and a sitting can end at any time."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from sim.app.drafting.review import log_path, read_value
from sim.app.entry import cli
from sim.scenario.drafting.draft_file import read_draft
from sim.scenario.reader import read_scenario
from tests.scenario.drafts import with_drafts


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The toy with a drafted count and claim."""
    monkeypatch.chdir(tmp_path)
    return with_drafts(Path("toy"))


def walk(monkeypatch: pytest.MonkeyPatch, answers: Sequence[str], path: str = "toy/drafts.yaml") -> int:
    """``sim draft --walk`` with these lines on standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in answers)))
    return cli.main(["draft", "--walk", path])


def entries(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The count and the claim as they are kept."""
    plain = read_draft(folder / "drafts.yaml", "drafts.yaml")
    return plain["reports"][0]["counts"][0], plain["claims"][0]


def logged(folder: Path) -> list[tuple[str, str, str, Any, Any]]:
    """The log without its times."""
    lines = log_path(folder / "drafts.yaml").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert all(row["when"].endswith("+00:00") for row in rows)
    return [(row["id"], row["action"], row["key"], row["before"], row["after"]) for row in rows]


def test_accepting_asks_for_every_gap_and_confirms(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert walk(monkeypatch, ["a", "12", "check", "a", "red"]) == 0
    told = capsys.readouterr().out
    assert '"The Reds have taken 3 to 5 districts since 1 March, the Gazette wrote."' in told
    assert "read as: gained by Reds, 3 to 5 districts, flow, window 2030-03-01 to 2030-04-15" in told
    assert "means: 3 / 4 / 5 (5 / 50 / 95 %) of 12" in told
    assert "2 accepted, 0 rejected, 0 still drafts: toy/drafts.yaml" in told
    count, claim = entries(folder)
    assert (count["status"], count["basis"], count["use"], claim["status"]) == (
        "confirmed",
        12,
        "check",
        "confirmed",
    )
    assert {one["faction"] for one in claim["definitions"]} == {"red"}
    scenario = read_scenario("toy")
    assert scenario.counts[-1].id == "news_gained" and scenario.claims[-1].id == "news_losing_momentum"
    assert logged(folder)[-1] == ("news_losing_momentum", "accept", "status", "draft", "confirmed")


def test_a_sitting_that_ends_early_is_taken_up_where_it_stopped(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert walk(monkeypatch, ["a", "12"]) == 0  # the answers end at the second gap
    assert entries(folder)[0]["basis"] == 12 and entries(folder)[0]["status"] == "draft"
    assert walk(monkeypatch, ["a", "fit", "q"]) == 0
    assert entries(folder)[0]["status"] == "confirmed" and entries(folder)[1]["status"] == "draft"
    capsys.readouterr()
    assert walk(monkeypatch, ["r"]) == 0
    assert "1 of 1  claim news_losing_momentum" in capsys.readouterr().out
    assert entries(folder)[1]["status"] == "rejected"


def test_a_dash_leaves_a_gap_open_and_next_passes_over_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "drafts.yaml").read_text(encoding="utf-8")
    assert walk(monkeypatch, ["a", "-", "n", "n"]) == 0
    assert "still a draft: basis is open" in capsys.readouterr().out
    assert (folder / "drafts.yaml").read_text(encoding="utf-8") == before
    assert not log_path(folder / "drafts.yaml").exists()


def test_an_edit_changes_one_key_and_what_the_words_imply_and_is_noted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        walk(
            monkeypatch,
            ["e", "low", "4", "e", "window", "2030-03-05 to 2030-04-10", "e", "source", "radio", "q"],
        )
        == 0
    )
    count, _ = entries(folder)
    assert (count["low"], count["window"], count["implied"]["p05"]) == (4, ["2030-03-05", "2030-04-10"], 4)
    assert read_draft(folder / "drafts.yaml", "")["reports"][0]["source"] == "radio"
    assert logged(folder) == [
        ("news_gained", "edit", "low", 3, 4),
        ("news_gained", "edit", "window", ["2030-03-01", "2030-04-15"], ["2030-03-05", "2030-04-10"]),
        ("news_gained", "edit", "source", "gazette", "radio"),
    ]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["e", "lwo"], "no key 'lwo'; keys: id, status"),
        (["e", "low", "many"], "low = 'many'; expected a number"),
        (["e", "faction", "green"], "'green' is not a faction; expected one of blue, red"),
        (["a", "12", "weigh"], "use = 'weigh' is unknown"),
        (["e", "window", "2030-03-05"], "window is a list of 1; expected [first day, last day]"),
        (["what"], "one of a, e, r, n, q"),
        (["e", "basis", "${HOME}"], "basis = '$ {HOME}'; expected a number"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_and_changes_nothing(
    answers: list[str],
    expected: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    count = entries(folder)[0]
    assert walk(monkeypatch, answers) == 0
    assert expected in capsys.readouterr().out
    assert {**entries(folder)[0], "basis": None} == count


def test_places_may_be_a_list_of_the_network(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_drafts(Path("other"), "The Reds have no resources to capture and hold the cities.")
    assert walk(monkeypatch, ["a", "provincial_capitals"], "other/drafts.yaml") == 0
    (claim,) = read_draft(Path("other/drafts.yaml"), "")["claims"]
    assert (
        claim["definitions"][0]["list"] == "provincial_capitals" and "places" not in claim["definitions"][0]
    )
    assert read_scenario("other").claims[-1].definitions[0].parameters["list"] == "provincial_capitals"


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("window", "[2030-03-01, 2030-04-01]", ["2030-03-01", "2030-04-01"]),
        ("definitions[0].places", "T04 T08", ["T04", "T08"]),
        ("low", "3", 3),
        ("low", "0.5", 0.5),
        ("quote", "3 men", "3 men"),
        ("basis", "null", None),
        ("negated", "true", True),
    ],
)
def test_what_a_person_types_is_read_as_what_the_key_holds(key: str, text: str, value: Any) -> None:
    assert read_value(key, text) == value


def test_an_empty_answer_takes_what_is_proposed_and_a_question_mark_lists(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert walk(monkeypatch, ["?", "a", "", "?", ""]) == 0
    told = capsys.readouterr().out
    assert (
        "basis (the total the source had in mind) [12] > " in told and "start; ? lists them) [fit] > " in told
    )
    assert "  start, fit, check, score, context; - leaves it open" in told
    assert "an empty answer takes the value in brackets" in told
    count, _ = entries(folder)
    assert (count["status"], count["basis"], count["use"]) == ("confirmed", 12, "fit")


def test_a_word_and_a_day_are_proposed_where_the_text_is_silent(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "drafts.yaml"
    text = (
        path.read_text(encoding="utf-8")
        .replace("kind: flow", "kind: stock")
        .replace("relation: gained", "relation: controls")
    )
    text = text.replace("modifier: range", "modifier: null").replace(
        "window: [2030-03-01, 2030-04-15]", "date: null"
    )
    path.write_text(text, encoding="utf-8")
    assert walk(monkeypatch, ["a", "", "", "check", "", "n"]) == 0
    count, _ = entries(folder)
    assert (count["status"], count["modifier"], count["basis"], count["date"]) == (
        "confirmed",
        "exactly",
        12,
        "2030-04-15",
    )


def test_names_are_known_while_the_priors_are_not_yet_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "priors.yaml").unlink()
    assert (
        walk(monkeypatch, ["e", "faction", "green", "n", "n"], "toy") == 0
    )  # the folder stands for its drafts.yaml
    told = capsys.readouterr().out
    assert "the scenario is incomplete: sim check toy" in told
    assert "'green' is not a faction; expected one of blue, red" in told


@pytest.mark.parametrize("path", ["toy/draft.yaml", "toy/reports", "toy/reports/draft.yaml"])
def test_a_draft_that_is_not_there_is_answered_with_the_one_that_lies_beside(
    path: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "reports").mkdir(exist_ok=True)
    assert walk(monkeypatch, [], path) == 2
    assert "cannot be read: no such file; expected a draft" in (told := capsys.readouterr().err)
    assert "nearest: toy/drafts.yaml" in told


def test_no_draft_is_made_up_where_none_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert walk(monkeypatch, [], "draft.yaml") == 2
    assert "nearest" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "way"),
    [
        (["new", "--walk", "toy/drafts.yaml"], "'--walk' is an unknown option; it belongs to sim draft"),
        (["draft", "toy/drafts.yaml"], "to confirm what was drafted: sim draft --walk FILE"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_another_verb_or_file_is_answered_with_the_way_to_confirm(
    words: list[str], way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2
    assert way in capsys.readouterr().err
