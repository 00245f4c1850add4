"""A browser of this machine, to print a page with. Nothing is fetched: the page is a file."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from sim.base.errors import OutputError, UsageError

SETTING = "SIM_BROWSER"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
NO_BROWSER = (
    "no Chromium, Chrome or Edge was found; install one (Debian: apt-get install chromium), name one in "
    f"{SETTING}, or open the page and print it"
)
QUIET = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars",
)  # fmt: skip
SECONDS = 90


def find_browser() -> str | None:
    """Path of a browser that can print; None if there is none. UsageError if SIM_BROWSER names nothing."""
    setting = os.environ.get(SETTING)
    if setting:
        text = shutil.which(setting)
        if text is None:
            raise UsageError(
                f"{SETTING} = {setting!r} is not a program; expected the path of Chromium, Chrome or Edge"
            )
        return text
    browser_paths = [path for path in (shutil.which(name) for name in NAMES) if path]
    return next(iter([*browser_paths, *(place for place in PLACES if Path(place).is_file())]), None)


def browser_flags(home: str) -> list[str]:
    """How a browser is started: without a window, a network of its own accord, or a profile that was used before."""
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [*QUIET, *root, f"--user-data-dir={home}"]


def print_page(browser: str, page: Path, target: Path) -> None:
    """Print ``page`` into the PDF file ``target``; OutputError if the browser does not."""
    with tempfile.TemporaryDirectory(prefix="sim-browser-", ignore_cleanup_errors=True) as home:
        printed = Path(home) / "page.pdf"
        output = ["--no-pdf-header-footer", f"--print-to-pdf={printed}", page.resolve().as_uri()]
        command = [browser, *browser_flags(home), *output]
        try:
            completed = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
            problem = f"ended with code {completed.returncode}"
        except (OSError, subprocess.TimeoutExpired) as error:
            problem = str(error).splitlines()[0]
        if not printed.is_file():
            raise OutputError(f"{target}: {browser} printed nothing ({problem}); open {page} and print it")
        shutil.copyfile(printed, target)
