"""The exam as a page of Markdown: the same tables as on the terminal, with what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.app.exam.tables import CLAIMS, CLASSES, COUNTS, KINDS, LADDER, SCORES, WINDOWS, cell
from sim.exam.calibration.ladder import CALIBRATED, KIND, POOL
from sim.output.markdown_table import table

Row = Mapping[str, Any]
SHOWN = ("all", 30)  # horizons on the page; the rest stands in record.json
INTRO = """# Record over the campaigns of the library

{origins} origins of {campaigns} campaigns, {questions:,} questions with a known answer ({censored:,} not known); {runs:,} runs an
origin, seed {seed}, law `{law_version}`, runs begun by `start={start}`.

Every origin with a known map is asked the same at 7, 30, 90 and 180 days: which unit within four steps of a front falls to either side,
which of the places that claims name and which capitals, how many districts the challenging side holds, and the claims as they stand.
Nobody chose the places or the horizons. A question whose answer is not known at its horizon is left out.

Brier, log and CRPS: smaller is better. In the log score probabilities are at least 1e-4 away from 0 and 1. Skill is 1 - Brier / Brier of the base
rate of the other campaigns; a slope of 1 is calibrated, below 1 too extreme, 0 unrelated. Hazard rules are shares by steps from the
mover's front, horizon, and whether that side moved last within 60 days, learned on the units of the other campaigns; log distance is a
logistic regression learned there too. Seven campaigns can show that something is bad; they cannot distinguish .21 from .25."""


def exam_page(result: Row) -> str:
    """The page."""
    values = {
        key: result[key]
        for key in ("origins", "questions", "censored", "runs", "seed", "law_version", "start")
    }
    parts = [INTRO.format(**values, campaigns=len(result["campaigns"]))]
    for kind, title in KINDS.items():
        rows = [row for row in result["scores"] if row["kind"] == kind and row["horizon"] in SHOWN]
        if rows:
            columns = {"horizon": "days", "method": "method", "n": "n", "happened": "true", **SCORES}
            parts += [f"## {title.capitalize()}", spread(rows), markdown(rows, columns)]
    parts += ["![Said and happened](figures/said.png)", "![Chances by steps](figures/steps.png)"]
    parts.append("\n".join(f"- {extreme(row)}" for row in result["extremes"]))
    windows = result["windows"]
    parts += ["## Units a window, expected and real", markdown(result["expected"], WINDOWS)]
    parts.append(
        f"Expected within a factor of two of the real number in {windows['within_two']} of {windows['n']} windows."
    )
    parts += [
        "## Districts held by the challenging side",
        markdown(result["counts"], COUNTS),
        "![The real path](figures/paths.png)",
    ]
    if result["claims"]:
        entry = result["claim_scores"]
        parts += ["## Claims as they stand", markdown(result["claims"], CLAIMS)]
        parts.append(
            f"{entry['n']} claims, {entry['true']} true: Brier {entry['brier']:.3f} (before the reports {entry['brier_before']:.3f}), log "
            f"{entry['log']:.2f}; of {entry['extreme']} chances beyond .05 and .95 {entry['wrong']} were wrong."
        )
    for sort in dict.fromkeys(row["sort"] for row in result["ladder"]):
        rows = [row for row in result["ladder"] if row["sort"] == sort]
        parts += [f"## The ladder: {sort}", markdown(rows, LADDER), worth(rows)]
    if result["ladder"]:
        parts += [ERRORS, "![The ladder](figures/ladder.png)"]
    if result["classes"]:
        parts += ["## What calibrates a verdict", LINES, markdown(result["classes"], CLASSES)]
    return "\n\n".join(part for part in parts if part) + "\n"


ERRORS = """+-: Monte Carlo error of the score before it, one standard error; every rung is learned and scored again with each tenth of the
runs left out. How far the score of another set of campaigns would lie is not in it."""
LINES = """One line a class of past questions, from the model's log-odds to calibrated ones, learned with every campaign alike (slope and its
95 % by bootstrap over campaigns); scores are of each campaign by the lines of the others. The model adds something where its score is
better than the base rate of the others by more than a standard error over campaigns; elsewhere a verdict says that it does not.
At most: the largest chance the record allows, 1 - (k + 1) / (n + 2) after n calls as strong of which k were wrong."""


def worth(rows: Sequence[Row]) -> str:
    """Whether the model, calibrated or pooled, adds to the base rate of the kind, in a sentence."""
    score = {row["rung"]: row["log_by_war"] for row in rows}
    gains = [name for name in (CALIBRATED, POOL) if score[name] < score[KIND]]
    if not gains:
        return (
            "Here the model adds nothing to how often such things happen: neither calibrated nor in the pool."
        )
    return f"Better than the base rate of the kind (mean log {score[KIND]:.3f}): {', '.join(f'{name} {score[name]:.3f}' for name in gains)}."


def spread(rows: Sequence[Row]) -> str:
    """How sure the model's first row is."""
    row = next((entry for entry in rows if entry["method"] == "model"), None)
    if row is None or not row.get("brier_range"):
        return ""
    low, high = row["brier_range"]
    better = (
        ""
        if not row["skill_range"]
        else f"; skill {row['skill_range'][0]:.2f} to {row['skill_range'][1]:.2f}"
    )
    error = f"; Monte Carlo error {row['brier_error']:.4f}" if row["brier_error"] is not None else ""
    return f"All horizons: Brier of the model {row['brier']:.3f}, {low:.3f} to {high:.3f} by bootstrap over campaigns{better}{error}."


def extreme(row: Row) -> str:
    """How the extreme chances of a kind did."""
    return (
        f"{KINDS[row['kind']]}: of {row['n']:,} chances beyond .05 and .95 {row['wrong']:,} were wrong; of {row['below']:,} below .001 "
        f"{row['below_true']:,} came true"
    )


def markdown(rows: Sequence[Row], columns: Mapping[str, str]) -> str:
    """Rows as a Markdown table."""
    return table(list(columns.values()), [[cell(row[key]) for key in columns] for row in rows])
