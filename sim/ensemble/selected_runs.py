"""Runs picked by number, each simulated alone: a run is its address, so none of the others is needed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.ensemble.block import Block
from sim.ensemble.engine import Plan
from sim.scenario.scenario import Scenario


class SelectedRuns(Plan):
    """A plan whose blocks are single runs; the store is neither read nor filled."""

    def __init__(self, scenario: Scenario, seed: int, picked: np.ndarray) -> None:
        """``picked``: run numbers in rising order."""
        super().__init__(scenario, seed, len(picked), keep=False)
        self.picked = [int(run) for run in picked]

    @property
    def numbers(self) -> Sequence[int]:
        """The runs themselves."""
        return self.picked

    @property
    def wanted(self) -> Sequence[int]:
        """The runs themselves."""
        return self.picked

    def size(self, number: int) -> int:
        """One run."""
        return 1

    def stored(self, number: int) -> Block | None:
        """Nothing is looked for."""
        return None

    def simulate(self, number: int) -> Block:
        """One run."""
        return self.simulate_runs(number, 1)
