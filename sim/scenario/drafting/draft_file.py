"""Draft files: read strictly, and put together with what is read anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.scenario.drafting.draft import SCHEMA, Text
from sim.scenario.drafting.shared_origins import mark_origins
from sim.scenario.files.schema import DraftFile
from sim.scenario.files.validate import load_shaped

Plain = Mapping[str, Any]
LISTS = ("sources", "statements", "reports", "claims")


def read_draft(path: Path, label: str) -> dict[str, Any]:
    """A draft file as plain values; ScenarioError with every fault."""
    value: dict[str, Any] = load_shaped(path, label, DraftFile).value
    return value


def identifiers(draft: Plain) -> frozenset[str]:
    """Every id in use."""
    reports = draft.get("reports") or []
    entries = [*reports, *(draft.get("statements") or []), *(draft.get("claims") or [])]
    entries += [count for report in reports for count in report.get("counts") or []]
    return frozenset(str(row.get("id")) for row in entries)


def carried_over(old: Plain, texts: Sequence[Text]) -> tuple[dict[str, Any], list[Text]]:
    """What stays of an earlier draft, and the texts to be read: those that are new or have changed.

    A report stays unless its text was given again and is no longer the same.
    """
    reports, statements, claims = (old.get(key) or [] for key in ("reports", "statements", "claims"))
    digests = {digest_of(report) for report in reports}
    changed_names = {text.name for text in texts if text.sha256 not in digests}
    carried = [report for report in reports if (report.get("text") or {}).get("file") not in changed_names]
    removed_ids = {report["id"] for report in reports} - {report["id"] for report in carried}
    unchanged = {
        "schema": SCHEMA,
        "sources": list(old.get("sources") or []),
        "statements": [row for row in statements if row.get("report") not in removed_ids],
        "reports": carried,
        "claims": [row for row in claims if row.get("report") not in removed_ids],
    }
    return unchanged, [text for text in texts if text.sha256 not in digests]


def digest_of(report: Plain) -> str:
    """Digest of the text a report was read from; empty if it names none."""
    return str((report.get("text") or {}).get("sha256") or "")


def together(unchanged: Plain, new: Plain) -> dict[str, Any]:
    """Both drafts as one; echoes among drafts get one origin, a source known from before is not named again."""
    entries = {key: [*(unchanged.get(key) or []), *(new.get(key) or [])] for key in LISTS}
    entries["sources"] = list({source["id"]: source for source in reversed(entries["sources"])}.values())[
        ::-1
    ]
    mark_origins(entries["reports"])
    return {"schema": SCHEMA, **{key: rows for key, rows in entries.items() if rows}}
