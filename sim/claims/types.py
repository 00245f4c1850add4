"""``Claim``, ``Definition`` and ``Verdict``: values with the report's own words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sim.base.html_display import html_table


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


@dataclass(frozen=True)
class Estimate:
    """Weighted share of runs in which a definition is true, with its interval. ``p`` is None below an ESS of 20."""

    p: float | None
    low: float | None
    high: float | None
    undefined: float  # weighted share of runs in which it is undefined
    ess: float

    def to_dict(self) -> dict[str, Any]:
        """As in verdicts.json."""
        return {"p": self.p, "low": self.low, "high": self.high, "undefined": self.undefined, "ess": self.ess}


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

    def to_dict(self) -> dict[str, Any]:
        """As in verdicts.json."""
        result: dict[str, Any] = rounded(asdict(self))
        return result


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
    outcome: bool | None = None
    outcome_source: str = ""
    capped: str = ""  # why the word stops short of near certainty, empty if it does not
    calibrated: Calibrated | None = None  # None where nothing is known of other wars, or there is no number

    def to_dict(self) -> dict[str, Any]:
        """One element of ``definitions`` in verdicts.json."""
        return {
            "id": self.id,
            "text": self.text,
            "parameters": rounded(dict(self.parameters)),
            "window": self.window,
            "prior": rounded(self.prior.to_dict()),
            "posterior": None if self.posterior is None else rounded(self.posterior.to_dict()),
            "level": self.level,
            "word": self.word,
            "word_high": self.word_high,
            "graded": self.graded,
            "why_not": self.why_not,
            "capped": self.capped,
            "outcome": self.outcome,
            "outcome_source": self.outcome_source,
            "calibrated": None if self.calibrated is None else self.calibrated.to_dict(),
        }


@dataclass(frozen=True)
class Verdict:
    """The ensemble's verdict on one claim, over all its definitions.

    ``headline`` is the definition fixed in advance; its ``posterior`` (None without conditioning) and ``prior`` are
    estimates with probability, interval, undefined share and effective sample size, ``calibrated`` the probability
    after calibration on other wars, ``word`` the likelihood word.
    """

    claim: Claim
    definitions: tuple[DefinitionVerdict, ...]
    channels: (
        Mapping[str, float | None] | None
    )  # shares of assault, capitulation, abandonment; city claims only

    def __repr__(self) -> str:
        first = self.headline
        now = None if first is None else first.posterior or first.prior
        estimate = "no number" if now is None or now.p is None else f"{100 * now.p:.1f} %"
        return f"Verdict({self.claim.id!r}: {estimate}, {len(self.definitions)} definitions)"

    def _repr_html_(self) -> str:
        """One row per definition."""
        rows = []
        for definition in self.definitions:
            now = definition.posterior or definition.prior
            number = "" if now.p is None else f"{100 * now.p:.1f} %"
            rows.append(
                (
                    definition.text or definition.id,
                    number,
                    definition.word if definition.graded else f"not graded: {definition.why_not}",
                )
            )
        return html_table(self.claim.quote or self.claim.id, rows, ("definition", "chance", ""))

    @property
    def headline(self) -> DefinitionVerdict | None:
        """The definition fixed before running; None where the claim is not testable."""
        return next((d for d in self.definitions if d.id == self.claim.headline), None)

    def to_dict(self) -> dict[str, Any]:
        """One element of ``claims`` in verdicts.json: plain values, 6 significant digits, every key always there."""
        claim = self.claim
        return {
            "id": claim.id,
            "statement": claim.statement,
            "title": claim.title,
            "quote": claim.quote,
            "source": claim.source,
            "role": claim.role,
            "testable": claim.testable,
            "why_not_testable": claim.why_not_testable,
            "headline": claim.headline,
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
