"""``plain``: a text without what typesetting put into it: note marks, words broken at line ends, ligatures, thin spaces.

Marks and thousands are ``sim.reading.lexical.marks``'s, which keeps every place in the text; the rest moves what follows.
"""

from __future__ import annotations

import re
import unicodedata

from sim.reading.claim_grammar.word_classes import MEANING
from sim.reading.lexical.function_words import ONES, SUBORDINATORS, TENS
from sim.reading.lexical.line_ends import WRAP
from sim.reading.lexical.marks import PLACES, PLURALS, level
from sim.reading.lexical.verbs import FORMS

HIDDEN = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
LIGATURES = {ord(name): unicodedata.normalize("NFKC", name) for name in "ﬀﬁﬂﬃﬄﬅﬆ"}
BROKEN = re.compile(
    r"(?<![^\W\d_])([^\W\d_]++)[-‐\u00ad][ \t]*+\r?\n[ \t]*+([^\W\d_]++)([^\s‐-]*+)[ \t]*+(?:\r?\n)?"
)
SPLIT_NUMBER = re.compile(
    r"(?<![\d.,])([0-9]{1,3}),[ \t]*+\r?\n[ \t]*+([0-9]{3})(?![\d])(?=[ \t]+\w)"
)  # 1,<end>200
COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]++-[^\W\d_]++")
SOFT = re.compile("\u00ad(?![ \t]*\r?\n)")  # a soft hyphen at which no line ends
KNOWN = FORMS.keys() | MEANING.keys() | ONES.keys() | TENS.keys() | SUBORDINATORS | PLACES | PLURALS


def plain(text: str) -> str:
    """``text`` as its author wrote it."""
    text = join_broken_words(text).translate(LIGATURES)
    text = HIDDEN.sub("", text)
    return level(text)


def join_broken_words(text: str) -> str:
    """Words broken at a line end in one piece, the line end after them; a hyphen that belongs to the word stays."""
    words = {word.lower() for word in re.findall(r"[^\W\d_]++", text)}
    compounds = set(COMPOUND.findall(text.lower()))

    def whole(match: re.Match[str]) -> str:
        first, second = match[1], match[2]
        hyphen = keeps_hyphen(first, second, words, compounds)
        end = "" if match.string[match.end() : match.end() + 1] in ("-", "‐") else WRAP
        return f"{first}{'-' if hyphen else ''}{second}{match[3]}{end}"

    return SPLIT_NUMBER.sub(r"\1,\2", BROKEN.sub(whole, SOFT.sub("", text)))


def keeps_hyphen(first: str, second: str, words: set[str], compounds: set[str]) -> bool:
    """True if a word broken at its hyphen has one of its own ("Taliban-held"), as far as the text or the reader knows."""
    name, ending = first.lower(), second.lower()
    if second[0].isupper() or (first.isupper() and len(first) > 1):
        return True
    if name + ending in words or name + ending in KNOWN:
        return False
    if f"{name}-{ending}" in compounds:
        return True
    return (ending in KNOWN and len(ending) > 3 or name in TENS) and (
        name in words or name in KNOWN or first[0].isupper()
    )
