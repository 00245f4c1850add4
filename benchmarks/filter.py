"""``sim bench``: thirteen dated counts weighed by the filter, as ``experiment=thirteen_counts`` does."""

from __future__ import annotations

import time
from typing import Any, cast

from omegaconf import OmegaConf

from benchmarks.measurement import Measurement
from sim.analysis.conditioning import ENOUGH, weighed_counts
from sim.app.entry.hydra_entry import configs_folder
from sim.ensemble.engine import run_ensemble
from sim.ensemble.execution.executor import Threads
from sim.inference.particles.filter import run_filter
from sim.scenario.reader import read_scenario
from sim.session.job import make_job
from sim.session.options import OPTIONS
from sim.session.temporary_store import own_store

EXPERIMENT = "experiment/thirteen_counts.yaml"
SCENARIO = str(OPTIONS["scenario"].default)
PRIOR, ROOTS = 2_048, 65_536  # prior runs, and runs the filter tries beside them: the fewest islands it takes
LONGEST = 60  # seconds


def filter_figures(roots: int = ROOTS) -> list[Measurement]:
    """Wall time from prior runs to weighed particles, nothing stored, and how many of them count.

    The experiment itself goes on until ENOUGH are effective; this is what its first round does.
    """
    options = OmegaConf.to_container(OmegaConf.load(configs_folder() / EXPERIMENT), resolve=False)
    job = make_job({"scenario": SCENARIO, **cast(dict[str, Any], options)})
    scenario = weighed_counts(read_scenario(job.scenario), job.fit)
    with own_store():
        begun = time.perf_counter()
        ensemble = run_ensemble(scenario, runs=min(PRIOR, roots), seed=job.seed)
        _, weights = run_filter(ensemble, job.evidence, roots, Threads(job.workers))
        spent = time.perf_counter() - begun
    whole = roots == ROOTS
    name = f"{len(weights.used)} counts by the filter, {roots:,} runs tried"
    return [
        Measurement(name, spent, "s", at_most=LONGEST if whole else None),
        Measurement("effective runs they leave", weights.ess, "", at_least=ENOUGH if whole else None),
    ]
