"""``Claim``, ``Definition`` and ``Verdict``: values with the report's own words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sim.base.html_display import html_table

CLAIM_KEYS = (  # of a claim in verdicts.json, in this order
    "id", "statement", "title", "quote", "source", "role", "testable", "why_not_testable", "headline",
)  # fmt: skip


@dataclass(frozen=True)
class Definition:
    """One declared meaning of a claim.

    kind        a name of ``sim.claims.kinds.KINDS``, or "all", "any", "not" with ``parts``
    parameters  numbers and names the kind takes, checked by the reader
    """

    id: str
    kind: str
    text: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple[Definition, ...] = ()


@dataclass(frozen=True)
class Claim:
    """One statement to be judged; ``headline`` is the id of the definition fixed before running."""

    id: str
    statement: str
    quote: str
    source: str
    role: str  # state | forecast
    testable: bool
    why_not_testable: str
    headline: str
    definitions: tuple[Definition, ...]
    text: str = ""
    as_of: date | None = None  # day it was made; None for the scenario's own, and asked on any day
    title: str = ""  # a short noun phrase that stands for the claim everywhere

    @property
    def headline_definition(self) -> Definition | None:
        """The definition fixed before running; None where the claim is not testable."""
        return next((definition for definition in self.definitions if definition.id == self.headline), None)


@dataclass(frozen=True)
class Estimate:
    """Weighted share of runs in which a definition is true, with its interval. ``p`` is None below an ESS of 20."""

    p: float | None
    low: float | None
    high: float | None
    undefined: float  # weighted share of runs in which it is undefined
    ess: float

    def to_dict(self) -> dict[str, Any]:
        """As in evidence.json, numbers unrounded."""
        return asdict(self)


@dataclass(frozen=True)
class Calibrated:
    """The chance of a definition that past calls in other wars allow.

    low, high   95 % of the fit, by bootstrap over wars; the error of the runs is not in it
    always      the chance on questions that are asked always and everywhere; None without a topic
    most        the largest chance the record allows on either side; ``capped`` if it bounds this one
    topic       what past questions it is like, empty if none
    reference   how often such things happened, in a sentence; empty without a topic
    note        what must be known beside it: no topic, or the model adds nothing there
    """

    p: float
    low: float
    high: float
    always: float | None
    most: float
    capped: bool
    topic: str
    reference: str
    note: str


@dataclass(frozen=True)
class DefinitionVerdict:
    """The verdict on one definition: estimates under the prior and the posterior, likelihood word or why there is none."""

    id: str
    text: str
    parameters: Mapping[str, Any]
    window: str
    prior: Estimate
    posterior: Estimate | None
    level: float  # of the interval
    word: str | None
    word_high: str | None
    graded: bool
    why_not: str
    capped: str = ""  # why the word stops short of near certainty, empty if it does not
    outcome: bool | None = None
    outcome_source: str = ""
    calibrated: Calibrated | None = None  # None where nothing is known of other wars, or there is no number

    @property
    def chance_text(self) -> str:
        """The estimate after the evidence (before it where there is none) as ``42.3 %``; empty without a number."""
        p = (self.posterior or self.prior).p
        return "" if p is None else f"{100 * p:.1f} %"

    def to_dict(self) -> dict[str, Any]:
        """One element of ``definitions`` in verdicts.json."""
        values: dict[str, Any] = rounded(asdict(self))
        return values


@dataclass(frozen=True)
class Verdict:
    """The ensemble's verdict on one claim, over all its definitions.

    ``headline`` is the definition fixed in advance; its ``posterior`` (None without conditioning) and ``prior`` are
    estimates with probability, interval, undefined share and effective sample size, ``calibrated`` the probability
    after calibration on other wars, ``word`` the likelihood word.
    """

    claim: Claim
    definitions: tuple[DefinitionVerdict, ...]
    # shares of assault, capitulation, abandonment; city claims only
    channels: Mapping[str, float | None] | None

    def __repr__(self) -> str:
        chance = (self.headline and self.headline.chance_text) or "no number"
        return f"Verdict({self.claim.id!r}: {chance}, {len(self.definitions)} definitions)"

    def _repr_html_(self) -> str:
        """One row per definition."""
        rows = [
            (row.text or row.id, row.chance_text, row.word if row.graded else f"not graded: {row.why_not}")
            for row in self.definitions
        ]
        return html_table(self.claim.quote or self.claim.id, rows, ("definition", "chance", ""))

    @property
    def headline(self) -> DefinitionVerdict | None:
        """The definition fixed before running; None where the claim is not testable."""
        return next((d for d in self.definitions if d.id == self.claim.headline), None)

    def to_dict(self) -> dict[str, Any]:
        """One element of ``claims`` in verdicts.json: plain values, 6 significant digits, every key always there."""
        return {
            **{name: getattr(self.claim, name) for name in CLAIM_KEYS},
            "definitions": [definition.to_dict() for definition in self.definitions],
            "channels": rounded(None if self.channels is None else dict(self.channels)),
        }


def rounded(value: Any) -> Any:
    """The same with every number at 6 significant digits and None for what is not finite."""
    if isinstance(value, dict):
        return {name: rounded(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(item) for item in value]
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    return value
