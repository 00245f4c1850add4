"""``sim open [RUN_DIR]``: the page of a finished folder in the browser of this machine."""

from __future__ import annotations

import webbrowser
from collections.abc import Sequence
from pathlib import Path

from sim.app.entry.arguments import read_arguments
from sim.base.errors import DONE, UsageError
from sim.output.folder import OUTPUTS
from sim.session.console import Console

USAGE = "sim open [RUN_DIR]: the folder of a finished job, the last one if left out"
PAGES = ("report.html", "sweep.html")


def main(words: Sequence[str]) -> int:
    """Open the page and print its path; 0 also where no browser can be opened. UsageError for words it does not understand."""
    folder = Path(read_arguments("open", words).get("RUN_DIR", OUTPUTS / "latest"))
    page = next((folder / name for name in PAGES if (folder / name).is_file()), None)
    if page is None:
        raise UsageError(f"{folder} holds no {' or '.join(PAGES)}; expected {USAGE}")
    is_opened = webbrowser.open(page.resolve().as_uri())
    Console().say(f"page: {page}" + ("" if is_opened else " (no browser could be opened)"))
    return DONE
