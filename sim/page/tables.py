"""Rows of the page's tables as plain text: everything computed before the template sees it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from sim.claims.types import DefinitionVerdict, Estimate
from sim.evidence.quantiles import weighted_quantile
from sim.law.parameters import PARAMETERS
from sim.plots.evidence import source_name, spread_text, what
from sim.plots.report import Report, told
from sim.plots.text import clean, interval, number, percent

Row = dict[str, Any]
ASSUMED = re.compile(r"^assumed\b[;,:.]?\s*", re.IGNORECASE)


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
    """One entry a claim with its definitions."""
    return [
        {
            "id": verdict.claim.id,
            "quote": verdict.claim.quote,
            "role": verdict.claim.role,
            "source": verdict.claim.source,
            "testable": verdict.claim.testable and bool(verdict.definitions),
            "why": verdict.claim.why_not_testable,
            "definitions": [
                definition_row(one, one.id == verdict.claim.headline) for one in verdict.definitions
            ],
            "channels": [f"{name} {percent(share)}" for name, share in (verdict.channels or {}).items()],
        }
        for verdict in report.verdicts
    ]


def definition_row(one: DefinitionVerdict, headline: bool) -> Row:
    """One definition: likelihood in number and word; whether it is graded stands apart from it."""
    now = told(one)
    words = [word for word in dict.fromkeys((one.word, one.word_high)) if word]
    outcome = {True: "true", False: "false", None: "not known"}[one.outcome]
    return {
        "id": one.id,
        "text": one.text or one.id,
        "window": one.window,
        "headline": headline,
        "before": estimate_text(one.prior),
        "after": estimate_text(one.posterior),
        "undefined": percent(now.undefined) if now.undefined else "none",
        "word": " to ".join(words) or "–",
        "graded": "graded" if one.graded else f"not graded: {one.why_not}" if one.why_not else "not graded",
        "outcome": outcome,
        "outcome_source": one.outcome_source,
    }


def evidence_table(report: Report) -> list[Row]:
    """One row a report: what it says, what it implies, what the runs say, what it alone makes of the headlines."""
    counts = {count.id: count for count in report.scenario.counts}
    rows = []
    for row in sorted(report.evidence, key=lambda one: (one["date"], one["id"])):
        count = counts.get(row["id"])
        loss = row["weight_loss"]
        rows.append(
            {
                "id": row["id"],
                "source": source_name(report, row["source"]),
                "link": web_link(count.url) if count else "",
                "quote": count.quote if count else "",
                "reason": count.reason if count else "",
                "said": what(report, row),
                "date": row["date"],
                "published": row["published"] or "unknown",
                "use": row["use"],
                "implied": spread_text(row["implied"]),
                "prior": spread_text(row["prior_predictive"]),
                "posterior": spread_text(row["posterior_predictive"]),
                "loss": "–" if loss is None else percent(loss),
                "fit": fit(row),
            }
        )
    return rows


def fit(row: Mapping[str, Any]) -> str:
    """How the report lies to the runs, in words."""
    runs, implied = row["posterior_predictive"] or row["prior_predictive"], row["implied"]
    if row["outside_support"]:
        return "outside what the runs can produce"
    if runs is None or implied is None:
        return "not compared"
    if implied["p95"] < runs["p05"]:
        return "below the runs' 90 %"
    return "above the runs' 90 %" if implied["p05"] > runs["p95"] else "agrees"


def headline_table(report: Report, table: Mapping[str, Mapping[str, float | None]], lead: str) -> list[Row]:
    """Headlines of all judged claims, all evidence first, then one row an entry of ``table``."""
    judged = [
        verdict for verdict in report.verdicts if verdict.headline is not None and verdict.claim.testable
    ]
    whole = {v.claim.id: told(v.headline).p for v in judged if v.headline is not None}
    rows = [{"name": "all evidence", "cells": [percent(whole[v.claim.id]) for v in judged]}]
    counts = {count.id: count for count in report.scenario.counts}
    for key, claims in table.items():
        name = (
            source_name(report, counts[key].source) + f" ({key})"
            if key in counts
            else source_name(report, key)
        )
        rows.append({"name": f"{lead} {name}", "cells": [percent(claims.get(v.claim.id)) for v in judged]})
    return rows if table else []


def assumption_rows(report: Report) -> list[Row]:
    """Every parameter of the law with its prior, what the evidence made of it, and where it comes from."""
    columns, weighed = report.parameter_columns(), report.weighed
    rows = []
    for name, given in report.scenario.law.items():
        known = PARAMETERS.get(name)
        rows.append(
            {
                "name": name,
                "prior": f"{given.prior.a:g}" if given.prior.fixed else str(given.prior),
                "after": after_evidence(columns[name], report.shares) if weighed and name in columns else "–",
                "unit": known.unit if known else "",
                "meaning": known.meaning if known else "",
                "source": ASSUMED.sub("", given.source),
                "origin": given.origin,
                "assumed": "assumed" in given.source.lower() or not given.source,
            }
        )
    return rows


def after_evidence(column: np.ndarray, shares: np.ndarray) -> str:
    """``1.2 (0.4–2.1)``: weighted median and 5 to 95 %."""
    low, middle, high = (float(value) for value in weighted_quantile(column, shares, (0.05, 0.5, 0.95)))
    return f"{middle:.3g} ({low:.3g}–{high:.3g})"


def source_rows(report: Report) -> list[Row]:
    """How far each source is trusted."""
    return [
        {
            "name": source.name,
            "link": web_link(source.url),
            "kind": source.kind,
            "label": source.admiralty or "–",
            "unreliable": percent(source.unreliable),
            "bias": f"{source.bias.a:g}" if source.bias.fixed else str(source.bias),
            "noise": number(source.noise),
            "lag": f"{number(source.lag[0])}–{number(source.lag[1])}",
            "argument": source.argument or "assumed",
        }
        for source in report.scenario.sources.values()
    ]


def event_rows(report: Report) -> list[Row]:
    """Dated events the model takes as given."""
    return [
        {
            "what": f"{event.kind} ({event.faction or 'all'}), {event.value:g}",
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
    runs, failed = report.record.runs, report.manifest.get("runs_failed", 0)
    ended = float(report.shares[report.record.end_day >= 0].sum())
    k = report.pareto_k
    judged = (
        "–"
        if k is None
        else f"{k:.2f} ({'good' if k < 0.5 else 'usable' if k <= 0.7 else 'too large: not graded'})"
    )
    outside = [clean(row["id"]) for row in report.evidence if row["outside_support"]]
    frozen = report.scenario.frozen
    return [
        ("runs", f"{runs:,}" + (f", {failed} failed" if failed else ", none failed")),
        ("effective runs after the evidence", "–" if report.ess is None else f"{report.ess:,.0f}"),
        ("Pareto-k of the weights", judged),
        ("reports outside support", ", ".join(outside) or "none"),
        ("runs ended within the simulated days", percent(ended) if ended else "none"),
        (
            "priors frozen",
            f"{frozen.get('date', 'no')}" + ("" if frozen.get("valid") != "false" else ", changed since"),
        ),
    ]


def flat_manifest(manifest: Mapping[str, Any], lead: str = "") -> list[tuple[str, str]]:
    """Nested values as ``name.part`` and text, in their order."""
    found: list[tuple[str, str]] = []
    for name, value in manifest.items():
        label = f"{lead}{name}"
        if isinstance(value, Mapping):
            found += flat_manifest(value, f"{label}.")
        elif isinstance(value, (list, tuple)):
            found.append((label, ", ".join(str(one) for one in value)))
        else:
            found.append((label, f"{value:.4g}" if isinstance(value, float) else str(value)))
    return found
