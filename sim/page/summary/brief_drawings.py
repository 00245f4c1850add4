"""The drawings and short words of the brief, made from its plain values alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from sim.claims.sentences import capital
from sim.page.drawing.course import draw_course
from sim.page.drawing.falls import draw_falls, fell_words
from sim.page.drawing.stills import EDGES, key, map_alone, patterns, stills
from sim.page.summary.brief import CALLED, OPEN, SHOWN, UNGRADED, UNTESTABLE, listed
from sim.page.summary.confidence import LEVELS
from sim.page.summary.strips import claim_strip

Plain = Mapping[str, Any]


def shown(brief: Plain) -> dict[str, Any]:
    """What the template of the brief names beside the values themselves."""
    answers = answered(brief)[:SHOWN]
    counts, ground, falls = brief["course"]["counts"], brief["ground"], brief["falls"]
    return {
        "claims": [
            {"row": answer_row, "strip": claim_strip(answer_row), "dots": dots(answer_row["confidence"])}
            for answer_row in answers
        ],
        "alone": any(answer_row.get("model_p") is not None for answer_row in answers),
        "others": others(brief, len(answers)),
        "course": draw_course(brief["course"]),
        "used": any(count["used"] for count in counts),
        "checked": any(not count["used"] for count in counts),
        "patterns": patterns(),
        "stills": stills(ground),
        "map": map_alone(ground),
        "key": key(),
        "seats": any(place["seat"] for place in ground["places"]),
        "fallen": any(place["fell"] for place in ground["places"]),
        "form": "Tiles by the network: neighbours lie near each other, no true positions."
        if ground["tiles"]
        else "Borders simplified."
        if ground.get("real")
        else "Cells around centres, no borders.",
        "falls": draw_falls(falls) if falls else "",
        "fell": fell_words(falls) if falls else "",
    }


def dots(level: str | None) -> str:
    """``●●○``; empty without a level."""
    if level is None:
        return ""
    full = LEVELS.index(level) + 1
    return "●" * full + "○" * (len(LEVELS) - full)


def answered(brief: Plain) -> list[Plain]:
    """The claims with an answer; where nothing is graded those that have at least a number."""
    graded = [claim for claim in brief["claims"] if claim["state"] in (CALLED, OPEN)]
    return graded or [claim for claim in brief["claims"] if claim["state"] == UNGRADED]


def others(brief: Plain, shown_count: int) -> str:
    """What is not in the list: claims beyond its length, those not graded, and those that cannot be tested."""
    answers = answered(brief)
    parts = [f"{len(answers) - shown_count} more below"] if len(answers) > shown_count else []
    for state in (UNGRADED, UNTESTABLE):
        subjects_left = [
            claim["about"] for claim in brief["claims"] if claim["state"] == state and claim not in answers
        ]
        if subjects_left:
            parts.append(f"{capital(state)}: {listed(subjects_left)}")
    return ". ".join(parts)


def map_data(brief: Plain) -> Markup:
    """The map's values as JSON that may stand inside a page."""
    ground = {
        name: value for name, value in brief["ground"].items() if name not in ("title", "three", "plane")
    }
    return safe_json({**ground, "edges": EDGES})


def safe_json(value: Any) -> Markup:
    """JSON in which no letter can end the script element it stands in."""
    json_text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter in "<>&\u2028\u2029":
        json_text = json_text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(json_text)  # noqa: S704 - every letter that HTML reads is written as a number
