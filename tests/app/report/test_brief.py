"""``sim brief``: the brief of a finished folder as page, text and paper, and what it says where it cannot."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from sim.app.entry import cli
from sim.app.report import brief as verb
from sim.app.report import browser
from sim.base.errors import OutputError, UsageError
from sim.output.json_documents import compact, plain
from sim.page.summary.brief import SCHEMA, make_brief
from sim.page.summary.markdown import markdown
from tests.page.test_page import PAYLOADS, poisoned
from tests.plots.made_reports import made_report


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "done").mkdir()
    path = tmp_path / "done" / verb.BRIEF
    path.write_text(compact(plain(make_brief(made_report()))), encoding="utf-8")
    return path.parent


def test_the_brief_is_written_as_page_and_text_and_says_what_is_missing_for_paper(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verb, "find_browser", lambda: None)
    assert cli.main(["brief", str(folder), "--out", str(tmp_path / "new" / "here")]) == 0
    out = tmp_path / "new" / "here"
    assert sorted(path.name for path in out.iterdir()) == ["brief.html", "brief.md"]
    told = " ".join(capsys.readouterr().out.split())
    assert "brief.pdf is not written: no Chromium" in told and "apt-get install chromium" in told


@pytest.mark.skipif(browser.find_browser() is None, reason="no browser: apt-get install chromium")
def test_the_sheet_is_one_page_of_paper(folder: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    assert cli.main(["brief", str(folder)]) == 0
    pages = pypdf.PdfReader(folder / "brief.pdf").pages
    assert len(pages) == 1 and [round(side) for side in pages[0].mediabox[2:]] == [595, 842]
    assert "How sure?" in pages[0].extract_text()


@pytest.mark.parametrize(
    "text,expected",
    [
        (None, r"brief.json cannot be read \(No such file.*an earlier version: repeat its job"),
        ("{", r"cannot be read \(no JSON\); expected sim brief RUN_DIR"),
        ("[]", "schema = None; expected 'sim.brief/1'"),
        ('{"schema": "sim.brief/9"}', "schema = 'sim.brief/9'; expected 'sim.brief/1'"),
    ],
)
def test_a_folder_without_a_brief_is_refused_in_words(
    text: str | None, expected: str, tmp_path: Path
) -> None:
    if text is not None:
        (tmp_path / verb.BRIEF).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=expected):
        verb.read_brief(tmp_path)


@pytest.mark.parametrize("words", [[], ["a", "b"]])
def test_one_folder_is_asked_for(words: list[str]) -> None:
    with pytest.raises(UsageError, match=r"(required: RUN_DIR|arguments: b); the form is sim brief RUN_DIR"):
        verb.main(words)


def test_a_browser_that_is_named_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(browser.SETTING, "no-such-browser")
    with pytest.raises(UsageError, match="SIM_BROWSER = 'no-such-browser' is not a program"):
        browser.find_browser()


def test_a_browser_that_prints_nothing_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"printed nothing \(.*open .*page.html and print it"):
        browser.print_page("false", tmp_path / "page.html", tmp_path / "page.pdf")


def test_page_and_command_agree_on_the_schema() -> None:
    assert verb.SCHEMA == SCHEMA


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_of_strangers_mean_nothing_in_markdown(payload: str) -> None:
    text = markdown(json.loads(compact(plain(make_brief(poisoned(payload))))))
    outside = re.sub(r"`[^`]*`", "", text)
    assert (
        not re.search(r"(?<!\\)[<\[*][a-z/!]", outside.replace("**How", "").replace("**What", ""))
        and "\u202e" not in text
    )


def test_the_text_says_the_numbers_of_the_page() -> None:
    brief = make_brief(made_report())
    text = markdown(brief)
    assert text.startswith(f"# {brief['answer']}\n") and brief["sure"] in text
    assert all(one["number"] in text for one in brief["claims"] if one["confidence"])
    many = tuple(replace(v, claim=replace(v.claim, id=f"{v.claim.id}{n}")) for n in range(4) for v in made_report().verdicts)  # fmt: skip
    assert "more below" not in markdown(make_brief(made_report(verdicts=many)))
