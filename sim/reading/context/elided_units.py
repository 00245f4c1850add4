"""``with_unit``: the unit of a numeral that leaves it out, from the number tracked or the count before it."""

from __future__ import annotations

from dataclasses import replace

from sim.reading.context.sentence_memory import Memory
from sim.reading.lexical.control_verbs import HOARDS
from sim.reading.lexical.function_words import LAND
from sim.reading.lexical.tokens import Token
from sim.reading.syntax.attachment import Attachment
from sim.reading.syntax.chunks import AND, COUNT, END, LINK, NAME, VERB, ChunkedClause
from sim.reading.syntax.number_phrases import NumberPhrase
from sim.reading.syntax.units import plural, unit_at

NAMED_REACH = 12  # tokens between a named place and "four others"
HEAD_REACH = 6  # chunks between a numeral and the noun group it says more of
LANDS = HOARDS.keys() - {"gains", "losses", "captures", "conquests"}


def with_unit(
    line: ChunkedClause, phrase: NumberPhrase, tied: Attachment | None, tracked: str, memory: Memory
) -> NumberPhrase:
    """The phrase with the unit it leaves out: that of the number tracked, or of the count before it."""
    if not phrase.elided:
        is_repeated = memory.total is not None and phrase.total is None and phrase.unit == memory.opened
        return replace(phrase, total=memory.total) if is_repeated and not phrase.opening else phrase
    if phrase.numeral.share:
        of_land = (
            "percent_territory"
            if tied is not None and {t.low for t in line.clause.tokens} & (LANDS | LAND)
            else ""
        )
        if memory.unit == "km2" and [
            t.low for t in line.clause.tokens[phrase.last + 1 : phrase.last + 3]
        ] == ["of", "it"]:
            of_land = "percent_territory"  # "held 1,100 square kilometres and lost 60 percent of it"
        return replace(phrase, unit=memory.share or (f"percent_{tracked}" if tracked else of_land))
    if tied is not None and tied.inherits and memory.last is not None and memory.last["unit"] == memory.share:
        return replace(phrase, unit=memory.share)  # "held 93 percent and the group 7"
    unit = (
        tracked
        or headed(line, phrase)
        or memory.unit
        or memory.opened
        or unit_before(line.clause.tokens, phrase.first)
        or memory.named
    )
    # "from 11 towns to 26"
    total = memory.total if (memory.total or 0) >= (phrase.numeral.low or 0) else None
    return replace(phrase, unit=unit, total=phrase.total or total)


def headed(line: ChunkedClause, phrase: NumberPhrase) -> str:
    """Unit of the noun group that the numeral says more of: "most districts (12 of 19)", "rebel districts fell to 150"."""
    end = sum(chunk.first < phrase.first for chunk in line.chunks)
    for at in range(end - 1, max(-1, end - HEAD_REACH), -1):
        chunk = line.at(at)
        if chunk.kind == NAME and line.at(at - 1).kind not in (LINK, VERB):
            unit, length = unit_at(line.clause.tokens, chunk.last)
            return unit if length and plural(line.clause.tokens[chunk.last]) else ""
        if chunk.kind in (AND, END) or (chunk.kind == COUNT and chunk.word):
            return ""
    return ""


def unit_before(tokens: list[Token], place: int, reach: int = NAMED_REACH) -> str:
    """Unit of the nearest place named shortly before ("that village and four others"); '' if there is none."""
    for at in range(place - 1, max(-1, place - reach), -1):
        unit, _ = unit_at(tokens, at)
        if unit and not unit.startswith("percent_"):
            return unit
    return ""
