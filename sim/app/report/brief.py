"""``sim brief RUN_DIR``: the brief of a finished folder alone, as a page, one sheet of paper and Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.app.entry.arguments import read_arguments
from sim.app.report.browser import NO_BROWSER, find_browser, print_page
from sim.base.errors import DONE, UsageError
from sim.output.folder import disk_trouble, write_text
from sim.output.json_documents import BRIEF
from sim.output.run_folder import expected_form, read_document
from sim.session.console import Console
from sim.session.verbs import VERBS

SCHEMA = "sim.brief/1"
USAGE = f"{VERBS['brief'].usage}: the folder of a finished job"


def main(words: Sequence[str]) -> int:
    """Write ``brief.html``, ``brief.md`` and, where a browser is there, ``brief.pdf``; returns the exit code. UsageError for words it does not understand."""
    arguments = read_arguments("brief", words)
    home = Path(arguments["RUN_DIR"])
    brief, out_folder = read_brief(home), Path(arguments.get("out", home))
    with disk_trouble("out", out_folder), expected_form([home / BRIEF], "what this program writes"):
        out_folder.mkdir(parents=True, exist_ok=True)
        Console().say("\n".join(write_brief(brief, out_folder)))
    return DONE


def read_brief(folder: Path, usage: str = USAGE) -> dict[str, Any]:
    """The values of a finished folder's brief; UsageError, with the ``usage`` of the verb, if it holds none."""
    path = folder / BRIEF
    hint = "; a folder without one is of an earlier version: repeat its job" if folder.is_dir() else ""
    brief = read_document(path, usage + hint)
    schema = brief.get("schema") if isinstance(brief, dict) else None
    if schema != SCHEMA:
        raise UsageError(f"{path} schema = {schema!r}; expected {SCHEMA!r}: repeat the job with this version")
    return dict(brief)


def write_brief(brief: dict[str, Any], out_folder: Path) -> list[str]:
    """Write the files; returns a line on each."""
    from sim.page.page import brief_page
    from sim.page.summary.markdown import markdown

    page = out_folder / "brief.html"
    write_text(page, brief_page(brief))
    write_text(out_folder / "brief.md", markdown(brief))
    lines = [f"page: {page}", f"text: {out_folder / 'brief.md'}"]
    browser = find_browser()
    if browser is None:
        return [*lines, f"{out_folder / 'brief.pdf'} is not written: {NO_BROWSER}"]
    print_page(browser, page, out_folder / "brief.pdf")
    return [*lines, f"sheet: {out_folder / 'brief.pdf'}"]
