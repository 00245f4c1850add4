"""``english_share``: how much of a text is made of English function words; a tenth and more in English prose."""

from __future__ import annotations

import re

from sim.reading.lexical.function_words import listed

WORD = re.compile(r"[^\W\d_]+")
# Words that English cannot do without and that its neighbours do not write alike ("is", "was" and "for" they do).
FUNCTION_WORDS = listed(
    "the of and to that were with from by has their they which this are be been its said after not but who he his her she"
    " it as at on an for in a is was had have would will more than over about into when while or also there where against"
)
SHARED = listed(
    "a as at on an for in is was had have her or he of me to by will be"
)  # words of other languages, too
LAST_LATIN = 0x24F  # code point of the last Latin letter
LEAST_SHARE = 0.1
LEAST_WORDS = 12  # a shorter text may be a heading, which needs no function words at all
FEW_WORDS = 20  # one shorter than this may be in telegraphic style, with a few


def english_share(text: str) -> float | None:
    """Share of English function words among the words of ``text``; None for one too short to tell.

    A text mostly in another script is never too short.
    """
    words = [word.lower() for word in WORD.findall(text)]
    foreign = sum(ord(max(word)) > LAST_LATIN for word in words)
    function_count = sum(word in FUNCTION_WORDS and word not in SHARED for word in words)
    shared_count = sum(word in SHARED for word in words)
    is_short = len(words) < (FEW_WORDS if function_count or shared_count else LEAST_WORDS)
    if not words or (is_short and 2 * foreign <= len(words)):
        return None
    return (function_count + min(shared_count, 2 * function_count)) / len(
        words
    )  # shared words count as far as sure ones stand beside them


def is_english(text: str) -> bool:
    """False for a text of some length of which less than a tenth are English function words."""
    share = english_share(text)
    return share is None or share >= LEAST_SHARE
