"""``TerritoryModel``: run k of an ensemble as a Mesa model, bit for bit the run the batch simulates."""

from __future__ import annotations

from functools import partial

import mesa
import numpy as np
import pyarrow as pa
from mesa.discrete_space import Network

from sim.agents.faction import SERIES_COLUMNS, District, Faction
from sim.base.codes import END_CAUSES, MANNERS
from sim.ensemble.draws import laws_of, starts_of
from sim.ensemble.engine import named
from sim.ensemble.lineage import Lineage, plain_lineage
from sim.ensemble.numbers import Numbers
from sim.ensemble.world import build_world
from sim.law.doors import DOORS
from sim.law.state import EVENT, allocate, empty
from sim.scenario.scenario import Scenario


class TerritoryModel(mesa.Model):
    """One run, day by day.

    step() lives one day; ``running`` turns False when the war ends; ``datacollector`` holds the columns of the
    daily series for each ``Faction``; ``events`` what happened so far. No rule reads ``model.random``.
    ``law`` gives the run's parameters (a LAW_DTYPE record) where the prior's draw is not meant, ``lineage`` that of a
    run of a filter.
    """

    def __init__(
        self, scenario: Scenario, seed: int = 1, run: int = 0, law: np.record | None = None,
        lineage: Lineage | None = None,
    ) -> None:  # fmt: skip
        super().__init__(seed=seed)
        self.scenario, self.run = scenario, run
        self.descent = lineage or plain_lineage(run, scenario.days)
        numbers = Numbers(seed, self.descent.run, self.descent.numbers)
        self.days = scenario.days
        self.world = build_world(scenario, self.days)
        self.state = allocate(len(self.world.places), len(self.world.powers), len(self.world.provinces))
        self.law = laws_of(scenario, numbers)[0] if law is None else law
        self.room = empty(EVENT, 4 * len(self.world.places))
        self.day = 0
        with np.errstate(over="ignore"):
            self.keys = [
                np.uint64(DOORS["run_key"](np.uint64(seed), np.uint64(own))) for own in self.descent.dice[0]
            ]
            _, held, contested = starts_of(scenario, numbers)
            DOORS["start_run"](self.key, held[0], contested[0], self.world, self.state, self.law, self.room)
            DOORS["look_at_capitals"](self.world, self.state)
        self.network = Network(scenario.terrain.graph, random=self.random)
        self.factions = [Faction(self, index) for index in range(len(scenario.factions))]
        cells = {cell.coordinate: cell for cell in self.network.all_cells}
        self.districts = [District(self, row, cells[name]) for row, name in enumerate(scenario.terrain.ids)]
        reporters = {column: partial(observe, column=column) for column in SERIES_COLUMNS}
        self.datacollector = mesa.DataCollector(agenttype_reporters={Faction: reporters})
        self.datacollector.collect(self)

    def step(self) -> None:
        """One day: all factions decide, then all orders resolve. After the end nothing moves any more."""
        self.day += 1
        with np.errstate(over="ignore"):  # uint64 arithmetic of the uncompiled law wraps, as it must
            DOORS["begin_day"](self.world, self.state)
            if self.running:
                self.live()
        self.datacollector.collect(self)

    def live(self) -> None:
        """The order of ``sim.law.day.DAY``, agent by agent."""
        self.make_room()
        t, key, world, state, law = self.day, self.key, self.world, self.state, self.law
        DOORS["look_outside"](t, world, state, law)
        DOORS["vary_tempo"](t, key, world, state, law)
        DOORS["break_sides"](t, key, world, state, law)
        for faction in self.factions:
            faction.rise()
        for faction in self.factions:
            faction.take_stance()
        for faction in self.factions:
            faction.give_orders()
        for faction in self.factions:
            faction.contest()
        DOORS["win_back"](t, key, world, state, law)
        for faction in self.factions:
            faction.give_up()
        DOORS["pay_losses"](world, state)
        DOORS["carry_out_falls"](t, world, state, law, self.room)
        DOORS["pursue"](t, key, world, state, law, self.room)
        DOORS["insert_reports"](t, key, world, state, law, self.room)
        DOORS["settle_accounts"](t, world, state, law)
        DOORS["update_beliefs"](world, state, law)
        DOORS["assess_reports"](t, key, world, state, law)
        DOORS["end_war"](t, key, world, state, law, self.room)
        DOORS["look_at_capitals"](world, state)
        self.running = bool(state.run[0].end_day < 0)

    def make_room(self) -> None:
        """More room for events if a busy day might not fit."""
        used = int(self.state.run[0].events)
        wanted = used + (2 + len(self.factions)) * len(self.districts) + 2
        if wanted > len(self.room):
            roomier = empty(EVENT, 2 * wanted)
            roomier[:used] = self.room[:used]
            self.room = roomier

    @property
    def key(self) -> np.uint64:
        """Key of today's dice."""
        stretch = int(np.searchsorted(self.descent.until, self.day))
        return self.keys[min(stretch, len(self.keys) - 1)]

    @property
    def end_cause(self) -> str:
        """none, capital_lost, conquest or truce."""
        return END_CAUSES[self.state.run[0].end_cause]

    @property
    def events(self) -> pa.Table:
        """day, district, from, to, manner: the batch's table of this run without its run column."""
        rows = self.room[: self.state.run[0].events]
        ids = self.scenario.terrain.ids
        district = np.where(rows["district"] < 0, len(ids), rows["district"])
        return pa.table(
            {
                "day": rows["day"].copy(),
                "district": named(district, [*ids, ""]),
                "from": named(rows["giver"], self.scenario.faction_ids),
                "to": named(rows["taker"], self.scenario.faction_ids),
                "manner": named(rows["manner"], MANNERS),
            }
        )


def observe(faction: Faction, column: str) -> float:
    """A column of the daily series, as DataCollector asks for it."""
    return faction.observe(column)
