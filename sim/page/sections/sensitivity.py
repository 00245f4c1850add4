"""The section on what moves the verdicts: parameters, biases, sources and definitions in one ranking a claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from sim.claims.definitions import definition_text
from sim.claims.sentences import capital
from sim.page.sections.hindcast import same
from sim.page.sections.inputs import full_meaning, spelled_out
from sim.page.summary.subjects import headings
from sim.plots.drawing.report_data import Report
from sim.plots.drawing.text import clean, digits, number, percent

Row = dict[str, str]
MOST = 12  # rows of one target
INDEX = {"ranks": "Share of variance", "morris": "mu*", "sobol": "Total index"}
KINDS = {"definition": "reading"}
METHODS = {
    "ranks": "read from one ensemble: among the runs with the lowest and the highest fifth of an input, without a "
    "source, and by another definition",
    "morris": "Morris trajectories through the priors: the mean size of the effect of a step of an input (mu*)",
    "sobol": "Sobol indices through the priors: the share of the variance in which an input has a part",
}


def sensitivity_section(report: Report) -> dict[str, Any] | None:
    """Sentences and one table a target; None if no sensitivity is kept beside the scenario."""
    sensitivity = report.moves
    if not sensitivity or not any(target["moves"] for target in sensitivity["targets"]):
        return None
    method_text, matching = (
        METHODS.get(sensitivity["method"], clean(sensitivity["method"])),
        report.scenario.matched,
    )
    if sensitivity["method"] != "ranks" and matching is not None:
        method_text = f"{method_text}; the priors set one by one, before learning from {matching.campaign}"
    claim_headings = headings(report)
    return {
        "sentences": [
            f"Ranked by the effect of each input on the verdict, {method_text}.",
            same(report, sensitivity),
        ],
        "index": INDEX.get(sensitivity["method"], "Index"),
        "targets": [
            {
                "name": claim_headings.get(str(target["target"]).partition(".")[0]) or clean(target["label"]),
                "when": clean(target["when"]),
                "overall": level(target["overall"], target["share"]),
                "rows": [row(report, target, move) for move in target["moves"][:MOST]],
                "regions": [region_words(region["sentence"]) for region in target["regions"]],
            }
            for target in sensitivity["targets"]
            if target["moves"]
        ],
    }


def region_words(sentence: str) -> Markup:
    """A region as two sentences: what holds in it, and how firm its bounds are."""
    statement, bounded, shares = sentence.partition("; bounded again in resamples: ")
    stability_text = f" Share of resamples in which each bound recurred: {shares}." if bounded else ""
    return spelled_out(f"{capital(statement)}.{stability_text}")


def row(report: Report, target: Mapping[str, Any], move: Mapping[str, Any]) -> Row:
    """One thing that moves a target."""
    name, meaning = named(report, target, move)
    share = bool(target["share"])
    ends = move["start"], move["end"]
    size = move["size"]
    index = "" if move["index"] is None else two_digits(move["index"])
    bounds = "" if move["low"] is None else f" ({two_digits(move['low'])} to {two_digits(move['high'])})"
    return {
        "kind": KINDS.get(move["kind"], clean(move["kind"])),
        "name": name,
        "meaning": meaning,
        "span": "" if None in ends else f"{level(ends[0], share)} → {level(ends[1], share)}",
        "size": "" if size is None else f"{100 * size:.1f} pp" if share else number(float(size)),
        "index": index + bounds,
    }


def two_digits(value: float) -> str:
    """``0.026``, ``2.8×10⁻⁵``."""
    return digits(float(f"{value:.2g}"))


def level(value: float | None, share: bool) -> str:
    """A probability or a level."""
    return percent(value) if share else number(value)


def named(report: Report, target: Mapping[str, Any], move: Mapping[str, Any]) -> tuple[str, str]:
    """(dotted name of a parameter, else empty; what it means) as people read them."""
    name, kind = str(move["name"]), move["kind"]
    if kind == "source" and "." not in name.removeprefix("source."):
        return "", f"{clean(report.group_name(name))}, its reports left out"
    if kind == "bias":
        return "", f"{clean(report.source_name(name.split('.')[1]))}, its bias"
    if kind == "definition":
        claim, _, definition_name = name.rpartition(".")
        texts = {
            f"{scenario_claim.id}.{definition.id}": definition_text(definition, report.scenario.names)
            for scenario_claim in report.scenario.claims
            for definition in scenario_claim.definitions
        }
        return "", clean(texts.get(name, f"which reading is meant ({definition_name if claim else name})"))
    return clean(name), full_meaning(name)
