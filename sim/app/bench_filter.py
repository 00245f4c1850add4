"""``sim bench``: thirteen dated counts weighed by the filter, as ``experiment=thirteen_counts`` does."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any, cast

from omegaconf import OmegaConf

from sim.app.console import Console
from sim.app.door import configs_folder
from sim.app.figure import Figure
from sim.app.job import make_job
from sim.app.learning import ENOUGH, filtered, weighed_counts
from sim.app.options import OPTIONS
from sim.app.ownstore import own_store
from sim.ensemble.engine import run_ensemble
from sim.scenario.reader import read_scenario

EXPERIMENT = "experiment/thirteen_counts.yaml"
SCENARIO = str(OPTIONS["scenario"].default)
PARTICLES = 2_048  # of the filter; the islands they make are the fewest it takes
LONGEST = 60  # seconds


def filter_figures(runs: int = PARTICLES) -> list[Figure]:
    """Wall time from prior runs to weighed particles, nothing stored, and how many of them count."""
    told = OmegaConf.to_container(OmegaConf.load(configs_folder() / EXPERIMENT), resolve=False)
    job = replace(make_job({"scenario": SCENARIO, **cast(dict[str, Any], told)}), runs=runs)
    scenario = weighed_counts(read_scenario(job.scenario), job.fit)
    with own_store():
        begun = time.perf_counter()
        ensemble, weights = filtered(run_ensemble(scenario, runs=runs, seed=job.seed), job, Console())
        spent = time.perf_counter() - begun
    whole = runs == PARTICLES
    name = f"{len(weights.used)} counts by the filter, {ensemble.runs - runs:,} particles"
    return [
        Figure(name, spent, "s", at_most=LONGEST if whole else None),
        Figure("effective runs they leave", weights.ess, "", at_least=ENOUGH if whole else None),
    ]
