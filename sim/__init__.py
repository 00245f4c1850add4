"""From a report to conditioned runs to verdicts: names are resolved when first used (PEP 562)."""

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
