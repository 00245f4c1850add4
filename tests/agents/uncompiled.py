"""Runs of the law as plain Python, in a process of their own: the oracle. Called by test_model.

python -m tests.agents.uncompiled batch|mesa SCENARIO SEED DAYS OUT RUN...     (SCENARIO: a name, or "everything")
"""

from __future__ import annotations

import sys

import numpy as np

from sim.ensemble.block import Worker
from sim.ensemble.draws import draw_laws, draw_starts
from sim.ensemble.world import build_world
from sim.scenario.reader import read_scenario
from sim.scenario.scenario import Scenario
from tests.worlds import everything

Left = dict[str, np.ndarray]  # counts int [T+1, F, 8], levels float32 [T+1, F, 4], events EVENT [n]


def by_batch(scenario: Scenario, seed: int, days: int, run: int) -> Left:
    """What a run of the batch path leaves in its first ``days`` days."""
    numbers = np.array([run])
    _, held, contested = draw_starts(scenario, seed, numbers)
    worker = Worker(build_world(scenario, scenario.days), days)
    block = worker.run_block(seed, run, draw_laws(scenario, seed, numbers), held, contested)
    return {"counts": block.counts[0], "levels": block.levels[0], "events": np.asarray(block.events)}


def by_mesa(scenario: Scenario, seed: int, days: int, run: int) -> Left:
    """What the Mesa face of the run leaves in its first ``days`` days."""
    from sim.agents.model import TerritoryModel

    model = TerritoryModel(scenario, seed=seed, run=run)
    for _ in range(days):
        model.step()
    return left_by(model)


def left_by(model: object) -> Left:
    """The series collected by a model and its events, in the types of the batch."""
    from sim.agents.faction import FactionAgent
    from sim.record.record import SERIES_COUNTS, SERIES_LEVELS

    table = model.datacollector.get_agenttype_vars_dataframe(FactionAgent)  # type: ignore[attr-defined]
    factions = len(model.factions)  # type: ignore[attr-defined]
    shape = (len(table) // factions, factions, -1)
    used = int(model.state.run[0].events)  # type: ignore[attr-defined]
    return {
        "counts": table[list(SERIES_COUNTS)].to_numpy().astype(np.int16).reshape(shape),
        "levels": table[list(SERIES_LEVELS)].to_numpy().astype(np.float32).reshape(shape),
        "events": np.asarray(model.room[:used]),  # type: ignore[attr-defined]
    }


def main(kind: str, name: str, seed: str, days: str, out: str, *runs: str) -> None:
    """Write what the runs leave to ``out`` (npz), names prefixed by the run."""
    scenario = everything() if name == "everything" else read_scenario(name)
    live = {"batch": by_batch, "mesa": by_mesa}[kind]
    found = {run: live(scenario, int(seed), int(days), int(run)) for run in runs}
    np.savez(out, **{f"{run}.{name}": array for run, left in found.items() for name, array in left.items()})


if __name__ == "__main__":
    main(*sys.argv[1:])
