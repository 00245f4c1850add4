"""The site: every document and public name has a page, links lead to pages, and nothing is loaded from another machine."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

import sim
from sim.session.verbs import VERBS
from tests.docs.documents import DOCUMENTS, read
from tools.docs import site

NO_MKDOCS = importlib.util.find_spec("mkdocs") is None or importlib.util.find_spec("material") is None
TERMS = 30


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "pages"
    site.stage(folder)
    return folder


def test_every_document_has_a_place_in_the_navigation(pages: Path) -> None:
    listed = [page for part in site.NAV for some in part.values() for page in some]
    assert sorted(listed) == sorted({*listed}) and set(listed) - {"gallery.md"} == {
        path.relative_to(pages).as_posix() for path in pages.rglob("*.md")
    }
    assert {site.page_of(name) for name in DOCUMENTS} <= set(listed)


def test_links_of_a_page_lead_to_pages_and_pictures(pages: Path) -> None:
    for path in pages.rglob("*.md"):
        text = site.FENCE.sub("", path.read_text(encoding="utf-8"))
        for _, _, link in site.LINK.findall(text):
            file = link.partition("#")[0]
            if file and not re.match(r"[a-z]+:", link):
                assert (path.parent / file).exists(), f"{path.name} links to {link}"


@pytest.mark.parametrize(
    ("document", "text", "expected"),
    [
        ("README.md", "[a](docs/model.md#claims)", "[a](model.md#claims)"),
        ("README.md", "![a](docs/pictures/claims.png)", "![a](pictures/claims.png)"),
        ("docs/tutorials/from_a_news_item.md", "[a](../extend.md)", "[a](../extend.md)"),
        ("docs/extend.md", "[a](../README.md#daily-use)", "[a](index.md#daily-use)"),
        ("outputs/README.md", "[a](../docs/record.md)", "[a](record.md)"),
        ("docs/extend.md", "[a](../pyproject.toml)", "a"),
        ("docs/extend.md", "[a](https://example.org/b.md)", "[a](https://example.org/b.md)"),
        ("docs/extend.md", "```text\n[a](../README.md)\n```", "```text\n[a](../README.md)\n```"),
    ],
)
def test_links_are_turned(document: str, text: str, expected: str) -> None:
    assert site.with_site_links(text, document) == expected


def test_the_reference_is_made_from_the_code(pages: Path) -> None:
    commands = (pages / "reference" / "commands.md").read_text(encoding="utf-8")
    names = (pages / "reference" / "python.md").read_text(encoding="utf-8")
    assert all(f"## sim {name}\n" in commands for name in VERBS) and "--columns" in commands
    assert all(f"## sim.{name}\n" in names for name in sim.HOMES)
    assert "TerritoryModel.step" in names and "One run as a Mesa model, day by day" in names


def test_the_glossary_has_its_terms_in_order() -> None:
    terms = re.findall(r"^\| (.+?) \|", read("docs/glossary.md"), re.MULTILINE)[1:]
    assert len(terms) >= TERMS and terms == sorted(terms, key=str.casefold) and len(set(terms)) == len(terms)


@pytest.mark.skipif(NO_MKDOCS, reason="mkdocs and material not found (make site installs them)")
def test_the_site_is_built_without_warnings_and_loads_nothing_from_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "BUILD", tmp_path)
    monkeypatch.setattr(site, "SITE", tmp_path / "site")
    site.stage(tmp_path / "pages")
    (tmp_path / "pages" / "gallery.md").write_text("# Gallery\n", encoding="utf-8")
    site.build()
    html = [path.read_text(encoding="utf-8") for path in (tmp_path / "site").rglob("*.html")]
    assert len(html) > 15
    loaded = r'<(?:script|img|iframe)[^>]*src="?(?:https?:)?//|<link[^>]*rel="?(?:stylesheet|preconnect)[^>]*href="?(?:https?:)?//'
    assert not [found for page in html for found in re.findall(loaded, page)]
    index = (tmp_path / "site" / "search" / "search_index.js").read_text(encoding="utf-8")
    assert "posterior" in index and "capitulation" in index
