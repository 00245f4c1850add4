"""The brief: was the report right, and how sure can one be? Plain values that page, JSON and Markdown share.

Numbers in words follow one rule: the printed number decides the word (``sim.claims.likelihood_words.central_word``), so that
equal numbers never get different words. Likelihood and confidence stay apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.claims.likelihood_words import bands
from sim.claims.sentences import COIN, calibrated_estimate, capital, likelihood, model_estimate, uninformed
from sim.claims.types import DefinitionVerdict, Verdict
from sim.inference.innovations import CONTROL
from sim.page.drawing.course import course_data
from sim.page.drawing.falls import falls_data
from sim.page.drawing.ground import ground_data, with_labels, with_provinces
from sim.page.summary.confidence import (
    CHANCE,
    HIGH,
    LEVELS,
    LOW,
    MEDIUM,
    MIDDLE,
    MODELS,
    READINGS,
    band,
    confidence,
    record_level,
    side,
)
from sim.page.summary.subjects import subjects
from sim.plots.drawing.report_data import Report
from sim.plots.drawing.text import clean, day_name, percent, shorten
from sim.scenario.files.stored_scores import count_behind

SCHEMA = "sim.brief/1"
Plain = dict[str, Any]
ADVERBS = {0: "almost certainly", 1: "very likely", 2: "probably"}  # by distance from the end of the scale
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
CALLED, OPEN, UNGRADED, UNTESTABLE = "called", "open", "not graded", "not testable"
ORDER = (CALLED, OPEN, UNGRADED, UNTESTABLE)
SHOWN = 6  # claims of the first screen
FEW = 3  # claims named in one sentence; of more, the first ones and how many are left
WHY = {
    READINGS: "readings of the words",
    MODELS: "models",
    CHANCE: "simulation error",
}


def make_brief(report: Report) -> Plain:
    """``brief.json``: everything the brief shows, in the order in which it is read."""
    claims = claim_rows(report)
    graded_claims = [claim for claim in claims if claim["state"] in (CALLED, OPEN)]
    calendar, course = report.record.calendar, course_data(report)
    falls = falls_data(report)
    middle = course["bands"]["p50"][course["days"].index(min(course["as_of"], report.last_day))]
    return {
        "schema": SCHEMA,
        "scenario": report.scenario.name,
        "title": clean(report.scenario.title or report.scenario.name),
        "speakers": speakers(report),
        "as_of": calendar.as_of.isoformat(),
        "day": day_name(calendar.as_of, year=True),
        "until": calendar.date(report.last_day).isoformat(),
        "side": shorten(report.faction_name(report.focus), 30),
        "answer": answer(claims, speaker(report), course["title"]),
        "claims": claims,
        "sure": how_sure(graded_claims, report.earlier)
        if claims
        else "No claim was made; these are probabilities only.",
        "afterwards": afterwards(graded_claims),
        "known": bool(
            report.happened_held or report.happened_fallen or any(c["outcome"] is not None for c in claims)
        ),
        "basis": basis(report),
        "calibration": report.calibration,
        "course": course,
        "ground": with_provinces(
            with_labels(
                ground_data(report, middle), [place["name"] for place in (falls or {"places": ()})["places"]]
            ),
            report,
        ),
        "falls": falls,
        "words": word_rows(report.scenario.words),
        "made": {
            "command": str(
                report.manifest.get("reproduce") or report.manifest.get("command") or "not recorded"
            ),
            "law_version": report.manifest.get("law_version"),
            "seed": report.manifest.get("seed"),
        },
    }


def claim_rows(report: Report) -> list[Plain]:
    """One entry a claim: called right or wrong first, then open, not graded, not testable."""
    names = subjects(report.verdicts, report.scenario.names)
    rows = [
        {"place": place, **claim_row(report, verdict, clean(names[verdict.claim.id]))}
        for place, verdict in enumerate(report.verdicts, start=1)
    ]
    return sorted(
        rows, key=lambda entry: (ORDER.index(entry["state"]), -abs((entry["p"] if entry["p"] is not None else 0.5) - 0.5))
    )  # fmt: skip


def claim_row(report: Report, verdict: Verdict, subject: str) -> Plain:
    """One claim: its number and word, its three spreads, its confidence with the reasons."""
    claim, scale, first = verdict.claim, report.scenario.words, verdict.headline
    row: Plain = {
        "id": claim.id,
        "about": subject,
        "says": clean(claim.text or (first.text if first else "") or report.claim_name(claim)),
        "quote": clean(claim.quote),
        "state": UNTESTABLE,
        "p": None, "low": None, "high": None, "number": "", "model_p": None, "model_number": "", "word": "", "why": clean(claim.why_not_testable),
        "readings": [], "models": [], "confidence": None, "reasons": [], "call": None, "halved": False,
        "outcome": first.outcome if first and claim.testable else None,
    }  # fmt: skip
    if not claim.testable or first is None:
        return row
    estimate, calibrated = model_estimate(first), calibrated_estimate(first)
    row.update(
        p=calibrated.p, low=calibrated.low, high=calibrated.high, number=percent(calibrated.p, calibrated.ess)
    )
    if first.calibrated is not None:
        row.update(model_p=estimate.p, model_number=percent(estimate.p, estimate.ess))
        row.update(halved=uninformed(first))
    row["readings"] = [reading(definition, definition is first) for definition in verdict.definitions]
    row["models"] = model_rows(report, claim.id)
    if not first.graded or estimate.p is None or calibrated.p is None:
        return row | {"state": UNGRADED, "why": why_ungraded(first)}
    claim_confidence = confidence(
        estimate,
        [reading_row["p"] for reading_row in row["readings"] if reading_row["graded"]],
        [model["p"] for model in row["models"] if model["p"] is not None],
        LOW if uninformed(first) else record_level(report.earlier),
        scale,
    )
    place = band(calibrated.p, scale)
    extreme = place in (0, len(bands(scale)[0]) - 1)
    is_open = side(calibrated.p, scale) == 0 or (claim_confidence.level == LOW and not extreme)
    return row | {
        "state": OPEN if is_open else CALLED,
        "word": likelihood(first, scale),
        "confidence": LEVELS[claim_confidence.level],
        "reasons": claim_confidence.reasons(),
        "call": lean(side(calibrated.p, scale)) if is_open else call(place),
        "split": [
            name
            for name, part in ((READINGS, claim_confidence.readings), (MODELS, claim_confidence.models))
            if part == LOW
        ],
    }


def reading(entry: DefinitionVerdict, first: bool) -> Plain:
    """One definition of a claim."""
    estimate = model_estimate(entry)
    return {
        "id": entry.id, "text": clean(entry.text or entry.id), "p": estimate.p, "number": percent(estimate.p, estimate.ess),
        "graded": entry.graded and estimate.p is not None, "headline": first, "outcome": entry.outcome,
    }  # fmt: skip


def model_rows(report: Report, claim: str) -> list[Plain]:
    """The headline within each model variant; none where there is but one."""
    model_estimates = []
    for variant in report.variants if len(report.variants) > 1 else ():
        for headline in variant["headlines"]:
            if headline["claim"] == claim:
                p = (headline["posterior"] or headline["prior"])["p"]
                name = str(variant["name"]).replace("_", " ")
                model_estimates.append({"name": clean(name), "p": p, "number": percent(p)})
    return model_estimates


def call(place: int) -> str:
    """``very likely wrong``, from the place of a word on its scale."""
    return f"{ADVERBS[min(place, 2 * MIDDLE - place)]} {'right' if place > MIDDLE else 'wrong'}"


def why_ungraded(first: DefinitionVerdict) -> str:
    """Why a claim with definitions has no grade, in a few words."""
    undefined = model_estimate(first).undefined
    if undefined >= 1.0:
        return "it cannot be evaluated in any run"
    if undefined > 0.2:
        return f"it cannot be evaluated in {percent(undefined)} of the runs (limit 20\u00a0%)"
    return clean(first.why_not) or "too few runs fit the reports"


def lean(direction: int) -> str | None:
    """``perhaps right``, of a claim that no firm answer is given to; None where it could go either way."""
    return {-1: "perhaps wrong", 0: None, 1: "perhaps right"}[direction]


def speakers(report: Report) -> str:
    """Who made the claims: two by name, of more the first and how many others; empty where nobody is named."""
    speakers = list(dict.fromkeys(shorten(v.claim.source, 40) for v in report.verdicts if v.claim.source))
    return (
        f"{speakers[0]} and {in_numbers(len(speakers) - 1)} others"
        if len(speakers) > 2
        else " and ".join(speakers)
    )


def speaker(report: Report) -> str:
    """Who made the claims, if it was one; else empty."""
    return speakers(report) if len({v.claim.source for v in report.verdicts} - {""}) == 1 else ""


def answer(claims: Sequence[Plain], who: str = "", course: str = "") -> str:
    """The headline: about what ``who`` was right or wrong, and what could go either way; ``course`` where nobody claimed."""
    if not claims:
        return f"No claim was made to judge.{f' {course}.' if course else ''}"
    calls: dict[str, list[str]] = {}
    for state in (CALLED, OPEN):
        for claim in claims:
            if claim["state"] == state and claim["call"]:
                calls.setdefault(claim["call"], []).append(claim["about"])
    parts = [", ".join(f"{phrase} about {few(names)}" for phrase, names in calls.items())]
    open_claims = [
        open_claim for open_claim in claims if open_claim["state"] == OPEN and not open_claim["call"]
    ]
    for words, blank in (("it could go either way on", False), (f"the answer is {COIN} on", True)):
        if names := [open_claim["about"] for open_claim in open_claims if open_claim["halved"] is blank]:
            parts.append(f"{words} {few(names)}")
    text = "; ".join(part for part in parts if part)
    if not text:
        return "No claim of this report could be judged."
    return f"{who}: {text}." if who else f"{capital(text)}."


def few(names: Sequence[str]) -> str:
    """At most FEW names, and how many more there are."""
    return listed(names if len(names) <= FEW + 1 else [*names[:FEW], f"{in_numbers(len(names) - FEW)} more"])


def how_sure(claims: Sequence[Plain], scores: Mapping[str, Any] | None) -> str:
    """Confidence by claim, what holds it down, and why an answer is not what the model alone says."""
    if not claims:
        return "Nothing could be graded, so no confidence is stated."
    names_by_level = {
        level: [claim["about"] for claim in claims if claim["confidence"] == level]
        for level in reversed(LEVELS)
    }
    parts = [f"{level} on {few(names)}" for level, names in names_by_level.items() if names]
    if len(parts) == 1 and len(claims) > FEW:
        parts = [f"{claims[0]['confidence']} on every claim"]
    text = f"Confidence is {'; '.join(parts)}."
    turns = [WHY[name] for name in (READINGS, MODELS) if any(name in claim["split"] for claim in claims)]
    if turns:
        text += f" It is low where {listed(turns)} disagree."
    if record_level(scores) < HIGH and names_by_level[LEVELS[MEDIUM]]:
        text += f" It is high nowhere: {record_words(scores)}."
    return f"{text} {set_right(claims)}".strip()


def set_right(claims: Sequence[Plain]) -> str:
    """Why calibrated answers differ from the model's own; empty where none was calibrated."""
    parts = []
    if any(claim["halved"] for claim in claims):
        parts.append(
            "One half means no information: on other wars the model predicted such claims no better than a coin."
        )
    overruled = [claim["about"] for claim in claims if not claim["halved"] and opposed(claim)]
    if overruled:
        parts.append(f"Other wars overrule the model on {few(overruled)}.")
    return " ".join(parts)


def opposed(entry: Plain) -> bool:
    """True if the calibrated chance and the model's own lie on different sides of one half."""
    return entry["model_p"] is not None and (entry["p"] - 0.5) * (entry["model_p"] - 0.5) < 0


def record_words(scores: Mapping[str, Any] | None) -> str:
    """What earlier forecasts say of the model."""
    rows = (scores or {}).get("standings") or ()
    if not rows:
        return "no earlier forecast was scored"
    return f"simple rules beat the model in {count_behind(rows, 'earlier tests', 'in')}"


def afterwards(claims: Sequence[Plain]) -> str:
    """How the answers compare with what is known to have happened; empty where nothing is."""
    called_claims = [claim for claim in claims if claim["state"] == CALLED and claim["outcome"] is not None]
    right_count = sum((claim["p"] > 0.5) == claim["outcome"] for claim in called_claims)
    open_claims = [claim for claim in claims if claim["state"] == OPEN and claim["outcome"] is not None]
    parts = []
    if called_claims:
        parts.append(firm_words(right_count, len(called_claims)))
    if open_claims:
        sides = {
            name: [claim["about"] for claim in open_claims if claim["outcome"] is true]
            for name, true in (("right", True), ("wrong", False))
        }
        phrase = "; ".join(f"{name} about {listed(names)}" for name, names in sides.items() if names)
        parts.append(f"{'On the rest' if called_claims else 'In the end'} the report was {phrase}.")
    return " ".join(parts)


def firm_words(correct_count: int, answer_count: int) -> str:
    """``Both firm answers proved correct.``"""
    if answer_count == 1:
        return f"The one firm answer proved {'correct' if correct_count else 'wrong'}."
    if correct_count == answer_count:
        return f"{'Both' if answer_count == 2 else f'All {in_numbers(answer_count)}'} firm answers proved correct."
    return f"{capital(in_numbers(correct_count))} of {in_numbers(answer_count)} firm answers proved correct."


def in_numbers(count: int) -> str:
    """``four``; figures above ten."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def listed(items: Sequence[str]) -> str:
    """``a, b and c``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def basis(report: Report) -> str:
    """How many runs the answer rests on, and what weighed them."""
    runs = report.runs or report.record.runs
    if not report.weighed or report.ess is None:
        return f"{runs:,} simulated runs, before any evidence."
    return f"{runs:,} runs, conditioned on {listed(what_weighed(report))}: {report.ess:,.0f} effective runs."


def what_weighed(report: Report) -> list[str]:
    """The kinds of evidence that weigh: counts, statements, known maps; else that the war goes on."""
    count_number = sum(row["use"] == "fit" for row in report.evidence)
    statement_count = sum(signal.use == "fit" for signal in report.scenario.signals)
    kinds = [
        f"{in_numbers(number)} {name if number == 1 else f'{name}s'}"
        for number, name in ((count_number, "reported count"), (statement_count, "statement"))
        if number
    ]
    if any(group.endswith(f":{CONTROL}") for group in report.without):
        kinds.append("the known maps")
    return kinds or ["the war going on"]


def spread(row: Plain) -> tuple[float, float] | None:
    """Least and largest of all readings, models and ends of the simulation error; None without a number."""
    values = [reading_row["p"] for reading_row in row["readings"] if reading_row["graded"]] + [
        model["p"] for model in row["models"]
    ]
    numbers = [p for p in (*values, row["p"], row["low"], row["high"]) if p is not None]
    return (min(numbers), max(numbers)) if numbers else None


def word_rows(scale: str) -> list[tuple[str, str]]:
    """Each word of a scale with the numbers it stands for."""
    names, bounds = bands(scale)
    ends = [0.0, *bounds, 1.0]
    return [
        (name, f"{100 * low:g} to {100 * high:g}\u00a0%")
        for name, low, high in zip(names, ends, ends[1:], strict=False)
    ]
