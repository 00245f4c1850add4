"""``sim view [SCENARIO]``: play a run in the browser of this machine. Needs the extra ``viewer``; nothing is loaded from outside."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from typing import Any

from sim.app.entry.arguments import read_arguments
from sim.base.errors import DONE, UsageError, extra
from sim.scenario.reader import read_scenario
from sim.session.console import Console

HOST = "127.0.0.1"  # loopback: nobody else on the network sees it
NEEDED = ("solara", "solara_assets", "altair", "uvicorn")
PORT = 8765


def main(words: Sequence[str]) -> int:
    """Serve until interrupted; returns the exit code. UsageError for words it does not understand."""
    arguments = read_arguments("view", words)
    name, port = arguments.get("SCENARIO", "toy_corridor"), arguments.get("port", PORT)
    seed, run = arguments.get("seed", 1), arguments.get("run", 0)
    read_scenario(name)  # faults are reported here and not in the browser
    if missing_libraries := missing():
        raise UsageError(
            f"sim view needs {' and '.join(missing_libraries)}, not installed; {extra('viewer')}"
        )
    os.environ["SIM_VIEW"] = f"{name}\n{seed}\n{run}"
    set_offline()
    Console().say(f"view: http://{HOST}:{port}/ (Ctrl-C ends it)")
    serve(port)
    return DONE


def missing() -> list[str]:
    """Libraries of the extra that are not there."""
    return [name for name in NEEDED if importlib.util.find_spec(name) is None]


def set_offline() -> None:
    """Solara's settings: its files from this machine, no telemetry, no reloading, our page."""
    os.environ.update(
        SOLARA_APP="sim.app.viewer.page",
        SOLARA_ASSETS_PROXY="True",
        SOLARA_TELEMETRY_MIXPANEL_ENABLE="False",
        SOLARA_MODE="production",
        SOLARA_THEME_SHOW_BANNER="False",
    )


def serve(port: int) -> None:
    """Block until interrupted."""
    import uvicorn
    from solara.server.starlette import app

    uvicorn.run(refuse_other_sites(app), host=HOST, port=port, log_level="warning")


def refuse_other_sites(app: Any) -> Any:
    """``app`` (ASGI) for the pages it serves itself, 403 for everything else.

    A browser lets any page it shows call this machine: under a name that leads here (its Host is not ours), or openly
    (its Origin is not the host it calls).
    """

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        headers = dict(scope.get("headers", ()))
        host = headers.get(b"host", b"")
        is_local = host.partition(b":")[0].decode("latin-1") in (HOST, "localhost")
        if scope["type"] == "lifespan" or (is_local and headers.get(b"origin") in (None, b"http://" + host)):
            await app(scope, receive, send)
        elif scope["type"] == "http":
            await send({"type": "http.response.start", "status": 403, "headers": []})
            await send(
                {"type": "http.response.body", "body": b"sim view answers only the page it serves itself"}
            )
        else:
            await send({"type": "websocket.close", "code": 1008})

    return guarded
