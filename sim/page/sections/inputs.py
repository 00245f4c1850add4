"""Inputs of the model by what they mean, their dotted names behind: for sentences a reader without the code follows."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from sim.law.parameters import PARAMETERS
from sim.plots.drawing.text import clean

ALONE = {
    "uneven.contrast": "how much more the affected rural districts feel the decline of external support",
    "uneven.wave_day": "day on which the wave of withdrawal from rural districts begins",
    "uneven.wave_half_life": "time for the wave of withdrawal from rural districts to halve",
    "tempo.spread": "how much the tempo of a side varies over time",
    "intervention.size": "how far an intervention from outside changes the strength of a side",
    "intervention.length": "mean time an intervention from outside lasts",
    "intervention.firmness": "effect of an intervention from outside on capitulation",
    "presence.uprising": "how many times likelier a rising is while the enemy is in rout",
    "posture.low": "reserve below which an offensive ends",
    "posture.step": "how far the reserve must recover before the next offensive can begin",
    "posture.despair": "momentum under which a poor faction retreats",
    "pressure.focus": "how strictly operations go to the weightiest places",
    "assault.urban_defence": "worth of a garrison in a capital against one in a rural district",
    "assault.air": "how much external support adds to the strength of a defender",
    "capitulation.spread": "how much firmness differs between districts",
    "accounts.recruits": "how far recruits follow the territory held",
}  # meanings that stand among their neighbours where they are defined, said so that each stands by itself
UNITS = {
    "1/day": "a day",
    "operations/day": "operations a day",
    "districts/day": "districts a day",
}  # behind a number
DOTTED = re.compile(
    r"\b(?P<name>[a-z]+\.[a-z_]+)\b(?P<bound> stays (?:above|below) [-−]?[0-9](?:[0-9.,e−-]*[0-9])?|)"
)


def meaning(name: str) -> str:
    """What a parameter means, without its conventions (the words up to a colon or semicolon); empty if unknown."""
    parameter = PARAMETERS.get(name)
    return ALONE.get(name) or (re.split("[;:]", parameter.meaning)[0] if parameter else "")


def full_meaning(name: str) -> str:
    """What a parameter means, its conventions included; empty if unknown."""
    parameter = PARAMETERS.get(name)
    if parameter is None:
        return ""
    convention = re.search(r";?\s*0[ :=].*", parameter.meaning) if name in ALONE else None
    return (
        f"{ALONE[name]}; {convention[0].lstrip('; ')}" if convention else ALONE.get(name, parameter.meaning)
    )


def with_unit(name: str) -> str:
    """``mean length of a rout (rout.length, days)``; the bare name if it is unknown."""
    parameter = PARAMETERS.get(name)
    if parameter is None:
        return clean(name)
    unit = "" if parameter.unit == "1" else f", {parameter.unit}"
    return f"{meaning(name)} ({name}{unit})"


def spelled_out(sentence: str) -> Markup:
    """A sentence in which every parameter is said in words, its dotted name small behind it where it is first named.

    A number that it stays above or below gets the unit.
    """
    names_seen: set[str] = set()
    parts: list[str | Markup] = []
    end = 0
    text = clean(sentence)
    for match in DOTTED.finditer(text):
        name, limit = match["name"], match["bound"] or ""
        parameter = PARAMETERS.get(name)
        if parameter is None:
            continue
        unit = "" if parameter.unit in ("", "1") else f"\u00a0{UNITS.get(parameter.unit, parameter.unit)}"
        tail = f"{limit}{unit}" if limit else ""
        code = (
            "" if name in names_seen else Markup(' <code class="small">{}</code>').format(with_breaks(name))
        )
        parts += [text[end : match.start()], meaning(name), code, tail]
        names_seen.add(name)
        end = match.end()
    return Markup("").join([*parts, text[end:]])


def with_breaks(name: str) -> Markup:
    """A dotted name that may be broken behind a dot or an underscore."""
    return Markup(re.sub(r"(?<=[._])(?=.)", "<wbr>", str(escape(clean(name)))))  # noqa: S704 - escaped
