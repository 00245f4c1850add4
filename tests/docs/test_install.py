"""The command ``sim`` after ``make install`` and ``pip install``: it works in a folder that is not the checkout."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.documents import ROOT

OFFLINE = ("-qq", "--disable-pip-version-check", "--no-deps", "--no-index", "--no-build-isolation")


@pytest.mark.parametrize(
    "how", [("--editable",), pytest.param((), marks=pytest.mark.slow)], ids=["make", "pip"]
)
def test_sim_is_a_command_in_every_folder(how: tuple[str, ...], tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True, timeout=120
    )
    python = tmp_path / "venv" / "bin" / "python"
    (site,) = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (site / "libraries.pth").write_text("\n".join(libraries), encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", *OFFLINE, *how, ROOT],
        check=True,
        timeout=300,
    )
    (tmp_path / "empty").mkdir()
    sim = [tmp_path / "venv" / "bin" / "sim", "check", "toy_corridor"]
    done = subprocess.run(sim, cwd=tmp_path / "empty", capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("toy_corridor: A made-up corridor")


def test_make_installs_as_this_test_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "--no-index --no-build-isolation --editable ." in makefile
    assert "-r requirements.lock -r requirements-build.lock" in makefile


def pins(lock: str) -> set[str]:
    """``name==version`` of every line of a lock file."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {line.split()[0] for line in text.splitlines() if "==" in line and not line.startswith((" ", "#"))}


def test_what_is_installed_first_is_what_the_rest_asks_for() -> None:
    # else pip would change it under the compilation that runs meanwhile
    first = pins("requirements-law.lock")
    assert {pin.partition("==")[0] for pin in first} == {"llvmlite", "numba", "numpy"}
    for lock in ("requirements.lock", "requirements-test.lock"):
        assert first <= pins(lock)
