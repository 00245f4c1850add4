"""Inputs of the model by what they mean, their dotted names behind: for sentences a reader without the code follows."""

from __future__ import annotations

import re

from sim.law.parameters import PARAMETERS
from sim.plots.drawing.text import clean

DOTTED = re.compile(r"\b[a-z]+\.[a-z_]+\b")


def meaning(name: str) -> str:
    """What a parameter means, without its conventions (the words up to a colon or semicolon); empty if unknown."""
    known = PARAMETERS.get(name)
    return re.split("[;:]", known.meaning)[0] if known else ""


def with_unit(name: str) -> str:
    """``mean length of a rout (rout.length, days)``; the bare name if it is unknown."""
    known = PARAMETERS.get(name)
    if known is None:
        return clean(name)
    unit = "" if known.unit == "1" else f", {known.unit}"
    return f"{meaning(name)} ({name}{unit})"


def spelled_out(sentence: str) -> str:
    """A sentence in which every parameter is said in words where it is first named."""
    seen: set[str] = set()

    def first(match: re.Match[str]) -> str:
        name = match[0]
        if name in seen or name not in PARAMETERS:
            return name
        seen.add(name)
        return with_unit(name)

    return DOTTED.sub(first, clean(sentence))
