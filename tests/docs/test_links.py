"""Links lead somewhere, headings nest, tables have as many cells in every row, and no line is left to be written."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath

import pytest

from tests.docs.documents import DOCUMENTS, HEADING, ROOT, anchors, links, prose, read


def target(document: str, link: str) -> tuple[str, str]:
    """The document a relative link leads to, as seen from the root, and the heading in it."""
    file, _, anchor = link.partition("#")
    here = PurePosixPath(document)
    return os.path.normpath(here.parent / file) if file else document, anchor


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_relative_link_leads_to_a_file_and_a_heading(document: str) -> None:
    relative = [link for link in links(document) if not re.match(r"https?://", link)]
    for link in relative:
        file, anchor = target(document, link)
        assert not file.startswith("..") and (ROOT / file).exists(), f"{document} links to {link}"
        if anchor:
            assert anchor in anchors(file), f"{document} links to {link}; headings: {sorted(anchors(file))}"


def test_the_readme_links_to_every_document() -> None:
    linked = {target("README.md", link)[0] for link in links("README.md")}
    assert sorted(set(DOCUMENTS) - linked - {"README.md"}) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_headings_begin_with_one_title_and_descend_one_level_at_a_time(document: str) -> None:
    levels = [len(marks) for marks, _ in HEADING.findall(prose(document))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(deeper - level <= 1 for level, deeper in zip(levels, levels[1:], strict=False))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_fences_are_closed_and_name_their_language(document: str) -> None:
    fences = re.findall(r"^```(.*)$", read(document), re.MULTILINE)
    assert len(fences) % 2 == 0
    allowed = ("", "text", "bash", "python", "yaml", "json")
    assert set(fences[::2]) <= set(allowed) and set(fences[1::2]) <= {""}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_rows_of_a_table_have_as_many_cells_as_its_head(document: str) -> None:
    for part in re.findall(r"(?:^\|.*\|$\n?)+", prose(document), re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in part.splitlines()}
        assert len(widths) == 1, part.splitlines()[0]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_nothing_is_left_to_be_written_and_no_machine_is_named(document: str) -> None:
    found = re.findall(r"TODO|FIXME|TBD|XXX|/(?:home|tmp|root|work)/|localhost", read(document))
    assert found == []
