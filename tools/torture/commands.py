"""The program as a person starts it: real processes with a store of their own, and what their folders hold."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from sim.base.compiled import cache_root
from tools.torture.trial import CannotRunError

ROOT = Path(__file__).resolve().parents[2]
TOY = "toy_corridor"
LONGEST = 300.0  # seconds of one command
MOVING = {"manifest.json"}  # holds times


def home(folder: Path) -> Path:
    """A folder to work in, with an empty store that shares the compiled code."""
    cache = folder / "cache"
    cache.mkdir(parents=True)
    compiled = cache_root().resolve() / "compiled"
    compiled.mkdir(parents=True, exist_ok=True)
    (cache / "compiled").symlink_to(compiled, target_is_directory=True)
    return folder


def start(folder: Path, *words: str, **more: str) -> subprocess.Popen[str]:
    """``python -m sim words`` in ``folder``, in a session of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SIM_CACHE_DIR": str(folder / "cache"), **more}
    return subprocess.Popen(
        [sys.executable, "-m", "sim", *words], cwd=folder, env=environment, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Exit code, stdout and stderr; a process that does not end is killed and has the code -9."""
    try:
        out, told = process.communicate(timeout=LONGEST)
    except subprocess.TimeoutExpired:
        process.kill()
        out, told = process.communicate()
    return process.returncode, out, told


def run(folder: Path, *words: str, **more: str) -> tuple[int, str, str]:
    """A command carried out."""
    return finish(start(folder, *words, **more))


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The processes a process has started."""
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def held(folder: Path) -> dict[str, bytes]:
    """Every file of a finished folder that does not hold times, by its name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".hydra" not in path.parts and path.name not in MOVING
    }


def differences(a: Path, b: Path) -> str:
    """Files in which two finished folders differ; "" if they are equal."""
    one, other = held(a), held(b)
    names = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    return f"differ in {', '.join(names[:5])}" if names else "" if one else "are empty"


@contextmanager
def small_disk(folder: Path, size: str, options: str = "") -> Iterator[Path]:
    """A real file system in memory of that size; CannotRunError where nothing can be mounted."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}{options}", "tmpfs", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotRunError(f"no small disk can be mounted here: {done.stderr.strip()[:120]}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


def traceback_in(text: str) -> str:
    """Why what a command said is a fault of the program; "" if it is none."""
    return (
        f"a traceback or an internal error: {text[-300:]}"
        if "Traceback" in text or "internal error" in text
        else ""
    )
