"""A real browser driven over the WebDriver protocol with the standard library alone."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any

from sim.app.report.browser import browser_flags, find_browser

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
STARTED = re.compile(r"started successfully on port (\d+)")
KEYS = {
    "left": "\ue012",
    "right": "\ue014",
    "home": "\ue011",
    "enter": "\ue007",
    "tab": "\ue004",
    "space": " ",
}


def missing() -> str:
    """Why no browser can be driven here; empty if one can."""
    absent = [
        name for name, found in (("chromium", find_browser()), ("chromedriver", driver())) if found is None
    ]
    return f"{' and '.join(absent)} not found: apt-get install chromium chromium-driver" if absent else ""


def driver() -> str | None:
    """Path of ChromeDriver."""
    return shutil.which("chromedriver")


class Browser:
    """One window; use it in a ``with`` block."""

    def __init__(self, home: Path) -> None:
        program = driver()
        assert program is not None
        self.process = subprocess.Popen(
            [program, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout is not None
        found = next(match for line in self.process.stdout if (match := STARTED.search(line)))
        self.base = f"http://127.0.0.1:{found.group(1)}/session"
        options = {
            "binary": find_browser(),
            "args": [*browser_flags(str(home)), "--allow-file-access-from-files", "--window-size=1440,900"],
        }
        asked = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        made = self.ask("POST", "", {"capabilities": {"alwaysMatch": asked}})
        self.base += f"/{made['sessionId']}"

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End window and driver."""
        try:
            self.ask("DELETE", "")
        finally:
            self.process.terminate()
            self.process.wait(timeout=20)
            if self.process.stdout is not None:
                self.process.stdout.close()

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """One command of the protocol; its value."""
        data = None if method != "POST" else json.dumps(body or {}).encode()
        request = urllib.request.Request(f"{self.base}{path}", data, method=method)  # noqa: S310 - loopback
        with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
            return json.load(answer)["value"]

    def command(self, name: str, **values: Any) -> Any:
        """One command of the browser's own protocol."""
        return self.ask("POST", "/goog/cdp/execute", {"cmd": name, "params": values})

    def open(self, page: Path, part: str = "") -> None:
        """Show a file, after forgetting what was logged before."""
        self.log("browser"), self.log("performance")
        self.ask("POST", "/url", {"url": "about:blank"})
        self.ask("POST", "/url", {"url": page.resolve().as_uri() + part})

    def screen(self, width: int, height: int) -> None:
        """The size of the window's inside, a telephone's too."""
        self.command(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def run(self, script: str, *values: Any) -> Any:
        """What a script's ``return`` gives."""
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(values)})

    def find(self, css: str) -> str:
        """The first element of a selector."""
        return str(self.ask("POST", "/element", {"using": "css selector", "value": css})[ELEMENT])

    def click(self, css: str) -> None:
        """Click with the mouse, where the element can be seen."""
        self.ask("POST", f"/element/{self.find(css)}/click")

    def press(self, css: str, *keys: str) -> None:
        """Type into an element: text, or names of KEYS."""
        text = "".join(KEYS.get(key, key) for key in keys)
        self.ask("POST", f"/element/{self.find(css)}/value", {"text": text})

    def point(self, css: str) -> None:
        """Move the mouse over an element."""
        move = {"type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": {ELEMENT: self.find(css)}}
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [move]}
        self.ask("POST", "/actions", {"actions": [mouse]})

    def log(self, kind: str) -> list[dict[str, Any]]:
        """What was logged since the last look."""
        return list(self.ask("POST", "/se/log", {"type": kind}))

    def requests(self) -> list[str]:
        """Addresses asked for since the page was opened, those inside the file and of the browser's own start page left out."""
        messages = [json.loads(one["message"])["message"] for one in self.log("performance")]
        sent = [
            one["params"]["request"]["url"]
            for one in messages
            if one["method"] == "Network.requestWillBeSent"
        ]
        return [
            url for url in sent if not url.startswith(("data:", "about:", "chrome:", "chrome-untrusted:"))
        ]

    def pdf(self) -> bytes:
        """The page as printed."""
        return base64.b64decode(self.command("Page.printToPDF", preferCSSPageSize=True)["data"])
