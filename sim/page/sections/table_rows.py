"""Rows of the page's tables as plain text: everything computed before the template sees it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from sim.base.parameters import Prior
from sim.claims.estimate import MOST_PARETO_K
from sim.claims.sentences import calibrated_estimate, likelihood, model_estimate
from sim.claims.types import DefinitionVerdict, Estimate, Verdict
from sim.ensemble.draws import quantile
from sim.evidence.quantiles import weighted_quantile
from sim.evidence.source_and_count import Count
from sim.law.parameters import PARAMETERS
from sim.page.sections.inputs import full_meaning
from sim.plots.drawing.report_data import Report, quantity
from sim.plots.drawing.text import clean, digits, interval, number, percent
from sim.plots.reports.evidence import USES, misses, spread_text
from sim.scenario.drafting.unconfirmed_text import NEVER, freeze_state

Row = dict[str, Any]
ASSUMED = re.compile(r"^assumed\b[;,:.]?\s*", re.IGNORECASE)
SET_ASIDE = "set aside: no claim of it is judged"
UNDECIDED = "not decided: "  # how sources of unknown outcomes begin; the outcome says it already
OUTCOMES = {True: "true", False: "false", None: "not known"}


def web_link(url: object) -> str:
    """``url`` if it is a plain http or https address, else an empty string."""
    text = clean(url)
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.hostname and " " not in text else ""


def estimate_text(estimate: Estimate | None) -> str:
    """``41 % (38–44 %)``."""
    if estimate is None or estimate.p is None:
        return "–"
    return f"{percent(estimate.p, estimate.ess)} ({interval(estimate.low, estimate.high)})"


def claim_tables(report: Report) -> list[Row]:
    """One entry a claim with its definitions, numbered, and what is known to have happened."""
    return [
        {
            "id": verdict.claim.id,
            "name": report.claim_name(verdict.claim),
            "role": verdict.claim.role,
            "testable": verdict.claim.testable and bool(verdict.definitions),
            "why": verdict.claim.why_not_testable,
            "definitions": [
                definition_row(
                    definition, number, definition.id == verdict.claim.headline, report.scenario.words
                )
                for number, definition in enumerate(verdict.definitions, start=1)
            ],
            "outcomes": outcome_rows(verdict.definitions),
            "calibration": calibrated_remarks(verdict),
            "gaps": any(model_estimate(definition).undefined for definition in verdict.definitions),
        }
        for verdict in report.verdicts
    ]


def statement_rows(report: Report) -> list[Row]:
    """The report's statements; one whose claim was rejected, or that no claim takes up, is set aside."""
    judged_ids = {verdict.claim.statement for verdict in report.verdicts}
    return [
        {
            "id": statement.id,
            "quote": statement.quote,
            "note": statement.note,
            "role": SET_ASIDE
            if statement.role == "claim" and statement.id not in judged_ids
            else statement.role,
        }
        for statement in report.scenario.statements
    ]


def definition_row(entry: DefinitionVerdict, place: int, headline: bool, scale: str) -> Row:
    """One definition: likelihood in number and word; whether it is graded stands apart from it."""
    estimate, calibrated = model_estimate(entry), calibrated_estimate(entry)
    return {
        "number": place,
        "id": entry.id,
        "text": entry.text or entry.id,
        "window": entry.window,
        "headline": headline,
        "before": estimate_text(entry.prior),
        "after": estimate_text(entry.posterior),
        "undefined": percent(estimate.undefined) if estimate.undefined else "none",
        "calibrated": calibrated_text(entry),
        "word": "–" if calibrated.p is None or not entry.graded else likelihood(entry, scale),
        "graded": f"graded, the word capped: {entry.capped}"
        if entry.capped
        else "graded"
        if entry.graded
        else f"not graded: {entry.why_not}"
        if entry.why_not
        else "not graded",
        "outcome": OUTCOMES[entry.outcome],
    }


def calibrated_text(entry: DefinitionVerdict) -> str:
    """``50 % (46–54 %)``, the interval of the fit; a dash where nothing was calibrated."""
    calibrated = entry.calibrated
    return (
        "–"
        if calibrated is None
        else f"{percent(calibrated.p)} ({interval(calibrated.low, calibrated.high)})"
    )


def calibrated_remarks(verdict: Verdict) -> list[str]:
    """What is known of questions like the headline in other wars, and what the record allows; empty without calibration."""
    calibrated = None if verdict.headline is None else verdict.headline.calibrated
    if calibrated is None:
        return []
    base_rate_text = (
        "" if calibrated.always is None or calibrated.always == calibrated.p
        else f"On past questions asked at fixed dates, whether or not anybody made a claim, such a model probability corresponded to {percent(calibrated.always)}."
    )  # fmt: skip
    cap_text = (
        f"The record allows no probability beyond {percent(calibrated.most)} here."
        if calibrated.capped
        else ""
    )
    return [text for text in (calibrated.reference, base_rate_text, calibrated.note, cap_text) if text]


def outcome_rows(definitions: Sequence[DefinitionVerdict]) -> list[Row]:
    """What happened and how it is known, definitions with the same answer together: numbers, outcome, source."""
    groups: dict[tuple[str, str], list[str]] = {}
    for place, definition in enumerate(definitions, start=1):
        if definition.outcome is not None or definition.outcome_source:
            groups.setdefault((OUTCOMES[definition.outcome], definition.outcome_source), []).append(
                str(place)
            )
    return [
        {"numbers": ", ".join(numbers), "outcome": outcome, "source": source.removeprefix(UNDECIDED)}
        for (outcome, source), numbers in groups.items()
    ]


def evidence_table(report: Report) -> list[tuple[str, list[Row]]]:
    """Under a head each: what was used or set the start, what was only checked, and context; rows by date."""
    counts = {count.id: count for count in report.scenario.counts}
    rows = sorted(report.evidence, key=lambda entry: (entry["date"], entry["id"]))
    heads = (
        ("Used, or set the start", ("fit", "start")),
        ("Only checked", ("check",)),
        ("Context", ("context",)),
    )
    groups = [
        (head, [evidence_row(report, row, counts.get(row["id"])) for row in rows if row["use"] in uses])
        for head, uses in heads
    ]
    return [(head, group_rows) for head, group_rows in groups if group_rows]


def evidence_row(report: Report, row: Mapping[str, Any], count: Count | None) -> Row:
    """What one report says, what it implies, what the runs say."""
    loss = row["weight_loss"]
    return {
        "id": row["id"],
        "source": report.source_name(row["source"]),
        "link": web_link(count.url) if count else "",
        "quote": count.quote if count else "",
        "reason": count.reason if count else "",
        "said": quantity(count, row["basis"]) if count else row["relation"],
        "date": row["date"],
        "use": USES.get(row["use"], row["use"])
        + ("" if loss is None else f", costs {percent(loss)} of the effective runs"),
        "implied": spread_text(row["implied"]),
        "prior": spread_text(row["prior_predictive"]),
        "posterior": spread_text(row["posterior_predictive"]),
        "fit": fit(row),
    }


def fit(row: Mapping[str, Any]) -> str:
    """How the report lies to the runs, in words."""
    runs, implied_quantiles = row["posterior_predictive"] or row["prior_predictive"], row["implied"]
    if row["outside_support"]:
        return "outside what the runs can produce"
    if runs is None or implied_quantiles is None:
        return "not compared"
    side = misses(row)
    return f"{side} the runs' 90\u00a0%" if side else "agrees"


def headline_table(report: Report, table: Mapping[str, Mapping[str, float | None]], lead: str) -> list[Row]:
    """Headlines of all judged claims, all evidence first, then one row an entry of ``table``."""
    judged_verdicts = [
        verdict for verdict in report.verdicts if verdict.headline is not None and verdict.claim.testable
    ]
    full_estimates = {
        v.claim.id: model_estimate(v.headline).p for v in judged_verdicts if v.headline is not None
    }
    rows = [{"name": "all evidence", "cells": [percent(full_estimates[v.claim.id]) for v in judged_verdicts]}]
    count_ids = {count.id for count in report.scenario.counts}
    for key, claims in table.items():
        name = report.count_name(key) if key in count_ids else report.group_name(key)
        rows.append(
            {"name": f"{lead} {name}", "cells": [percent(claims.get(v.claim.id)) for v in judged_verdicts]}
        )
    return rows if table else []


def assumption_groups(report: Report) -> list[tuple[str, list[Row]]]:
    """Every parameter of the law under its mechanism: prior, what the evidence made of it, where it comes from."""
    columns = report.parameter_columns() if report.weighed else {}
    groups: dict[str, list[Row]] = {}
    for name, law_prior in report.scenario.law.items():
        parameter = PARAMETERS.get(name)
        row = {
            "name": name,
            "prior": prior_text(law_prior.prior),
            "after": after_evidence(columns[name], report.shares) if name in columns else "",
            "unit": parameter.unit if parameter and parameter.unit != "1" else "",
            "meaning": full_meaning(name),
            "source": ASSUMED.sub("", law_prior.source),
            "origin": law_prior.origin,
            "assumed": "assumed" in law_prior.source.lower() or not law_prior.source,
        }
        groups.setdefault(name.partition(".")[0], []).append(row)
    return list(groups.items())


def prior_text(prior: Prior) -> str:
    """``0.5 fixed``, ``0 to 3, uniform``, ``0.05 (0.016 to 0.16), lognormal``: median and 5 to 95 %."""
    if prior.fixed:
        return f"{digits(prior.a)} fixed"
    if prior.family == "uniform" and not prior.shifted:
        return f"{digits(prior.a)} to {digits(prior.b)}, uniform"
    low, middle, high = (float(value) for value in quantile(prior, np.array([0.05, 0.5, 0.95])))
    return f"{digits(middle)} ({digits(low)} to {digits(high)}), {prior.family}"


def after_evidence(column: np.ndarray, shares: np.ndarray) -> str:
    """``1.2 (0.4 to 2.1)``: weighted median and 5 to 95 %."""
    low, middle, high = (float(value) for value in weighted_quantile(column, shares, (0.05, 0.5, 0.95)))
    return f"{digits(middle)} ({digits(low)} to {digits(high)})"


def source_rows(report: Report) -> list[Row]:
    """How far each source is trusted."""
    return [
        {
            "name": source.name,
            "link": web_link(source.url),
            "kind": source.kind,
            "label": source.admiralty or "–",
            "unreliable": percent(source.unreliable),
            "bias": prior_text(source.bias),
            "noise": number(source.noise),
            "lag": "–".join(dict.fromkeys(number(day) for day in source.lag)),
            "argument": source.argument or "assumed",
        }
        for source in report.scenario.sources.values()
    ]


def event_rows(report: Report) -> list[Row]:
    """Dated events the model takes as given."""
    return [
        {
            "what": f"{event.kind.replace('_', ' ')}, {report.scenario.names.faction(event.faction) if event.faction else 'all sides'}",
            "value": digits(event.value),
            "when": str(event.start) + (f" to {event.end}" if event.end else ""),
            "published": str(event.published),
            "source": event.source,
            "link": web_link(event.url),
            "quote": event.quote,
        }
        for event in report.scenario.events
    ]


def trust_rows(report: Report) -> list[tuple[str, str]]:
    """Name and value of what says how far the sampling can be trusted."""
    runs, failed_count = report.runs or report.record.runs, report.manifest.get("runs_failed", 0)
    k = report.pareto_k
    pareto_text = (
        "not estimated"
        if k is None
        else f"{f'{round(k, 2) + 0.0:.2f}'.replace('-', '−')} ({'good' if k < 0.5 else 'usable' if k <= MOST_PARETO_K else 'too large: not graded'})"
    )
    frozen = report.scenario.frozen
    return [
        ("runs", f"{runs:,}" + (f", {failed_count} failed" if failed_count else ", none failed")),
        (
            "effective runs after the evidence",
            "nothing weighed" if report.ess is None else f"{report.ess:,.0f}",
        ),
        ("Pareto-k of the weights", pareto_text),
        *coverage_words(report),
        (
            "priors frozen",
            NEVER if freeze_state(frozen) == NEVER else f"{frozen['date']}, {freeze_state(frozen)}",
        ),
    ]


def coverage_words(report: Report) -> list[tuple[str, str]]:
    """How much of the known past lies inside the prior, which counts do not, and what lies outside support."""
    inside_count = sum(bool(row["inside"]) for row in report.coverage)
    missed = "; ".join(
        f"{clean(row['name'])} (prior {number(row['low'])}–{number(row['high'])})"
        for row in report.coverage
        if row["inside"] is False
    )
    outside_names = [clean(report.count_name(row["id"])) for row in report.evidence if row["outside_support"]]
    known_past = (
        f"{inside_count} of {len(report.coverage)} used and checked counts"
        if report.coverage
        else "nothing compared"
    )
    return [
        ("known past inside the prior's 90 %", known_past + (f"; outside: {missed}" if missed else "")),
        ("checks outside the runs' 90 % after the evidence", missed_checks(report)),
        ("reports that no run could have led to", "; ".join(outside_names) or "none"),
    ]


def missed_checks(report: Report) -> str:
    """Which counts that were never weighed the runs do not agree with, and on which side."""
    checks = [row for row in report.evidence if row["use"] == "check" and row["posterior_predictive"]]
    missed = [
        f"{clean(report.count_name(row['id'], year=False))} ({side})"
        for row in checks
        if (side := misses(row))
    ]
    if not checks:
        return "nothing compared"
    return f"{len(missed)} of {len(checks)}" + (f": {'; '.join(missed)}" if missed else "")


def flat_manifest(manifest: Mapping[str, Any], lead: str = "") -> list[tuple[str, str]]:
    """Nested values as ``name: part`` and text, in their order."""
    pairs: list[tuple[str, str]] = []
    for name, value in manifest.items():
        label = f"{lead}{str(name).replace('_', ' ')}"
        if isinstance(value, Mapping):
            pairs += flat_manifest(value, f"{label}: ")
        elif isinstance(value, (list, tuple)):
            pairs.append((label, ", ".join(str(item) for item in value)))
        else:
            pairs.append((label, f"{value:.4g}" if isinstance(value, float) else str(value)))
    return pairs
