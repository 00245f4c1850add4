"""R3, R4: a disk that is full, read-only, or holds a file where a folder is expected."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from tools.torture.commands import TOY, differences, home, run, small_disk, traceback_in
from tools.torture.trial import Trial

WORDS = (f"scenario={TOY}", "runs=600")
DISK, FINE = 5, (0, 4)


def full(trial: Trial) -> None:
    """R3: real small disks of several sizes hold store and outputs; then there is room again."""
    whole = home(trial.folder / "whole")
    run(whole, *WORDS, "out=done")
    refused = 0
    levels = trial.size(20, 4)
    for level in range(levels):
        kilobytes = int(40 * (150 ** (level / (levels - 1))))  # 40 kB to 6 MB
        with small_disk(trial.folder / f"disk{level}", f"{kilobytes}k") as disk:
            folder = home(disk / "home")
            code, _, told = run(folder, *WORDS, "out=done")
            refused += code == DISK
            problem = traceback_in(told) or after_full(folder, code, told)
            trial.count(f"{kilobytes} kB: {problem}" if problem else "")
            subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True, capture_output=True)
            code, _, told = run(folder, *WORDS, "out=done")
            problem = (
                f"exit {code}: {told[-200:]}"
                if code not in FINE
                else differences(folder / "done", whole / "done")
            )
            trial.count(f"{kilobytes} kB, then room again: {problem}" if problem else "")
    trial.figure(f"{levels} sizes of a tmpfs, {refused} of them too small")


def after_full(folder: Path, code: int, told: str) -> str:
    """What is wrong after a job on a disk that may have been too small."""
    done = folder / "done"
    if code in FINE:
        return "" if (done / "manifest.json").exists() else "said to be done, and is not"
    if code != DISK:
        return f"exit {code}: {told[-200:]}"
    if (done / "manifest.json").exists():
        return "a folder that was not finished has its manifest"
    # as the user wrote it (out=done), or the store's, which is below the home
    return "" if str(folder) in told or "done" in told else f"the path is not named: {told[-200:]}"


def unwritable(trial: Trial) -> None:
    """R4: outputs read-only, a file where a folder is expected: exit 5 (or 2) before anything is simulated."""
    slowest = 0.0
    with small_disk(trial.folder / "readonly", "8m") as disk:
        folder = home(trial.folder / "home")
        run(folder, *WORDS, "out=first")  # what is compiled is there
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True, capture_output=True)
        (folder / "file").write_text("in the way", encoding="utf-8")
        cases = {"read-only": f"out={disk}/x", "inside a file": "out=file/x", "a file": "out=file"}
        for verb in (
            (),
            ("sweep", "points=3", "over=[law.momentum.gain:0:3]"),
            ("sensitivity",),
            ("hindcast",),
        )[: trial.size(4, 2)]:
            for what, out in cases.items():
                before = time.monotonic()
                code, said, told = run(folder, *verb[:1], WORDS[0], "runs=700", *verb[1:], out)
                seconds = time.monotonic() - before
                slowest = max(slowest, seconds)
                problem = traceback_in(told) or (
                    "" if code in (2, DISK) else f"exit {code}: {said[-200:]} {told[-200:]}"
                )
                problem = problem or (
                    "simulated before it said so" if "runs;" in said or "points in" in said else ""
                )
                trial.count(f"{' '.join(verb[:1]) or 'report'} into {what}: {problem}" if problem else "")
    trial.figure(f"slowest {slowest:.1f} s, start of the program included")
