"""One run of an ensemble lived again, alone: its address is enough, whichever batch it was drawn in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.ensemble.block import BLOCK, Worker
from sim.ensemble.draws import draw_laws, draw_starts
from sim.ensemble.engine import Ensemble, Plan, assemble
from sim.ensemble.proposal import Proposal
from sim.scenario.scenario import Scenario


def replay(
    scenario: Scenario,
    seed: int,
    run: int,
    *,
    proposal: Proposal | None = None,
    law: np.recarray | None = None,
) -> Ensemble:
    """Run ``run`` through the batch law, to the last bit as in its batch; the store is neither read nor filled.

    proposal   of the run's batch; None for a run of the prior
    law        its parameters (LAW_DTYPE [1]) where they are kept, as in runs.parquet; None: drawn again
    Returns an ensemble of this run. SimError with what went wrong if the run fails.
    """
    plan, runs = Plan(scenario, seed, 1, run, proposal), np.array([run])
    laws = draw_laws(scenario, seed, runs, proposal) if law is None else law
    _, held, contested = draw_starts(scenario, seed, runs)
    block = Worker(plan.world, plan.days).run_block(seed, run, laws, held, contested)
    return replace(assemble(plan, {run // BLOCK: block}), parameters=laws)
