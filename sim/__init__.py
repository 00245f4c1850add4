"""Agent-based simulation of territorial control: from a report to a conditioned ensemble to verdicts on its claims.

    scenario = sim.read_scenario("toy_corridor")            # network, sides, reports, claims, priors
    ensemble = sim.run_ensemble(scenario, runs=500, seed=1)  # runs from the prior
    weights = sim.condition(ensemble)                        # importance weights given the reports
    for verdict in sim.judge(ensemble, weights):             # probability, interval and word of each claim
        print(verdict)

``frame`` gives any of these as a table, ``report`` the page; ``TerritoryModel`` is one run as a Mesa model;
``read_quantities`` and ``read_claims`` extract counts and claims from English text. Names are imported when first
used (PEP 562), so that ``import sim`` is fast.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

HOMES = {
    "read_scenario": "sim.scenario.reader",
    "run_ensemble": "sim.ensemble.engine",
    "condition": "sim.analysis.pipeline",
    "judge": "sim.analysis.pipeline",
    "frame": "sim.output.notebook",
    "report": "sim.output.notebook",
    "TerritoryModel": "sim.agents.model",
    "Scenario": "sim.scenario.scenario",
    "Ensemble": "sim.ensemble.engine",
    "Weights": "sim.inference.weights",
    "Verdict": "sim.claims.types",
    "SimError": "sim.base.errors",
    "read_quantities": "sim.reading.quantities",
    "read_claims": "sim.reading.claims",
}
__all__ = ["__version__", *HOMES]


def __getattr__(name: str) -> Any:
    """The public name ``name``, its room imported now."""
    if name not in HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(importlib.import_module(HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
