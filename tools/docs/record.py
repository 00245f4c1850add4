"""The record of the model: ``python -m tools.docs.record`` measures it again and rewrites the tables of two documents.

docs/record.json holds the figures: one row for each freeze or correction, as measured then, and the present row. The
tables between the marks in docs/record.md and README.md are written from it and never by hand.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from sim.base.errors import DONE
from sim.claims.estimate import LEAST_GRADED, MOST_PARETO_K, MOST_UNDEFINED
from sim.claims.likelihood_words import interval, percent
from sim.output.json_documents import write_json
from sim.output.markdown_table import table
from sim.session.exit_codes import guarded, usage
from tools.docs.generated_blocks import checkout_file, write_parts
from tools.docs.record_hindcast import earlier, history_table, measure_earlier, measure_moves, scores_table
from tools.docs.record_past import freeze_table, past_lines, quiet_table, variant_table
from tools.docs.record_targets import PART as TARGETS
from tools.docs.record_targets import RECORD_FILE, target_part

FILE = RECORD_FILE
SEED = "afghanistan_2021_08_05"
RECORD, README = "docs/record.md", "README.md"
KABUL = (
    "cannot_take_and_hold_cities",
    "kabul_does_not_fall",
)  # beside the headlines, for comparison with forecasts
HAPPENED = {True: "true", False: "false", None: "not decided"}
Row = Mapping[str, Any]


def read_record() -> dict[str, Any]:
    """The figures as measured last."""
    record: dict[str, Any] = json.loads(checkout_file(FILE).read_text(encoding="utf-8"))
    return record


def parts(record: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Every table by document and name."""
    rows = rows_of(record)
    return {
        RECORD: {
            TARGETS: target_part(),
            "headlines": headline_table(rows),
            "behaviour": behaviour_table(rows),
            "definitions": definition_table(record["present"]),
            "coverage": coverage_line(record["present"]),
            "freezes": freeze_table(record["freezes"]),
            "structures": variant_table(record["present"]),
            "known-past": past_lines(record["present"]),
            "quiet-year": quiet_table(rows),
            "trade-off": trade_off_table(record["trade_off"], record["present"]),
            "scores": scores_table(earlier(SEED)),
            "updating": history_table(earlier(SEED)),
        },
        README: {"record": short_table(record), "scores": scores_table(earlier(SEED))},
    }


def rows_of(record: Mapping[str, Any]) -> list[Row]:
    """Former rows, then the present one."""
    return [*record["rows"], {"label": "present", **record["present"]}]


# ---- tables


def headline_table(rows: Sequence[Row]) -> str:
    """One line a row: what was frozen, how many runs, and the headline probabilities."""
    names = [entry["claim"] for entry in headlines(rows[-1])]
    head = ("state", "priors frozen", "law", "runs", "effective", "Pareto k", *names, "Kabul does not fall")
    lines = []
    for row in rows:
        seed = row["seed"]
        by_claim = {entry["claim"]: entry for entry in headlines(row)}
        cells = (with_interval(by_claim[name]) for name in names)
        priors = f"{seed['frozen']}, `{seed['priors'][:8]}...{seed['priors'][-4:]}`"
        k = "-" if seed["pareto_k"] is None else f"{seed['pareto_k']:.2f}"
        counted = f"{seed['runs']:,}", f"{seed['ess']:.0f}", k
        kabul = with_interval(definition(row, *KABUL))
        lines.append((row["label"], priors, f"`{seed['law']}`", *counted, *cells, kabul))
    return table(head, lines)


def behaviour_table(rows: Sequence[Row]) -> str:
    """One line a row: how the prior runs of the seed and of the quiet year behave."""
    kinds = list(rows[-1]["seed"]["regimes"])
    kinds_in_words = tuple(kind.replace("_", " ") for kind in kinds)
    head = (
        "state",
        "history-like",
        "bursts among them",
        *kinds_in_words,
        "quiet year: war ends",
        "5 / 50 / 95 %",
        "within 20",
    )
    lines = []
    for row in rows:
        seed, quiet = row["seed"], row["quiet"]
        shares = (percent(seed["regimes"][kind]) for kind in kinds)
        calm = fine(quiet["ends"]), spread(quiet["change"]), percent(quiet["within_20"])
        lines.append((row["label"], fine(seed["history_like"]), fine(seed["burst"]), *shares, *calm))
    return table(head, lines)


def definition_table(present: Row) -> str:
    """Every definition with a known outcome, and on which side of one half its probability stands."""
    rows = [
        (
            entry["claim"],
            entry["definition"] + (" *" if entry["headline"] else ""),
            with_interval(entry),
            *call(entry),
        )
        for entry in present["seed"]["claims"]
        if entry["outcome"] is not None
    ]
    wrong = sum(row[-1] == "wrong" for row in rows)
    counted = f"{wrong} of {len(rows)} definitions with a known outcome are on the wrong side of one half; * headline."
    return f"{table(('claim', 'definition', 'probability', 'happened', 'call'), rows)}\n\n{counted}"


def coverage_line(present: Row) -> str:
    """Which compared reports lie outside the prior predictive."""
    seed = present["seed"]
    outside = ", ".join(f"`{name}`" for name in seed["outside"]) or "none"
    inside = seed["compared"] - len(seed["outside"])
    return f"{inside} of {seed['compared']} compared counts are inside the 90 % prior predictive interval; outside: {outside}."


def trade_off_table(rows: Sequence[Row], present: Row) -> str:
    """Bursts in the seed against the end of the quiet year: support as the priors say, then held at fixed levels."""
    head = ("support", "history-like", "bursts among them", "quiet year: war ends", "5 / 50 / 95 %")
    shipped = {**present["seed"], "quiet": present["quiet"]}
    named = [("as the priors say", shipped), *((f"{row['support']:g}", row) for row in rows)]
    return table(head, [(name, *traded(row)) for name, row in named])


def traded(row: Row) -> tuple[str, str, str, str]:
    """The cells of one level of support."""
    quiet = row["quiet"]
    return fine(row["history_like"]), fine(row["burst"]), fine(quiet["ends"]), spread(quiet["change"])


def short_table(record: Mapping[str, Any]) -> str:
    """The headlines of the first freeze and of now beside what happened: the table of the README."""
    first, present = record["rows"][0], record["present"]
    before = {entry["claim"]: entry for entry in headlines(first)}
    rows = [
        (
            entry["claim"],
            entry["definition"],
            format_chance(before[entry["claim"]]),
            format_chance(entry),
            calibrated(entry),
            *call(entry),
        )
        for entry in headlines(present)
    ]
    entry, was = definition(present, *KABUL), definition(first, *KABUL)
    rows.append(
        (
            entry["claim"],
            f"{entry['definition']} (not a headline)",
            format_chance(was),
            format_chance(entry),
            calibrated(entry),
            *call(entry),
        )
    )
    head = ("claim", "definition", "first freeze", "now", "calibrated", "happened", "call")
    return f"{table(head, rows)}\n\nFirst freeze: {sample(first)}; now: {sample(present)}. {summed_up(rows)}"


def sample(row: Row) -> str:
    """Runs and effective runs, and whether that is enough to grade."""
    seed = row["seed"]
    heavy = seed["pareto_k"] is not None and seed["pareto_k"] > MOST_PARETO_K
    poor = seed["ess"] < LEAST_GRADED or heavy
    return f"{seed['runs']:,} runs, {seed['ess']:.0f} effective{' (too few to grade)' if poor else ''}"


def summed_up(rows: Sequence[Sequence[str]]) -> str:
    """Which lines of a table whose last cell is the call were wrong, right and no call."""
    phrases = {
        name: ", ".join(f"`{row[1].split()[0]}`" for row in rows if row[-1] == name)
        for name in ("wrong", "right", "no call")
    }
    return ". ".join(f"{name.capitalize()}: {names or 'none'}" for name, names in phrases.items()) + "."


# ---- cells


def headlines(row: Row) -> list[Row]:
    """The headline definition of every claim of a row."""
    return [entry for entry in row["seed"]["claims"] if entry["headline"]]


def definition(row: Row, claim: str, name: str) -> Row:
    """One definition of a row."""
    matching: list[Row] = [
        entry for entry in row["seed"]["claims"] if (entry["claim"], entry["definition"]) == (claim, name)
    ]
    return matching[0]


def format_chance(entry: Row) -> str:
    """A probability; too often undefined to be graded is said."""
    return percent(entry["p"]) + (
        f" (undefined in {percent(entry['undefined'])})" if entry["undefined"] > MOST_UNDEFINED else ""
    )


def calibrated(entry: Row) -> str:
    """What the record of other wars allows of it; a dash where nothing was calibrated when it was measured."""
    return "-" if entry.get("calibrated") is None else percent(entry["calibrated"])


def with_interval(entry: Row) -> str:
    """A probability and its Monte Carlo interval."""
    return (
        format_chance(entry)
        if entry["p"] is None
        else f"{format_chance(entry)}, {interval(entry['low'], entry['high'])}"
    )


def fine(entry: Row) -> str:
    """A share with one decimal and its interval."""
    if entry["p"] is None:
        return "none"
    return f"{100 * entry['p']:.1f} % ({100 * entry['low']:.1f} to {100 * entry['high']:.1f})"


def spread(change: Mapping[str, float]) -> str:
    """Change of districts held."""
    return " / ".join(f"{change[name]:+.0f}" for name in ("p05", "p50", "p95"))


def call(entry: Row) -> tuple[str, str]:
    """What happened, and whether the probability stands on its side of one half."""
    if entry["p"] is None or entry["outcome"] is None or entry["undefined"] > MOST_UNDEFINED:
        return HAPPENED[entry["outcome"]], "no call"
    return HAPPENED[entry["outcome"]], "right" if (entry["p"] > 0.5) == entry["outcome"] else "wrong"


# ---- the command


def main(words: Sequence[str] = ()) -> int:
    """Measure the present row (unless told ``tables``) and write figures and tables; returns the exit code."""
    if set(words) - {"tables"}:
        raise usage(
            f"{' '.join(words)!r} is not understood; expected nothing, or tables to measure nothing anew"
        )
    record = read_record()
    if not words:
        from tools.docs.record_measure import measure, trade_off  # heavy, and not needed to write tables

        record = {**record, "present": measure(), "trade_off": trade_off()}
        measure_earlier(SEED)
        measure_moves(SEED)
        write_json(checkout_file(FILE), record)
        record = read_record()
    for document, bodies in parts(record).items():
        sys.stdout.write(f"{write_parts(document, bodies)}\n")
    return DONE


if __name__ == "__main__":
    sys.exit(guarded(lambda: main(sys.argv[1:])))
