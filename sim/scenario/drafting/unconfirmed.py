"""Drafts: entries read from texts count only once a person has confirmed them.

They stand in files that the scenario names under ``drafts``, or in the scenario file itself, with status draft.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from sim.base.errors import ScenarioError, UsageError
from sim.scenario.files.loader import Document, spell
from sim.scenario.files.paths import ScenarioPath
from sim.scenario.files.schema import ClaimDraft, CountDraft, DraftFile
from sim.scenario.files.validate import load_shaped, shape
from sim.scenario.scenario import Unconfirmed

Path_ = tuple[str | int, ...]
MODES = ("refuse", "leave", "use")  # what becomes of a draft: an error; left out; used if it has no gaps
JOINED = ("sources", "statements", "reports", "claims")
NEEDED = ("faction", "relation", "unit", "kind", "low", "high", "modifier", "basis", "use")
CHANGED = "its text has changed since it was read"
HINT = "expected status: confirmed (by hand or with sim draft --walk), or drafts=true to use what has no gaps"


def take_drafts(place: ScenarioPath, main: Document, mode: str) -> list[Unconfirmed]:
    """Join the draft files to ``main`` and take out what is not confirmed; returns what that was, used or not.

    mode    one of MODES. Faults, those for drafts under "refuse" included, go into ``main``.
    """
    if not isinstance(main.value, dict):
        return []
    join_files(place, main)
    drafts: list[tuple[Path_, Unconfirmed]] = []
    removed_paths: set[Path_] = set()
    for path, row, report in entries(main):
        reason = "draft" if row.get("status") == "draft" else CHANGED if changed(place, main, report) else ""
        if row.get("status") == "rejected":
            removed_paths.add(path)
        elif reason:
            drafts.append((path, describe(main, path, row, report, reason, mode)))
    for path, unconfirmed in drafts:
        shape(main, CountDraft if unconfirmed.what == "count" else ClaimDraft, path)
        if mode == "refuse":
            main.blame(path, refused(unconfirmed))
        if not unconfirmed.used:
            removed_paths.add(path)
    main.without(removed_paths | emptied(main, removed_paths))
    return [draft for _, draft in drafts]


def join_files(place: ScenarioPath, main: Document) -> None:
    """Append the entries of every draft file the scenario names."""
    names = main.value.get("drafts")
    for number, name in enumerate(names if isinstance(names, list) else []):
        path = ("drafts", number)
        try:
            file = place.inside(str(name))
            if not file.is_file():
                main.blame(path, f" = {str(name)!r} does not exist; expected a draft file of this folder")
                continue
            draft = load_shaped(file, place.file(str(name)), DraftFile)
        except UsageError as error:
            main.blame(path, f" {error}")
        except ScenarioError as error:
            main.faults += error.faults
        else:
            anchor_texts(draft, PurePosixPath(str(name)).parent)
            for key in JOINED:
                if isinstance(main.value.get(key, []), list):
                    main.join(key, draft)


def anchor_texts(draft: Document, folder: PurePosixPath) -> None:
    """Name the texts of a draft file from the scenario's folder instead of its own."""
    for report in draft.value.get("reports") or []:
        if report.get("text"):
            report["text"]["file"] = (folder / report["text"]["file"]).as_posix()


def entries(main: Document) -> Iterator[tuple[Path_, dict[str, Any], Mapping[str, Any]]]:
    """Path, entry and report of every count and claim that is a mapping."""
    reports = listed(main.value, "reports")
    by_id = {str(report.get("id")): report for _, report in reports}
    for r, report in reports:
        for c, count in listed(report, "counts"):
            yield ("reports", r, "counts", c), count, report
    for number, claim in listed(main.value, "claims"):
        yield ("claims", number), claim, by_id.get(str(claim.get("report")), {})


def listed(holder: Mapping[str, Any], key: str) -> list[tuple[int, dict[str, Any]]]:
    """Places and entries of a list, those that are mappings."""
    rows = holder.get(key)
    return [(n, row) for n, row in enumerate(rows if isinstance(rows, list) else []) if isinstance(row, dict)]


def changed(place: ScenarioPath, main: Document, report: Mapping[str, Any]) -> bool:
    """True if the report's text lies in the folder and is no longer the one that was read."""
    text = report.get("text")
    if not isinstance(text, dict) or not isinstance(text.get("file"), str):
        return False
    try:
        path = place.inside(text["file"])
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() != text.get("sha256")
    except (UsageError, OSError):
        return False


def describe(
    main: Document, path: Path_, entry: Mapping[str, Any], report: Mapping[str, Any], reason: str, mode: str
) -> Unconfirmed:
    """One unconfirmed entry in words."""
    entry_type = "count" if path[0] == "reports" else "claim"
    gaps = count_gaps(entry, report) if entry_type == "count" else claim_gaps(entry)
    gaps = list(dict.fromkeys(gap.rpartition(".")[2] for gap in gaps))
    file, _ = main.written(path)
    text = entry.get("reading") or entry.get("quote") or ""
    is_used = mode == "use" and not gaps
    location = f"{file}:{main.line(path)}"
    return Unconfirmed(str(entry.get("id")), entry_type, location, str(text), tuple(gaps), reason, is_used)


def count_gaps(entry: Mapping[str, Any], report: Mapping[str, Any]) -> list[str]:
    """Names of what a drafted count still lacks, its report's source and day of publication included."""
    gaps = [key for key in NEEDED if entry.get(key) is None]
    day_key = {"flow": "window", "stock": "date"}.get(str(entry.get("kind")), "")
    gaps += [day_key] if day_key and entry.get(day_key) is None else []
    report_keys = {
        "source": entry.get("source") or report.get("source"),
        "published": report.get("published"),
    }
    return gaps + [key for key, value in report_keys.items() if value is None]


def claim_gaps(entry: Mapping[str, Any]) -> list[str]:
    """Names of what a drafted claim still lacks, down to the parameters of its definitions."""
    gaps = [key for key in ("statement", "role", "headline") if entry.get(key) is None]
    return gaps + [spell(path) for path in nulls(entry.get("definitions"), ("definitions",))]


def nulls(value: Any, path: Path_) -> Iterator[Path_]:
    """Paths of everything null at or below ``path``."""
    if value is None:
        yield path
    for step, part in steps_below(value):
        yield from nulls(part, (*path, step))


def steps_below(value: Any) -> Iterable[tuple[str | int, Any]]:
    """Keys or places of a mapping or list, and what stands there; nothing below a single value."""
    return value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()


def refused(entry: Unconfirmed) -> str:
    """What the error about a draft says."""
    gap_text = f" (gaps: {', '.join(entry.gaps)})" if entry.gaps else ""
    state = "is an unconfirmed draft" if entry.why == "draft" else f"is a draft again, because {entry.why}"
    return f" {state}{gap_text}; {HINT}"


def emptied(main: Document, removed_paths: set[Path_]) -> set[Path_]:
    """Reports of draft files that have no count left: nothing of the scenario refers to them."""
    return {
        ("reports", r)
        for r, report in listed(main.value, "reports")
        if main.written(("reports", r))[0] != main.file
        and all(("reports", r, "counts", c) in removed_paths for c in range(len(report.get("counts") or [])))
    }
