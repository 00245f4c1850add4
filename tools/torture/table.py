"""Which rows there are, and the table of their last results in docs/trust.md."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from sim.output.markdown_table import table
from tools.docs.generated_blocks import with_part
from tools.torture.trial import Result

PART = "torture"


@dataclass(frozen=True)
class Row:
    """A row: its module in ``torture.rows`` and the function there that does the work."""

    id: str
    what: str
    module: str
    function: str = "run"


ROWS = {row.id: row for row in (
    Row("R1", "kill -9 at random moments, then the same command again", "interruptions", "kills"),
    Row("R2", "stored files with flipped bits, cut off or overwritten", "stored_files"),
    Row("R3", "a disk that is full", "disks", "full"),
    Row("R4", "places that cannot be written", "disks", "unwritable"),
    Row("R5", "several processes in one outputs folder", "together", "outputs"),
    Row("R6", "a worker killed in mid-work, runs that fail", "interruptions", "workers"),
    Row("R7", "SIGINT and SIGTERM at random moments", "interruptions", "signals"),
    Row("R8", "same seed, same bits", "tests", "bits"),
    Row("R9", "damaged scenario files", "scenario_files", "mutated"),
    Row("R10", "traps of YAML", "tests", "yaml_traps"),
    Row("R11", "hostile scenarios", "tests", "hostile"),
    Row("R12", "injected HTML, SVG, CSV and Markdown in a real browser", "tests", "browser"),
    Row("R13", "no network", "sessions", "offline"),
    Row("R14", "generated claim definitions", "scenario_files", "claim_trees"),
    Row("R15", "networks of odd and large size", "scenario_files", "sizes"),
    Row("R16", "numbers that are none, negative or too large", "tests", "numbers"),
    Row("R17", "dates", "tests", "dates"),
    Row("R18", "text of all scripts", "tests", "texts"),
    Row("R19", "evidence that contradicts itself", "tests", "contradiction"),
    Row("R20", "memory of large jobs", "sessions", "memory"),
    Row("R21", "Monte Carlo intervals and calibration (with R22)", "tests", "intervals"),
    Row("R23", "conservation, relabelling, order", "tests", "symmetry"),
    Row("R24", "any text through the extractor", "tests", "texts"),
    Row("R25", "supply chain: no pickle, eval or instantiate; hashes", "tests", "supply"),
    Row("R26", "one long session", "sessions", "soak"),
    Row("R28", "figures", "tests", "figures"),
    Row("R29", "two equal commands into one folder", "together", "one_folder"),
    Row("R30", "compiled code with every index checked", "tests", "checked"),
    Row("R31", "a store shared by versions, times and users", "together", "store"),
    Row("R32", "damaged boundary, graph and table files", "boundary_files"),
    Row("R33", "pages and PDF files with other marks and layout, or damaged", "report_files"),
    Row("R34", "several sessions at once", "sessions", "ten"),
)}  # fmt: skip
SLOW_ONLY = ("R21",)  # minutes of computing, left out of the short form


def write_table(document: Path, kept: Path) -> None:
    """The last result of every row as a part of the document."""
    last: dict[str, Result] = {}
    for line in kept.read_text(encoding="utf-8").splitlines():
        result = Result(**json.loads(line))
        last[result.row] = result
    rows = [
        [
            one.row,
            one.what,
            one.status,
            f"{one.failed} of {one.tried:,}",
            one.figure or one.reason,
            "short" if one.fast else "full",
            f"{one.seconds:.0f} s",
        ]
        for row in ROWS
        if (one := last.get(row)) is not None
    ]
    text = table(["row", "what", "result", "failed", "figure", "form", "time"], rows)
    document.write_text(with_part(document.read_text(encoding="utf-8"), PART, text), encoding="utf-8")
