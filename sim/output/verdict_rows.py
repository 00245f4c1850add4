"""One flat row a definition: what notebooks and spreadsheets show of verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

COLUMNS = (
    "claim", "definition", "headline", "text", "prior", "p", "low", "high", "undefined", "graded", "why_not",
    "outcome", "calibrated", "calibrated_low", "calibrated_high",
)  # fmt: skip


def verdict_row(claim: str, headline: str | None, definition: Mapping[str, Any]) -> dict[str, Any]:
    """The row of one definition, with COLUMNS in their order.

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
    return {name: row[name] for name in COLUMNS}
