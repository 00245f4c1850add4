"""A finished folder read again: which job filled it, with what it was made, and whose fault it is if it cannot be used."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim import __version__
from sim.base.compiled import LAW_VERSION
from sim.base.errors import SimError, UsageError, one_line
from sim.base.limited_files import read_json
from sim.output.differences import fields
from sim.output.folder import MANIFEST
from sim.output.json_documents import digest, versions
from sim.scenario.files.hashing import simulation_hash
from sim.scenario.scenario import Scenario
from sim.session.job import Job, job_again
from sim.session.verbs import DEFAULT, VERBS

OURS = (AssertionError, ImportError, MemoryError, NameError)  # no value of a document leads to one of them


@dataclass(frozen=True)
class RunFolder:
    """A finished folder, its manifest as plain values, and the job that filled it."""

    path: Path
    manifest: Mapping[str, Any]
    job: Job

    @property
    def simulation(self) -> str | None:
        """Hash of what motion read, where the manifest keeps it."""
        value = self.part("hashes").get("simulation")
        return value if isinstance(value, str) else None

    def part(self, name: str) -> Mapping[str, Any]:
        """A block of the manifest; empty if it has none."""
        block = self.manifest.get(name)
        return block if isinstance(block, dict) else {}


def read_document(path: Path, expected: str) -> Any:
    """The value of a JSON document of a finished folder. UsageError if it cannot be read; ``expected`` says what should be there."""
    try:
        return read_json(path)
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or "no JSON"
        raise UsageError(f"{path} cannot be read ({problem}); expected {expected}") from None


def read_run_folder(path: Path, usage: str) -> RunFolder:
    """The finished folder ``path``; UsageError if it is none. Nothing in it is trusted: the job is checked anew."""
    manifest_path = path / MANIFEST
    manifest = read_document(manifest_path, usage)
    config = manifest.get("config") if isinstance(manifest, dict) else None
    if not isinstance(config, dict) or not isinstance(manifest.get("command"), str):
        raise UsageError(f"{manifest_path} holds neither command nor config of a job; expected {usage}")
    try:
        return RunFolder(path, manifest, job_again(config, verb_of(manifest["command"])))
    except (UsageError, TypeError, ValueError) as error:
        raise UsageError(f"{manifest_path} config: {error}; expected what this program writes") from None


def verb_of(command: str) -> str:
    """The verb of a command that a manifest keeps."""
    words = shlex.split(command)[1:2]
    return words[0] if words and words[0] in VERBS and VERBS[words[0]].hydra else DEFAULT


def version_differences(finished: RunFolder) -> list[str]:
    """What this program is other than the one that filled the folder, a line each: law, libraries, platform."""
    before = finished.part("versions")
    return fields("", dict(before), versions(LAW_VERSION)) if before else []


def motion_differences(finished: RunFolder, scenario: Scenario) -> list[str]:
    """A line if start, network, priors, dated events or days of the scenario are no longer those of the folder."""
    current_hash = simulation_hash(scenario)
    if finished.simulation in (None, current_hash):
        return []
    return [
        f"scenario {finished.job.scenario}: simulation hash {finished.simulation} -> {current_hash}; its files were edited"
    ]


def edited_files(finished: RunFolder) -> list[str]:
    """Files of the folder that are not as the manifest says they were written."""
    digests = dict(finished.part("hashes").get("files") or {})
    return [
        f"{name}: edited or damaged since the folder was finished"
        for name, recorded in sorted((str(name), recorded) for name, recorded in digests.items())
        if (path := finished.path / name).is_file() and path.resolve().is_relative_to(finished.path.resolve())
        if digest(path) != recorded
    ]


@contextmanager
def expected_form(documents: Sequence[Path], hint: str) -> Iterator[None]:
    """UsageError in place of what documents of another form make fail; ``hint`` says what was expected.

    For documents of too large a form to check key by key. Where all of them are what this version of the program
    wrote, the fault is the program's own, and its error goes on as it is.
    """
    try:
        yield
    except (SimError, OSError, *OURS):
        raise
    except Exception as error:
        changed_paths = [path for path in documents if not as_written(path)]
        if not changed_paths:
            raise
        problem = f"{type(error).__name__}: {one_line(str(error))[:200]}"
        file_names = " or ".join(map(str, changed_paths))
        raise UsageError(f"{file_names} has another form ({problem}); expected {hint}") from error


def as_written(path: Path) -> bool:
    """Whether a document is, by the manifest beside it, as this version of the program wrote it."""
    try:
        manifest = read_json(path.parent / MANIFEST)
        digest_and_version = manifest["hashes"]["files"][path.name], manifest["versions"]["sim"]
        return bool(digest_and_version == (digest(path), __version__))
    except (OSError, ValueError, LookupError, TypeError):
        return False
