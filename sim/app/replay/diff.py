"""``sim diff RUN_A RUN_B``: what changed between two finished folders, and what it did to every verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.app.entry.arguments import read_arguments
from sim.base.errors import DONE, UsageError
from sim.base.limited_files import read_limited
from sim.output.differences import SCENARIO, fields, scenario_lines, value_text
from sim.output.folder import MANIFEST
from sim.output.run_folder import expected_form, read_document
from sim.session.console import Console, table_of
from sim.session.verbs import VERBS

DOCUMENTS = ("verdicts.json", "evidence.json", MANIFEST)
USAGE = f"{VERBS['diff'].usage}: two folders of finished jobs"
EVERY = 1_000_000  # lines
NUMBERS = (
    "runs",
    "seed",
    "ess",
    "pareto_k",
    "evidence",
    "law_version",
    "simulation_hash",
    "as_of",
    "start",
    "days",
)
Plain = Mapping[str, Any]


def main(words: Sequence[str]) -> int:
    """Print the differences of two folders; 0 whether or not there are any. UsageError for words it does not understand."""
    arguments, console = read_arguments("diff", words), Console()
    names = arguments["RUN_A"], arguments["RUN_B"]
    first, second = (read_folder(Path(name)) for name in names)
    documents = [Path(name) / file for name in names for file in (*DOCUMENTS, SCENARIO) if file != MANIFEST]
    with expected_form(documents, USAGE):
        console.say("\n".join(difference_lines(first, second)))
        if "out" in arguments:
            console.say(f"page: {write_page(Path(arguments['out']), names, first, second)}")
    return DONE


def write_page(path: Path, names: tuple[str, str], first: Plain, second: Plain) -> Path:
    """The same as a page; OutputError if it cannot be written."""
    from sim.page.difference import folder_names, write_difference

    path.parent.mkdir(parents=True, exist_ok=True)
    rows = verdict_rows(first["verdicts.json"], second["verdicts.json"])
    claims = [claim for folder in (first, second) for claim in folder["verdicts.json"]["claims"]]
    words = {claim["id"]: claim.get("title") or claim["quote"] for claim in claims}
    words |= {
        f"{claim['id']}.{definition['id']}": definition.get("text", "")
        for claim in claims
        for definition in claim["definitions"]
    }
    scenarios = [str(folder["verdicts.json"].get("scenario", "")) for folder in (first, second)]
    return write_difference(
        path, folder_names(names, scenarios), input_differences(first, second, EVERY), rows, words
    )


def read_folder(path: Path) -> dict[str, Any]:
    """The documents of a finished folder by name, and its resolved scenario as lines; UsageError if one is missing."""
    documents = {name: read_document(path / name, USAGE) for name in DOCUMENTS}
    documents[SCENARIO] = read_lines(path / SCENARIO)
    manifest = documents[MANIFEST]
    if not isinstance(manifest, dict) or not isinstance(manifest.get("config", {}), dict):
        raise UsageError(f"{path / MANIFEST} holds no config of a job; expected {USAGE}")
    return documents


def read_lines(path: Path) -> list[str]:
    """The lines of a resolved scenario; none if the folder has none. UsageError if they cannot be read."""
    try:
        return read_limited(path).decode().splitlines() if path.is_file() else []
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or error
        raise UsageError(f"{path} cannot be read ({problem}); expected {USAGE}") from None


def difference_lines(first: Plain, second: Plain) -> list[str]:
    """Every difference, a line each: what went in, then what came out."""
    inputs = input_differences(first, second)
    head = ["inputs:", *(f"  {line}" for line in inputs)] if inputs else ["inputs: no difference"]
    rows = verdict_rows(first["verdicts.json"], second["verdicts.json"])
    return [*head, "", *verdict_lines(rows)]


def input_differences(first: Plain, second: Plain, most: int = 40) -> list[str]:
    """What differs of job, numbers, scenario (so many lines) and evidence, a line each."""
    return [
        *fields("job", first[MANIFEST].get("config", {}), second[MANIFEST].get("config", {})),
        *fields("", input_numbers(first), input_numbers(second)),
        *scenario_lines(first[SCENARIO], second[SCENARIO], most),
        *evidence_lines(first["evidence.json"], second["evidence.json"]),
    ]


def input_numbers(folder: Plain) -> dict[str, Any]:
    """The figures of verdicts.json that say what it was made from."""
    return {name: folder["verdicts.json"].get(name) for name in NUMBERS}


def evidence_lines(first: Plain, second: Plain) -> list[str]:
    """Reports that only one folder has, or whose number or use differs."""
    before, after = ({row["id"]: row for row in document["reports"]} for document in (first, second))
    missing_lines = [f"report {name}: only in the first" for name in before if name not in after]
    new_lines = [f"report {name}: only in the second" for name in after if name not in before]
    changed_lines = [
        f"report {name}.{key}: {value_text(before[name][key])} -> {value_text(after[name][key])}"
        for name in before
        if name in after
        for key in ("low", "high", "modifier", "use", "basis", "published", "date")
        if before[name].get(key) != after[name].get(key)
    ]
    return [*missing_lines, *new_lines, *changed_lines]


def verdict_rows(first: Plain, second: Plain) -> list[dict[str, Any]]:
    """One row per definition of either folder: p, low and high before and after, and whether the intervals part."""
    before, after = definitions(first), definitions(second)
    return [
        compare_definition(name, before.get(name), after.get(name))
        for name in dict.fromkeys([*before, *after])
    ]


def definitions(document: Plain) -> dict[tuple[str, str, bool], Plain]:
    """(claim, definition, headline) -> the estimate that counts: after the evidence, or before it without any."""
    return {
        (claim["id"], row["id"], row["id"] == claim["headline"]): row["posterior"] or row["prior"]
        for claim in document["claims"]
        for row in claim["definitions"]
    }


def compare_definition(
    name: tuple[str, str, bool], before: Plain | None, after: Plain | None
) -> dict[str, Any]:
    """One definition in both folders."""
    a, b = before or {}, after or {}
    both_known = a.get("p") is not None and b.get("p") is not None
    return {
        "claim": name[0], "definition": name[1], "headline": name[2], "in_first": before is not None,
        "in_second": after is not None, "first": a.get("p"), "second": b.get("p"),
        "first_low": a.get("low"), "first_high": a.get("high"), "second_low": b.get("low"), "second_high": b.get("high"),
        "change": b["p"] - a["p"] if both_known else None,
        "apart": both_known and (a["low"] > b["high"] or b["low"] > a["high"]),
    }  # fmt: skip


def verdict_lines(rows: Sequence[Plain]) -> list[str]:
    """The verdicts as lines; a star marks headlines, an exclamation mark intervals that do not meet."""
    changed_rows = [row for row in rows if row["first"] != row["second"]]
    if not changed_rows:
        return [f"verdicts: no difference in {len(rows)} definitions"]
    lines = [("claim", "definition", "first", "second", "change", "")]
    for row in changed_rows:
        change = "-" if row["change"] is None else f"{100 * row['change']:+.1f} points"
        name = ("* " if row["headline"] else "  ") + row["definition"]
        interval_note = "intervals apart" if row["apart"] else ""
        sides = (interval_cell(row, side) for side in ("first", "second"))
        lines.append((row["claim"], name, *sides, change, interval_note))
    return [f"verdicts: {len(changed_rows)} of {len(rows)} definitions differ (* headline)", *table_of(lines)]


def interval_cell(row: Plain, side: str) -> str:
    """``41.2 % (38 to 44)``."""
    if row[side] is None:
        return "no number"
    return f"{100 * row[side]:.1f} % ({100 * row[f'{side}_low']:.0f} to {100 * row[f'{side}_high']:.0f})"
