"""``level``: a text without note marks, with its thousands parted by commas, every character where it was."""

from __future__ import annotations

import re

from sim.reading.lexical.dates import MONTHS
from sim.reading.lexical.function_words import IRREGULAR_PLURALS, UNITS, listed

NOTE = r"[0-9]{1,3}|[a-zA-Z]|(?:note|nb|n) ?[0-9]{1,3}|citation needed|who\?|when\?|clarification needed"
BRACKETED = re.compile(
    rf"(?<=\S)((?:\[(?:{NOTE})\])+)"
)  # villages[6][7]; "hold [12] districts" was put in by an editor
ROUND = re.compile(r"(?<=[0-9])((?:\([0-9]{1,2}\))+)(?![0-9])")  # 12(2)
RAISED = re.compile(r"(?<=[\w.,;:!?”\"')])([⁰¹²³⁴⁵⁶⁷⁸⁹]+|[*†‡§]+)(?![\w*])")
SQUARED = re.compile(r"(?:km|mi|miles|m)$")
GAPS = "\u00a0\u2009\u202f\u2007\u2008"
GROUPED = re.compile(rf"(?<![\d.,{GAPS}])[0-9]{{1,3}}(?:[{GAPS}'’][0-9]{{3}})+(?![\d])")
SPACED = re.compile(r"(?:\b(\w++)\s++)?(?<![\d.,])\b([0-9]{1,3}(?>(?: [0-9]{3})+))(?![\d.,]*+\d)\s++(\w++)")
POINTED = re.compile(r"(?<![\d.,])([0-9]{1,3}(?:\.[0-9]{3})+)(?![\d.,]*\d)(?=\s+(\w+))")
BEFORE_A_DAY = MONTHS.keys() | listed("on by no of since until from to and unit brigade page")
PLACES = {name[-1] for name in UNITS} - {"km2", "km", "kilometer", "kilometre", "km²", "sqkm"}
PLURALS = {name + "s" for name in PLACES} | IRREGULAR_PLURALS.keys()
COUNTED = PLURALS | listed("square sq km km2 km² fighters people troops soldiers men families")


def level(text: str) -> str:
    """``text`` with blanks for note marks ("12[3]", "12(2)") and commas in its thousands, of the same length."""
    return without_marks(with_commas(text))


def with_commas(text: str) -> str:
    """Thousands parted by narrow spaces or apostrophes, and those parted by a space or point before what they count."""

    def grouped(match: re.Match[str]) -> str:
        return re.sub(r"[^0-9]", ",", match[0])

    def spaced(match: re.Match[str]) -> str:
        before, after = (match[1] or "").lower(), match[3].lower()
        is_split = " 0" in match[2]  # "and 12 000 km²": no number begins with a nought
        if not is_split and (before in BEFORE_A_DAY or after not in COUNTED):
            return match[0]
        start, end = match.span(2)
        at = match.start()
        return match[0][: start - at] + match[2].replace(" ", ",") + match[0][end - at :]

    def pointed(match: re.Match[str]) -> str:
        return match[1].replace(".", ",") if match[2].lower() in PLURALS else match[0]

    return POINTED.sub(pointed, SPACED.sub(spaced, GROUPED.sub(grouped, text)))


def without_marks(text: str) -> str:
    """Note marks as blanks: [3] and (2) behind a word or number, raised figures, asterisks; "km²" stays."""

    def blank(match: re.Match[str]) -> str:
        return " " * len(match[0])

    def raised(match: re.Match[str]) -> str:
        before = match.string[max(0, match.start() - 5) : match.start()]
        return match[0] if SQUARED.search(before) else " " * len(match[0])

    return RAISED.sub(raised, ROUND.sub(blank, BRACKETED.sub(blank, text)))
