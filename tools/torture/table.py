"""Which rows there are, and the table of their last results in docs/trust.md."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.output.folder import write_text
from sim.output.markdown_table import table
from tools.docs.generated_blocks import with_part
from tools.torture.trial import Result

PART, MUTATION = "torture", "mutation"


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


def write_table(document: Path, kept: Path, mutants: Path) -> None:
    """The last result of every row, and of mutation testing, as parts of the document."""
    last = {one.row: one for one in (Result(**row) for row in rows_of(kept))}
    found = [last[row] for row in ROWS if row in last]
    head = ["row", "what", "result", "failed", "figure", "form", "time"]
    body = [
        [
            one.row, one.what, one.status, f"{one.failed} of {one.tried:,}", one.figure or one.reason,
            "short" if one.fast else "full", f"{one.seconds:.0f} s",
        ]
        for one in found
    ]  # fmt: skip
    body += [[row.id, row.what, "not run yet", "", "", "", ""] for row in ROWS.values() if row.id not in last]
    failures = [f"* {one.row}: {one.failures[0]}" for one in found if one.failures]
    text = "\n\n".join([table(head, body), *(["\n".join(failures)] if failures else [])])
    whole = with_part(document.read_text(encoding="utf-8"), PART, text)
    tried = rows_of(mutants)
    rooms = list(dict.fromkeys(row["room"] for row in tried))
    lines = [mutation_line([row for row in tried if row["room"] == room]) for room in rooms]
    if lines:
        whole = with_part(whole, MUTATION, table(["room", "mutants tried", "of", "noticed"], lines))
    write_text(document, whole)


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of JSON lines; none if there is no file."""
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    )


def mutation_line(tried: list[dict[str, Any]]) -> list[str]:
    """One room's line of the table."""
    killed = sum(row["killed"] for row in tried)
    return [tried[0]["room"], str(len(tried)), f"{tried[0]['of']:,}", f"{killed} ({killed / len(tried):.0%})"]
