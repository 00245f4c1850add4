"""One run of an ensemble replayed, alone: its address is enough, whichever batch or filter it came from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.ensemble.block import BLOCK, Block, Worker
from sim.ensemble.draws import laws_of, starts_of, variants_of
from sim.ensemble.engine import Ensemble, Plan, assemble
from sim.ensemble.lineage import Lineage
from sim.ensemble.proposal import Proposal
from sim.ensemble.uniforms import Numbers, addressed
from sim.scenario.scenario import Scenario


def replay(
    scenario: Scenario,
    seed: int,
    run: int,
    *,
    proposal: Proposal | None = None,
    law: np.recarray | None = None,
    lineage: Lineage | None = None,
) -> Ensemble:
    """Run ``run`` through the law, to the last bit as in its ensemble; the store is neither read nor filled.

    proposal   of the run's batch; None for a run of the prior
    law        its parameters (LAW_DTYPE [1]) where they are stored, as in runs.parquet; None: drawn again
    lineage    of the runs of a filter, this one among them: then it says everything, and the others are left out
    Returns an ensemble of this run. SimError with what went wrong if the run fails.
    """
    plan, runs = Plan(scenario, seed, 1, run, proposal), np.array([run])
    own_lineage = None if lineage is None else lineage.only(np.flatnonzero(lineage.run == run))
    numbers = (
        addressed(seed, runs, proposal) if own_lineage is None else Numbers(seed, runs, own_lineage.numbers)
    )
    laws = laws_of(scenario, numbers) if law is None else law
    tracker, held_counts, contested_counts = starts_of(scenario, numbers)
    if own_lineage is None:
        block: Block = Worker(plan.world, plan.days).run_block(seed, run, laws, held_counts, contested_counts)
    else:
        block = own_lineage.replay(scenario, seed).block(run)
    single_run = assemble(plan, {run // BLOCK: block})
    return replace(
        single_run,
        parameters=laws,
        variant=variants_of(scenario, numbers),
        tracker=tracker,
        lineage=own_lineage,
    )
