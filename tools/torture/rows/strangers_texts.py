"""R12, R18: texts of strangers on the page and in figures: none acts in a real browser, and every script is drawn or named."""

from __future__ import annotations

import csv
import unicodedata
import warnings
from itertools import product
from pathlib import Path

from sim.output.json_documents import plain
from sim.page.page import brief_page, write_page
from sim.page.summary.brief import make_brief
from sim.plots.drawing.report_data import Report
from sim.plots.drawing.text import FORMULA, clean, missing_letters
from sim.plots.reports.registry import draw_all
from tests.browser.driver import Browser, missing
from tests.page.test_page import PAYLOADS, poisoned
from tools.torture.trial import CannotRunError, Trial

BREAKOUTS = ("", '">', "'>", "</style>", "</script>", "</title>", "-->", "]]>", "</text></svg>")
ACTS = (
    "<script>document.title='hit'</script>", "<img src=x onerror=document.title='hit'>", "<svg/onload=alert(1)>",
    "<iframe srcdoc=\"<script>top.document.title='hit'</script>\">", "<a href=javascript:alert(1)>x</a>", "<base href=http://a.invalid/>",
    "<meta http-equiv=refresh content='0;url=http://a.invalid/'>", "<link rel=stylesheet href=http://a.invalid/x.css>",
    "<style>@import 'http://a.invalid/x.css'</style>", "<details open ontoggle=alert(1)>x</details>", "<form action=http://a.invalid/><button>x",
)  # fmt: skip
OTHERS = (
    *PAYLOADS, "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)", '=HYPERLINK("http://a.invalid/")', "+1+cmd|' /C calc'!A0",
    "@SUM(A1:A9)", "-2+3", "\t=1+1", "\u202e\u2066=1", "${7*7}", "%3Cscript%3E", "&#60;script&#62;alert(1)&#60;/script&#62;", "\\\"><script>alert(1)</script>",
)  # fmt: skip
HARM = """
const links = [...document.querySelectorAll("a[href]")].map((one) => one.getAttribute("href"));
return {
  title: document.title, scripts: document.scripts.length, links: links.filter((one) => !/^(#|https?:|data:text\\/csv;base64,)/.test(one)),
  tags: document.querySelectorAll("iframe, object, embed, base, form, link, img[src=x], [onerror], [onload], [ontoggle]").length,
};
"""
SCRIPTS = {
    "Arabic": "استولت القوات على 12 منطقة", "Dari": "ولسوالی‌های هرات و بادغیس", "Pashto": "ولسوالۍ او ښارونه", "Hebrew": "המחוזות בצפון",
    "Cyrillic": "Районы и область", "Greek": "Οι περιφέρειες", "Chinese": "北部的地区", "Japanese": "北の地区とカタカナ", "Korean": "북부 지역",
    "Devanagari": "उत्तरी ज़िले", "Thai": "เขตทางเหนือ", "emoji": "district 🏔️ 👩‍👩‍👧 🇦🇫", "decomposed": unicodedata.normalize("NFD", "Kandahār, Ḩērāt"),
    "look-alikes": "Ηеrаt Неrat Herat", "mathematics": "x$_$y $\\frac{1}{0}$ ^_{", "line separators": "a\u2028b\u2029c\u0085d\x0be", "long": "Herat and " * 1000,
    "zero width": "He\u200brat\u200d \ufeffx", "combining": "Z" + "\u0351" * 200, "surrogate pairs": "𐎠𐎡𐎢 𝔘𝔫𝔦", "nothing": "", "blanks": " \u00a0\u3000 ",
}  # fmt: skip


def payloads() -> list[str]:
    """At least a hundred texts that would act if they were not escaped."""
    return [*OTHERS, *(before + act for before, act in product(BREAKOUTS, ACTS))]


def injected(trial: Trial) -> None:
    """R12: every payload in every text of strangers of a page; the page opened in Chromium."""
    if missing():
        raise CannotRunError(missing())
    chosen = trial.chance.sample(payloads(), trial.size(len(payloads()), 12))
    with Browser(trial.folder / "profile") as browser:
        for number, payload in enumerate(chosen):
            report = poisoned(payload)
            folder = trial.folder / str(number)
            folder.mkdir()
            brief = folder / "brief.html"
            brief.write_text(brief_page(plain(make_brief(report))), encoding="utf-8")
            for path, scripts in ((write_page(report, [], folder), 2), (brief, 2)):
                with trial.attempt(f"{payload!r} in {path.name}"):
                    problem = harm(browser, path, scripts)
                    if problem:
                        raise ValueError(problem)
    cells(trial, chosen[:: max(1, len(chosen) // trial.size(12, 2))])
    trial.figure(
        f"{len(chosen)} payloads, each in every text of two pages in Chromium and in tables of figures"
    )


def harm(browser: Browser, path: Path, scripts: int) -> str:
    """What a payload did to a page; "" if nothing."""
    browser.open(path)
    found = browser.run(HARM)
    asked, said = browser.requests(), browser.log("browser")
    if found["title"] in ("hit", "") or found["tags"] or found["links"] or found["scripts"] > scripts:
        return f"acted: {found}"
    if asked != [path.resolve().as_uri()]:
        return f"asked for {asked}"
    return f"said {said}" if said else ""


def cells(trial: Trial, chosen: list[str]) -> None:
    """No cell of a table of a figure is a formula."""
    for payload in chosen:
        bad = [
            cell
            for drawn in draw_all(poisoned(payload), trial.folder / "figures")
            for line in csv.reader(drawn.csv.open(encoding="utf-8", newline=""))
            for cell in line
            if FORMULA.match(cell) and not a_number(cell)
        ]
        trial.count(f"{payload!r}: cells a spreadsheet would run: {bad[:3]}" if bad else "")


def a_number(text: str) -> bool:
    """True if a cell is a number, which may begin with a sign."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def scripts(trial: Trial) -> None:
    """R18: page and figures of texts in many scripts: drawn without a warning, letters without a glyph named, all in NFC."""
    names = trial.chance.sample(sorted(SCRIPTS), trial.size(len(SCRIPTS), 5))
    for name in names:
        text = SCRIPTS[name]
        with trial.attempt(name), warnings.catch_warnings():
            warnings.simplefilter("error")
            problem = drawn_or_named(poisoned(text), text, trial.folder / name)
            if problem:
                raise ValueError(problem)
    trial.figure(f"page and all figures of {len(names)} kinds of text")


def drawn_or_named(report: Report, text: str, folder: Path) -> str:
    """What is wrong with page and figures that hold a text; "" if nothing."""
    folder.mkdir()
    figures = draw_all(report, folder)
    page = write_page(report, figures, folder).read_text(encoding="utf-8")
    if clean(text)[:200] not in page and "long" not in folder.name:
        escaped = clean(text)[:20].replace("&", "&amp;").replace("<", "&lt;")
        if escaped not in page:
            return "the page does not hold the text"
    if not unicodedata.is_normalized("NFC", page):
        return "the page is not in NFC"
    lacking = missing_letters([text])
    if lacking and not any(
        f"U+{ord(lacking[0]):04X}" in one.notice or ", ..." in one.notice for one in figures
    ):
        return f"no figure says that {lacking[:3]} cannot be drawn"
    return "" if all(one.file.stat().st_size > 1000 for one in figures) else "a figure is empty"
