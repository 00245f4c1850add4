"""Both writings of the law side by side: the same drawn parameters, own dice, the same quantities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import NormalDist

import numpy as np

from benchmarks.mesa_idiomatic import TwinModel, live, summarise
from sim.base.codes import ASSAULT, MANNERS, RURAL
from sim.base.parameters import Prior, Uniform
from sim.ensemble.block import Block, Worker
from sim.ensemble.draws import draw_laws, draw_starts
from sim.ensemble.world import build_world
from sim.record.record import SERIES_COUNTS
from sim.scenario.scenario import ControlRow, Event, Faction, Fight, LawPrior, Scenario, Tracker
from sim.scenario.synthetic import make_count, make_scenario

FALSE_ALARM = 0.01  # chance that a test of equal writings fails, over all its comparisons
FATES = ("assault", "capitulation", "abandonment", "reported", "attacked", "truce", "end")

UNUSUAL: Mapping[str, Prior] = {  # mechanisms that the usual priors leave off or rarely reach
    "uneven.contrast": Uniform(0.2, 1.0),
    "uneven.wave": Uniform(0.5, 2.0),
    "uneven.wave_day": Uniform(5, 30),
    "posture.low": Uniform(0.2, 0.8),
    "phase.share": Uniform(0.0, 0.3),
    "phase.departure": Uniform(0.0, 20.0),
    "accounts.recovery": Uniform(20, 200),
    "ending.truce": Uniform(0.0, 0.02),
    "capitulation.quiet_logit": Uniform(4.0, 7.0),
    "rout.rate_challenger": Uniform(0.0, 0.3),
    "rout.rate_incumbent": Uniform(0.0, 0.3),
    "rout.surprise": Uniform(0.0, 0.2),
    "rout.flight": Uniform(0.0, 0.3),
    "presence.rise": Uniform(0.0, 0.002),
    "intervention.rate": Uniform(0.0, 0.05),
    "intervention.length": Uniform(5, 40),
    "initiative.spell": Uniform(5, 40),
    "initiative.pause_challenger": Uniform(8, 60),
    "initiative.pause_incumbent": Uniform(8, 60),
    "assault.rate": Uniform(0.1, 0.5),
    "assault.air": Uniform(0.0, 2.0),
    "pressure.density": Uniform(0.5, 2.0),
}


@dataclass(frozen=True)
class Both:
    """Quantities of R parameter draws: name -> twin [R], and name -> engine [R, K] with K throws of the dice."""

    twin: Mapping[str, np.ndarray]
    engine: Mapping[str, np.ndarray]


def lively_scenario(districts: int, days: int) -> Scenario:
    """Two factions, and priors under which every mechanism is often at work."""
    plain = make_scenario(districts, days)
    law = {name: LawPrior(prior, "made", "code") for name, prior in UNUSUAL.items()}
    return replace(plain, law={**plain.law, **law})


def busy_scenario(districts: int, days: int) -> Scenario:
    """Three factions all at war with each other, rivers, a divided people, reports of places, events of every kind."""
    plain = lively_scenario(districts, days)
    terrain = plain.terrain
    ids, rural = terrain.ids, np.flatnonzero(terrain.seat == RURAL).tolist()
    barriers = np.where(np.arange(len(terrain.edge_a)) % 5 == 0, 0.7, 0.0)
    barriers[::20] = 1.0
    strength = plain.factions[0].strength
    day = [plain.calendar.start + timedelta(days=number) for number in range(days + 1)]

    def event(
        kind: str, faction: str | None, first: int, last: int | None, value: float, to: str = "", *places: int
    ) -> Event:
        end = None if last is None else day[min(last, days)]
        where = tuple(ids[rural[place]] for place in places)
        name = f"{kind}_{first}"
        return Event(name, kind, faction, day[first], end, value, day[0], "made", to=to or None, places=where)

    def row(when: int, place: int, holder: int, present: int = -1) -> ControlRow:
        return ControlRow(when, rural[place], holder, present, 0.2, "made")

    return replace(
        plain,
        factions=(*plain.factions, Faction("green", "Green", "challenger", 0.6 * strength)),
        wars=(("red", "blue"), ("green", "blue"), ("red", "green")),
        trackers=(
            Tracker(
                "made",
                1.0,
                {
                    "red": make_count("red", 0.15 * districts, districts),
                    "green": make_count("green", 0.12 * districts, districts),
                },
                {
                    "red": make_count("in_red", 0.3 * districts, districts),
                    "blue": make_count("in_blue", 0.05 * districts, districts),
                },
            ),
        ),
        events=(
            event("support", "blue", 10, 20, 0.5),
            event("income", "red", 5, None, 0.3 * strength),
            event("lull", None, 12, 16, 0.3),
            event("entry", "green", 8, None, 1.0, "", 3, 9),
            event("offensive", "blue", 17, 24, 1.0),
            event("offensive", "red", 4, 7, -1.0),
            event("ceasefire", "green", 26, 27, 1.0),
            event("agreement", "blue", 11, None, 1.0, "green", 12, 13),
            event("defection", "blue", 19, None, 1.0, "red", 14),
            event("garrison", "red", 9, 22, 2.0, "", 16, 17),
            event("support", "red", 18, 30, 0.6),
            event("talks", None, 30, 33, 1.0),
            event("talks", None, 36, 45, 0.0),
            event("phase", "green", 20, None, 1.0),
            event("phase", "red", 1, 9, -1.0),
            event("relocation", "blue", 15, None, 0.4),
        ),
        support_from=day[3],
        terrain=replace(terrain, edge_barrier=barriers),
        allegiance={
            "red": tuple(np.linspace(0.0, 1.0, districts).tolist()),
            "green": tuple(np.linspace(0.6, 0.3, districts).tolist()),
        },
        control=(
            *(row(-20, place, 1) for place in (20, 21, 22)),
            *(row(-2, place, 0) for place in (20, 21)),
            *(row(0, place, 1, 0) for place in (23, 24)),
            *(row(13, place, 0, 1) for place in (22, 23)),
            row(28, 21, 1),
        ),
        fights=(Fight(-2, rural[18], (0, 1), 0.2), Fight(16, rural[19], (1, 2), 0.2)),
    )


def run_both(
    scenario: Scenario,
    days: int,
    runs: int,
    throws: int,
    seed: int = 1,
    changes: Mapping[str, float] | None = None,
) -> Both:
    """``runs`` parameter draws, once in Mesa and ``throws`` times in the engine; ``changes`` multiply the twin's."""
    laws = draw_laws(scenario, seed, np.arange(runs))
    changed = laws.copy()
    for name, factor in (changes or {}).items():
        changed[name] *= factor
    _, held, contested = draw_starts(scenario, seed, np.arange(runs))
    models = [
        TwinModel(scenario, changed[run], held[run], contested[run], seed=run, setting="lean")
        for run in range(runs)
    ]
    rows = np.repeat(np.arange(runs), throws)
    block = Worker(build_world(scenario, days), days).run_block(
        seed, 0, laws[rows], held[rows], contested[rows]
    )
    watched = [day for day in (0, 5, 10, 20, 40, 60, 90, 120) if day <= days]
    twin = [twin_quantities(live(model, days), days, watched) for model in models]
    engine = engine_quantities(block, watched, scenario)
    return Both(
        {name: np.array([one[name] for one in twin]) for name in twin[0]},
        {name: values.reshape(runs, throws) for name, values in engine.items()},
    )


def twin_quantities(model: TwinModel, days: int, watched: list[int]) -> dict[str, float]:
    """Held by faction on some days, capitals at the end, events by manner."""
    run = summarise(model, days)
    found = {
        f"{f.name} held on day {day}": run.held[day, k]
        for k, f in enumerate(model.factions)
        for day in watched
    }
    found |= {f"{f.name} capitals": run.capitals[-1, k] for k, f in enumerate(model.factions)}
    found |= {manner: run.manners.get(manner, 0) for manner in FATES}
    won = Counter(taker for *_, taker, manner in model.events if manner == "assault")
    return {**found, **{f"assaults won by {f.name}": won.get(f.name, 0) for f in model.factions}}


def engine_quantities(block: Block, watched: list[int], scenario: Scenario) -> dict[str, np.ndarray]:
    """The same of the engine's runs."""
    series = {name: block.counts[..., column].astype(float) for column, name in enumerate(SERIES_COUNTS)}
    names = scenario.faction_ids
    found = {
        f"{f} held on day {day}": series["held"][:, day, k] for k, f in enumerate(names) for day in watched
    }
    found |= {f"{f} capitals": series["capitals"][:, -1, k] for k, f in enumerate(names)}
    run = np.repeat(np.arange(block.runs), block.event_count)
    for manner in FATES:
        one = run[block.events["manner"] == MANNERS.index(manner)]
        found[manner] = np.bincount(one, minlength=block.runs).astype(float)
    for k, f in enumerate(names):
        one = run[(block.events["manner"] == ASSAULT) & (block.events["taker"] == k)]
        found[f"assaults won by {f}"] = np.bincount(one, minlength=block.runs).astype(float)
    return found


def scores(looks: Mapping[str, np.ndarray]) -> dict[str, float]:
    """How far the twin's run stands out from the engine's throws of equal parameters, in standard errors.

    looks   name -> [R, 1 + K]: one figure of the twin's run and of each of the K throws. If the writings are equal, any of
            the 1 + K could be the twin's, so the error is known from all of them; that of the twin's runs alone is too small
            where something happens rarely and has not happened in them. What never varies is left out.
    """
    errors = {name: float(np.sqrt(values.var(axis=1).sum())) for name, values in looks.items()}
    return {
        name: float((values[:, 0] - values.mean(axis=1)).sum() / errors[name])
        for name, values in looks.items()
        if errors[name] > 0
    }


def side_by_side(both: Both) -> dict[str, np.ndarray]:
    """The twin's run and the throws: name -> [R, 1 + K]."""
    return {name: np.column_stack([both.twin[name], both.engine[name]]) for name in both.twin}


def mean_scores(both: Both) -> dict[str, float]:
    """How far the means differ, in standard errors."""
    return scores(side_by_side(both))


def spread_scores(both: Both) -> dict[str, float]:
    """How far the spreads at equal parameters differ, in standard errors."""
    return scores(
        {
            name: (values - values.mean(axis=1, keepdims=True)) ** 2
            for name, values in side_by_side(both).items()
        }
    )


def share_scores(both: Both) -> dict[str, float]:
    """How far the shares of the manners of capture differ, in standard errors."""
    runs = side_by_side(both)
    manners = {m: runs[m] for m in ("assault", "capitulation", "abandonment")}
    captures = np.sum(list(manners.values()), axis=0)
    return scores({m: values - values.sum() / captures.sum() * captures for m, values in manners.items()})


def limit(comparisons: int) -> float:
    """Standard errors that one of ``comparisons`` exceeds with chance FALSE_ALARM if the writings are equal."""
    return NormalDist().inv_cdf(1 - FALSE_ALARM / (2 * comparisons))


def too_far(found: Mapping[str, float]) -> dict[str, float]:
    """The scores beyond the limit."""
    bound = limit(len(found))
    return {name: round(score, 2) for name, score in found.items() if abs(score) > bound}
