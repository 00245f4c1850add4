"""The brief as Markdown: the same sentences and numbers, tables in place of drawings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sim.claims.sentences import capital
from sim.page.summary.brief import spread
from sim.page.summary.brief_drawings import answered, others
from sim.page.summary.strips import span
from sim.plots.drawing.text import clean, day_name, number, percent

Plain = Mapping[str, Any]
MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def markdown(brief: Plain) -> str:
    """The text of ``brief.md``."""
    parts = [
        f"# {safe(brief['answer'])}",
        f"{safe(brief['title'])}. {safe(capital(brief['speakers'])) + ', ' if brief['speakers'] else ''}{brief['day']}, with what was public that day.",
        table(
            ["Claim", "Chance", "Model alone", "In words", "Confidence", "Other readings and models"]
            + (["In fact"] if brief["known"] else []),
            (claim_cells(row, brief["known"]) for row in answered(brief)),
        ),
        safe(others(brief, len(answered(brief)))),
        f"**How sure?** {safe(brief['sure'])} {safe(brief['basis'])} {safe(brief.get('calibration', ''))}".rstrip(),
        f"**What happened:** {safe(brief['afterwards'])}" if brief["afterwards"] else "",
        f"## {safe(brief['course']['title'])}",
        course_table(brief["course"]),
        f"## {safe(brief['ground']['title'])}",
        ground_table(brief["ground"]),
        *([f"## {safe(brief['falls']['title'])}", falls_table(brief["falls"])] if brief["falls"] else []),
        f"{safe(brief['scenario'])}, as of {brief['as_of']}, model {brief['made']['law_version']}. To repeat it: "
        f"`{clean(brief['made']['command']).replace('`', '')}`",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def safe(text: object) -> str:
    """Words of strangers without a meaning in Markdown."""
    return MARKS.sub(r"\\\1", clean(text))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; empty without rows."""
    body = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}", *body]) if body else ""


def claim_cells(row: Plain, has_outcomes: bool) -> list[str]:
    """One claim as a row."""
    full_range = spread(dict(row))
    outcome = {True: "yes", False: "no", None: "not known"}[row["outcome"]]
    return [
        f"{safe(capital(row['about']))}: {safe(row['says'])}",
        row["number"],
        row.get("model_number", ""),
        row["word"] or f"not graded: {safe(row['why'])}",
        row["confidence"] or "",
        span(full_range) if full_range else "",
        *([outcome] if has_outcomes else []),
    ]


def days_of(data: Plain) -> list[tuple[int, str]]:
    """(place, date) of the first day, the day of the report and the last."""
    start, days = date.fromisoformat(data["start"]), data["days"]
    places = sorted({0, min(range(len(days)), key=lambda k: abs(days[k] - data["as_of"])), len(days) - 1})
    return [(place, day_name(start + timedelta(days=days[place]), year=True)) for place in places]


def course_table(data: Plain) -> str:
    """Middle and nine in ten on three days, and nine in ten calibrated on other wars."""
    names, wide_by_day = ("p05", "p50", "p95"), {day: (low, high) for day, low, high in data["wide"]}
    rows = [
        [
            date_text,
            *(number(round(data["bands"][name][place])) for name in names),
            *(number(round(end)) for end in wide_by_day.get(data["days"][place], ())),
        ]
        for place, date_text in days_of(data)
    ]
    heads = ["Day", "1 in 20 below", "Middle", "1 in 20 above"]
    if not wide_by_day:
        return table(heads, rows)
    column_count = len(heads) + 2
    heads += ["1 in 20 below, calibrated", "1 in 20 above, calibrated"]
    return table(heads, [[*row, *[""] * (column_count - len(row))] for row in rows])


def ground_table(data: Plain) -> str:
    """How many places are very likely held on the days of the map."""
    heads = [day_name(date.fromisoformat(data["dates"][frame]), year=True) for frame in data["three"]]
    counts = [str(data["sure_places"][frame]) for frame in data["three"]]
    return table(["", *heads], [[f"{capital(data['unit'])} above {data['sure']} %", *counts]])


def falls_table(data: Plain) -> str:
    """The chance of each place on three days."""
    dates_shown = days_of(data)
    rows = (
        [safe(place_row["name"]), *(percent(place_row["chance"][place]) for place, _ in dates_shown)]
        for place_row in data["places"]
    )
    return table(["", *(date_text for _, date_text in dates_shown)], rows)
