"""``FactionAgent`` and ``DistrictAgent``: they hold no rule and no number of their own, the law's state does."""

from __future__ import annotations

from typing import Any

import mesa
from mesa.discrete_space import FixedAgent

from sim.base.codes import POSTURES
from sim.law.doors import DOORS
from sim.record.record import SERIES_COUNTS, SERIES_LEVELS

SIDE_FIELDS = {
    "held": "held",
    "contested": "contested",
    "capitals": "held_capitals",
    "posture": "posture",
    "assaults": "assaults",
    "assaults_even": "assaults_even",
    "won_even": "won_even",
    "capitals_threatened": "threatened",
    "population": "people",
    "reserve": "reserve",
    "momentum": "momentum",
}


class FactionAgent(mesa.Agent):
    """One side: decides on yesterday's state, then carries its orders out on its front."""

    model: Any  # the TerritoryModel that made it

    def __init__(self, model: Any, index: int) -> None:
        super().__init__(model)
        self.index = index
        self.name = model.scenario.faction_ids[index]

    @property
    def side(self) -> Any:
        """The faction's record in the law's state (sim.law.state.SIDE)."""
        return self.model.state.sides[self.index]

    @property
    def posture(self) -> str:
        """advance, consolidate, retreat or talks."""
        return POSTURES[self.side.posture]

    def observe(self, column: str) -> float:
        """Today's value of a column of the daily series."""
        if column == "garrison":
            return float(self.side.cohesion * self.side.nominal)
        return float(getattr(self.side, SIDE_FIELDS[column]))

    def rise(self) -> None:
        """Appear somewhere in the enemy's country."""
        m = self.model
        DOORS["rise"](m.day, m.key, self.index, m.world, m.state, m.law)

    def take_stance(self) -> None:
        """Advance, consolidate or retreat; open the capitals or not."""
        m = self.model
        DOORS["decide_posture"](m.day, m.key, self.index, m.world, m.state, m.law)
        DOORS["decide_phase"](m.day, self.index, m.world, m.state, m.law)

    def give_orders(self) -> None:
        """How many operations, how firm a grip, how much to win back."""
        m = self.model
        DOORS["decide_operations"](m.day, self.index, m.world, m.state, m.law)
        DOORS["decide_winning_back"](m.day, self.index, m.world, m.state, m.law)

    def contest(self) -> None:
        """Draw the random numbers of every enemy district exposed to this faction."""
        m = self.model
        m.reserve_events()
        DOORS["contest_districts"](m.day, m.key, self.index, m.world, m.state, m.law, m.room)

    def give_up(self) -> None:
        """In retreat: leave the most isolated districts."""
        m = self.model
        DOORS["give_up"](m.day, m.key, self.index, m.world, m.state, m.law)


class DistrictAgent(FixedAgent):
    """One district on the network: reads and writes the law's record of it."""

    model: Any  # the TerritoryModel that made it

    def __init__(self, model: Any, row: int, cell: Any) -> None:
        super().__init__(model)
        self.row = row
        self.id = model.scenario.terrain.ids[row]
        self.cell = cell

    @property
    def place(self) -> Any:
        """The district's record in the law's state (sim.law.state.DISTRICT)."""
        return self.model.state.districts[self.row]

    @property
    def holder(self) -> str:
        """Id of the faction that holds it."""
        return self.model.scenario.faction_ids[self.place.holder]

    @property
    def garrison(self) -> float:
        """Nominal garrison, FU."""
        return float(self.place.garrison)

    @garrison.setter
    def garrison(self, strength: float) -> None:
        m = self.model
        m.state.sides[self.place.holder].nominal += strength - self.place.garrison
        self.place.garrison = strength
        DOORS["look_around"](self.row, m.world, m.state, m.law)


SERIES_COLUMNS = (*SERIES_COUNTS, *SERIES_LEVELS)
