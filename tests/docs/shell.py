"""Shell scripts whose ``sim`` is this process, so that no command of theirs starts an interpreter and loads libraries."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from sim.app.entry import cli

LIMIT = 300.0  # seconds a script may take
ASK = """
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as line:
    line.connect(sys.argv[1])
    asked = {"words": sys.argv[2:], "folder": os.getcwd(), "text": sys.stdin.read()}
    line.sendall(json.dumps(asked).encode())
    line.shutdown(socket.SHUT_WR)
    said = json.loads(line.makefile().read())
sys.stdout.write(said["out"])
sys.stderr.write(said["err"])
sys.exit(said["code"])
"""


def run_script(text: str, folder: Path) -> tuple[int, str]:
    """Exit code and standard error of a bash script in ``folder``; it stops at the first command that fails."""
    with tempfile.TemporaryDirectory() as place, socket.socket(socket.AF_UNIX) as door:
        ask, address, errors = (Path(place) / name for name in ("ask.py", "sim", "errors"))
        ask.write_text(ASK, encoding="utf-8")
        door.bind(str(address))
        door.listen()
        door.settimeout(0.1)
        script = f'set -eu\nsim() {{ "{sys.executable}" -S -E "{ask}" "{address}" "$@"; }}\n{text}'
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        with errors.open("w") as file, subprocess.Popen(["bash", "-c", script], cwd=folder, stderr=file, **quiet) as shell:  # fmt: skip
            limit = time.monotonic() + LIMIT
            while shell.poll() is None and time.monotonic() < limit:
                try:
                    line, _ = door.accept()
                except TimeoutError:
                    continue
                with line:
                    answer(line)
            shell.kill()
        return shell.returncode, errors.read_text(encoding="utf-8")


def answer(line: socket.socket) -> None:
    """Do one command of the script here and send back what it said."""
    asked = json.loads(line.makefile().read())
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, chdir(asked["folder"]):
        patch.setattr(sys, "stdin", io.StringIO(asked["text"]))
        with redirect_stdout(out), redirect_stderr(err):
            code = cli.main(asked["words"])
    line.sendall(json.dumps({"code": code, "out": out.getvalue(), "err": err.getvalue()}).encode())
