"""The page in a real browser: quiet, whole, usable by mouse and keyboard, at three widths, in the dark and on paper."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sim.app.replay.diff import compare_definition
from sim.output.json_documents import plain
from sim.page.difference import write_difference
from sim.page.exam import ExamPage, ExamSection, ExamTable, write_exam_page
from sim.page.page import brief_page, write_page
from sim.page.summary.brief import make_brief
from sim.plots.drawing.report_data import Report
from tests.browser.driver import Browser, missing
from tests.page.test_page import PAYLOADS, poisoned
from tests.plots.made_reports import grid_terrain, made_report
from tests.plots.reports.test_registry import REPORTS

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "a browser is here")
WIDTHS = ((360, 640), (768, 1024), (1440, 900))
BOXES = """
const boxes = (list) => list.map((one) => [one.textContent, one.getBoundingClientRect()]).filter(([, b]) => b.width);
const found = [];
for (const svg of document.querySelectorAll(".course, .falls, #map")) {
  const frame = svg.getBoundingClientRect(), texts = boxes([...svg.querySelectorAll("text")]);
  texts.forEach(([said, a], k) => {
    if (a.left < frame.left - 1.5 || a.right > frame.right + 1.5) found.push(`${said} outside`);
    for (const [other, b] of texts.slice(k + 1))
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3)
        found.push(`${said} | ${other}`);
  });
}
return found;
"""


def known_later() -> Report:
    """A report whose outcomes are known."""
    report = made_report()
    ids, record = report.record.terrain.ids, report.record
    fallen = {ids[row]: record.calendar.as_of + timedelta(days=3) for row in record.terrain.capitals[:2]}
    return replace(report, happened_fallen=fallen, happened_held=((52, 20, 21), (55, 22, 22)))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(known_later(), [], tmp_path_factory.mktemp("page"))


@pytest.fixture
def shown(browser: Browser, page: Path) -> Browser:
    browser.screen(1440, 900)
    browser.open(page)
    return browser


@pytest.mark.parametrize("kind", ["plain", "bare", "tiles", *PAYLOADS[:3], *PAYLOADS[5:]])
def test_a_page_says_nothing_on_the_console_and_asks_for_nothing(
    browser: Browser, tmp_path: Path, kind: str
) -> None:
    report = REPORTS[kind]() if kind in REPORTS else poisoned(kind)
    path = write_page(report, [], tmp_path)
    browser.open(path)
    assert browser.log("browser") == [] and browser.requests() == [path.resolve().as_uri()]
    assert browser.run("return [document.documentElement.className, document.title]")[0] == "js"
    assert browser.run("return document.title") not in ("hit", "")


@pytest.mark.parametrize("payload", PAYLOADS[:2])
def test_the_brief_alone_is_as_quiet(browser: Browser, tmp_path: Path, payload: str) -> None:
    path = tmp_path / "brief.html"
    path.write_text(
        brief_page(json.loads(json.dumps(plain(make_brief(poisoned(payload)))))), encoding="utf-8"
    )
    browser.open(path)
    assert browser.log("browser") == [] and browser.requests() == [path.resolve().as_uri()]
    assert browser.run("return document.querySelectorAll('#map path').length") > 20


def test_the_slider_moves_the_map_by_keyboard(shown: Browser) -> None:
    look = "return [document.getElementById('day').getAttribute('aria-valuetext'), document.getElementById('told').textContent, [...document.querySelectorAll('#map .m')].map((one) => one.getAttribute('class')).join()]"
    before = shown.run(look)
    shown.press("#day", "home")
    first = shown.run(look)
    shown.press("#day", "right")
    assert all(a != b for a, b in zip(before, first, strict=True)) and shown.run(look)[0] != first[0]
    assert first[0] == "1 May 2021" and before[0] == "10 Jun 2021"


def test_a_district_says_its_chance_to_mouse_and_keyboard(shown: Browser) -> None:
    shown.point("#map path[data-row='7']")
    told = shown.run("return document.getElementById('told').textContent")
    assert told.startswith("District 7, Province 0: ") and "% on 10 Jun 2021" in told
    shown.press("#place", "District 3, Province 0")
    assert shown.run("return document.getElementById('told').textContent").startswith("District 3")


def test_tables_sort_by_mouse_and_by_keyboard(shown: Browser) -> None:
    column = "return [...document.querySelectorAll('#evidence table')[0].tBodies[0].rows].map((row) => row.cells[1].textContent)"
    shown.run("location.hash = 'evidence'")
    dates = shown.run(column)
    head = "#evidence table th:nth-child(2)"
    shown.click(f"{head} button")
    assert shown.run(f"return document.querySelector('{head}').getAttribute('aria-sort')") == "ascending"
    assert shown.run(column) == sorted(dates)
    shown.press(f"{head} button", "enter")
    assert shown.run(column) == sorted(dates, reverse=True) != sorted(dates)


def test_a_claim_leads_to_its_readings(shown: Browser) -> None:
    assert shown.run("return document.querySelector('#claims details').open") is False
    shown.click(".claim .say a")
    place = shown.run("return location.hash")
    seen = "const box = document.querySelector(arguments[0]); return [box.querySelector('details').open, box.checkVisibility(), Math.abs(box.getBoundingClientRect().top) < 400]"
    assert shown.run(seen, place) == [True, True, True]


@pytest.mark.parametrize("width,height", WIDTHS)
def test_the_answers_are_on_the_first_screen_and_nothing_overlaps(
    browser: Browser, page: Path, width: int, height: int
) -> None:
    browser.screen(width, height)
    browser.open(page)
    measured = browser.run(
        "return [document.documentElement.scrollWidth, document.getElementById('brief').innerText.split(/\\s+/).length,"
        " Math.max(...[...document.querySelectorAll('.claim')].map((one) => one.getBoundingClientRect().bottom)),"
        " document.getElementById('brief').getBoundingClientRect().top,"
        " Math.min(...[...document.querySelectorAll('#brief text')].map((one) => one.getBoundingClientRect().height).filter(Boolean))]"
    )
    wide, words, low, top, letters = measured
    assert wide <= width and words <= 500 and low <= height and top < 40 and letters > 9
    assert browser.run(BOXES) == []


@pytest.mark.parametrize("kind", ["tiles", "one district", "by province", "dozens"])
def test_no_letters_overlap_on_a_telephone(browser: Browser, tmp_path: Path, kind: str) -> None:
    report = REPORTS[kind]() if kind in REPORTS else made_report(grid_terrain(8, 7, names="Place of Name {}"))
    browser.screen(360, 640)
    browser.open(write_page(report, [], tmp_path))
    assert browser.run(BOXES) == []
    assert browser.run("return document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("width", [360, 768, 1024, 1440])
def test_no_table_runs_over_its_edge(browser: Browser, page: Path, width: int) -> None:
    browser.screen(width, 900)
    browser.open(page)
    browser.run("for (const one of document.querySelectorAll('details')) one.open = true")
    browser.run(
        "for (const row of document.querySelector('#evidence table').rows) for (let k = 0; k < 12; k += 1)"
        " row.appendChild(document.createElement(row.parentNode.tagName === 'THEAD' ? 'th' : 'td')).textContent = 'undivided';"
        " dispatchEvent(new Event('resize'));"
    )
    over = "return [...document.querySelectorAll('.table')].filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent.trim().slice(0, 40))"
    assert browser.run(over) == []
    stacked = "return [...document.querySelectorAll('.table:has(> table:not(.pairs))')].map((one) => one.matches('.stacked'))"
    assert (
        all(browser.run(stacked))
        if width == 360
        else True in browser.run(stacked) and False in browser.run(stacked)
    )


@pytest.mark.parametrize("kind", ["difference", "record"])
def test_the_other_pages_are_as_quiet_and_fit_a_telephone(
    browser: Browser, tmp_path: Path, kind: str
) -> None:
    if kind == "difference":
        estimate = {"p": 0.4, "low": 0.3, "high": 0.5}
        rows = [
            compare_definition(("a_claim", name, name == "x"), estimate, {**estimate, "p": 0.5})
            for name in "xyz"
        ]
        rows.append(compare_definition(("other", PAYLOADS[0], True), estimate, None))
        inputs = ["job.seed: 1 -> 2", "scenario.law.momentum.gain.prior: gamma(2, 0.75) -> fixed(0)"]
        path = write_difference(
            tmp_path / "d.html", ("first", PAYLOADS[0]), inputs, rows, {"a_claim": PAYLOADS[0]}
        )
    else:
        table = ExamTable([f"column {k}" for k in range(14)], [[PAYLOADS[0], *["0.123"] * 13]] * 4)
        parts = ["text", ["one", PAYLOADS[0]], table]
        page = ExamPage(
            "Record", "head", ["found"], "about", "notes", [ExamSection("Part", parts)], PAYLOADS[0]
        )
        path = write_exam_page(page, {}, tmp_path)
    browser.screen(360, 640)
    browser.open(path)
    assert browser.log("browser") == [] and browser.requests() == [path.resolve().as_uri()]
    assert browser.run("return document.documentElement.scrollWidth") <= 360
    assert browser.run("return document.title") != "hit"
    over = "return [...document.querySelectorAll('.table')].filter((one) => one.scrollWidth > one.clientWidth + 1).length"
    assert browser.run(over) == 0
    browser.screen(1440, 900)
    head = "th:nth-child(2) button"
    if kind == "record":
        browser.click(head)
        assert browser.run("return document.querySelectorAll('th[aria-sort]').length") == 1


def test_what_happened_can_be_switched_off(shown: Browser) -> None:
    count = "return [...document.querySelectorAll('.later')].filter((one) => getComputedStyle(one).display !== 'none').length"
    many = shown.run(count)
    shown.click("#show")
    assert many > 5 and shown.run(count) == 0


def test_the_dark_page_is_dark_and_its_letters_light(shown: Browser) -> None:
    shown.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    light = "const rgb = (name, part) => getComputedStyle(document.querySelector(name))[part].match(/\\d+/g).map(Number).reduce((a, b) => a + b) / 3;"
    ground, ink, axis = shown.run(f"{light} return [rgb('body', 'backgroundColor'), rgb('body', 'color'), rgb('svg .axis', 'fill')]")  # fmt: skip
    shown.command("Emulation.setEmulatedMedia", features=[])
    assert ground < 40 and ink > 200 and axis > 140


def test_without_scripts_three_maps_and_every_section_are_there(browser: Browser, page: Path) -> None:
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(page)
        seen = browser.run(
            "return [[...document.querySelectorAll('.stills svg')].filter((one) => one.checkVisibility()).length,"
            " document.querySelector('.live').checkVisibility(),"
            " [...document.querySelectorAll('section summary h2')].every((one) => one.checkVisibility())]"
        )
    finally:
        browser.command("Emulation.setScriptExecutionDisabled", value=False)
    assert seen == [3, False, True]


def test_paper_holds_the_folded_parts_and_the_brief_is_one_sheet(
    browser: Browser, page: Path, tmp_path: Path
) -> None:
    pypdf: Any = pytest.importorskip("pypdf")
    browser.screen(1440, 900)
    browser.open(page)
    text = " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(browser.pdf())).pages)
    text = " ".join(text.split())
    verdict = made_report().verdicts[0]
    assert all(one.text in text for one in verdict.definitions) and "To reproduce these numbers" in text
    alone = tmp_path / "alone.html"
    alone.write_text(brief_page(json.loads(json.dumps(plain(make_brief(known_later()))))), encoding="utf-8")
    browser.open(alone)
    assert len(pypdf.PdfReader(io.BytesIO(browser.pdf())).pages) == 1


def test_the_first_stop_of_the_keyboard_leads_past_everything_to_the_answer(shown: Browser) -> None:
    shown.press("body", "tab")
    assert shown.run("return document.activeElement.getAttribute('href')") == "#brief"
