"""The JSON documents of a finished folder: plain data, 6 significant digits, no NaN, keys that never vanish."""

from __future__ import annotations

import csv
import hashlib
import importlib.metadata
import json
import math
import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.compiled import LAW_VERSION
from sim.output.folder import MANIFEST, RunFolderWriter, complete, write_text
from sim.session.console import Stopwatch
from sim.session.job import Job
from sim.session.session import Session

BRIEF = "brief.json"
VERDICT_COLUMNS = (
    "claim", "definition", "headline", "text", "prior", "p", "low", "high", "undefined", "graded", "why_not",
    "outcome", "calibrated", "calibrated_low", "calibrated_high",
)  # fmt: skip
LIBRARIES = ("numpy", "numba", "scipy", "networkx", "pyarrow", "pydantic", "hydra-core", "matplotlib", "mesa")


def plain(value: Any) -> Any:
    """``value`` as JSON holds it: floats with 6 significant digits, NaN and infinity as null, arrays as lists."""
    kind = type(value)
    if kind is str or kind is int or value is None:  # most of a document
        return value
    if kind is float:
        return float(f"{value:.6g}") if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, np.floating):
        return plain(float(value))
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(part) for part in value]
    return str(value)


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Write a document."""
    write_text(path, json.dumps(plain(data), indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]], columns: Sequence[str] = ()) -> None:
    """Rows as CSV, floats with six digits; what a row lacks is empty.

    columns   names in order; by default every name of every row
    """
    rows = list(rows)
    columns = columns or list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(map(plain, rows))


def compact(data: Mapping[str, Any]) -> str:
    """A document of many numbers, without blanks."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False, allow_nan=False) + "\n"


def evidence_document(
    rows: Sequence[Mapping[str, Any]],
    coverage: Mapping[str, Any],
    signals: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """``evidence.json``."""
    return {
        "schema": "sim.evidence/1",
        "reports": list(rows),
        "signals": list(signals),
        "coverage": coverage,
    }


def verdict_row(claim: str, headline: str | None, definition: Mapping[str, Any]) -> dict[str, Any]:
    """The row of one definition, with VERDICT_COLUMNS in their order.

    headline     id of the definition by which the claim is judged
    definition   plain values as in verdicts.json: estimates before (``prior``) and after the evidence (``posterior``),
                 probabilities 0 to 1; None for what is not known
    """
    estimate, calibrated = definition["posterior"] or definition["prior"], definition.get("calibrated") or {}
    row = {
        **definition,
        **estimate,
        "claim": claim,
        "definition": definition["id"],
        "headline": definition["id"] == headline,
        "prior": definition["prior"]["p"],
        "calibrated": calibrated.get("p"),
        "calibrated_low": calibrated.get("low"),
        "calibrated_high": calibrated.get("high"),
    }
    return {name: row[name] for name in VERDICT_COLUMNS}


def versions(law_version: str) -> dict[str, str]:
    """What the numbers were made with."""
    from sim import __version__

    return {
        "sim": __version__,
        "law": law_version,
        "python": platform.python_version(),
        "platform": f"{sys.platform}-{platform.machine()}",
        **{name: importlib.metadata.version(name) for name in LIBRARIES},
    }


def manifest(job: Job, part: Path, watch: Stopwatch, simulation: str | None, **more: Any) -> dict[str, Any]:
    """``manifest.json`` of any job: command, options, digests of the files in ``part``, versions, ``more``, wall times.

    simulation   hash of what motion read; None where there is more than one
    ``timing`` in ``more`` stands beside the wall times, which stand nowhere else.
    """
    timing = {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "total_seconds": watch.total,
        "seconds": watch.seconds,
        **more.pop("timing", {}),
    }
    return {
        "schema": "sim.manifest/1",
        "command": job.command,
        "config": job.config,
        "hashes": {"law": LAW_VERSION, "simulation": simulation, "files": hashes(part)},
        "versions": versions(LAW_VERSION),
        "seed": job.seed,
        **more,
        "timing": timing,
    }


def finish_study(
    folder: RunFolderWriter, session: Session, document: str, simulation: str | None = None, **more: Any
) -> None:
    """Write the manifest and complete the folder, which does not become ``outputs/latest``; print where ``document`` lies.

    simulation   hash of what motion read; None where there is more than one
    """
    watch = session.watch
    write_json(folder.part / MANIFEST, manifest(session.job, folder.part, watch, simulation, **more))
    complete(replace(folder, automatic=False))
    session.console.say(f"written: {folder.path / document} ({watch.total:.0f} s)")


def hashes(folder: Path) -> dict[str, str]:
    """sha256 of every file below ``folder``, by its path inside it."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): digest(path) for path in files}


def digest(path: Path) -> str:
    """sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
