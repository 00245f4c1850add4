"""Sensitivity of one target, of whatever kind: parameters, biases, sources left out, definitions. Plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from sim.app.sweeps.ranking import bar_of_effect, bar_of_index
from sim.claims.likelihood_words import percent
from sim.explore.effects import Effect
from sim.explore.indices import Index
from sim.explore.prim import Box
from sim.plots.drawing.bars import InputBar

# kinds of input that are no parameter, by the first part of a setting's name
CHOICES = ("definition", "source", "without", "start", "evidence", "count")


@dataclass(frozen=True)
class Influences:
    """Sensitivity of one target.

    when      before or after the evidence
    middle    the target over all runs
    effects   from one ensemble; ``indices`` from a sweep (one of them is empty)
    others    rows of sources left out and of other definitions: kind, name, value
    boxes     regions in which the claim holds, and fails
    """

    target: str
    label: str
    share: bool
    when: str
    middle: float | None
    method: str = "ranks"
    effects: Sequence[Effect] = ()
    indices: Sequence[Index] = ()
    others: Sequence[tuple[str, str, float | None]] = ()
    boxes: Sequence[Box] = ()
    why_not: str = ""

    @property
    def inputs(self) -> list[Effect | Index]:
        """Effects or indices, the strongest first."""
        return [*self.effects, *self.indices]


@dataclass(frozen=True)
class Influence:
    """One influence on a target.

    kind      parameter | bias | source | definition | ...
    start, end   the target at both ends: lowest and highest fifth, with and without the source, headline and other
                 definition; None where a design gives none
    size      size of the effect, in the target's unit (Morris: mu*); None for Sobol indices
    index     share of variance, mu* or total index with its interval; None for sources and definitions of one ensemble
    """

    kind: str
    name: str
    start: float | None
    end: float | None
    size: float | None
    index: float | None = None
    low: float | None = None
    high: float | None = None


def rank_influences(influences: Influences) -> list[Influence]:
    """Everything that stands out from noise, the largest move first; Sobol's by their index."""
    influences_ranked = [
        influence_of_input(bar, influences.method) for bar in bars_of(influences) if bar.main[1] > 0
    ]
    influences_ranked += [
        Influence(kind, name, influences.middle, value, abs(value - influences.middle))
        for kind, name, value in influences.others
        if value is not None and influences.middle is not None
    ]
    influences_ranked.sort(key=lambda influence: (influence.kind, influence.name))
    return sorted(
        influences_ranked, key=lambda influence: (-(influence.size or 0.0), -(influence.index or 0.0))
    )


def influence_of_input(bar: InputBar, method: str) -> Influence:
    """One input of an ensemble or a design."""
    start, end = bar.ends or (None, None)
    range_width = abs(bar.ends[1] - bar.ends[0]) if bar.ends else None
    size = bar.main[0] if method == "morris" else range_width
    return Influence(kind_of(bar.name), bar.name, start, end, size, *bar.main)


def kind_of(name: str) -> str:
    """Of an input, by its name."""
    if name.endswith(".bias"):
        return "bias"
    head = name.partition(".")[0]
    return head if head in CHOICES else "parameter"


def bars_of(influences: Influences) -> list[InputBar]:
    """The bars of the figure and the terminal."""
    return [bar_of_effect(effect) for effect in influences.effects] or [
        bar_of_index(index) for index in influences.indices
    ]


def region_sentence(box: Box, when: str) -> str:
    """A region as a sentence with its density, coverage, and stability."""
    condition = " and ".join(limit.to_text() for limit in box.bounds)
    verb, mass = "holds" if box.wanted else "fails", "posterior" if when.startswith("after") else "prior"
    resample_shares = ", ".join(
        f"{name} {100 * share:.0f} %" for name, share in (box.stability or {}).items()
    )
    unseen = "" if np.isnan(box.elsewhere) else f" ({percent(box.elsewhere)} of runs not used to find it)"
    return (
        f"{verb} in {percent(box.density)} of runs{unseen} where {condition}; "
        f"that region has {percent(box.support)} of the {mass} and {percent(box.coverage)} of the runs in which it "
        f"{verb}; bounded again in resamples: {resample_shares}"
    )


def table_rows_of(influences: Influences) -> list[dict[str, Any]]:
    """One flat row an input, source and definition."""
    head = {"target": influences.target, "when": influences.when, "overall": influences.middle}
    input_rows = [{**head, "kind": "input", **effect.to_dict()} for effect in influences.inputs]
    other_rows = [
        {**head, "kind": kind, "name": name, "value": value} for kind, name, value in influences.others
    ]
    return [*input_rows, *other_rows]


def document_of(influences: Influences) -> dict[str, Any]:
    """One target as it stands in sensitivity.json."""
    return {
        "target": influences.target,
        "label": influences.label,
        "when": influences.when,
        "share": influences.share,
        "overall": influences.middle,
        "inputs": [effect.to_dict() for effect in influences.inputs],
        "others": [{"kind": kind, "name": name, "value": value} for kind, name, value in influences.others],
        "moves": [asdict(move) for move in rank_influences(influences)],
        "regions": [
            {**box.to_dict(), "sentence": region_sentence(box, influences.when)} for box in influences.boxes
        ],
    }
