"""``results.jsonl``: the newest result of every row in either form, full and short, and of mutation testing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sim.output.folder import write_text
from tools.torture.trial import FAILED, Result

HERE = Path(__file__).resolve().parent
RESULTS, MUTANTS = HERE / "results.jsonl", HERE / "mutants.jsonl"


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of JSON lines; none if there is no file."""
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    )


def write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write a file of JSON lines."""
    write_text(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def store_result(path: Path, result: Result) -> None:
    """Put a result in the place of the earlier one of its row and form."""
    others = [one for one in results(path) if (one.row, one.fast) != (result.row, result.fast)]
    rows = sorted([*others, result], key=lambda one: (int(one.row[1:]), one.fast))
    write_lines(path, map(asdict, rows))


def results(path: Path) -> list[Result]:
    """All results of a file."""
    return [Result(**row) for row in lines_of(path)]


def newest_results(path: Path) -> dict[str, Result]:
    """The result of each row that stands for it: the full one, unless there is none or the short form has failed since."""
    found: dict[str, Result] = {}
    for one in sorted(results(path), key=lambda one: one.fast):
        full = found.get(one.row)
        if full is None or (one.status == FAILED and one.when > full.when):
            found[one.row] = one
    return found
