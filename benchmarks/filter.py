"""``sim bench``: thirteen dated counts weighed by the filter, as ``experiment=thirteen_counts`` does."""

from __future__ import annotations

import time
from typing import Any, cast

import numpy as np
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
MOST = 1_048_576  # runs the filter may try; a few islands in a hundred of them suffice
SEEDS = 3
LONGEST = 60  # seconds


def filter_figures(most: int = MOST, seeds: int = SEEDS) -> list[Measurement]:
    """Wall time from prior runs to ENOUGH effective ones, as the experiment asks for them; medians of random seeds.

    Prior runs are there when the clock starts, as they are in a job that is repeated; of the filter nothing is stored.
    """
    options = OmegaConf.to_container(OmegaConf.load(configs_folder() / EXPERIMENT), resolve=False)
    job = make_job({"scenario": SCENARIO, **cast(dict[str, Any], options)})
    scenario = weighed_counts(read_scenario(job.scenario), job.fit)
    runs, executor, taken = min(job.runs or most, most), Threads(job.workers), []
    with own_store():
        for seed in range(job.seed, job.seed + seeds):
            ensemble = run_ensemble(scenario, runs=runs, seed=seed)
            begun = time.perf_counter()
            _, weights = run_filter(ensemble, job.evidence, most, executor, enough=ENOUGH)
            taken.append((time.perf_counter() - begun, weights.ess))
    spent, effective = (float(np.median(values)) for values in zip(*taken, strict=True))
    whole = most == MOST
    return [
        Measurement(
            f"{len(weights.used)} counts by the filter, until {ENOUGH:.0f} runs are effective",
            spent,
            "s",
            at_most=LONGEST if whole else None,
        ),
        Measurement("effective runs then", effective, "", at_least=ENOUGH if whole else None),
    ]
