"""``read_quantities`` and ``read_all``: the counts of a text with relation, unit, faction, total, date and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import itemgetter
from typing import Any

from sim.reading.claims import speaker_in
from sim.reading.context.elided_units import unit_before, with_unit
from sim.reading.context.named_lists import named_lists
from sim.reading.context.owners import clause_faction, who
from sim.reading.context.sentence_memory import Memory, Quantity
from sim.reading.lexical.control_verbs import CONTESTS, CONTROLS, LOST
from sim.reading.lexical.function_words import KM2
from sim.reading.lexical.marks import level
from sim.reading.lexical.tokens import NUMBER, Token, tidy, tokens
from sim.reading.patterns.attach import Bonds, bond
from sim.reading.patterns.clefts import heading
from sim.reading.patterns.level_changes import tracked_unit, whose
from sim.reading.syntax.attachment import Attachment
from sim.reading.syntax.chunks import AND, COUNT, END, NAME, ChunkedClause, chunked
from sim.reading.syntax.clauses import SPEAKING, Clause, clauses
from sim.reading.syntax.date_windows import Days, window
from sim.reading.syntax.nearest_date import nearest_date, written_date
from sim.reading.syntax.number_phrases import NumberPhrase, phrases
from sim.reading.syntax.parties import named_after
from sim.reading.syntax.party_names import side
from sim.reading.syntax.sentences import sentences, without_marks

STOCK, FLOW = "stock", "flow"  # what holds on a day; what happened in a window
SIZES = frozenset(("km2", *KM2))
SAME_AREA = 0.05  # relative difference of an area and its conversion as agencies round it
KEYS = (
    "low",
    "high",
    "unit",
    "relation",
    "faction_text",
    "of_total",
    "approx",
    "modifier",
    "date_text",
    "span",
    "kind",
    "speaker",
)


@dataclass(frozen=True)
class Reading:
    """Counts taken, and every other numeral with the reason it was not (``text``, ``span``, ``reason``).

    windows  first and last day that each count's words of date mean; None where there are none or no publication day
    named    places counted by their names ("captured A, B and C districts"): rows of the same keys and ``names``
    unread   sentences that could not be read (``text``, ``span``, ``reason``); nothing of them is in the other lists
    """

    quantities: list[Quantity]
    other_numbers: list[dict[str, Any]]
    windows: list[Days | None]
    named: list[Quantity] = field(default_factory=list)
    named_windows: list[Days | None] = field(default_factory=list)
    unread: list[dict[str, Any]] = field(default_factory=list)


def read_quantities(text: str, published: date | None = None) -> list[Quantity]:
    """Counts of places stated in an English text, in the order of the text: a list of dicts with the keys ``KEYS``.

    published  publication date, used to resolve windows; ``date_text`` stays as written in the text

    ``span`` gives characters of ``text``, end exclusive. A text without counts gives an empty list; no text raises.
    """
    return read_all(text, published).quantities


def read_all(text: str, published: date | None = None, days: Sequence[tuple[int, date]] = ()) -> Reading:
    """Counts stated in ``text`` and all other numbers seen in it.

    days  places in characters, in order, from each of which on the text is of another day (the posts of a live page)
    """
    quantities: list[Quantity] = []
    unread_sentences: list[dict[str, Any]] = []
    level_text = level(text)
    words, marks = without_marks(tokens(level_text))
    marks += [t for t in tokens(text) if t.kind == NUMBER and not level_text[t.start : t.end].strip()]
    other_numbers = [{"text": t.text, "span": (t.start, t.end), "reason": "a note mark"} for t in marks]
    counted_names: list[Quantity] = []
    unit, last_speaker = "", None
    for sentence in sentences(words):
        memory = Memory(
            unit="" if unit in SIZES else unit
        )  # "it retook 12" is of places, whatever land came before
        try:
            parts = clauses(sentence)
            for clause in parts:
                read_clause(text, clause, memory)
            listed_rows = by_names(text, parts, memory)
            speaker = (
                speaker_in(parts, last_speaker)
                if any(t.low in SPEAKING or t.low == "according" for t in sentence)
                else None
            )
        except (
            Exception
        ) as error:  # one sentence that the rules cannot take apart must not cost the whole text
            unread_sentences.append(not_read(text, sentence, error))
            continue
        unit, last_speaker = memory.unit, speaker or last_speaker
        for row in (*memory.quantities, *listed_rows):
            row["faction_text"] = as_written(text, sentence, row["faction_text"])
            row["speaker"] = speaker
        counted_names += listed_rows
        quantities += memory.quantities
        other_numbers += memory.others
    ordered = sorted(quantities, key=itemgetter("span"))
    windows, named_windows = (
        [window_of(row, published, days) for row in rows] for rows in (ordered, counted_names)
    )
    return Reading(
        ordered,
        sorted(other_numbers, key=itemgetter("span")),
        windows,
        counted_names,
        named_windows,
        unread_sentences,
    )


def window_of(row: Quantity, published: date | None, days: Sequence[tuple[int, date]]) -> Days | None:
    """The days of a count's words of date, anchored on the day of the part of the text that it stands in."""
    anchor = next((day for start, day in reversed(days) if start <= row["span"][0]), published)
    return window(row["date_text"], anchor) if anchor else None


def by_names(text: str, parts: list[Clause], memory: Memory) -> list[Quantity]:
    """Places counted by their names, where the sentence does not state their number as well."""
    rows: list[Quantity] = []
    for places_named in (named_list for clause in parts for named_list in named_lists(text, clause)):
        aside_memory = Memory(faction=memory.faction)
        read_clause(text, places_named.clause, aside_memory)
        for row in aside_memory.quantities:
            is_stated = any(quantity["low"] == row["low"] for quantity in memory.quantities)
            if (
                row["span"] == places_named.span
                and row["low"] == row["high"] == len(places_named.names)
                and not is_stated
            ):
                rows.append({**row, "names": places_named.names})
    return rows


def as_written(text: str, sentence: list[Token], faction: str | None) -> str | None:
    """The faction's words with the capitals they have in a headline."""
    sentence_text = text[sentence[0].start : sentence[-1].end]
    if not faction or faction in sentence_text:
        return faction
    match = re.search(re.escape(faction), sentence_text, re.IGNORECASE)
    return match.group() if match else faction


def not_read(text: str, sentence: list[Token], error: Exception) -> dict[str, Any]:
    """A sentence that stopped the reading, with the reason."""
    start, end = sentence[0].start, sentence[-1].end
    reason = f"the rules failed on this sentence ({type(error).__name__}: {error})"
    return {"text": text[start:end], "span": (start, end), "reason": reason}


def read_clause(text: str, clause: Clause, memory: Memory) -> None:
    """Read the phrases of one clause into ``memory``."""
    number_phrases = phrases(clause)
    line = chunked(clause, number_phrases)
    places = {chunk.first: place for place, chunk in enumerate(line.chunks) if chunk.kind == COUNT}
    earlier_bonds: Bonds = {}
    tracked = tracked_unit(line)
    for phrase in number_phrases:
        place = places.get(phrase.first, -1)
        tied = bond(line, place, earlier_bonds) if place >= 0 else None
        earlier_bonds |= {place: tied}
        note(text, line, with_unit(line, phrase, tied, tracked, memory), tied, memory)
    content_chunks = [chunk for chunk in line.chunks if chunk.kind not in (AND, END)]
    lone_party = (
        side(named_after(line, 0))
        if [c.kind for c in content_chunks] == [NAME] and not memory.faction
        else ""
    )
    memory.faction = (
        clause_faction(line) or memory.faction or lone_party
    )  # "Rebels, holding three districts, took nine"
    memory.heading = (heading(line) or whose(line, 0, len(line.chunks))) if not places else None
    if clause.opener == "when" and clause.dates and not places and memory.last is not None:
        memory.last["date_text"] = memory.last["date_text"] or written_date(text, clause, clause.dates[0])
    memory.named = unit_before(clause.tokens, len(clause.tokens), len(clause.tokens) + 1) or memory.named


def note(
    text: str, line: ChunkedClause, phrase: NumberPhrase, tied: Attachment | None, memory: Memory
) -> None:
    """Enter a phrase among the counts or among the other numbers, and remember what the next may leave out."""
    reason = why_not(phrase, tied)
    clause = line.clause
    if tied is not None and tied.inherits and not reason:
        tied = memory.handed_on(tied.faction)
        reason = "" if tied else "compared with a number that is no count"
    if phrase.opening:
        memory.total, memory.opened = phrase.numeral.low, phrase.unit
    remember_unit(phrase, memory)
    if reason or tied is None:
        memory.others.append(other(text, clause, phrase, reason))
        return
    if memory.last is not None and phrase.total is None and of_these(line.clause.tokens, phrase):
        phrase = replace(phrase, total=memory.last["low"])
    quantity = stated(text, line, phrase, tied, memory)
    if quantity is None:
        memory.others.append(other(text, clause, phrase, "what is left out of an unknown total"))
        return
    if again(quantity, phrase, memory, alone=len(line.chunks) == 1):
        memory.others.append(other(text, clause, phrase, "the same area in another unit"))
        return
    memory.quantities.append(quantity)
    memory.last, memory.converted = quantity, phrase.unit in KM2
    memory.faction = quantity["faction_text"] or memory.faction


def of_these(tokens: list[Token], phrase: NumberPhrase) -> bool:
    """True for "ten of which", "ten of them": a part of the places just counted."""
    after = [t.low for t in tokens[phrase.last + 1 : phrase.last + 3]]
    return after[:1] == ["of"] and after[1:] in (["which"], ["them"], ["these"], ["those"])


def again(quantity: Quantity, phrase: NumberPhrase, memory: Memory, *, alone: bool) -> bool:
    """True for an area just stated in another unit ("6,000 sq km (2,317 sq miles)"); ``alone`` in its brackets."""
    last = memory.last
    if (
        last is None
        or not quantity["unit"] == last["unit"] == "km2"
        or (phrase.unit in KM2) == memory.converted
    ):
        return False
    value, before = (row["low"] if row["low"] is not None else row["high"] for row in (quantity, last))
    return alone or bool(abs(value - before) <= SAME_AREA * before)


def remember_unit(phrase: NumberPhrase, memory: Memory) -> None:
    """Keep the unit for a numeral that leaves it out; another noun clears it."""
    if phrase.reason:
        return
    if phrase.unit.startswith("percent_"):
        memory.share = phrase.unit
    elif phrase.unit or phrase.noun:
        memory.unit = phrase.unit


def why_not(phrase: NumberPhrase, tied: Attachment | None) -> str:
    """Why a phrase is not a count of places held or taken; '' if it is one."""
    if phrase.reason:
        return phrase.reason
    if phrase.noun:
        return f"counts {phrase.noun}"
    if tied is not None and tied.reason:
        return tied.reason
    if not phrase.unit:
        return "no unit"
    if phrase.unit == "percent_population" and tied is not None and tied.relation not in (CONTROLS, CONTESTS):
        return "a change of population"
    if phrase.numeral.low is None and phrase.numeral.high is None:
        return "a fraction of nothing named"
    return "" if tied is not None else "nothing in its clause says who holds, gained or lost it"


def stated(
    text: str, line: ChunkedClause, phrase: NumberPhrase, tied: Attachment, memory: Memory
) -> Quantity | None:
    """The count as a dictionary; None for "all but N" of an unknown total that does not say what remains."""
    numeral, relation = phrase.numeral, tied.relation
    low, high = numeral.low, numeral.high
    if tied.whole and phrase.total is not None and not tied.inherits:
        low = high = phrase.total
        phrase = replace(phrase, total=None)
    elif numeral.left_out and phrase.total is not None:
        low, high = minus(phrase.total, high), minus(phrase.total, low)
    elif numeral.left_out:
        if not (tied.remains or relation == LOST):
            return None
        relation = CONTROLS
    size = KM2.get(phrase.unit, 0)
    if size:
        low, high = (None if end is None else tidy(round(end * size, 4)) for end in (low, high))
    return {
        "low": low,
        "high": high,
        "unit": "km2" if size else phrase.unit,
        "relation": relation,
        "faction_text": who(line, phrase, tied, memory) or None,
        "of_total": phrase.total,
        "approx": numeral.approx,
        "modifier": numeral.modifier,
        "date_text": nearest_date(text, line, phrase, state=relation in (CONTROLS, CONTESTS) or tied.lasting),
        "span": span(line.clause, phrase),
        "kind": STOCK if relation in (CONTROLS, CONTESTS) or tied.lasting else FLOW,
        "speaker": None,
    }


def minus(total: float, part: float | None) -> float | None:
    """What a total leaves, None for an open end."""
    return None if part is None else tidy(max(0, total - part))


def span(clause: Clause, phrase: NumberPhrase) -> tuple[int, int]:
    """Characters from the first word of a phrase to its last."""
    return clause.tokens[phrase.first].start, clause.tokens[phrase.last].end


def other(text: str, clause: Clause, phrase: NumberPhrase, reason: str) -> dict[str, Any]:
    """A number seen and not taken."""
    start, end = clause.tokens[phrase.numeral.bare].start, clause.tokens[phrase.numeral.last].end
    return {"text": text[start:end], "span": (start, end), "reason": reason}
