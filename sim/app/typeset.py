"""``plain``: a text without what typesetting put into it: note marks, words broken at line ends, ligatures, thin spaces.

Marks are blanked, not taken out, and thousands get commas in place of what parts them, so that most places in the text
stay where they were.
"""

from __future__ import annotations

import re
import unicodedata

from sim.reading.claim_words import MEANING
from sim.reading.dates import MONTHS
from sim.reading.verbs import FORMS
from sim.reading.words import ONES, SUBORDINATORS, TENS, UNITS

NOTE = r"[0-9]{1,3}|[a-zA-Z]|(?:note|nb|n) ?[0-9]{1,3}|citation needed|who\?|when\?|clarification needed"
BRACKETED = re.compile(
    rf"(?<=\S)((?:\[(?:{NOTE})\])+)"
)  # villages[6][7]; "hold [12] districts" was put in by an editor
ROUND = re.compile(r"(?<=[0-9])((?:\([0-9]{1,2}\))+)(?![0-9])")  # 12(2)
RAISED = re.compile(r"(?<=[\w.,;:!?”\"')])([⁰¹²³⁴⁵⁶⁷⁸⁹]+|[*†‡§]+)(?![\w*])")
SQUARED = re.compile(r"(?:km|mi|miles|m)$")
HIDDEN = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
LIGATURES = {ord(one): unicodedata.normalize("NFKC", one) for one in "ﬀﬁﬂﬃﬄﬅﬆ"}
BROKEN = re.compile(
    r"(?<![^\W\d_])([^\W\d_]++)[-‐\u00ad][ \t]*+\r?\n[ \t]*+([^\W\d_]++)([^\s‐-]*+)[ \t]*+(?:\r?\n)?"
)
COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]++-[^\W\d_]++")
SOFT = re.compile("\u00ad(?![ \t]*\r?\n)")  # a soft hyphen at which no line ends
GAPS = "\u00a0\u2009\u202f\u2007\u2008"
GROUPED = re.compile(rf"(?<![\d.,{GAPS}])[0-9]{{1,3}}(?:[{GAPS}'’][0-9]{{3}})+(?![\d])")
SPACED = re.compile(r"(?:\b(\w++)\s++)?(?<![\d.,])\b([0-9]{1,3}(?: [0-9]{3})++)(?![\d.,]*+\d)\s++(\w++)")
POINTED = re.compile(r"(?<![\d.,])([0-9]{1,3}(?:\.[0-9]{3})+)(?![\d.,]*\d)(?=\s+(\w+))")
BEFORE_A_DAY = MONTHS.keys() | {
    "on",
    "by",
    "no",
    "of",
    "since",
    "until",
    "from",
    "to",
    "and",
    "unit",
    "brigade",
    "page",
}
PLACES = {name[-1] for name in UNITS} - {"km2", "km", "kilometer", "kilometre", "km²", "sqkm"}
PLURALS = {name + "s" for name in PLACES} | {
    "cities",
    "counties",
    "municipalities",
    "localities",
    "communities",
}
COUNTED = PLURALS | {
    "square",
    "sq",
    "km",
    "km2",
    "km²",
    "fighters",
    "people",
    "troops",
    "soldiers",
    "men",
    "families",
}
KNOWN = FORMS.keys() | MEANING.keys() | ONES.keys() | TENS.keys() | SUBORDINATORS | PLACES | PLURALS


def plain(text: str) -> str:
    """``text`` as its author wrote it."""
    text = joined(text).translate(LIGATURES)
    text = HIDDEN.sub("", text)
    return without_marks(with_commas(text))


def joined(text: str) -> str:
    """Words broken at a line end in one piece, the line end after them; a hyphen that belongs to the word stays."""
    words = {word.lower() for word in re.findall(r"[^\W\d_]++", text)}
    compounds = set(COMPOUND.findall(text.lower()))

    def whole(match: re.Match[str]) -> str:
        first, second = match[1], match[2]
        kept = hyphenated(first, second, words, compounds)
        end = "" if match.string[match.end() : match.end() + 1] in ("-", "‐") else "\n"
        return f"{first}{'-' if kept else ''}{second}{match[3]}{end}"

    return BROKEN.sub(whole, SOFT.sub("", text))


def hyphenated(first: str, second: str, words: set[str], compounds: set[str]) -> bool:
    """True if a word broken at its hyphen has one of its own ("Taliban-held"), as far as the text or the reader knows."""
    one, other = first.lower(), second.lower()
    if second[0].isupper() or (first.isupper() and len(first) > 1):
        return True
    if one + other in words or one + other in KNOWN:
        return False
    if f"{one}-{other}" in compounds:
        return True
    return (other in KNOWN and len(other) > 3 or one in TENS) and (
        one in words or one in KNOWN or first[0].isupper()
    )


def with_commas(text: str) -> str:
    """Thousands parted by narrow spaces or apostrophes, and those parted by a space or point before what they count."""

    def grouped(match: re.Match[str]) -> str:
        return re.sub(r"[^0-9]", ",", match[0])

    def spaced(match: re.Match[str]) -> str:
        before, after = (match[1] or "").lower(), match[3].lower()
        if before in BEFORE_A_DAY or after not in COUNTED:
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
