"""``TerritoryModel``: run k of an ensemble as a Mesa model, bit for bit the run the batch simulates."""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pyarrow as pa
from mesa.discrete_space import Network

from sim.agents.faction import SERIES_COLUMNS, DistrictAgent, FactionAgent
from sim.base.codes import END_CAUSES, MANNERS
from sim.base.errors import UsageError
from sim.ensemble.draws import in_range, laws_of, starts_of
from sim.ensemble.engine import named
from sim.ensemble.lineage import Lineage, plain_lineage
from sim.ensemble.uniforms import Numbers
from sim.ensemble.world import build_world
from sim.law.doors import DOORS
from sim.law.parameters import LAW_DTYPE
from sim.law.state import EVENT, allocate, empty
from sim.scenario.reader import read_scenario
from sim.scenario.scenario import Scenario

MOST = 2**63  # seeds and numbers of runs stay below


class TerritoryModel(mesa.Model):
    """One run as a Mesa model, day by day; equal bit for bit to the same run of an ensemble.

    scenario   a Scenario, or the name or path of one (which ``mesa.batch_run`` can print and send to other processes)
    seed, run  random seed of the ensemble and number of the run, 0 to 2**63 - 1; ``seed=None`` draws a seed, which is
               then the attribute ``seed``
    law        parameters of the run (a LAW_DTYPE record) in place of the draw from the prior
    lineage    lineage of a run made by the particle filter

    ``step()`` simulates one day. ``running`` turns False when the war ends and on the last day, ``days``; a further
    ``step()`` raises UsageError. ``datacollector`` holds the daily series: as columns of each ``FactionAgent``, and
    for the model as ``day`` and COLUMN.FACTION, the columns that ``mesa.batch_run`` returns. ``events`` lists the
    events so far. No rule reads ``model.random``. Raises UsageError for an invalid seed, run or lineage.
    """

    def __init__(
        self, scenario: Scenario | str | Path, seed: int | None = 1, run: int = 0, law: np.record | None = None,
        lineage: Lineage | None = None,
    ) -> None:  # fmt: skip
        seed = secrets.randbelow(MOST) if seed is None else address("seed", seed)
        super().__init__(seed=seed)
        scenario = scenario if isinstance(scenario, Scenario) else read_scenario(scenario)
        self.scenario, self.seed, self.run = scenario, seed, address("run", run)
        self.descent = lineage or plain_lineage(self.run, scenario.days)
        self.descent.check(scenario.days)
        numbers = Numbers(seed, self.descent.run, self.descent.numbers)
        self.world = build_world(scenario, scenario.days)
        self.state = allocate(len(self.world.places), len(self.world.powers), len(self.world.provinces))
        self.law = laws_of(scenario, numbers)[0] if law is None else checked(law)
        self.room = empty(EVENT, self.busiest)
        self.day = 0
        with np.errstate(over="ignore"):
            self.keys = [
                np.uint64(DOORS["run_key"](np.uint64(seed), np.uint64(run_number)))
                for run_number in self.descent.dice[0]
            ]
            _, held_counts, contested_counts = starts_of(scenario, numbers)
            DOORS["start_run"](
                self.key, held_counts[0], contested_counts[0], self.world, self.state, self.law, self.room
            )
        self.network = Network(scenario.terrain.graph, random=self.random)
        self.factions = [FactionAgent(self, index) for index in range(len(scenario.factions))]
        cells = {cell.coordinate: cell for cell in self.network.all_cells}
        self.districts = [
            DistrictAgent(self, row, cells[name]) for row, name in enumerate(scenario.terrain.ids)
        ]
        self.datacollector = mesa.DataCollector(
            model_reporters={"day": "day", **daily_series(self.factions)},
            agenttype_reporters={
                FactionAgent: {name: partial(observe, column=name) for name in SERIES_COLUMNS}
            },
        )
        self.datacollector.collect(self)

    @property
    def days(self) -> int:
        """T, the last day there is: what the world's dated records reach."""
        return len(self.world.outside) // len(self.world.powers) - 1

    def step(self) -> None:
        """One day: all factions decide, then all orders resolve. After the war's end nothing moves any more.

        UsageError on the last day of the scenario.
        """
        if not 0 <= self.day < self.days:
            self.running = False
            self.steps -= 1  # Mesa has counted the step already
            raise UsageError(
                f"step() on day {self.day}: {self.scenario.name} ends on day {self.days}; "
                "expected a loop `while model.running`, or a scenario with a longer horizon"
            )
        self.day += 1
        with np.errstate(over="ignore"):  # uint64 arithmetic of the uncompiled law wraps, as it must
            DOORS["begin_day"](self.world, self.state)
            if not self.over:
                self.simulate_day()
        self.running = not self.over and self.day < self.days
        self.datacollector.collect(self)

    @property
    def busiest(self) -> int:
        """Most events that one day can bring, the start included."""
        return (1 + len(self.world.powers)) * len(self.world.places) + 2

    @property
    def over(self) -> bool:
        """True once the war has ended."""
        return bool(self.state.run[0].end_day >= 0)

    def simulate_day(self) -> None:
        """The order of ``sim.law.day.DAY``, agent by agent."""
        self.reserve_events()
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

    def reserve_events(self) -> None:
        """More room for events if a busy day might not fit."""
        event_count = int(self.state.run[0].events)
        room_needed = event_count + self.busiest
        if room_needed > len(self.room):
            larger_room = empty(EVENT, 2 * room_needed)
            larger_room[:event_count] = self.room[:event_count]
            self.room = larger_room

    @property
    def key(self) -> np.uint64:
        """Key of today's random numbers."""
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


def observe(faction: FactionAgent, column: str) -> float:
    """A column of the daily series, as DataCollector asks for it."""
    return faction.observe(column)


def daily_series(factions: list[FactionAgent]) -> dict[str, partial[float]]:
    """Reporters of the model, COLUMN.FACTION: the row of a day holds every side."""
    return {
        f"{column}.{faction.name}": partial(observe_of_model, index=faction.index, column=column)
        for faction in factions
        for column in SERIES_COLUMNS
    }


def observe_of_model(model: TerritoryModel, index: int, column: str) -> float:
    """A column of the daily series of one side of a model."""
    return model.factions[index].observe(column)


def address(name: str, value: Any) -> int:
    """A seed or the number of a run as a whole number; UsageError for what is none or lies outside the range."""
    is_integer = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not is_integer or not 0 <= value < MOST:
        raise UsageError(f"{name} = {value!r} is out of range; expected a whole number from 0 to {MOST - 1}")
    return int(value)


def checked(law: Any) -> np.record:
    """Parameters given by hand; UsageError for what is no LAW_DTYPE record, which compiled code would misread."""
    if getattr(law, "dtype", None) != LAW_DTYPE or getattr(law, "shape", None) != ():
        raise UsageError(
            f"law = {type(law).__name__} is not one record of parameters; expected ensemble.parameters[k] "
            "or law_records(values, 1)[0]"
        )
    return in_range(law)
