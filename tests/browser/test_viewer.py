"""The live view: it plays thirty days in a real browser, the map changes, and nothing is asked of another machine."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.app.viewer.serve import missing as libraries
from tests.browser.driver import Browser, missing

ABSENT = [*([missing()] if missing() else []), *(f"{one} (make viewer installs it)" for one in libraries())]
pytestmark = pytest.mark.skipif(bool(ABSENT), reason=f"not found: {', '.join(ABSENT)}")
CHECKOUT = Path(__file__).resolve().parents[2]
SECONDS = 240  # for a busy machine


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The served page, of a run in which places change hands early."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "sim", "view", "toy_corridor", "--run", "11", "--port", str(port)]
    said = tmp_path_factory.mktemp("view") / "said.txt"
    with said.open("w") as log:
        server = subprocess.Popen(
            command, cwd=CHECKOUT, env={**os.environ, "PYTHONPATH": str(CHECKOUT)}, stdout=log, stderr=log
        )
    try:
        wait_for_server(server, f"http://127.0.0.1:{port}/", said)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for_server(server: subprocess.Popen[bytes], url: str, said: Path) -> None:
    """Until the page is served; fails with the server's own words."""
    until = time.monotonic() + SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=SECONDS).close()  # noqa: S310 - loopback
            return
        except OSError as error:
            alive = server.poll() is None and time.monotonic() < until
            assert alive, f"{error} after {SECONDS} s or exit {server.poll()}: {said.read_text()}"
            time.sleep(0.3)


def day(browser: Browser) -> int:
    """The day shown; -1 while none is."""
    found = re.search(r"Day (\d+),", browser.run("return document.body.innerText"))
    return int(found[1]) if found else -1


def wait_for(browser: Browser, wanted: int) -> None:
    """Until a day is shown that is not earlier."""
    until = time.monotonic() + SECONDS
    while day(browser) < wanted:
        assert time.monotonic() < until, f"day {day(browser)} after {SECONDS} s: {browser.log('browser')}"
        time.sleep(0.3)


def press(browser: Browser, label: str) -> None:
    """Click one of Mesa's buttons."""
    browser.run(
        "[...document.querySelectorAll('button')].find(one => one.innerText.includes(arguments[0])).click()",
        label,
    )


def pictures(browser: Browser) -> list[str]:
    """Map and lines as they are drawn."""
    return list(browser.run("return [...document.querySelectorAll('img')].map(one => one.src)"))


def test_thirty_days_are_played_and_nothing_comes_from_outside(address: str, tmp_path: Path) -> None:
    with Browser(tmp_path) as browser:
        browser.log("performance")
        browser.ask("POST", "/url", {"url": address})
        wait_for(browser, 0)
        first = pictures(browser)
        assert re.search(r"Reds 3, Blues 9", str(browser.run("return document.body.innerText")))
        assert len(first) == 2
        press(browser, "STEP")
        wait_for(browser, 1)
        press(browser, "▶")
        wait_for(browser, 30)
        press(browser, "❚❚")
        later = pictures(browser)
        assert not re.search(r"Reds 3, Blues 9", str(browser.run("return document.body.innerText")))
        assert len(later) == 2 and later[0] != first[0] and later[1] != first[1]
        sent = browser.requests()
        assert len(sent) > 5 and not [
            url for url in sent if not re.match(r"(blob:http|http|ws)://127\.0\.0\.1:", url)
        ]
        press(browser, "RESET")
        until = time.monotonic() + SECONDS
        while day(browser) != 0 and time.monotonic() < until:
            time.sleep(0.3)
        assert day(browser) == 0
