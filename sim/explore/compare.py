"""Two settings with the same random numbers: differences of every target, and how much variance the pairing saved.

A weighted share (or mean) is a ratio of sums over runs; its error is the sum of the squares of what each run adds
(linearisation, Cochran 1977). Where two settings share their runs, what a run adds to both is subtracted first.
Axis: R runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from sim.claims.estimate import LEAST_SHOWN, effective
from sim.ensemble.engine import Ensemble
from sim.explore.settings import Setup
from sim.explore.targets import observe, target_texts
from sim.inference.weights import weigh_ensemble

Z = 1.959964  # of the 95 % intervals


@dataclass(frozen=True)
class PairedRuns:
    """One setting: its runs, the weights before and after the evidence [R], and every target's numbers."""

    run: np.ndarray
    prior: np.ndarray
    posterior: np.ndarray | None
    ess: float
    numbers: Mapping[str, tuple[np.ndarray, np.ndarray]]  # name -> (float64 [R], defined bool [R])
    texts: Mapping[str, str]
    shares: frozenset[str]  # names of targets that are shares


@dataclass(frozen=True)
class Difference:
    """a, b and a - b of one target with the paired 95 % interval; None where too few runs count.

    saved   variance of the difference of independent batches over that of the paired ones
    """

    target: str
    text: str
    share: bool
    when: str  # prior | posterior
    a: float | None
    b: float | None
    difference: float | None
    low: float | None
    high: float | None
    saved: float | None

    def to_dict(self) -> dict[str, Any]:
        """Plain."""
        return asdict(self)


def observe_side(ensemble: Ensemble, setup: Setup) -> PairedRuns:
    """What is stored of one setting; the ensemble may be dropped afterwards."""
    weights = weigh_ensemble(ensemble, setup.evidence)
    targets = list(observe(setup.scenario, ensemble.record))
    return PairedRuns(
        run=ensemble.record.run,
        prior=weights.prior,
        posterior=None if setup.evidence == "none" else weights.values,
        ess=weights.ess,
        numbers={target.name: (target.numbers.astype(np.float64), target.defined) for target in targets},
        texts=target_texts(setup.scenario),
        shares=frozenset(target.name for target in targets if target.share),
    )


def compare(a: PairedRuns, b: PairedRuns) -> list[Difference]:
    """Every target that both settings have, before and after the evidence."""
    runs = np.union1d(a.run, b.run)
    names = [name for name in a.numbers if name in b.numbers]
    differences = [difference(name, "prior", a, b, (a.prior, b.prior), runs) for name in names]
    if a.posterior is not None and b.posterior is not None:
        differences += [
            difference(name, "posterior", a, b, (a.posterior, b.posterior), runs) for name in names
        ]
    return differences


def difference(
    name: str,
    when: str,
    a: PairedRuns,
    b: PairedRuns,
    weights: tuple[np.ndarray, np.ndarray],
    runs: np.ndarray,
) -> Difference:
    """One target of two settings.

    weights   float64 [R] of the runs of each setting; runs   int64 [N], all run numbers of both
    """
    parts = [ratio(side, name, share, runs) for side, share in zip((a, b), weights, strict=True)]
    identity = name, a.texts[name], name in a.shares, when
    (mean_a, adds_a), (mean_b, adds_b) = parts
    if mean_a is None or mean_b is None:
        return Difference(*identity, mean_a, mean_b, None, None, None, None)
    paired = float(((adds_a - adds_b) ** 2).sum())
    unpaired = float((adds_a**2).sum() + (adds_b**2).sum())
    gap, half = mean_a - mean_b, Z * paired**0.5
    saving = unpaired / paired if paired > 0 else None
    return Difference(*identity, mean_a, mean_b, gap, gap - half, gap + half, saving)


def ratio(
    side: PairedRuns, name: str, weights: np.ndarray, runs: np.ndarray
) -> tuple[float | None, np.ndarray]:
    """(weighted mean over the defined runs, what each of ``runs`` [N] adds to its error: float64 [N]); None if too few count.

    weights   float64 [R], of the runs of this side
    """
    numbers, defined = side.numbers[name]
    share = np.where(defined, weights, 0.0)
    if effective(share) < LEAST_SHOWN:
        return None, np.zeros(len(runs))
    share = share / share.sum()
    mean = float(share @ numbers)
    adds = np.zeros(len(runs))
    adds[np.searchsorted(runs, side.run)] = share * (numbers - mean)
    return mean, adds


def headline_rows(differences: Sequence[Difference], names: Sequence[str]) -> list[Difference]:
    """Of the targets ``names`` the difference after the evidence, before it where there is none after."""
    rows = []
    for name in names:
        by_stage = {row.when: row for row in differences if row.target == name}
        after = by_stage.get("posterior")
        rows.append(after if after is not None and after.difference is not None else by_stage["prior"])
    return rows
