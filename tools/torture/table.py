"""Which rows there are, and the table of their last results in docs/trust.md."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.output.folder import write_text
from sim.output.markdown_table import table
from tools.docs.generated_blocks import with_part
from tools.torture.result_files import lines_of, newest_results

PART, MUTATION = "torture", "mutation"


@dataclass(frozen=True)
class Row:
    """A row: its module in ``torture.rows`` and the function there that does the work.

    timed  True if the row's measure is a time, so that no other row may run beside it
    beside True if the row goes on by the clock, at the lowest priority, beside all others
    """

    id: str
    what: str
    module: str
    function: str = "run"
    timed: bool = False
    beside: bool = False


ROWS = {row.id: row for row in (
    Row("R1", "kill -9 at random moments, then the same command again", "interruptions", "kills"),
    Row("R2", "stored files with flipped bits, cut off or overwritten", "stored_files"),
    Row("R3", "a disk that is full", "disks", "full"),
    Row("R4", "places that cannot be written", "disks", "unwritable"),
    Row("R5", "several processes in one outputs folder", "together", "outputs"),
    Row("R6", "a worker killed in mid-work, runs that fail", "interruptions", "workers"),
    Row("R7", "SIGINT and SIGTERM at random moments", "interruptions", "signals", timed=True),
    Row("R8", "same seed, same bits", "tests", "bits"),
    Row("R9", "damaged scenario files", "scenario_files", "mutated"),
    Row("R10", "traps of YAML", "tests", "yaml_traps"),
    Row("R11", "hostile scenarios", "tests", "hostile"),
    Row("R12", "injected HTML, SVG, CSV and Markdown in a real browser", "strangers_texts", "injected"),
    Row("R13", "no network", "sessions", "offline"),
    Row("R14", "generated claim definitions", "scenario_files", "claim_trees"),
    Row("R15", "networks of odd and large size", "scenario_files", "sizes"),
    Row("R16", "numbers that are none, negative or too large", "tests", "numbers"),
    Row("R17", "dates", "tests", "dates"),
    Row("R18", "text of all scripts", "strangers_texts", "scripts"),
    Row("R19", "evidence that contradicts itself", "tests", "contradiction"),
    Row("R20", "memory of large jobs", "sessions", "memory"),
    Row("R21", "Monte Carlo intervals", "tests", "intervals"),
    Row("R22", "calibration of ranks and coverage", "tests", "calibration"),
    Row("R23", "conservation, relabelling, order", "tests", "symmetry"),
    Row("R24", "any text through the extractor", "report_files", "any_text", timed=True),
    Row("R25", "supply chain: no pickle, eval or instantiate; hashes", "tests", "supply"),
    Row("R26", "one long session", "sessions", "soak", beside=True),
    Row("R27", "mutants of law, evidence, claims and weights, and branches covered", "mutants"),
    Row("R28", "figures", "tests", "figures"),
    Row("R29", "two equal commands into one folder", "together", "one_folder"),
    Row("R30", "compiled code with every index checked", "tests", "checked"),
    Row("R31", "a store shared by versions, times and users", "together", "store"),
    Row("R32", "damaged boundary, graph and table files", "boundary_files"),
    Row("R33", "pages and PDF files with other marks and layout, or damaged", "report_files"),
    Row("R34", "several sessions at once", "sessions", "ten", beside=True),
)}  # fmt: skip
SLOW_ONLY = ("R21",)  # minutes of computing, left out of the short form


def write_table(document: Path, stored: Path, mutants: Path) -> None:
    """The result of every row, and of mutation testing, as parts of the document."""
    last = newest_results(stored)
    found = [last[row] for row in ROWS if row in last]
    head = ["row", "what", "result", "failed", "figure", "form", "processor time", "day"]
    body = [
        [
            one.row, ROWS[one.row].what, one.status, f"{one.failed} of {one.tried:,}", one.figure or one.reason,
            "short" if one.fast else "full", f"{one.cpu or one.seconds:.0f} s", one.when[:10],
        ]
        for one in found
    ]  # fmt: skip
    body += [[row.id, row.what, "not run yet", *[""] * 5] for row in ROWS.values() if row.id not in last]
    failures = [f"* {one.row}: {one.failures[0]}" for one in found if one.failures]
    text = "\n\n".join([table(head, body), *(["\n".join(failures)] if failures else [])])
    whole = with_part(document.read_text(encoding="utf-8"), PART, text)
    rooms = lines_of(mutants)
    if rooms:
        names = ["room", "mutants tried", "of", "noticed", "95 % interval", "branches covered", "day"]
        whole = with_part(whole, MUTATION, table(names, [mutation_line(room) for room in rooms]))
    write_text(document, whole)


def mutation_line(room: dict[str, Any]) -> list[str]:
    """One room's line of the table."""
    low, high = interval(room["killed"], room["tried"])
    return [
        room["room"], f"{room['tried']:,}", f"{room['of']:,}", f"{room['killed']:,} ({room['killed'] / room['tried']:.0%})",
        f"{low:.0%} to {high:.0%}", f"{room['branches']:.1%}" if room.get("branches") else "", room["when"][:10],
    ]  # fmt: skip


def interval(killed: int, tried: int) -> tuple[float, float]:
    """Wilson's interval of a share."""
    share, z2 = killed / tried, 1.96**2
    middle, spread = (
        share + z2 / (2 * tried),
        1.96 * (share * (1 - share) / tried + z2 / (4 * tried**2)) ** 0.5,
    )
    return (middle - spread) / (1 + z2 / tried), (middle + spread) / (1 + z2 / tried)
