"""Parameters given what an earlier campaign showed: history matching as one exact map of numbers.

The scores z of a run's parameters are independent standard normals under the priors. An earlier campaign keeps
parameters z with chance Phi(a + b z) (a probit, see ``sim match``), that is where e - b z <= a for one more standard
normal e. Given this half space only the component of (z, e) along its edge changes, from a normal to one cut off, so
that moving each run along that direction makes draws given the campaign out of plain draws: nothing is refused, a
number still makes one parameter of one run, and all that proposes or moves numbers works as before.
Axis: R runs.
"""

from __future__ import annotations

import numpy as np

from sim.ensemble.uniforms import Numbers
from sim.scenario.scenario import Matched, Scenario

LEAST, MOST = 2.0**-54, 1.0 - 2.0**-53  # smallest and largest random number; a proposal may round to 0 or 1
LUCK = "matched.luck"  # name of the number e: the part of chance, not of parameters, in the earlier campaign


def numbers_given(scenario: Scenario, numbers: Numbers, variant: np.ndarray) -> Numbers:
    """The numbers with those of parameters as the scenario's earlier campaign leaves them; variant [R].

    Weights of model variants stay as they are: each variant's draws are conditioned by themselves.
    """
    matching = scenario.matched
    if matching is None:
        return numbers
    from scipy import special  # slow to import; see draws.quantile

    scores = {name: special.ndtri(np.clip(numbers.of(name), LEAST, MOST)) for name in matching.scores}
    size = np.sqrt(1.0 + sum(slope**2 for slope in matching.scores.values()))
    along = special.ndtri(np.clip(numbers.of(LUCK), LEAST, MOST)) / size
    for name, slope in matching.scores.items():  # one by one, so that a run's bits do not depend on R
        along = along - slope / size * scores[name]
    share = special.ndtr(intercepts(scenario, matching)[variant] / size)
    shift = np.asarray(special.ndtri(special.ndtr(along) * share)) - along
    replaced = {
        name: np.asarray(special.ndtr(scores[name] - slope / size * shift))
        for name, slope in matching.scores.items()
    }
    return Numbers(numbers.seed, numbers.runs, {**numbers.replaced, **replaced})


def intercepts(scenario: Scenario, matched: Matched) -> np.ndarray:
    """The probit's intercept of each model variant: float64 [V]."""
    return np.array([matched.intercept[variant.name] for variant in scenario.variants])


def matched_names(scenario: Scenario) -> tuple[str, ...]:
    """Names of the numbers that the earlier campaign looks at."""
    return () if scenario.matched is None else (LUCK, *scenario.matched.scores)
