"""From texts to a draft: counts, statements and claims that a person confirms, and every number that was not taken."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sim.base.texts import folded
from sim.reading.claims import read_claims
from sim.reading.lexical.tokens import tokens
from sim.reading.quantities import read_all
from sim.reading.syntax.sentences import sentences
from sim.scenario.drafting.shared_origins import mark_origins
from sim.scenario.drafting.to_claim import claim_entry, quoted, statement_entry
from sim.scenario.drafting.to_count import NOTHING, KnownNames, count_entry, too_large
from sim.scenario.drafting.unconfirmed import claim_gaps, count_gaps, nulls, steps_below
from sim.scenario.drafting.unconfirmed_text import NOT_STATED
from sim.scenario.files.yaml_writer import emit, safe
from sim.scenario.scenario import Faction, Scenario, ids_by_name
from sim.terrain.terrain import Terrain

Path_ = tuple[str | int, ...]
SCHEMA = "sim.draft/1"
MOST_VALUES = 45_000  # of a draft file: a little less than the loader reads
MOST_COUNTS, MOST_CLAIMS, MOST_OTHERS = 150, 60, 150  # of one text: more is no report of this kind
NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9]+")
LONGEST_ID = 40
COMMON = frozenset(("the", "of", "and", "for"))
HEAD = """\
Read from texts by sim draft; nothing here is used until its status is confirmed.
TO SET marks what the text does not say: fill it in and set status: confirmed, or rejected, by hand or with
sim draft --walk FILE (which writes this file anew, without remarks of yours). A scenario uses what is confirmed
once it names this file: drafts: [FILE]. How reliable a source is stays with you: a letter and a digit under
admiralty, and its numbers of trust in the priors."""
TO_SET = {
    "faction": "id of a faction of the scenario",
    "unit": "districts or capitals, if these places are those of the network",
    "modifier": "a word of docs/parameters.md, words of a count",
    "low": "number",
    "high": "number",
    "window": "[first day, last day] of the flow",
    "date": "day of the stock",
    "basis": "the total the source had in mind",
    "use": "fit (used in the likelihood), check (compared), context (shown) or start",
    "source": "id of a source",
    "published": "day of publication",
    "places": "[ids of districts]; or put list: provincial_capitals in its place",
    "place": "id of a district",
    "rate": "districts a day",
    "relation": "controls, contests, gained, lost or recaptured",
    "kind": "stock or flow",
}


@dataclass(frozen=True)
class Text:
    """A report's text and where it is from; ``published`` and ``source`` None where unknown."""

    name: str
    text: str
    sha256: str
    published: date | None = None
    source: str | None = None
    days: tuple[tuple[int, date], ...] = ()  # places from each of which on the text is of another day
    remarks: tuple[str, ...] = ()  # remarks for the person who confirms
    stated_dates: tuple[tuple[date, str], ...] = ()  # days of publication that it states itself, and where


@dataclass
class Draft:
    """The lists of a draft file as plain values, and how many entries were left out for want of room."""

    sources: list[dict[str, Any]] = field(default_factory=list)
    statements: list[dict[str, Any]] = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    left_out: int = 0

    def plain(self) -> dict[str, Any]:
        """As a draft file holds it."""
        lists = {key: getattr(self, key) for key in ("sources", "statements", "reports", "claims")}
        return {"schema": SCHEMA, **{key: rows for key, rows in lists.items() if rows}}


def known_names(scenario: Scenario) -> KnownNames:
    """What a scenario lends to reading."""
    lists: tuple[Iterable[Any], ...]
    lists = (scenario.statements, scenario.counts, scenario.claims, scenario.unconfirmed)
    ids = frozenset((*(row.id for entries in lists for row in entries), *scenario.reports))
    names = names_for_reading(scenario.factions, scenario.terrain)
    return replace(names, taken=ids, sources=frozenset(scenario.sources))


def names_for_reading(factions: Sequence[Faction], terrain: Terrain | None) -> KnownNames:
    """What sides and network lend to reading: names, and how many districts and capitals there are."""
    sides = ids_by_name(factions)
    if terrain is None:
        return KnownNames(sides, {}, {})
    name_counts = Counter(terrain.names)
    places = {
        name: row for name, row in zip(terrain.names, terrain.ids, strict=True) if name_counts[name] == 1
    }
    return KnownNames(sides, places, {"districts": terrain.districts, "capitals": len(terrain.capitals)})


def draft_texts(texts: Sequence[Text], known: KnownNames = NOTHING) -> Draft:
    """One draft of all texts, in order; counts that repeat one statement share one origin."""
    draft, ids = Draft(), set(known.taken)
    for text in texts:
        add_text(draft, text, known, ids)
        if text.source:
            add_source(draft, known, text.source, text.source)
    mark_origins(draft.reports)
    return draft


def add_source(draft: Draft, known: KnownNames, name: str, title: str) -> None:
    """Add a source nobody has described yet, unless it is known."""
    if name not in (*known.sources, *(source["id"] for source in draft.sources)):
        draft.sources.append({"id": name, "name": title, "kind": NOT_STATED, "admiralty": ""})


def add_text(draft: Draft, text: Text, known: KnownNames, ids: set[str]) -> None:
    """Read one text into the draft."""
    reading = read_all(text.text, text.published, text.days)
    quotes = Quotes(text.text)
    report = new_id(identifier(text.name), ids)
    read = zip([*reading.quantities, *reading.named], [*reading.windows, *reading.named_windows], strict=True)
    counted_rows = [pair for pair in read if not too_large(pair[0])]
    counts = []
    for row, days in counted_rows[:MOST_COUNTS]:
        name = new_id(f"{report}_{row['relation']}", ids)
        counts.append(count_entry(name, row, days, known, quotes.around(row["span"])))
        name_source(draft, counts[-1], text.source, known)
    other_numbers = [*reading.other_numbers]
    other_numbers += [large(row, text.text) for row in reading.quantities if too_large(row)]
    unread_entries = [other_entry(row) for row in reading.unread[:MOST_OTHERS]]
    draft.reports.append(
        {
            "id": report,
            "source": text.source,
            "published": None if text.published is None else str(text.published),
            "text": {"file": safe(text.name), "sha256": text.sha256},
            "counts": counts,
            "other_numbers": [other_entry(row) for row in other_numbers[:MOST_OTHERS]],
            **({"unread": unread_entries} if unread_entries else {}),
        }
    )
    rows = read_claims(text.text)
    for row in rows[:MOST_CLAIMS]:
        name = new_id(f"{report}_{row['tag']}", ids)
        draft.statements.append(statement_entry(name, report, row))
        claim = claim_entry(name, report, row, known, text.published)
        draft.claims += [claim] if claim else []
    for read_rows, limit in ((counted_rows, MOST_COUNTS), (other_numbers, MOST_OTHERS), (rows, MOST_CLAIMS)):
        draft.left_out += max(0, len(read_rows) - limit)


def name_source(draft: Draft, count: dict[str, Any], teller: str | None, known: KnownNames) -> None:
    """Give a count with a speaker a source of its own: "Peace Institute via Reuters"."""
    speaker = str(count.get("speaker") or "")
    if not speaker or (teller and set(words_of(teller)) & set(words_of(speaker))):
        return
    name = f"{speaker} via {teller}" if teller else speaker
    count["source"] = identifier(name)
    add_source(draft, known, count["source"], name[:1].upper() + name[1:])


def words_of(name: str) -> list[str]:
    """The words of a source's id or a speaker's name, as they are compared."""
    return [word for word in folded(name.replace("_", " ").replace("-", " ")).split() if word not in COMMON]


def large(row: Mapping[str, Any], text: str) -> dict[str, Any]:
    """A quantity that no network can hold, as a number not taken."""
    start, end = row["span"]
    return {"text": text[start:end], "span": (start, end), "reason": "larger than any network"}


def other_entry(row: Mapping[str, Any]) -> dict[str, Any]:
    """A number seen and not taken."""
    return {"text": quoted(row["text"]), "span": list(row["span"]), "reason": safe(row["reason"])}


class Quotes:
    """The sentences of a text by place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts = [(sentence[0].start, sentence[-1].end) for sentence in sentences(tokens(text))]
        self.starts = [start for start, _ in self.parts]

    def around(self, span: tuple[int, int]) -> str:
        """The sentence in which ``span`` begins, on one line."""
        at = bisect.bisect_right(self.starts, span[0]) - 1
        start, end = self.parts[at] if at >= 0 else span
        return quoted(self.text[start : max(end, span[1])])


def identifier(name: str) -> str:
    """A name as an id: letters, digits and underscores."""
    stem = name.rpartition("/")[2].partition(".")[0]
    slug = NOT_IN_A_NAME.sub("_", stem).strip("_")[:LONGEST_ID].strip("_").lower()
    return slug or "report"


def new_id(base_name: str, ids: set[str]) -> str:
    """``base_name``, or with a number behind it if it is taken; then taken itself."""
    name, number = base_name, 1
    while name in ids:
        number += 1
        name = f"{base_name}_{number}"
    ids.add(name)
    return name


def size_of(value: Any) -> int:
    """Number of values at and below ``value``."""
    return 1 + sum(size_of(part) for _, part in steps_below(value))


def draft_yaml(draft: Mapping[str, Any]) -> str:
    """A draft file's text; the gaps of what is still a draft are marked."""
    return emit(draft, dict(remarks(draft)), HEAD)


def remarks(draft: Mapping[str, Any]) -> Iterator[tuple[Path_, str]]:
    """A remark for every gap, by path."""
    for n, source in enumerate(draft.get("sources") or []):
        if not source.get("admiralty"):
            yield ("sources", n, "admiralty"), "left to you: a letter A to F and a digit 1 to 6, as in B2"
    for r, report in enumerate(draft.get("reports") or []):
        for key in ("source", "published"):
            if report.get(key) is None:
                yield ("reports", r, key), f"TO SET: {TO_SET[key]}"
        for c, count in enumerate(report.get("counts") or []):
            if count.get("status") == "draft":
                yield from gap_remarks(("reports", r, "counts", c), count_gaps(count, report))
    for n, claim in enumerate(draft.get("claims") or []):
        if claim.get("status") == "draft" and claim_gaps(claim):
            yield from definition_remarks(("claims", n, "definitions"), claim.get("definitions") or [])


def gap_remarks(path: Path_, gaps: Sequence[str]) -> Iterator[tuple[Path_, str]]:
    """Remarks of one entry."""
    for key in gaps:
        if key in TO_SET and key not in ("source", "published"):
            yield (*path, key), f"TO SET: {TO_SET[key]}"


def definition_remarks(path: Path_, value: Any) -> Iterator[tuple[Path_, str]]:
    """Remarks of the parameters that are null."""
    for null_path in nulls(value, path):
        yield null_path, f"TO SET: {TO_SET.get(str(null_path[-1]), 'a value')}"
