"""Which parameters a verdict is associated with, and how little the evidence moved them. Axes: R runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.claims.sentences import model_estimate
from sim.evidence.quantiles import weighted_quantile
from sim.explore.effects import midranks
from sim.page.sections.inputs import full_meaning
from sim.plots.drawing.report_data import Report, headline_of
from sim.plots.drawing.text import digits, number, percent
from sim.plots.reports.trust import shrinkages

HARDLY = 0.05  # share of its spread that evidence must take from a parameter to have moved it
MATTERS = 0.1  # correlation of a parameter with a headline from which on the verdict depends on it
MOST = 8  # parameters named
MOSTLY = 0.25  # share of the spread below which what a parameter decides rests mostly on its prior
CITY = (
    "shock.gain",
    "momentum.gain",
    "capitulation.urban",
    "phase.share",
    "phase.departure",
)  # always shown for claims on cities


@dataclass(frozen=True)
class Dependence:
    """How headlines go with parameters; ``ranks`` [R] by parameter, ``truth`` int8 [R] by claim."""

    ranks: Mapping[str, np.ndarray]
    truth: Mapping[str, np.ndarray]

    def strength(self, name: str, claim: str, shares: np.ndarray) -> float:
        """Weighted correlation of a parameter's ranks with a headline, over the runs that define it; 0 if none."""
        truth = self.truth[claim]
        return correlation(self.ranks[name], truth.astype(np.float64), np.where(truth >= 0, shares, 0.0))


def dependence(report: Report, truth: Mapping[str, np.ndarray]) -> Dependence:
    """Ranks of every parameter that varies, equal values sharing theirs, beside the headlines."""
    columns, equal_weights = report.parameter_columns(), np.full(report.record.runs, 1.0 / report.record.runs)
    return Dependence({name: midranks(column, equal_weights) for name, column in columns.items()}, truth)


def correlation(first: np.ndarray, second: np.ndarray, weights: np.ndarray) -> float:
    """Weighted correlation of two columns [R]; 0 where one does not vary or nothing weighs."""
    if not weights.sum() > 0:
        return 0.0
    share = weights / weights.sum()
    a, b = first - np.sum(share * first), second - np.sum(share * second)
    spread = float(np.sqrt(np.sum(share * a * a) * np.sum(share * b * b)))
    return float(np.sum(share * a * b)) / spread if spread > 1e-12 else 0.0


def prior_driven(report: Report, result: Dependence) -> list[tuple[str, float]]:
    """Parameters on which a headline depends though the evidence hardly moved them, the strongest first."""
    shrinkage = shrinkages(report)
    unmoved = [name for name, shrink in shrinkage.items() if abs(shrink) < HARDLY]
    strength = {
        name: max((abs(result.strength(name, claim, report.before)) for claim in result.truth), default=0.0)
        for name in unmoved
    }
    strongest = sorted(
        (name for name in unmoved if strength[name] >= MATTERS), key=lambda name: -strength[name]
    )
    return [(name, shrinkage[name]) for name in strongest[:MOST]]


def city_claim(report: Report) -> str:
    """Id of the first judged claim on cities; empty if there is none."""
    city_verdicts = [v for v in report.verdicts if v.channels is not None and headline_of(v) is not None]
    return city_verdicts[0].claim.id if city_verdicts else ""


def carriers(report: Report, result: Dependence) -> tuple[str, list[dict[str, str]]]:
    """(sentence, rows) on the parameters with which the verdict on cities goes; empty without evidence or claim."""
    claim = city_claim(report)
    if not claim or not report.weighed:
        return "", []
    shrinkage = shrinkages(report)
    strength = {name: result.strength(name, claim, report.shares) for name in result.ranks}
    order = sorted(strength, key=lambda name: -abs(strength[name]))
    names = order[:4] + [name for name in CITY if name in strength and name not in order[:4]]
    return carriers_sentence(report, claim, order[:3], strength, shrinkage), [
        carrier_row(report, name, strength[name], shrinkage[name]) for name in names
    ]


def carrier_row(report: Report, name: str, strength: float, shrink: float) -> dict[str, str]:
    """One parameter before and after the evidence."""
    column = report.parameter_columns()[name]
    return {
        "name": name,
        "meaning": full_meaning(name),
        "before": spread_text(column, report.before),
        "after": spread_text(column, report.shares),
        "shrinkage": narrowed(shrink),
        "correlation": signed(strength),
    }


def spread_text(column: np.ndarray, weights: np.ndarray) -> str:
    """``1.2 (0.4 to 2.1)``: weighted median and 5 to 95 %."""
    low, middle, high = (float(value) for value in weighted_quantile(column, weights, (0.05, 0.5, 0.95)))
    return f"{digits(middle)} ({digits(low)} to {digits(high)})"


def signed(value: float) -> str:
    """``+0.41`` or ``−0.41``."""
    return f"{value:+.2f}".replace("-", "−")


def narrowed(share: float) -> str:
    """``13 % narrower``, ``10 % wider`` for a share below 0, ``unchanged`` for less than half of one."""
    if not round(100 * share):
        return "unchanged"
    return f"{number(abs(round(100 * share)))}\u00a0% {'wider' if round(100 * share) < 0 else 'narrower'}"


def carriers_sentence(
    report: Report,
    claim: str,
    names: Sequence[str],
    strength: Mapping[str, float],
    shrinkage: Mapping[str, float],
) -> str:
    """Which parameters carry the verdict on cities, and whether evidence narrowed them."""
    verdict = next(other_verdict for other_verdict in report.verdicts if other_verdict.claim.id == claim)
    if verdict.headline is None or not names:
        return ""
    inputs = "; ".join(f"{name} ({signed(strength[name])}, {narrowed(shrinkage[name])})" for name in names)
    before, estimate_now = percent(verdict.headline.prior.p), percent(model_estimate(verdict.headline).p)
    little_narrowed = [name for name in names if shrinkage[name] < MOSTLY]
    which_inputs = "each" if len(little_narrowed) == len(names) else " and ".join(little_narrowed)
    ending = (
        f"Evidence took less than {percent(MOSTLY)} of the prior spread from {which_inputs}: what they decide rests mostly on the priors."
        if little_narrowed
        else f"Evidence took {percent(MOSTLY)} or more of the prior spread from each of them."
    )
    name = f"“{report.claim_name(verdict.claim).strip('“”')}”"
    moves = (
        f"left {name} at {estimate_now}"
        if before == estimate_now
        else f"moved {name} from {before} to {estimate_now}"
    )
    return f"The evidence {moves}. Among the weighted runs it is most associated with: {inputs}. Signs are rank correlations with the claim being true. {ending}"
