"""The exam on the terminal: the document as lines of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.session.console import Console

Row = Mapping[str, Any]
KINDS = {
    "named": "places that claims name",
    "capital": "capitals",
    "unit": "units within four steps of a front",
}
SCORES = {
    "brier": "Brier",
    "log": "log",
    "auc": "AUC",
    "auc_by_campaign": "mean AUC",
    "slope": "slope",
    "skill": "skill",
}
WINDOWS = {
    "role": "mover",
    "moved_last": "moved last",
    "horizon": "days",
    "windows": "windows",
    "expected": "expected",
    "real": "real",
    "near_model": "near: model",
    "near_real": "near: real",
}
COUNTS = {
    "campaign": "campaign",
    "n": "n",
    "model": "model",
    "before the reports": "before",
    "persistence": "persistence",
    "constant rate": "constant rate",
    "linear trend": "linear trend",
    "dates": "dates",
    "inside_90": "in 90 %",
    "share_90": "share",
    "factor": "band x",
    "inside_90_calibrated": "in 90 %, widened",
    "inside_50": "in 50 %",
    "below": "PIT < .05",
    "above": "PIT > .95",
}
LADDER = {
    "rung": "rung",
    "n": "n",
    "true": "true",
    "brier": "Brier",
    "log": "log",
    "brier_by_war": "mean Brier",
    "brier_by_war_error": "+-",
    "log_by_war": "mean log",
    "log_by_war_error": "+-",
    "slope": "slope",
    "auc": "AUC",
    "extreme": "beyond .05, .95",
    "wrong": "wrong",
}
CLASSES = {
    "class": "past questions",
    "n": "n",
    "true": "true",
    "wars": "wars",
    "slope": "slope",
    "slope_low": "95 % from",
    "slope_high": "to",
    "log": "mean log",
    "base_log": "base rate",
    "adds": "model adds",
    "most": "at most",
}
CLAIMS = {"campaign": "campaign", "claim": "claim", "p": "p", "prior": "before", "happened": "happened"}


def print_exam(console: Console, result: Row) -> None:
    """Every table of ``record.json``."""
    console.say(
        f"\n{result['origins']} origins of {len(result['campaigns'])} campaigns, {result['questions']:,} questions answered, "
        f"{result['censored']:,} not known; {result['runs']:,} runs an origin, seed {result['seed']}, law {result['law_version']}"
    )
    console.say(
        "Brier, log and CRPS: smaller is better; skill is against the base rate of the other campaigns;"
    )
    console.say("for the log score, probabilities are bounded 1e-4 away from 0 and 1")
    columns = {"horizon": "days", "method": "method", "n": "n", "happened": "true", **SCORES}
    for kind, title in KINDS.items():
        rows = [row for row in result["scores"] if row["kind"] == kind]
        if rows:
            console.say(f"\n{title}")
            print_rows(console, rows, columns)
    for row in result["extremes"]:
        console.say(
            f"{KINDS[row['kind']]}: of {row['n']:,} chances beyond .05 and .95 {row['wrong']:,} were wrong; "
            f"of {row['below']:,} below .001 {row['below_true']:,} came true"
        )
    console.say("\nunits a window, expected and real; chance of a unit at one or two steps")
    print_rows(console, result["expected"], WINDOWS)
    windows = result["windows"]
    console.say(f"expected within a factor of two in {windows['within_two']} of {windows['n']} windows")
    console.say(
        "\ndistricts held by the challenging side: CRPS at the fixed horizons; the real path in the bands, and in bands "
        "as many times as wide as the other campaigns needed"
    )
    print_rows(console, result["counts"], COUNTS)
    if result["claims"]:
        console.say("\nclaims as they stand")
        print_rows(console, result["claims"], CLAIMS)
        entry = result["claim_scores"]
        console.say(
            f"{entry['n']} claims: Brier {entry['brier']:.3f} (before the reports {entry['brier_before']:.3f}), "
            f"log {entry['log']:.2f}; of {entry['extreme']} beyond .05 and .95 {entry['wrong']} wrong"
        )
    for sort in dict.fromkeys(row["sort"] for row in result["ladder"]):
        console.say(f"\nthe ladder, learned on the other campaigns: {sort}")
        print_rows(console, [row for row in result["ladder"] if row["sort"] == sort], LADDER)
    if result["classes"]:
        console.say(
            "\nwhat calibrates a verdict: one line a class of past questions, in log-odds; mean scores over campaigns"
        )
        print_rows(console, result["classes"], CLASSES)


def print_rows(console: Console, rows: Sequence[Row], columns: Mapping[str, str]) -> None:
    """Rows under their headings."""
    lines = [tuple(columns.values()), *(tuple(cell(row[key]) for key in columns) for row in rows)]
    console.say_table(lines)


def cell(value: object) -> str:
    """A value in a cell: three digits after the point, - for what is not known."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
