"""``line_ends``: which ends of line end a statement, as after a headline or a bullet, and which only wrap the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sim.reading.lexical.function_words import (
    ADVERBS,
    CLOSED,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SPELLED,
    SUBORDINATORS,
)

BULLET = re.compile(r"[•▪●◦‣·*][ \t]*\S|[-–—][ \t]+[A-Z0-9]|[0-9]{1,2}[.)][ \t]+[A-Z]")
WRAP = "\v"  # the end of a line in which a word was broken, behind the word made whole: it ends no statement
STARTS = re.compile(r"[\"“'‘(]?[A-Z0-9]")
GOES_ON = CLOSED | DETERMINERS  # the last word of a line that is not over
OPENERS = DETERMINERS | PREPOSITIONS | PRONOUNS | SUBORDINATORS | ADVERBS | SPELLED.keys()


def line_ends(text: str) -> list[int]:
    """Places of the line feeds of ``text`` that end a statement though no blank line follows, in order.

    A line ends one where the next is a bullet, opens with a word that has its capital only at the start of a sentence,
    or would have had room for its first word: then the break was made on purpose.
    """
    values: list[int] = []
    for block in blocks(text):
        width = max(written(line.rstrip()) for _, line in block)
        for (start, line), (_, after) in zip(block, block[1:], strict=False):
            if ends_here(line.rstrip(), after.strip(), width):
                values.append(start + len(line))
    return values


def blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """Runs of lines that are not blank, each line with its place in the text."""
    block: list[tuple[int, str]] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            block.append((start, line))
        elif block:
            yield block
            block = []
        start += len(line) + 1
    if block:
        yield block


def ends_here(line: str, after: str, width: int) -> bool:
    """True if a statement ends with ``line`` and another starts with ``after``; ``width`` is that of the longest line."""
    if BULLET.match(after):
        return True
    last = line.split()[-1].lower()
    if not STARTS.match(after) or line[-1] in ",;-–—(/" or last in GOES_ON:
        return False
    first = after.split()[0]
    opens = first.lower().strip("\"“'‘(,") in OPENERS and first[:1].isupper()
    return opens or written(line) + 1 + len(first) <= width


def written(line: str) -> int:
    """Length at most of the last line of those that ``line`` joins: a word broken at its end stands before each ``WRAP``."""
    pieces = line.split(WRAP)
    return len(pieces[-1]) + (len(pieces[-2].split()[-1]) if len(pieces) > 1 and pieces[-2].split() else 0)
