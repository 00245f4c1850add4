"""R13, R20, R26, R34: no network at all, memory of large jobs, and sessions that go on for long."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time

from tools.torture.commands import LONGEST, ROOT, TOY, home, run, traceback_in
from tools.torture.trial import CannotRunError, Trial

FINE = (0, 4)
MOST_FONTS = 256  # open at once: Matplotlib keeps the fonts of each thread that drew, 64 sets at most
VERBS: tuple[tuple[str, ...], ...] = (
    (f"scenario={TOY}", "runs=200"),
    ("check", TOY),
    ("sweep", f"scenario={TOY}", "runs=50", "points=3", "over=[law.momentum.gain:0:3]"),
    (f"scenario={TOY}", "runs=200", "keep=aggregates"),
    ("watch", f"scenario={TOY}", "run=3", "every=40"),
)
SESSION = """
import contextlib, io, json, os, shutil, sys, time
import psutil
from sim.app.entry import cli
verbs, until, me, points = json.loads(sys.argv[1]), time.monotonic() + float(sys.argv[2]), psutil.Process(), []
done = bad = 0
while time.monotonic() < until or done < 2 * len(verbs):
    words = verbs[done % len(verbs)]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        bad += cli.main(list(words)) not in (0, 4)
    done += 1
    if done % len(verbs) == 0:
        fonts = sum(one.path.endswith(".ttf") for one in me.open_files())
        points.append((me.memory_info().rss / 1e6, me.num_fds() - fonts, fonts))
        shutil.rmtree("outputs", ignore_errors=True)
        shutil.rmtree(os.path.join(os.environ["SIM_CACHE_DIR"], "rows"), ignore_errors=True)
print(json.dumps({"done": done, "bad": bad, "points": points}))
"""


def offline(trial: Trial) -> None:
    """R13: the main job in a name space without any network."""
    if (
        shutil.which("unshare") is None
        or subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode
    ):
        raise CannotRunError("no name space without a network can be made here")
    folder = home(trial.folder / "home")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SIM_CACHE_DIR": str(folder / "cache")}
    for words in (
        (f"scenario={TOY}", "runs=300", "out=a"),
        ("brief", "a"),
        ("sweep", f"scenario={TOY}", "runs=50", "points=3", "over=[law.momentum.gain:0:3]", "out=b"),
    ):
        done = subprocess.run(
            ["unshare", "-n", sys.executable, "-m", "sim", *words],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        problem = traceback_in(done.stderr) or (
            "" if done.returncode in FINE else f"exit {done.returncode}: {done.stderr[-300:]}"
        )
        trial.count(f"{words[0]}: {problem}" if problem else "")
    trial.figure("report, brief and sweep")


def memory(trial: Trial) -> None:
    """R20: peak memory of a large job, and one that is far too large."""
    folder = home(trial.folder / "home")
    name, runs, most = ("afghanistan_2021_08_05", 10_000, 1000.0) if not trial.fast else (TOY, 5_000, 600.0)
    code = "import resource, sys; from sim.app.entry import cli; cli.main(sys.argv[1:]); print('PEAK', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SIM_CACHE_DIR": str(folder / "cache")}
    words = [sys.executable, "-c", code, f"scenario={name}", f"runs={runs}", "out=a"]
    done = subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, timeout=2400, check=False
    )
    peak = float(done.stdout.split("PEAK")[-1]) / 1024 if "PEAK" in done.stdout else float("inf")
    trial.count(
        ""
        if peak < most
        else f"peak {peak:.0f} MB of {runs:,} runs of {name}; expected below {most:.0f} MB: {done.stderr[-200:]}"
    )
    trial.figure(f"{runs:,} runs of {name}: peak {peak:.0f} MB")
    ended, said, told = run(folder, f"scenario={TOY}", "runs=10000000", "out=b")
    trial.count("" if ended == 2 and "GB" in told + said else f"far too large: exit {ended}: {told[-200:]}")


def soak(trial: Trial) -> None:
    """R26: one session of mixed verbs; memory and open files stay flat after the warm-up."""
    talk(trial, 1, trial.size(600, 20))


def ten(trial: Trial) -> None:
    """R34: ten sessions at once."""
    talk(trial, trial.size(10, 3), trial.size(1800, 20))


def talk(trial: Trial, number: int, seconds: float) -> None:
    """Sessions that each carry out verb after verb in one process."""
    children = []
    for place in range(number):
        folder = home(trial.folder / f"session{place}")
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "SIM_CACHE_DIR": str(folder / "cache")}
        words = [sys.executable, "-W", "ignore", "-c", SESSION, json.dumps(VERBS), str(seconds)]
        children.append(
            subprocess.Popen(
                words, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
        )
    before, total, grown = time.monotonic(), 0, []
    for child in children:
        out, told = child.communicate(timeout=seconds * 3 + 300)
        if child.returncode:
            trial.count(f"a session ended with {child.returncode}: {told[-300:]}")
            continue
        result = json.loads(out.splitlines()[-1])
        total += result["done"]
        trial.count(f"{result['bad']} commands failed" if result["bad"] else "", result["done"])
        points = result["points"]
        early, late = points[len(points) // 3], points[-1]
        grown.append(late[0] - early[0])
        trial.count(
            f"memory grew from {early[0]:.0f} to {late[0]:.0f} MB after the warm-up"
            if late[0] > 1.15 * early[0] + 20
            else ""
        )
        trial.count(
            f"open files but for fonts grew from {early[1]} to {late[1]}" if late[1] > early[1] else ""
        )
        trial.count(f"{late[2]} fonts are open" if late[2] > MOST_FONTS else "")
    minutes = (time.monotonic() - before) / 60
    trial.figure(
        f"{number} sessions, {total} commands in {minutes:.1f} minutes; memory after the warm-up {max(grown, default=0):+.0f} MB at most"
    )
