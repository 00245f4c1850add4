"""The folder of a job: made before anything is simulated, filled out of sight, shown when complete."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.compiled import cache_root
from sim.base.errors import OutputError, UsageError
from sim.base.limited_files import read_json
from sim.output.folder_lock import OWNER, lock_folder
from sim.output.timestamps import new_stamp
from sim.session.job import Job

OUTPUTS = Path("outputs")
PART = ".part"
MANIFEST = "manifest.json"
IDENTITY = Path(".hydra") / "job.json"  # beside what Hydra keeps


@dataclass(frozen=True)
class RunFolderWriter:
    """``path`` as the user sees it; files are written to ``part`` inside it and moved up when all are there."""

    path: Path
    automatic: bool

    @property
    def part(self) -> Path:
        """Where files are written until the folder is complete."""
        return self.path / PART


def scenario_label(scenario: str) -> str:
    """Name of a scenario's folder of outputs, from its name or path."""
    path = Path(scenario)
    if path.suffix in (".yaml", ".yml"):
        path = path.parent if path.stem == "scenario" else path.with_suffix("")
    return path.name if path.name not in ("", "..") else path.resolve().name


def folder_path(job: Job) -> Path:
    """The folder a job fills; a new stamp for a job that has no ``out=`` and is no part of a sweep."""
    if job.folder_out is not None:
        return job.folder_out
    home = OUTPUTS / scenario_label(job.scenario)
    return home / new_stamp() if job.point is None else home / job.point.sweep / str(job.point.number)


@contextmanager
def open_folder(job: Job) -> Iterator[RunFolderWriter]:
    """The job's folder, proved writable; what is unfinished at the end of the block is taken away again.

    UsageError if ``out`` holds something else or another process is filling it, OutputError if it cannot be written.
    """
    folder = RunFolderWriter(folder_path(job), automatic=job.out is None)
    is_new = not folder.path.exists()
    with ExitStack() as owner:
        with disk_trouble("out", folder.path):
            folder.path.mkdir(parents=True, exist_ok=not folder.automatic)
            owner.enter_context(lock_folder(folder.path))
            make_ready(folder, job)
        with disk_trouble("SIM_CACHE_DIR", cache_root()):
            prove_writable(cache_root())
        try:
            with naming_disk(folder.path, cache_root()):
                yield folder
        finally:
            shutil.rmtree(folder.part, ignore_errors=True)
            if folder.automatic and is_new and not (folder.path / MANIFEST).exists():
                shutil.rmtree(folder.path, ignore_errors=True)


@contextmanager
def disk_trouble(setting: str, path: Path) -> Iterator[None]:
    """What the disk refuses in the block becomes an OutputError that names the setting and the path."""
    try:
        yield
    except OSError as error:
        refused_path = error.filename or path
        raise OutputError(
            f"{setting} = {refused_path}: {error.strerror}; expected a folder that can be made and written"
        ) from error


@contextmanager
def naming_disk(*paths: Path) -> Iterator[None]:
    """An OSError of the block that names no file, as of a write to an open one, gets that of ``paths`` whose disk is fullest."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(min(paths, key=free_bytes))
        raise


def free_bytes(path: Path) -> int:
    """What is free on the disk of a path; 0 if nobody can say."""
    try:
        return shutil.disk_usage(path).free
    except OSError:
        return 0


def prove_writable(path: Path) -> None:
    """Make the folder and a file in it, and take the file away again."""
    path.mkdir(parents=True, exist_ok=True)
    probe = path / f".probe-{new_stamp()}"
    probe.touch()
    probe.unlink()


def make_ready(folder: RunFolderWriter, job: Job) -> None:
    """Check that the folder is free or the same job's, and write down whose it is."""
    check_same_job(folder.path, job)
    shutil.rmtree(folder.part, ignore_errors=True)
    (folder.part / "figures").mkdir(parents=True)
    hydra_folder = folder.path / ".hydra"
    hydra_folder.mkdir(exist_ok=True)
    for name, text in job.hydra.items():
        write_text(hydra_folder / name, text)
    write_text(folder.path / IDENTITY, json.dumps(job.config, indent=1) + "\n")


def check_same_job(path: Path, job: Job) -> None:
    """UsageError unless the folder is empty or holds the same job, finished or not, and leads nowhere else."""
    for own_name in (PART, IDENTITY.parent):
        if (path / own_name).is_symlink():
            raise UsageError(f"out = {path} holds {own_name} as a link; expected a folder of its own")
    names_there = sorted(child.name for child in path.iterdir() if child.name != OWNER)
    if not names_there:
        return
    before = read_identity(path)
    if before != job.config:
        content = (
            "another job"
            if before is not None
            else f"{len(names_there)} entries ({', '.join(names_there[:3])} ...)"
        )
        raise UsageError(
            f"out = {path} holds {content}; expected a new or empty folder, or one of this very job"
        )


def read_identity(path: Path) -> dict[str, Any] | None:
    """What decides the job whose folder ``path`` is; None if it is no job's folder."""
    try:
        identity = read_json(path / IDENTITY)
    except (OSError, ValueError):
        return None
    return identity if isinstance(identity, dict) else None


def write_text(path: Path, text: str) -> None:
    """Write and sync a text file under a temporary name that nobody can have put a link at, then give it its own."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with naming_disk(path), temporary.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def sync_files(path: Path) -> None:
    """Have the disk hold every file below ``path``."""
    for file in sorted(path.rglob("*")):
        if file.is_file():
            descriptor = os.open(file, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def complete(folder: RunFolderWriter) -> None:
    """Show what was written: every entry is moved up, the manifest last; then ``outputs/latest`` points here."""
    sync_files(folder.part)
    (folder.path / MANIFEST).unlink(missing_ok=True)
    entries = sorted(folder.part.iterdir(), key=lambda entry: (entry.name == MANIFEST, entry.name))
    for child in entries:
        target = folder.path / child.name
        if target.is_dir():
            shutil.rmtree(target)
        child.replace(target)
    if folder.automatic:
        point_latest(folder.path)


def point_latest(path: Path) -> None:
    """Make ``outputs/latest`` a relative link to ``path``, by rename; where links are forbidden there is none."""
    temporary = OUTPUTS / f".latest-{new_stamp()}"
    try:
        temporary.symlink_to(path.relative_to(OUTPUTS), target_is_directory=True)
        temporary.replace(OUTPUTS / "latest")
    except OSError:
        temporary.unlink(missing_ok=True)
