"""What each mechanism does in the exam: ``python -m tools.docs.record_ablation FOLDER`` takes the figures of ``sim ablation campaigns=all``.

docs/ablation.json holds them; the table in docs/record.md is written from it, never by hand. Without FOLDER only the table is
written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.app.exam.ablation import COLUMNS, WHOLE, ablation_cells
from sim.base.errors import DONE
from sim.output.json_documents import write_json
from sim.output.markdown_table import table
from sim.session.exit_codes import guarded, usage
from tools.docs.generated_blocks import checkout_file, write_parts

FILE, DOCUMENT, PART = "docs/ablation.json", "docs/record.md", "ablation"
HIGHER = ("named_auc", "unit_auc", "unit_slope", "share_90")  # scores of which more is better
SURE = 2.0  # standard errors
Row = Mapping[str, Any]


def body(figures: Mapping[str, Any]) -> str:
    """The table, how it was measured, and in words what helps nowhere."""
    rows = [row for row in figures["rows"] if row["mechanism"] == WHOLE or not is_idle(row)]
    shown = table(tuple(COLUMNS.values()), [ablation_cells(row) for row in rows])
    note = (
        f"{len(figures['campaigns'])} campaigns, {figures['origins']} origins, {figures['runs']:,} runs each, seed {figures['seed']}, "
        f"`start={figures['start']}`, law `{figures['law_version']}`. First row: the whole law; other rows: the change without the mechanism "
        "under the same random numbers, with the standard error over campaigns (bootstrap)."
    )
    return f"{shown}\n\n{note}\n\n{summed_up(figures['rows'])}"


def summed_up(rows: Sequence[Row]) -> str:
    """Which mechanisms change nothing here, which help or hurt beyond the error, and which show neither."""
    idle: list[str] = []
    helps: list[str] = []
    hurts: list[str] = []
    neither: list[str] = []
    for row in rows:
        if row["mechanism"] == WHOLE:
            continue
        gains = losses_without(row)
        if is_idle(row):
            idle.append(row["mechanism"])
            continue
        better = any(change > SURE * error for change, error in gains)
        worse = any(change < -SURE * error for change, error in gains)
        (helps if better else hurts if worse else neither).append(row["mechanism"])
        if better and worse:
            hurts.append(row["mechanism"])
    lists = (
        ("Some score is worse without it (by more than two standard errors)", helps),
        ("Some score is better without it", hurts),
        ("No difference beyond two standard errors", neither),
        ("No probability in the exam changes (not in the table)", idle),
    )
    return "\n".join(
        f"- {text}: {', '.join(f'`{mechanism}`' for mechanism in names) or 'none'}." for text, names in lists
    )


def is_idle(row: Row) -> bool:
    """True if no score changes without the mechanism."""
    return all(change == 0 for change, _ in losses_without(row))


def losses_without(row: Row) -> list[tuple[float, float]]:
    """(how much worse without the mechanism, standard error) of every score of which both are known."""
    return [loss for name in COLUMNS if (loss := loss_without(row, name)) is not None]


def loss_without(row: Row, name: str) -> tuple[float, float] | None:
    """(how much worse a score gets without the mechanism, its standard error); None where neither is known."""
    change, error = row.get(f"{name}_change"), row.get(f"{name}_error")
    if change is None or error is None:
        return None
    return (-change if name in HIGHER else change), error


def read_ablation() -> dict[str, Any]:
    """The figures as measured last."""
    figures: dict[str, Any] = json.loads(checkout_file(FILE).read_text(encoding="utf-8"))
    return figures


def main(words: Sequence[str] = ()) -> int:
    """Take over a folder if one is given, and write the table; returns the exit code."""
    if len(words) > 1:
        raise usage(f"{' '.join(words)!r} is not understood; expected nothing, or FOLDER")
    if words:
        figures = json.loads((Path(words[0]) / "ablation.json").read_text(encoding="utf-8"))
        write_json(checkout_file(FILE), figures)
    sys.stdout.write(f"{write_parts(DOCUMENT, {PART: body(read_ablation())})}\n")
    return DONE


if __name__ == "__main__":
    sys.exit(guarded(lambda: main(sys.argv[1:])))
