"""``mentioned``: which known names stand in a text as whole words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sim.base.texts import folded

WORD = re.compile(r"\w+")
MOST_WORDS = 5  # of one name


def mentioned(text: str, names: Mapping[str, str]) -> list[str]:
    """Ids of the names that stand in ``text`` as whole words, each once, in order; the longest name wins.

    names  folded name -> id
    """
    words = [folded(word) for word in WORD.findall(text)]
    lines: list[str] = []
    at = 0
    while at < len(words):
        length = next((n for n in range(MOST_WORDS, 0, -1) if " ".join(words[at : at + n]) in names), 0)
        if length:
            lines.append(names[" ".join(words[at : at + length])])
        at += max(length, 1)
    return list(dict.fromkeys(lines))
