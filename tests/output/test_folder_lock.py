"""Two commands into one folder: whole results for both, or the second is refused; a dead owner holds nobody up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sim.app.entry import cli
from sim.base.errors import UsageError
from sim.output.folder import complete, open_folder
from sim.output.folder_lock import OWNER, lock_folder
from sim.session.job import Job
from sim.session.verbs import VERBS

ROOT = Path(__file__).parents[2]
FILLS = """
import sys
from sim.output.folder import complete, open_folder
from sim.session.job import Job
with open_folder(Job("toy_corridor", out=sys.argv[1])) as folder:
    print("mine", flush=True)
    sys.stdin.readline()
    (folder.part / "manifest.json").write_text("{}")
    complete(folder)
"""
FILLING = tuple(  # verbs that fill a folder of their own
    verb for verb, one in VERBS.items() if one.hydra and verb not in ("watch", "bench", "noise")
)


def filler(out: Path) -> subprocess.Popen[str]:
    """A process that owns ``out`` until it is written to."""
    process = subprocess.Popen(
        [sys.executable, "-c", FILLS, str(out)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "mine\n"
    return process


def fill(out: Path) -> None:
    """A finished folder of the same job."""
    with open_folder(Job("toy_corridor", out=str(out))) as folder:
        (folder.part / "manifest.json").write_text("{}")
        complete(folder)


def test_a_folder_that_another_process_fills_is_refused_by_name_until_it_is_done(tmp_path: Path) -> None:
    out = tmp_path / "here"
    process = filler(out)
    with pytest.raises(
        UsageError, match=rf"out = {out} is being filled by process {process.pid} on .* since"
    ):
        fill(out)
    process.communicate("go on\n")
    assert process.returncode == 0
    assert sorted(entry.name for entry in out.iterdir()) == [".hydra", "figures", "manifest.json"]
    fill(out)
    assert not (out / OWNER).exists()


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_mark_left_by_a_process_that_died_is_passed_over(tmp_path: Path) -> None:
    out = tmp_path / "here"
    process = filler(out)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert (out / OWNER).exists()
    fill(out)
    assert (out / "manifest.json").exists()


@pytest.mark.parametrize("verb", FILLING)
def test_every_verb_that_fills_a_folder_asks_whose_it_is(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A verb whose folder is not opened through the one mechanism would start to simulate here."""
    out = tmp_path / "here"
    out.mkdir()
    more = {"sweep": ["over=[law.momentum.gain:0:1]"], "compare": ["a=[law.momentum.gain=1]"]}.get(verb, [])
    more = ["campaigns=[kunduz_2015]"] if verb == "record" else more
    scenario = [] if verb in ("calibrate", "record") else ["scenario=toy_corridor"]
    with lock_folder(out):
        assert cli.main([verb, *scenario, f"out={out}", *more]) == 2
    assert f"out = {out} is being filled by process {os.getpid()}" in capsys.readouterr().err


def test_two_equal_sweeps_at_once_leave_one_whole_folder(tmp_path: Path) -> None:
    command = [
        sys.executable, "-m", "sim", "sweep", "scenario=toy_corridor", "evidence=none", "runs=16", "points=2",
        "over=[law.momentum.gain:0:1]", "out=race",
    ]  # fmt: skip
    here = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
    }  # by its own path: compiled code belongs to the path of its source
    two = [
        subprocess.Popen(command, cwd=tmp_path, env=here, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [process.communicate()[1] for process in two]
    codes = [process.returncode for process in two]
    assert set(codes) <= {0, 2}
    assert 0 in codes
    assert all("is being filled by" in text for code, text in zip(codes, said, strict=True) if code == 2)
    held = {entry.name for entry in (tmp_path / "race").iterdir()}
    assert {"sweep.csv", "sweep.json", "sweep.html", "manifest.json"} <= held
    assert OWNER not in held
