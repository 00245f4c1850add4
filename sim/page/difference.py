"""``diff.html``: what changed between two finished folders, the verdicts first, then what went in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.claims.likelihood_words import percent
from sim.claims.sentences import capital, in_words
from sim.page.page import style, template, write_html
from sim.page.summary.strips import bar, dot, strip
from sim.plots.drawing.text import clean

Row = Mapping[str, Any]  # claim, definition, headline, first, second, their low and high, change, apart
LARGE = 0.10  # a change worth the title


def write_difference(
    path: Path, names: tuple[str, str], inputs: Sequence[str], rows: Sequence[Row], titles: Mapping[str, str]
) -> Path:
    """The page; OutputError if it cannot be written.

    names   the two folders as the user named them
    titles  claim id -> its words, where known
    """
    css, policy = style()
    moved = [row for row in rows if row["first"] != row["second"]]
    page = template("diff.html.j2").render(
        css=css, policy=policy, first=clean(names[0]), second=clean(names[1]), inputs=[name_and_change(line) for line in inputs],
        title=difference_title(rows, titles), answer=answer(rows, inputs), claims=boxes(moved, titles),
        same=len(rows) - len(moved),
    )  # fmt: skip
    return write_html(path, page)


def difference_title(rows: Sequence[Row], titles: Mapping[str, str]) -> str:
    """The headline that changed most; that none did where it is so."""
    known = [row for row in rows if row["headline"] and row["change"] is not None]
    if not known:
        return "No headline has a number in both"
    most = max(known, key=lambda row: abs(row["change"]))
    if percent(most["first"]) == percent(most["second"]):
        return "The answers are the same"
    name = called(most["claim"], titles)
    way = "more" if most["change"] > 0 else "less"
    size = "Much" if abs(most["change"]) >= LARGE else "A little"
    return f"{size} {way} likely: {name}, from {percent(most['first'])} to {percent(most['second'])}"


def name_and_change(line: str) -> tuple[str, str]:
    """A line of what went in as its name and what became of it; the whole line as the change if it names nothing."""
    name, colon, change = clean(line).partition(": ")
    return (name, change.replace(" -> ", " → ")) if colon else ("", name)


def answer(rows: Sequence[Row], inputs: Sequence[str]) -> str:
    """How many headlines differ by more than their simulation error."""
    heads = [row for row in rows if row["headline"]]
    apart = sum(bool(row["apart"]) for row in heads)
    moved = sum(row["first"] != row["second"] for row in rows)
    many = len(inputs)
    return (
        f"{apart} of {len(heads)} {'headline differs' if apart == 1 else 'headlines differ'} by more than the simulation "
        f"error, {moved} of {len(rows)} readings in any digit; {many or 'no'} {'input' if many == 1 else 'inputs'} "
        f"{'differs' if many == 1 else 'differ'}."
    )


def boxes(moved: Sequence[Row], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """One entry a claim: its readings with both numbers."""
    result = []
    for claim in dict.fromkeys(row["claim"] for row in moved):
        rows = [row for row in moved if row["claim"] == claim]
        apart = sum(bool(row["apart"]) for row in rows)
        said = f"{apart} of {len(rows)} changed readings by more than the simulation error"
        result.append(
            {"name": capital(called(claim, titles)), "said": said, "rows": [lane(row) for row in rows]}
        )
    return result


def lane(row: Row) -> dict[str, Any]:
    """One reading: both dots on one scale, and both numbers."""
    marks = []
    for side, name in (("first", "hollow"), ("second", "dot")):
        if row[side] is not None:
            low, high = row[f"{side}_low"], row[f"{side}_high"]
            marks += [bar(low, high, "wide", 5 if side == "first" else 8, 3), dot(row[side], name)]
    star = " (headline)" if row["headline"] else ""
    said = " to ".join(
        "no number" if row[side] is None else percent(row[side]) for side in ("first", "second")
    )
    beyond = ", beyond the error" if row["apart"] else ""
    return {
        "label": f"{clean(in_words(row['definition']))}{star}",
        "strip": strip(marks),
        "said": f"{said}{beyond}",
    }


def called(claim: str, titles: Mapping[str, str]) -> str:
    """A claim's words, else its id as words."""
    return clean(titles.get(claim) or in_words(claim))
