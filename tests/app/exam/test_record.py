"""``sim record`` from the command line: files, figures, page, what is kept, and mistakes of the user."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from sim.app.entry import cli
from sim.app.exam.page import findings, headline_result
from sim.exam.summary import METHODS
from tests.blank_pictures import blank_pictures
from tools.docs.record_exam import condensed, exam_table


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished exam of two small campaigns."""
    place = tmp_path_factory.mktemp("exam")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIM_CACHE_DIR", str(place / "cache"))
        words = ["record", "runs=40", "workers=1", "campaigns=[kunduz_2015,kharkiv_2022]"]
        assert cli.main([*words, f"out={place / 'one'}"]) == 0
        with blank_pictures():
            assert cli.main([*words, f"out={place / 'two'}"]) == 0
    return place


def test_the_folder_holds_scores_questions_page_and_figures(folder: Path) -> None:
    found = json.loads((folder / "one" / "record.json").read_text(encoding="utf-8"))
    with (folder / "one" / "questions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == found["questions"]
    assert set(METHODS) <= set(rows[0])
    assert {row["mover"] for row in rows} == {"challenger", "incumbent"}
    page = (folder / "one" / "record.md").read_text(encoding="utf-8")
    for name in ("said", "steps", "paths"):
        assert f"figures/{name}.png" in page
        assert (folder / "one" / "figures" / f"{name}.png").stat().st_size > 10_000
        assert (folder / "one" / "figures" / f"{name}.csv").is_file()


def test_the_record_is_a_page_too_that_needs_nothing_else(folder: Path) -> None:
    html = (folder / "one" / "record.html").read_text(encoding="utf-8")
    assert "default-src &#39;none&#39;" in html and html.count("data:image/png;base64,") == 3
    text = " ".join(
        re.sub("<style>.*?</style>|<script>.*?</script>|<[^>]*>", " ", html, flags=re.DOTALL).split()
    )
    page = (folder / "one" / "record.md").read_text(encoding="utf-8")
    for found in (page, text):
        assert "Two campaigns can show that something is bad" in found and "even campaigns" not in found
        assert not re.search(r"(?<![\w.])-[0-9]", found.partition("How to reproduce it")[0])
        assert "best simple rule on" in found and "Kunduz 2015" in found
    assert "−" in page


@pytest.mark.parametrize(
    ("model", "spread", "how", "title"),
    [
        (0.20, [0.18, 0.21], "better than", "one of one kind of question, clearly on one"),
        (0.20, [0.15, 0.30], "better, but not clearly, than", "one of one kind of question, clearly on none"),
        (0.23, [0.22, 0.24], "no better than", "none of one kind of question"),
    ],
)
def test_findings_name_the_best_simple_rule_and_say_on_which_side_the_model_lies(
    model: float, spread: list[float], how: str, title: str
) -> None:
    row = {"kind": "unit", "horizon": "all", "n": 9}
    scores = [
        {**row, "method": name, "brier": brier, "brier_range": spread}
        for name, brier in (
            ("model", model),
            ("before the reports", 0.1),
            ("base rate", 0.22),
            ("one half", 0.25),
        )
    ]
    claims = {"claims": [{}], "claim_scores": {"n": 3, "brier": 0.384}}
    result = {"scores": scores, "dates": [{"inside_90": True}, {"inside_90": False}], **claims}
    assert findings(result) == [
        f"Units within four steps of a front (9 questions): Brier {model:.3f}, {how} the best simple rule (base rate, 0.220).",
        "The actual number of districts was inside the 90 % band on 1 of 2 dates.",
        "Claims as they stand (3): Brier 0.384, worse than a coin (0.25).",
    ]
    assert headline_result(result) == f"better than the best simple rule on {title}"


def test_an_exam_repeated_from_what_is_kept_says_the_same(folder: Path) -> None:
    for name in ("record.json", "questions.csv", "dates.csv", "claims.csv", "record.md"):
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes()


def test_a_row_of_the_record_comes_from_the_scores(folder: Path) -> None:
    found = json.loads((folder / "one" / "record.json").read_text(encoding="utf-8"))
    row = condensed(found, "a state", "2026-11-28")
    text = exam_table([row])
    assert f"| a state | 2026-11-28 | `{found['law_version']}` | 2 | history |" in text
    assert f"{found['claim_scores']['brier']:.3f}" in text
    assert "*hazard rules*, same questions" in text


@pytest.mark.parametrize(
    ("word", "said"),
    [
        (
            "campaigns=[kundus_2015]",
            "campaigns = 'kundus_2015' is not a campaign of the library; nearest: kunduz_2015",
        ),
        ("scenario=toy_corridor", "scenario = 'toy_corridor' is not read beside campaigns="),
        ("start=never", "start = 'never' is unknown; expected one of history, restart, map"),
    ],
)
def test_a_mistake_is_said_with_its_value(
    word: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["record", "runs=20", word, f"out={tmp_path / 'out'}"]) == 2
    out = capsys.readouterr()
    assert said in out.err + out.out


def test_a_scenario_that_is_no_campaign_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(__file__).resolve().parents[3] / "scenarios" / "toy_corridor"
    assert cli.main(["record", "runs=20", f"campaigns=[{path}]", f"out={tmp_path / 'out'}"]) == 2
    out = capsys.readouterr()
    assert "exam.yaml is missing; expected how the campaign is examined" in out.err + out.out
