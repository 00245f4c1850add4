"""A toy scenario with a draft file beside it, for tests."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from sim.scenario.drafting.draft import Text, draft_texts, draft_yaml, known_names
from sim.scenario.reader import read_scenario
from tests.scenario.folders import MAIN, TOY, toy

REPORT = (
    "The Reds have taken 3 to 5 districts since 1 March, the Gazette wrote. Their push is losing steam. "
    "Some 40 people were hurt."
)
DAY = date(2030, 4, 15)
TEXT = "reports/news.txt"


def text_of(
    words: str, name: str = TEXT, published: date | None = DAY, source: str | None = "gazette"
) -> Text:
    """A text as it is read from a file."""
    return Text(
        name, words, hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest(), published, source
    )


def with_drafts(folder: Path, words: str = REPORT) -> Path:
    """A copy of the toy that names drafts.yaml, drafted from a text in the folder."""
    toy(folder, (MAIN, "default_holder: blue\n", "default_holder: blue\ndrafts: [drafts.yaml]\n"))
    (folder / "reports").mkdir()
    (folder / TEXT).write_text(words, encoding="utf-8", newline="")
    draft = draft_texts([text_of(words)], known_names(read_scenario(TOY)))
    (folder / "drafts.yaml").write_text(draft_yaml(draft.plain()), encoding="utf-8")
    return folder
