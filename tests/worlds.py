"""Small worlds made by hand, for tests of the law, the engine and the Mesa face. Axes as in sim.law.state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from sim.base.calendar import Calendar
from sim.base.codes import RURAL
from sim.base.parameters import Fixed, Prior
from sim.ensemble.block import Block, Worker
from sim.ensemble.draws import draw_laws, draw_starts, quantile
from sim.ensemble.resumable_runs import Opening, ResumableRuns
from sim.ensemble.world import build_world
from sim.evidence.source_and_count import Count
from sim.law.doors import DOORS
from sim.law.parameters import OFF, PARAMETERS
from sim.law.state import EVENT, allocate, empty
from sim.scenario.scenario import ControlRow, Event, Faction, LawPrior, Scenario, Tracker, Variant
from sim.terrain.terrain import Terrain

START = date(2030, 3, 1)
RED, BLUE, GREEN = range(3)
TWO = (Faction("red", "Reds", "challenger"), Faction("blue", "Blues", "incumbent", supported=True))
NEUTRAL = Faction("green", "Greens", "incumbent")
NEIGHBOURS_ON_A_GRID = ((0, 1), (1, 0))
ROLES_DECIDE = {
    "initiative.start_challenger": 1.0,
    "initiative.start_incumbent": 0.0,
    "initiative.spell": 1e9,
    "initiative.pause_challenger": 1.0,
    "initiative.pause_incumbent": 1e9,
    "initiative.success": 0.0,
    "initiative.opening": 20.0,
}  # a challenger attacks whenever its reserve lets it, an incumbent never
CALM = {**OFF["tempo"], **OFF["intervention"], **OFF["rout"], **OFF["rising"], **ROLES_DECIDE}
CALM |= {"pressure.density": 1e3}  # a front of any length bears all operations


def network(
    pairs: Sequence[tuple[int, int]],
    *,
    seats: Mapping[int, int] | None = None,
    provinces: Sequence[str] | None = None,
    past: Sequence[float] | None = None,
) -> Terrain:
    """A terrain of the districts D000, D001 ... joined by ``pairs``; weights 1, 1000 persons a district."""
    districts = max(max(pair) for pair in pairs) + 1
    seat = np.full(districts, RURAL, dtype=np.int8)
    for row, rank in (seats or {}).items():
        seat[row] = rank
    ids = tuple(f"D{row:03d}" for row in range(districts))
    ends = np.array(pairs, dtype=np.int32)
    return Terrain(
        ids=ids,
        names=ids,
        provinces=tuple(provinces or ("P0",) * districts),
        seat=seat,
        population=np.full(districts, 1000.0),
        past=np.zeros(districts) if past is None else np.array(past, dtype=float),
        lon=np.full(districts, np.nan),
        lat=np.full(districts, np.nan),
        edge_a=ends[:, 0].copy(),
        edge_b=ends[:, 1].copy(),
        edge_weight=np.ones(len(ends)),
        source="made up",
    )


def line(districts: int, **kwargs: Any) -> Terrain:
    """A chain."""
    return network([(row, row + 1) for row in range(districts - 1)], **kwargs)


def grid(side: int, **kwargs: Any) -> Terrain:
    """A square grid; row-major, 2 x 2 squares are provinces whose first district is the capital."""
    rows = {(x, y): x * side + y for x in range(side) for y in range(side)}
    pairs = [
        (row, rows[x + a, y + b])
        for (x, y), row in rows.items()
        for a, b in NEIGHBOURS_ON_A_GRID
        if (x + a, y + b) in rows
    ]
    kwargs.setdefault("seats", {row: 1 for (x, y), row in rows.items() if x % 2 == y % 2 == 0 and row})
    kwargs.setdefault("provinces", [f"P{x // 2}.{y // 2}" for x, y in rows])
    return network(pairs, **kwargs)


def permuted(terrain: Terrain, order: np.ndarray) -> Terrain:
    """The same districts and edges with the rows of the table in another ``order``."""
    place = np.argsort(order).astype(np.int32)
    names = ("ids", "names", "provinces")
    arrays = ("seat", "population", "past", "lon", "lat")
    return replace(
        terrain,
        **{name: tuple(getattr(terrain, name)[row] for row in order) for name in names},
        **{name: getattr(terrain, name)[order] for name in arrays},
        edge_a=place[terrain.edge_a],
        edge_b=place[terrain.edge_b],
    )


def exactly(number: float, basis: float, modifier: str = "exactly", high: float | None = None) -> Count:
    """A start count."""
    return Count(
        id="start", source="s", statement="start", quote="", published=START, date=START, window_from=None,
        faction="red", relation="controls", unit="districts", measure="count", kind="stock", low=number,
        high=number if high is None else high, modifier=modifier, basis=basis, use="start",
    )  # fmt: skip


def dated(
    kind: str,
    value: float,
    faction: str | None = "red",
    first: int = 0,
    last: int | None = None,
    *,
    places: tuple[str, ...] = (),
    to: str | None = None,
) -> Event:
    """An event from day ``first`` to day ``last``."""
    end = None if last is None else START + timedelta(days=last)
    begin = START + timedelta(days=first)
    return Event(f"{kind}_{first}", kind, faction, begin, end, value, START, "made up", to=to, places=places)


def medians(calm: bool = True) -> dict[str, float]:
    """Every parameter at the median of its prior; what varies apart from all rules is ``CALM``, or as it is."""
    found = {name: float(quantile(p.prior, np.array(0.5))) for name, p in PARAMETERS.items()}
    return {**found, **CALM} if calm else found


def priors(values: Mapping[str, float | Prior]) -> dict[str, LawPrior]:
    """A prior for every parameter: that of the code, or the given value or prior."""
    given = {name: value if isinstance(value, Prior) else Fixed(value) for name, value in values.items()}
    return {name: LawPrior(given.get(name, p.prior), "made up", "code") for name, p in PARAMETERS.items()}


def made(
    terrain: Terrain,
    law: Mapping[str, float | Prior] | None = None,
    *,
    days: int = 60,
    held: Mapping[str, int | Count] | None = None,
    contested: Mapping[str, int | Count] | None = None,
    factions: tuple[Faction, ...] = TWO,
    wars: tuple[tuple[str, str], ...] = (("red", "blue"),),
    events: tuple[Event, ...] = (),
    variants: tuple[Variant, ...] = (Variant("base", 1.0, {}),),
    control: tuple[ControlRow, ...] = (),
    allegiance: Mapping[str, tuple[float, ...]] | None = None,
    calm: bool = True,
) -> Scenario:
    """A scenario whose war is asked about half-way through ``days``; red holds one district unless told.

    Parameters that ``law`` does not name have their priors; those of ``CALM`` its values, so that a test of one
    mechanism is not disturbed by the others.
    """
    basis = float(terrain.districts)

    def counts(given: Mapping[str, int | Count] | None) -> dict[str, Count]:
        return {f: n if isinstance(n, Count) else exactly(n, basis) for f, n in (given or {}).items()}

    return Scenario(
        name="made", title="", about="", folder="made", calendar=Calendar(START, START + timedelta(days=days // 2)),
        horizon=days - days // 2, factions=factions, wars=wars, default_holder="blue", terrain=terrain,
        statements=(), sources={}, counts=(), trackers=(Tracker("t", 1.0, counts(held or {"red": 1}), counts(contested)),),
        events=events, support_from=START, claims=(), law=priors({**(CALM if calm else {}), **(law or {})}),
        variants=variants, frozen={}, control=control, allegiance=allegiance or {},
    )  # fmt: skip


@dataclass
class Campaign:
    """The runs 0 .. n of a scenario as one block, with what they were given."""

    scenario: Scenario
    block: Block
    laws: np.recarray
    held: np.ndarray
    contested: np.ndarray

    def counts(self, column: int) -> np.ndarray:
        """Integer series [n, T+1, F]."""
        return self.block.counts[..., column]

    def events_of(self, run: int) -> np.recarray:
        """EVENT records of one run."""
        last = np.cumsum(self.block.event_count)
        return self.block.events[last[run] - self.block.event_count[run] : last[run]]

    def named_events(self, run: int) -> list[tuple[int, str, str, str, int]]:
        """(day, district id, from, to, manner) of one run, sorted."""
        ids, names = (*self.scenario.terrain.ids, ""), self.scenario.faction_ids
        rows = self.events_of(run)
        return sorted(
            (int(e["day"]), ids[e["district"]], names[e["giver"]], names[e["taker"]], int(e["manner"]))
            for e in rows
        )

    def captures(self, to: int, *manners: int) -> int:
        """Number of captures by a faction after day 0 in all runs, of the given manners."""
        e = self.block.events
        return int(((e["taker"] == to) & (e["day"] > 0) & np.isin(e["manner"], manners or (1, 2, 3))).sum())


def campaign(scenario: Scenario, runs: int = 32, seed: int = 1) -> Campaign:
    """Simulate the runs 0 .. ``runs`` of a scenario, without a store."""
    numbers = np.arange(runs)
    laws = draw_laws(scenario, seed, numbers)
    _, held, contested = draw_starts(scenario, seed, numbers)
    worker = Worker(build_world(scenario, scenario.days), scenario.days)
    return Campaign(scenario, worker.run_block(seed, 0, laws, held, contested), laws, held, contested)


class Walk:
    """One run step by step through the law's doors, its state open to a test."""

    def __init__(self, scenario: Scenario, seed: int = 1, run: int = 0) -> None:
        numbers = np.array([run])
        self.scenario = scenario
        self.world = build_world(scenario, scenario.days)
        self.state = allocate(len(self.world.places), len(self.world.powers), len(self.world.provinces))
        self.law = draw_laws(scenario, seed, numbers)[0]
        self.events = empty(EVENT, 200_000)
        self.t = 0
        _, held, contested = draw_starts(scenario, seed, numbers)
        with np.errstate(over="ignore"):
            self.key = np.uint64(DOORS["run_key"](np.uint64(seed), np.uint64(run)))
            DOORS["start_run"](self.key, held[0], contested[0], self.world, self.state, self.law, self.events)

    @property
    def over(self) -> bool:
        """True once the war has ended."""
        return bool(self.state.run[0].end_day >= 0)

    @property
    def sides(self) -> np.recarray:
        """SIDE [F]."""
        return self.state.sides

    @property
    def holders(self) -> np.ndarray:
        """Holder of each district: int8 [D]."""
        return self.state.districts["holder"]

    def live(self) -> None:
        """The order of sim.law.day.DAY."""
        self.t += 1
        t, key, world, state, law, events = self.t, self.key, self.world, self.state, self.law, self.events
        every = range(len(world.powers))
        DOORS["begin_day"](world, state)
        DOORS["look_outside"](t, world, state, law)
        DOORS["vary_tempo"](t, key, world, state, law)
        DOORS["break_sides"](t, key, world, state, law)
        for f in every:
            DOORS["rise"](t, key, f, world, state, law)
        for f in every:
            DOORS["decide_posture"](t, key, f, world, state, law)
            DOORS["decide_phase"](t, f, world, state, law)
        for f in every:
            DOORS["decide_operations"](t, f, world, state, law)
            DOORS["decide_winning_back"](t, f, world, state, law)
        for f in every:
            DOORS["contest_districts"](t, key, f, world, state, law, events)
        DOORS["win_back"](t, key, world, state, law)
        for f in every:
            DOORS["give_up"](t, key, f, world, state, law)
        DOORS["pay_losses"](world, state)
        DOORS["carry_out_falls"](t, world, state, law, events)
        DOORS["pursue"](t, key, world, state, law, events)
        DOORS["insert_reports"](t, key, world, state, law, events)
        DOORS["settle_accounts"](t, world, state, law)
        DOORS["update_beliefs"](world, state, law)
        DOORS["assess_reports"](t, key, world, state, law)
        DOORS["end_war"](t, key, world, state, law, events)

    def day(self) -> None:
        """One day."""
        with np.errstate(over="ignore"):
            self.live()

    def days(self, number: int) -> Walk:
        """So many days, or fewer if the war ends."""
        for _ in range(number):
            if not self.over:
                self.day()
        return self


class EngineWalk(Walk):
    """One run day by day through the engine's own loop over days: one call a day in place of thirty."""

    def __init__(self, scenario: Scenario, seed: int = 1, run: int = 0) -> None:
        numbers = np.array([run])
        _, held, contested = draw_starts(scenario, seed, numbers)
        self.scenario, self.world = scenario, build_world(scenario, scenario.days)
        opening = Opening(draw_laws(scenario, seed, numbers), held, contested)
        self.runs, self.seed, self.dice = (
            ResumableRuns(self.world, scenario.days, opening),
            seed,
            numbers[:, None],
        )
        self.state, self.t = self.runs.states, -1
        self.day()

    def day(self) -> None:
        """One day, the start first."""
        self.t += 1
        self.runs.advance(np.array([self.t]), self.seed, self.dice)


def everything(order: np.ndarray | None = None) -> Scenario:
    """A war of three sides with a known map, later reports, every kind of placed event, and people; all priors.

    ``order`` gives the rows of the district table in another order; the war is the same.
    """
    rows = np.arange(36)
    place = rows if order is None else np.argsort(order)
    holders = np.where(rows < 12, RED, np.where(rows >= 30, GREEN, BLUE))
    control = [
        ControlRow(
            -4, int(place[row]), int(holders[row]), present=RED if row in (12, 13, 20) else -1, error=0.1
        )
        for row in rows
        if row % 7
    ]
    control += [ControlRow(12, int(place[row]), RED, error=0.2) for row in (14, 15, 18, 24, 30)]
    control += [
        ControlRow(12, int(place[21]), BLUE, present=GREEN),
        ControlRow(20, int(place[3]), BLUE, error=0.4),
    ]
    likes = (rows / 35, 1 - rows / 35)
    events = (
        dated("entry", 1, "green", 3, places=("D025", "D026")),
        dated("garrison", 2.0, None, 2, 15, places=("D012", "D016")),
        dated("agreement", 1, None, 8, places=("D028",), to="green"),
        dated("defection", 1, None, 9, places=("D017", "D029"), to="red"),
        dated("offensive", 1, "blue", 10, 14),
        dated("ceasefire", 1, "red", 16, 18),
        dated("support", 0.8, "red", 5, 25),
    )
    factions = (*TWO, replace(NEUTRAL, role="challenger", strength=0.5))
    law = {"rout.surprise": 0.05, "rout.flight": 0.1, "presence.rise": 0.002, "intervention.rate": 0.01}
    law |= {"initiative.pause_challenger": 20.0, "initiative.pause_incumbent": 20.0}
    terrain = grid(6) if order is None else permuted(grid(6), order)
    return made(
        terrain, {**law, "accounts.reserve_challenger": 15.0, "accounts.reserve_incumbent": 20.0}, days=40,
        held={"red": 12, "green": 4}, contested={"red": 5}, factions=factions,
        wars=(("red", "blue"), ("green", "blue"), ("red", "green")), events=events, control=tuple(control),
        allegiance={
            name: tuple(float(share) for share in (likes[f] if order is None else likes[f][order]))
            for f, name in enumerate(("red", "blue"))
        },
        calm=False,
    )  # fmt: skip
