"""R5, R29, R31: several processes at once in one folder and in one store; a store shared by versions and users."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.torture.commands import ROOT, TOY, differences, finish, home, run, small_disk, start, traceback_in
from tools.torture.trial import Trial

REPORT = (f"scenario={TOY}", "runs=400")
VERBS = {
    "report": REPORT,
    "sweep": ("sweep", f"scenario={TOY}", "runs=60", "points=4", "over=[law.momentum.gain:0:3]"),
    "sensitivity": ("sensitivity", f"scenario={TOY}", "runs=300"),
    "hindcast": ("hindcast", f"scenario={TOY}", "runs=100"),
}
FINE, DISK = (0, 4), 5


def outputs(trial: Trial) -> None:
    """R5: eight processes write into one outputs folder at once; each has a folder of its own, all alike."""
    rounds, at_once = trial.size(20, 1), trial.size(8, 4)
    for number in range(rounds):
        folder = home(trial.folder / f"round{number}")
        processes = [start(folder, *REPORT) for _ in range(at_once)]
        ends = [finish(one) for one in processes]
        for code, _, told in ends:
            problem = traceback_in(told) or ("" if code in FINE else f"exit {code}: {told[-200:]}")
            trial.count(problem)
        made = sorted(path.parent for path in (folder / "outputs").glob("*/*/manifest.json"))
        trial.count("" if len(made) == at_once else f"{len(made)} finished folders of {at_once}")
        for one in made[1:]:
            problem = differences(one, made[0])
            trial.count(f"folders {problem}" if problem else "")
        shutil.rmtree(folder)
    trial.figure(f"{rounds} rounds of {at_once} processes")


def one_folder(trial: Trial) -> None:
    """R29: two equal commands into one out= at once: the folder is whole, whoever filled it; the other says so or waits."""
    rounds = trial.size(30, 1)
    second = 0
    for verb, words in VERBS.items():
        whole = home(trial.folder / f"whole_{verb}")
        code, _, told = run(whole, *words, "out=done")
        trial.count("" if code in FINE else f"{verb} alone: exit {code}: {told[-200:]}")
        for number in range(rounds):
            folder = home(trial.folder / f"{verb}{number}")
            ends = [finish(one) for one in [start(folder, *words, "out=done") for _ in range(2)]]
            codes = sorted(code for code, _, _ in ends)
            told = " ".join(end[2] for end in ends)
            refused = [end[2] for end in ends if end[0] == 2]
            second += len(refused)
            problem = traceback_in(told) or (
                "" if codes[0] in FINE and set(codes) <= {0, 2, 4} else f"exit codes {codes}: {told[-300:]}"
            )
            problem = problem or (
                "" if all("is being filled by" in one for one in refused) else f"refused otherwise: {refused}"
            )
            problem = problem or differences(folder / "done", whole / "done")
            trial.count(f"{verb}: {problem}" if problem else "")
            shutil.rmtree(folder)
    trial.figure(
        f"{rounds} rounds of {len(VERBS)} verbs; {second} times the second was refused with the owner's name"
    )


def store(trial: Trial) -> None:
    """R31: one store, two versions of the program, files from another time, a second user."""
    folder = home(trial.folder / "home")
    run(folder, *REPORT, "out=whole")
    other = other_version(trial.folder / "other")
    code, _, told = run(folder, *REPORT, "out=other", PYTHONPATH=str(other))
    trial.count(
        "" if code in FINE and not traceback_in(told) else f"another version: exit {code}: {told[-300:]}"
    )
    trial.count(alike(folder, "after another version"))
    for what, when in (("1971", 40_000_000), ("2101", 4_140_000_000)):
        for path in (folder / "cache").rglob("*"):
            if path.is_file() and "compiled" not in path.relative_to(folder / "cache").parts:
                os.utime(path, (when, when))
        trial.count(alike(folder, f"files of {what}"))
        code, _, told = run(folder, "store", "list")
        trial.count(
            ""
            if code == 0 and not traceback_in(told)
            else f"store list with files of {what}: exit {code}: {told[-200:]}"
        )
    full_store(trial, folder)
    second_user(trial, folder)


def full_store(trial: Trial, folder: Path) -> None:
    """A store whose disk is full while the outputs have a disk of their own: exit 5 with nothing half done, then the same bytes."""
    with small_disk(trial.folder / "small", "300k") as disk:
        cache = str(home(disk / "home") / "cache")
        code, _, told = run(folder, *REPORT, "out=crowded", SIM_CACHE_DIR=cache)
        problem = traceback_in(told) or ("" if code in (*FINE, DISK) else f"exit {code}: {told[-300:]}")
        problem = problem or (
            "a folder that was not finished has its manifest"
            if code == DISK and (folder / "crowded" / "manifest.json").exists()
            else ""
        )
        trial.count(f"a full store: {problem}" if problem else "")
        trial.figure(f"a store on a full disk gets exit {code}")
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True, capture_output=True)
        code, _, told = run(folder, *REPORT, "out=crowded", SIM_CACHE_DIR=cache)
        problem = (
            f"exit {code}: {told[-200:]}"
            if code not in FINE
            else differences(folder / "crowded", folder / "whole")
        )
        trial.count(f"a full store, then room again: {problem}" if problem else "")


def alike(folder: Path, what: str) -> str:
    """What is wrong with the job done again; "" if it gives the same bytes."""
    code, _, told = run(folder, *REPORT, "out=again")
    problem = (
        f"exit {code}: {told[-200:]}" if code not in FINE else differences(folder / "again", folder / "whole")
    )
    shutil.rmtree(folder / "again", ignore_errors=True)
    return f"{what}: {problem}" if problem else ""


def other_version(folder: Path) -> Path:
    """A copy of the program in which claims are judged by other code, though of the same meaning."""
    for name in ("sim", "scenarios", "configs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    judge = folder / "sim" / "claims" / "judge.py"
    judge.write_text(judge.read_text(encoding="utf-8") + "\n\nOTHER_VERSION = 1\n", encoding="utf-8")
    return folder


def second_user(trial: Trial, folder: Path) -> None:
    """A user who may read the store but not write it: told so at once (5), or served; never a traceback."""
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        trial.figure("no second user can be taken on here")
        return
    for path in (trial.folder, folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
    mine = folder / "theirs"
    mine.mkdir()
    os.chown(mine, 65534, 65534)
    words = [
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
        sys.executable,
        "-m",
        "sim",
        *REPORT,
        "out=done",
    ]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SIM_CACHE_DIR": str(folder / "cache"),
        "HOME": str(mine),
    }
    done = subprocess.run(
        words, cwd=mine, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    problem = traceback_in(done.stderr) or (
        "" if done.returncode in (*FINE, 5) else f"exit {done.returncode}: {done.stderr[-300:]}"
    )
    trial.count(f"a second user: {problem}" if problem else "")
    trial.figure(f"a second user who may only read the store gets exit {done.returncode}")
