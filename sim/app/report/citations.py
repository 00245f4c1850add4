"""The reports of a finished folder as citations: BibTeX, and CSL-JSON for reference managers. One entry a publication."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sim.terrain.files.columns import slug

TYPES = {"press": "article-newspaper", "tracker": "webpage", "official": "report", "diplomat": "speech"}
LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
LONGEST = 120  # letters of a title made from quoted words
Plain = Mapping[str, Any]


def citations(scenario: Plain) -> list[dict[str, Any]]:
    """CSL-JSON items of the counts of a resolved scenario, in order of publication.

    Counts of one source, day and address are one item; its title is the first quoted words, as no other title is known.
    """
    sources = {source["id"]: source for source in scenario["sources"]}
    items: dict[tuple[str, str, str], dict[str, Any]] = {}
    for count in scenario["counts"]:
        key = (str(count["source"]), str(count["published"] or ""), str(count["url"] or ""))
        if key not in items:
            items[key] = citation_item(count, sources.get(count["source"], {}))
        else:
            items[key]["note"] += f", {count['id']}"
    ordered = [items[key] for key in sorted(items, key=lambda key: (key[1], key[0], key[2]))]
    return with_unique_ids(ordered)


def citation_item(count: Plain, source: Plain) -> dict[str, Any]:
    """One publication."""
    quote = str(count["quote"] or "")
    item: dict[str, Any] = {
        "id": slug(str(count["source"])) or "source",
        "type": TYPES.get(str(source.get("kind")), "document"),
        "author": [{"literal": str(source.get("name") or count["source"])}],
        "title": shorten_title(quote) if quote else f"Report of {count['date']}",
        "language": str(count["language"] or "en"),
        "note": f"counts: {count['id']}",
    }
    if count["published"]:
        item["issued"] = {"date-parts": [[int(part) for part in str(count["published"]).split("-")]]}
        item["id"] += f"_{count['published']}".replace("-", "_")
    if count["url"]:
        item["URL"] = str(count["url"])
    if count.get("archived"):
        item["archive_location"] = str(count["archived"])
    return item


def shorten_title(text: str) -> str:
    """Quoted words as a title, cut at a blank."""
    title = " ".join(text.split())
    return title if len(title) <= LONGEST else f"{title[:LONGEST].rsplit(' ', 1)[0]} ..."


def with_unique_ids(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items with ids that differ: _b, _c behind those that would be equal."""
    id_counts: dict[str, int] = {}
    for row in items:
        id_counts[row["id"]] = id_counts.get(row["id"], 0) + 1
        if id_counts[row["id"]] > 1:
            row["id"] += f"_{id_counts[row['id']]}"
    return list(items)


def bibtex(items: Sequence[Plain]) -> str:
    """The same as BibTeX, every sign of LaTeX escaped."""
    return "\n".join(bibtex_entry(row) for row in items)


def bibtex_entry(row: Plain) -> str:
    """One @misc entry."""
    fields = {
        "author": "{" + escape_latex(row["author"][0]["literal"]) + "}",
        "title": "{" + escape_latex(row["title"]) + "}",
        "note": escape_latex(row["note"]),
        "language": escape_latex(row["language"]),
    }
    if "issued" in row:
        year, *month_and_day = row["issued"]["date-parts"][0]
        fields["year"] = str(year)
        if month_and_day:
            fields["month"] = MONTHS[month_and_day[0] - 1]
        if len(month_and_day) > 1:
            fields["day"] = str(month_and_day[1])
    if "URL" in row:
        fields["url"] = re.sub(r"[{}\s\\]", lambda sign: f"%{ord(sign[0]):02X}", row["URL"])
    lines = [
        f"  {name} = {value if name == 'month' else '{' + value + '}'}," for name, value in fields.items()
    ]
    return "\n".join([f"@misc{{{row['id']},", *lines, "}", ""])


def escape_latex(text: str) -> str:
    """A text that LaTeX sets as it is."""
    return "".join(LATEX.get(sign, sign) for sign in text)
