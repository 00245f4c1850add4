"""``tokens``: a text as words, numbers and marks with their places; linear in the length of the text."""

from __future__ import annotations

import re
from typing import NamedTuple

from sim.reading.lexical.line_ends import line_ends

WORD, NUMBER, MARK = "word", "number", "mark"
# Every repetition is possessive (``++``, ``*+``): no text makes the search go back, so reading is linear. A repeated group is
# atomic, ``(?>(?:...)*)``, in place of ``(?:...)*+``, which matches wrongly before Python 3.11.5 (gh-100061).
TOKEN = re.compile(
    r"(?P<clitic>['’](?:s|S|t|re|ve|ll|d)(?![^\W_]))|(?P<word>(?:[Rr]e-|[Dd]e-)?[^\W\d_][^\W_]*+)"
    r"|(?P<number>[0-9]++(?>(?:[,.][0-9]++)*))|(?P<mark>\n[ \t\r]*+\n|[^\s\w]|[\d_])"
)
GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,6})?")
PLAIN = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")
APOSTROPHES = "'’`´"
INITIALS = frozenset(
    ("IS", "US", "WHO", "IT")
)  # kept in capitals, so that they are not read as "is", "us", "who"
HYPHENS = "-‐‑‒–"


class Token(NamedTuple):
    """One word, number or mark: as written, in lower case, and where it stands (characters, end exclusive)."""

    text: str
    low: str
    start: int
    end: int
    kind: str

    @property
    def capitalised(self) -> bool:
        """True for a word that starts with a capital letter."""
        return self.kind == WORD and self.text[0].isupper()


def tokens(text: str) -> list[Token]:
    """Words, numbers and marks of ``text`` in order; a blank line or an end of line that ends a statement is one
    mark, other white space is left out.
    """
    parts: list[Token] = []
    ends = iter([*line_ends(text), len(text)])
    end = next(ends)
    for match in TOKEN.finditer(text):
        while end <= match.start():
            parts.append(Token("\n", "\n", end, end + 1, MARK))
            end = next(ends)
        kind = match.lastgroup if match.lastgroup in (WORD, NUMBER) else MARK
        token_text = match.group()
        parts.append(Token(token_text, lowered(token_text), match.start(), match.end(), kind))
    return parts


def lowered(text: str) -> str:
    """Lower case with one kind of apostrophe and one kind of hyphen."""
    if text in APOSTROPHES:
        return "'"
    if text in HYPHENS:
        return "-"
    if text[0] in APOSTROPHES:
        return "'" + text[1:].lower()
    return text if text in INITIALS else text.lower().replace("-", "")


def number(text: str) -> float | None:
    """Value of a numeral such as ``1,200`` or ``18.4``; None where it is no plain number (``1.2.3``, a long code)."""
    if GROUPED.fullmatch(text):
        return tidy(float(text.replace(",", "")))
    if PLAIN.fullmatch(text):
        return tidy(float(text))
    return None


def tidy(value: float) -> float:
    """A whole number as int, any other as it is."""
    return int(value) if value == int(value) else value


def touching(left: Token, right: Token) -> bool:
    """True if nothing stands between two neighbouring tokens."""
    return left.end == right.start
