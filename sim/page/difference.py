"""``diff.html``: what changed between two finished folders, the answers first, then what went in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from sim.claims.likelihood_words import percent
from sim.claims.sentences import capital, in_words
from sim.page.difference_inputs import input_rows
from sim.page.page import script, style, template, write_html
from sim.page.summary.strips import bar, dot, strip
from sim.plots.drawing.text import clean

Row = Mapping[str, Any]  # claim, definition, headline, first, second, their low and high, change, apart
LARGE = 0.10  # a change that is much
SHOWN = 40  # inputs of the table


def write_difference(
    path: Path, names: tuple[str, str], inputs: Sequence[str], rows: Sequence[Row], words: Mapping[str, str]
) -> Path:
    """The page; OutputError if it cannot be written.

    names   how the two folders are called
    inputs  every line of what went in
    words   claim id, or claim and definition joined by a point -> how it is said, where known
    """
    css, policy = style()
    js, allowed = script()
    first, second = (clean(name) for name in names)
    common_rows = [row for row in rows if row["in_first"] and row["in_second"]]
    changed_rows = [row for row in common_rows if row["first"] != row["second"]]
    entries = input_rows(inputs, (first, second))
    page = template("diff.html.j2").render(
        css=css, js=js, policy=policy + allowed, first=first, second=second,
        title=difference_title(common_rows, words, second), answer=answer(common_rows, len(entries)), claims=boxes(changed_rows, words),
        same=len(common_rows) - len(changed_rows), inputs=entries[:SHOWN], more=max(len(entries) - SHOWN, 0),
        alone=[part for part in (alone(rows, "first", first, words), alone(rows, "second", second, words)) if part],
    )  # fmt: skip
    return write_html(path, page)


def folder_names(paths: Sequence[str], scenarios: Sequence[str]) -> tuple[str, str]:
    """How two folders are called: by their scenarios where those differ, else by their own names, else as the user wrote them."""
    last = [PurePath(path).name for path in paths]
    phrase = [capital(in_words(name)) for name in scenarios]
    for first, second in ((phrase[0], phrase[1]), (last[0], last[1])):
        if first != second and first and second:
            return first, second
    return paths[0], paths[1]


def difference_title(rows: Sequence[Row], words: Mapping[str, str], second: str) -> str:
    """The main answer that changed most, if any did by more than its simulation error.

    rows   readings of both folders
    """
    headlines = [row for row in rows if row["headline"] and row["change"] is not None]
    if not rows:
        return "The two folders judge no claim in common"
    if not headlines:
        return "No main answer has a number in both"
    if all(percent(row["first"]) == percent(row["second"]) for row in headlines):
        return "The answers are the same"
    clear_changes = [row for row in headlines if row["apart"]]
    if not clear_changes:
        return "No main answer differs by more than the simulation error"
    largest = max(clear_changes, key=lambda row: abs(row["change"]))
    way = "more" if largest["change"] > 0 else "less"
    size = "Much" if abs(largest["change"]) >= LARGE else "A little"
    name = called(largest["claim"], words)
    return f"{size} {way} likely in {second}: {name}, {percent(largest['second'])} instead of {percent(largest['first'])}"


def answer(rows: Sequence[Row], inputs: int) -> str:
    """How many main answers and readings differ, and whether something else went in."""
    heads = [row for row in rows if row["headline"]]
    clear_count, changed_count = (
        sum(bool(row["apart"]) for row in heads),
        sum(row["first"] != row["second"] for row in rows),
    )
    parts = []
    if heads:
        subject = (
            "The one main answer"
            if len(heads) == 1
            else f"{capital(few(clear_count))} of the {len(heads)} main answers"
        )
        verb = "differs" if clear_count or len(heads) > 1 else "does not differ"
        parts.append(f"{subject} {verb if clear_count < 2 else 'differ'} by more than the simulation error.")
        parts.append(
            f"{capital(few(changed_count))} of {len(rows)} readings {'has' if changed_count < 2 else 'have'} another number."
        )
    parts.append(
        f"The inputs differ in {inputs} {'point' if inputs == 1 else 'points'}."
        if inputs
        else "The inputs are the same."
    )
    return " ".join(parts)


def few(count: int) -> str:
    """``none``, or the number."""
    return str(count) if count else "none"


def boxes(changed: Sequence[Row], words: Mapping[str, str]) -> list[dict[str, Any]]:
    """One entry a claim: its readings with both numbers."""
    claims = []
    for claim in dict.fromkeys(row["claim"] for row in changed):
        rows = [row for row in changed if row["claim"] == claim]
        clear_count = sum(bool(row["apart"]) for row in rows)
        phrase = f"{capital(few(clear_count))} of {len(rows)} {'reading' if len(rows) == 1 else 'readings'} beyond the simulation error"
        claims.append(
            {
                "name": capital(called(claim, words)),
                "said": phrase,
                "rows": [lane(row, words) for row in rows],
            }
        )
    return claims


def lane(row: Row, words: Mapping[str, str]) -> dict[str, Any]:
    """One reading: both dots on one scale, and both numbers."""
    marks = []
    for side, name in (("first", "hollow"), ("second", "dot")):
        if row[side] is not None:
            low, high = row[f"{side}_low"], row[f"{side}_high"]
            marks += [bar(low, high, "wide", 5 if side == "first" else 8, 3), dot(row[side], name)]
    return {
        "label": capital(reading(row, words)),
        "headline": row["headline"],
        "strip": strip(marks),
        "said": " → ".join(number(row[side]) for side in ("first", "second")),
        "apart": row["apart"],
    }


def number(p: float | None) -> str:
    """A chance, or that there is none."""
    return "no number" if p is None else percent(p)


def alone(rows: Sequence[Row], side: str, name: str, words: Mapping[str, str]) -> dict[str, Any] | None:
    """The readings that only one folder has; None without any."""
    other_side = "second" if side == "first" else "first"
    side_rows = [row for row in rows if not row[f"in_{other_side}"]]
    if not side_rows:
        return None
    return {
        "name": name,
        "claims": [
            {
                "name": capital(called(claim, words)),
                "rows": [
                    (capital(reading(row, words)), number(row[side]), row["headline"])
                    for row in side_rows
                    if row["claim"] == claim
                ],
            }
            for claim in dict.fromkeys(row["claim"] for row in side_rows)
        ],
    }


def reading(row: Row, words: Mapping[str, str]) -> str:
    """A definition's sentence, else its id as words."""
    return clean(words.get(f"{row['claim']}.{row['definition']}") or in_words(row["definition"]))


def called(claim: str, words: Mapping[str, str]) -> str:
    """A claim's words, else its id as words."""
    return clean(words.get(claim) or in_words(claim))
