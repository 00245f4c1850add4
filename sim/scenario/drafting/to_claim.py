"""From a claim as read to a statement and a claim with proposed definitions; what the text does not say stays null."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sim.base.texts import folded
from sim.claims.kinds import KINDS
from sim.reading.claim_grammar.word_classes import KINDS as PROPOSED
from sim.reading.claim_grammar.word_classes import ROLES
from sim.scenario.drafting.mentions import mentioned
from sim.scenario.drafting.time_limits import time_limit
from sim.scenario.drafting.to_count import KnownNames
from sim.scenario.files.yaml_writer import safe

MOST_CHARACTERS = 600  # of a quote
SEVERAL_PROVINCES = re.compile(r"\b(provinces|regions|governorates|oblasts)\b", re.IGNORECASE)
AHEAD = ("forecast", "possible", "wished")  # moods of what is not yet so
T0 = 10_000  # a day late enough for every window that looks back


def statement_entry(name: str, report: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """What the report says, with the role it may play."""
    negated = "denied; " if row["negated"] else ""
    speaker = f"; said by {safe(row['speaker'])}" if row["speaker"] else ""
    mood = "" if row["mood"] in ("said", "denied") else f", {row['mood']}"
    note = f"{negated}read as {row['tag'].replace('_', ' ')}{mood}{speaker}"
    return {
        "id": name,
        "report": report,
        "role": ROLES[row["tag"]],
        "quote": quoted(row["quote"]),
        "note": note,
    }


def claim_entry(
    name: str, report: str, row: Mapping[str, Any], known: KnownNames, published: date | None = None
) -> dict[str, Any] | None:
    """A draft claim; None for a statement that is no claim or has no kind of definition.

    published   from which day on "within two months" counts; None leaves what looks ahead at its usual length
    """
    kinds = [kind for kind in PROPOSED.get(row["tag"], ()) if kind in KINDS]
    if row["mood"] in AHEAD:  # "is likely to stall": what looks ahead is proposed as the headline
        kinds.sort(key=lambda kind: not looks_ahead(kind))
    if ROLES[row["tag"]] != "claim" or not kinds:
        return None
    faction = only(mentioned(row["quote"], known.factions))
    places = mentioned(row["quote"], {folded(place): text for place, text in known.places.items()})
    definitions = [definition(kind, faction, places, row) for kind in kinds]
    is_forward = row["mood"] in AHEAD or looks_ahead(kinds[0])
    until = None if published is None else time_limit(row["quote"], published, is_forward)
    if published is not None and until is not None:
        look_until(definitions, (until - published).days)
    return {
        "id": name,
        "status": "draft",
        "report": report,
        "tag": row["tag"],
        "statement": name,
        "quote": quoted(row["quote"]),
        "span": list(row["span"]),
        "negated": bool(row["negated"]),
        "mood": row["mood"],
        "speaker": safe(row["speaker"]) if row["speaker"] else None,
        **({"until": str(until)} if until is not None else {}),
        "role": "forecast" if looks_ahead(kinds[0]) else "state",
        "headline": definitions[0]["id"],
        "definitions": definitions,
    }


def quoted(text: str) -> str:
    """A quote on one line, cut where it is very long."""
    line = safe(text)
    return line if len(line) <= MOST_CHARACTERS else f"{line[: MOST_CHARACTERS - 3]}..."


def only(names: list[str]) -> str | None:
    """The one name; None if there are none or several."""
    return names[0] if len(names) == 1 else None


def definition(kind: str, faction: str | None, places: list[str], row: Mapping[str, Any]) -> dict[str, Any]:
    """A proposed definition: defaults for what has some, the rest null; a denied statement as its opposite."""
    # places stay null: "the major cities, among them X" names fewer than it means
    read = {"faction": faction, "place": only(places), "places": None}
    parameters: dict[str, Any] = {}
    for name, spec in KINDS[kind].parameters.items():
        if name in read or spec.required:
            parameters[name] = read.get(name)
        elif spec.default is not None:
            parameters[name] = list(spec.default) if isinstance(spec.default, tuple) else spec.default
    if "provinces" in parameters:
        is_plural = SEVERAL_PROVINCES.search(row["quote"]) is not None
        parameters["provinces"] = parameters["number"] = 2 if is_plural else 1
    if row["negated"]:
        return {"id": f"not_{kind}", "not": {"kind": kind, **parameters}}
    return {"id": kind, "kind": kind, **parameters}


def look_until(definitions: Sequence[dict[str, Any]], days: int) -> None:
    """Let every definition with a horizon look so many days ahead."""
    for definition_entry in definitions:
        row = definition_entry.get("not", definition_entry)
        if "horizon" in row:
            row["horizon"] = max(1, days)


def looks_ahead(kind: str) -> bool:
    """True if a kind of definition looks beyond the day of the question."""
    spec = KINDS[kind]
    return spec.span(T0, spec.complete({}))[1] > T0
