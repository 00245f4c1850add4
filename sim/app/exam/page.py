"""What the record over campaigns says, for terminal, Markdown and page: its tables, with what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.app.exam.tables import CLAIMS, CLASSES, COUNTS, KINDS, LADDER, SCORES, WINDOWS, cell
from sim.claims.sentences import capital, in_words
from sim.exam.calibration.ladder import CALIBRATED, KIND, POOL
from sim.output.markdown_table import table
from sim.page.exam import ExamFigure, ExamPage, ExamSection, ExamTable
from sim.page.summary.brief import in_numbers
from sim.session.console import Console

Row = Mapping[str, Any]
SHOWN = ("all", 30)  # horizons on the page; the rest stands in record.json
MODEL = "model"
QUOTED = {"campaign": "campaign", "claim": "claim", "quote": "its words"} | CLAIMS
COIN = 0.25  # Brier score of always one half
OWN = (MODEL, "before the reports")  # methods that are no simple rules
TITLE = "Record over campaigns"
HEAD = """{origins} origins of {campaigns}, {questions:,} questions with a known answer ({censored:,} not known); {runs:,} runs an
origin, seed {seed}, law {law_version}, runs begun by start={start}."""
ABOUT = """Every origin with a known map is asked the same questions at 7, 30, 90 and 180 days: which unit within four steps of a front falls to either side,
which of the places that claims name and which capitals, how many districts the challenging side holds, and the claims as they stand.
Places and horizons are not selected. A question whose answer is not known at its horizon is left out."""
NOTES = """Brier, log and CRPS: smaller is better. In the log score probabilities are at least 1e-4 away from 0 and 1. Skill is 1 − Brier / Brier of the base
rate of the other campaigns; a slope of 1 is calibrated, below 1 too extreme, 0 unrelated. Hazard rules are shares by steps from the
mover's front, horizon, and whether that side moved last within 60 days, learned on the units of the other campaigns; log distance is a
logistic regression learned there too. {several} can show that something is bad; {they} cannot distinguish .21 from .25."""


def exam_page(result: Row, command: str = "") -> ExamPage:
    """The page of ``record.json``; ``command`` repeats it."""
    keys = ("origins", "questions", "censored", "runs", "seed", "law_version", "start")
    campaign_count = len(result["campaigns"])
    campaigns = f"{in_numbers(campaign_count)} {'campaign' if campaign_count == 1 else 'campaigns'}"
    pronoun = "it" if campaign_count == 1 else "they"
    return ExamPage(
        title=f"{TITLE}: {headline_result(result)}",
        head=one_line(HEAD.format(**{key: result[key] for key in keys}, campaigns=campaigns)),
        findings=findings(result),
        about=one_line(ABOUT),
        notes=one_line(NOTES.format(several=capital(campaigns), they=pronoun)),
        sections=sections(result),
        command=command,
    )


def one_line(text: str) -> str:
    """One line."""
    return " ".join(text.split())


def markdown(page: ExamPage) -> str:
    """The page as ``record.md``."""
    parts = [
        f"# {page.title}",
        page.head,
        "\n".join(f"- {text}" for text in page.findings),
        page.about,
        page.notes,
    ]
    for section in page.sections:
        parts.append(f"## {section.title}")
        for part in section.parts:
            if isinstance(part, ExamTable):
                parts.append(table(list(part.heads), [list(row) for row in part.rows]))
            elif isinstance(part, ExamFigure):
                parts.append(f"![{part.alt}](figures/{part.name}.png)")
            else:
                parts.append(part if isinstance(part, str) else "\n".join(f"- {text}" for text in part))
    return "\n\n".join(part for part in parts if part) + "\n"


def best_baselines(result: Row) -> list[tuple[str, Row, Row]]:
    """For each kind of question its name, the model's scores over all horizons, and those of the best simple rule."""
    pairs = []
    for kind, title in KINDS.items():
        kind_rows = [row for row in result["scores"] if row["kind"] == kind and row["horizon"] == "all"]
        rows_by_method = {row["method"]: row for row in kind_rows if row["brier"] is not None}
        baselines = [row for name, row in rows_by_method.items() if name not in OWN]
        if MODEL in rows_by_method and baselines:
            pairs.append((title, rows_by_method[MODEL], min(baselines, key=lambda row: float(row["brier"]))))
    return pairs


def headline_result(result: Row) -> str:
    """On how many kinds of question the model did better than the best simple rule, and on how many clearly."""
    pairs = best_baselines(result)
    if not pairs:
        return "nothing scored"
    wins = [(model_row, best) for _, model_row, best in pairs if model_row["brier"] < best["brier"]]
    clear_wins = sum(is_clear(model_row, best) for model_row, best in wins)
    kinds = f"{in_numbers(len(pairs))} {'kind' if len(pairs) == 1 else 'kinds'} of question"
    if not wins:
        return f"better than the best simple rule on none of {kinds}"
    how_clear = in_numbers(clear_wins) if clear_wins else "none"
    return f"better than the best simple rule on {in_numbers(len(wins))} of {kinds}, clearly on {how_clear}"


def is_clear(model_row: Row, best: Row) -> bool:
    """True if the rule's score lies above all that the model's may be, by the bootstrap over campaigns."""
    return bool(model_row.get("brier_range")) and best["brier"] > model_row["brier_range"][1]


def findings(result: Row) -> list[str]:
    """For each kind of question whether the model did better than the simple rules, and how far its bands hold."""
    sentences = []
    for title, model_row, best in best_baselines(result):
        comparison = "better than" if model_row["brier"] < best["brier"] else "no better than"
        if comparison == "better than" and not is_clear(model_row, best):
            comparison = "better, but not clearly, than"
        sentences.append(
            f"{capital(title)} ({model_row['n']:,} questions): Brier {model_row['brier']:.3f}, {comparison} the best simple rule "
            f"({best['method']}, {best['brier']:.3f})."
        )
    if result["dates"]:
        inside_count, date_count = sum(row["inside_90"] for row in result["dates"]), len(result["dates"])
        sentences.append(
            f"The actual number of districts was inside the 90 % band on {inside_count} of {date_count} dates."
        )
    if result["claims"]:
        scores = result["claim_scores"]
        comparison = f"{'better' if scores['brier'] < COIN else 'worse' if scores['brier'] > COIN else 'no better'} than a coin"
        sentences.append(
            f"Claims as they stand ({scores['n']}): Brier {scores['brier']:.3f}, {comparison} ({COIN})."
        )
    return sentences


def print_exam(console: Console, result: Row) -> None:
    """The sections of the page, with every horizon and without the words of the claims."""
    page = exam_page(result)
    console.say(f"\n{page.head}\n{page.notes}")
    for section in sections(result, horizons=None, claims=CLAIMS):
        console.say(f"\n{section.title}")
        for part in section.parts:
            if isinstance(part, ExamTable):
                console.say_table([part.heads, *part.rows])
            elif not isinstance(part, ExamFigure):
                console.say(part if isinstance(part, str) else "\n".join(part))


def sections(
    result: Row, horizons: Sequence[object] | None = SHOWN, claims: Mapping[str, str] = QUOTED
) -> list[ExamSection]:
    """Tables and figures under their headings.

    horizons   days of the scores that are shown, "all" for their mean; None: every one
    claims     columns of the table of claims, with their headings
    """
    columns = {"horizon": "days", "method": "method", "n": "n", "happened": "true", **SCORES}
    parts: list[tuple[str, list[Any]]] = []
    for kind, title in KINDS.items():
        rows = [
            row
            for row in result["scores"]
            if row["kind"] == kind and (horizons is None or row["horizon"] in horizons)
        ]
        if rows:
            parts.append((capital(title), [*score_interval(rows), exam_table(rows, columns)]))
    forecasts = ExamFigure("said", "Forecasts against outcomes")
    steps = ExamFigure("steps", "Chances by steps from a front")
    extremes = [extreme_sentence(row) for row in result["extremes"]]
    parts.append(("How reliable the probabilities are", [forecasts, steps, extremes]))
    windows = result["windows"]
    window_text = f"Expected within a factor of two of the actual number in {windows['within_two']} of {windows['n']} windows."
    parts.append(
        ("Units per window, expected and actual", [exam_table(result["expected"], WINDOWS), window_text])
    )
    paths = ExamFigure("paths", "Actual counts and the forecast bands")
    parts.append(("Districts held by the challenging side", [exam_table(result["counts"], COUNTS), paths]))
    if result["claims"]:
        scores = result["claim_scores"]
        text = (
            f"{scores['n']} claims, {scores['true']} true: Brier {scores['brier']:.3f} (before the reports {scores['brier_before']:.3f}), log "
            f"{scores['log']:.2f}; {scores['wrong']} of {scores['extreme']} chances beyond .05 and .95 were wrong."
        )
        parts.append(("Claims as they stand", [exam_table(result["claims"], claims), text]))
    for sort in dict.fromkeys(row["sort"] for row in result["ladder"]):
        rows = [row for row in result["ladder"] if row["sort"] == sort]
        parts.append((f"The ladder: {sort}", [exam_table(rows, LADDER), ladder_gain(rows)]))
    if result["ladder"]:
        parts.append(("The ladder as a figure", [one_line(ERRORS), ExamFigure("ladder", "The ladder")]))
    if result["classes"]:
        parts.append(("What calibrates a verdict", [one_line(LINES), exam_table(result["classes"], CLASSES)]))
    return [ExamSection(title, section) for title, section in parts]


ERRORS = """±: Monte Carlo error of the score before it, one standard error; every forecast is learned and scored again with each tenth of the runs left out. The variation between sets of campaigns is not included."""
LINES = """One line per class of past questions, from the model's log-odds to calibrated ones, learned with every campaign alike (slope and its
95 % by bootstrap over campaigns); scores are of each campaign by the lines of the others. The model adds something where its score is
better than the base rate of the others by more than a standard error over campaigns; elsewhere a verdict says that it does not.
At most: the largest chance the record allows, 1 - (k + 1) / (n + 2) after n calls as strong of which k were wrong."""


def ladder_gain(rows: Sequence[Row]) -> str:
    """Whether the model, calibrated or pooled, adds to the base rate of the kind, in a sentence."""
    score = {row["rung"]: row["log_by_war"] for row in rows}
    gains = [name for name in (CALIBRATED, POOL) if score[name] < score[KIND]]
    if not gains:
        return "Here the model adds nothing to the base rate, neither calibrated nor in the pool."
    return f"Better than the base rate of the kind (mean log {score[KIND]:.3f}): {', '.join(f'{name} {score[name]:.3f}' for name in gains)}."


def score_interval(rows: Sequence[Row]) -> list[str]:
    """A sentence on how sure the model's score over all horizons is; none without a bootstrap."""
    row = next((score_row for score_row in rows if score_row["method"] == "model"), None)
    if row is None or not row.get("brier_range"):
        return []
    low, high = row["brier_range"]
    skill = (
        "; skill {:.2f} to {:.2f}".format(*row["skill_range"]).replace("-", "−") if row["skill_range"] else ""
    )
    error = f"; Monte Carlo error {row['brier_error']:.4f}" if row["brier_error"] is not None else ""
    return [
        f"All horizons: Brier of the model {row['brier']:.3f}, {low:.3f} to {high:.3f} by bootstrap over campaigns{skill}{error}."
    ]


def extreme_sentence(row: Row) -> str:
    """How the extreme chances of a kind did."""
    extremes_text = (
        f"of {row['below']:,} below .001 {row['below_true']:,} came true"
        if row["below"]
        else "none lay below .001"
    )
    return f"{capital(KINDS[row['kind']])}: {row['wrong']:,} of {row['n']:,} chances beyond .05 and .95 were wrong; {extremes_text}."


def exam_table(rows: Sequence[Row], columns: Mapping[str, str]) -> ExamTable:
    """Rows with the columns of the terminal, as print has them: true minus signs, a dash for what is not known."""
    return ExamTable(
        [columns[key].replace("+-", "±") for key in columns],
        [
            [capital(in_words(row[key])) if key == "campaign" else cell_text(row[key]) for key in columns]
            for row in rows
        ],
    )


def cell_text(value: object) -> str:
    """A value of a table."""
    text = cell(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:,}".replace("-", "−") if isinstance(value, int) else text.replace("-", "−")
    return "–" if value is None else text
