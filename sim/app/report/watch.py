"""``sim watch``: one run followed day by day - front, postures, orders, and each capture with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from sim.agents.faction import FactionAgent
from sim.agents.model import TerritoryModel
from sim.analysis.pipeline import read
from sim.base.codes import (
    ABANDONMENT,
    ASSAULT,
    ATTACKED,
    CAPITULATION,
    CHALLENGER,
    POSTURES,
    RURAL,
    START,
    TALKS,
)
from sim.base.compiled import is_compiled_before
from sim.base.errors import DONE
from sim.base.html_display import plural
from sim.law.state import NEVER
from sim.session.console import Console, table_of
from sim.session.job import Job

MANY = 3  # rural captures of one kind that share a line
SURROUNDED, INSIDE = "surrounded on ", "enemy inside"
ENDS = {
    "capital_lost": "the national capital has fallen",
    "conquest": "one side holds nearly all",
    "truce": "a truce is made",
}


def main(job: Job) -> int:
    """Print run ``job.run`` up to day ``job.until``; 0."""
    console, scenario = Console(), read(job)
    print_compilation(console)
    model = TerritoryModel(scenario, seed=job.seed, run=job.run)
    last = min(scenario.days, job.until or scenario.days)
    console.say(
        f"{scenario.name}: run {job.run}, seed {job.seed}, {last} days on {scenario.terrain.districts} districts"
    )
    for line in day_lines(model, last, job.every):
        console.say(line)
    return DONE


def print_compilation(console: Console) -> None:
    """Say that the steps of the day are compiled first, if they are."""
    if not is_compiled_before("start_run"):
        console.say("compiling the steps of the day (once for this version, about a minute)")


def day_lines(model: TerritoryModel, last: int, interval: int) -> Iterator[str]:
    """The lines of a run to day ``last``: a summary every so many days, and each day's news."""
    yield from day_summary(model)
    while not model.over and model.day < last:
        before = Yesterday(model)
        model.step()
        yield from day_news(model, before)
        if model.day % interval == 0 and not model.over:
            yield from day_summary(model)
    if model.over:
        yield f"{day_of(model)}  the war is over: {ENDS[model.end_cause]}"
    elif model.day % interval:
        yield from day_summary(model)


@dataclass
class Yesterday:
    """What the law decided on: its state at the end of the day before."""

    model: TerritoryModel
    events: int = field(init=False)

    def __post_init__(self) -> None:
        state = self.model.state
        self.events = int(state.run[0].events)
        self.districts, self.pairs, self.sides = (
            array.copy() for array in (state.districts, state.pairs, state.sides)
        )


# ---- a summary


def day_summary(model: TerritoryModel) -> Iterator[str]:
    """Where the front stands and what each faction orders."""
    yield f"{day_of(model)}  {front_line(model)}"
    rows = [faction_cells(faction) for faction in model.factions]
    for line in table_of(rows):
        yield f"      {line}"


def front_line(model: TerritoryModel) -> str:
    """Districts, contested ones and capitals of every faction in one line."""
    sides = []
    for faction in model.factions:
        held_count, contested_count, capitals = (
            int(faction.observe(name)) for name in ("held", "contested", "capitals")
        )
        sides.append(
            f"{name_of(faction)} {held_count} held, {contested_count} contested, {plural(capitals, 'capital')}"
        )
    return "; ".join(sides)


def faction_cells(faction: FactionAgent) -> tuple[str, ...]:
    """Posture, momentum, reserve and orders of one faction."""
    side = faction.side
    stock = f"reserve {side.reserve:.0f} of {side.full_reserve:.0f} FU"
    return name_of(faction), faction.posture, f"momentum {side.momentum:+.2f}", stock, orders(faction)


def orders(faction: FactionAgent) -> str:
    """What the faction ordered today."""
    model, side, districts = faction.model, faction.side, len(faction.model.districts)
    own_pairs = model.state.pairs[faction.index * districts : (faction.index + 1) * districts]
    lines = [plural(int((own_pairs["last_operation"] == model.day).sum()), "operation")] if model.day else []
    if model.world.powers[faction.index].role == CHALLENGER:
        lines.append("capitals open" if side.phase else "capitals closed")
        lines += [f"{side.threatened} of them threatened"] if side.threatened else []
    elif side.capacity > 0 or side.regain > 0:
        lines.append(f"{100 * side.capacity:.0f} % of fresh losses to be won back")
    return ", ".join(lines)


# ---- the news of a day


def day_news(model: TerritoryModel, before: Yesterday) -> Iterator[str]:
    """Turns of posture and phase, then captures and assaults on capitals with their reasons."""
    for faction, former in zip(model.factions, before.sides, strict=True):
        side = faction.side
        if side.posture != former.posture:
            cause = "talks are on" if side.posture == TALKS else (
                f"reserve {100 * former.reserve / max(1e-9, former.full_reserve):.0f} %, momentum {former.momentum:+.2f}"
            )  # fmt: skip
            yield f"{day_of(model)}  {name_of(faction)}: {POSTURES[former.posture]} to {faction.posture}, {cause}"
        if side.phase != former.phase and model.world.powers[faction.index].role == CHALLENGER:
            yield f"{day_of(model)}  capitals are now {'open' if side.phase else 'closed'} to {name_of(faction)}"
    yield from captures(model, before)


@dataclass(frozen=True)
class WatchedCapture:
    """One capture, or one assault on a capital that begins: ``deed`` says what, ``place`` and ``sides`` say why."""

    where: str
    city: bool
    deed: str  # with {} where the place stands
    place: str
    sides: str


def captures(model: TerritoryModel, before: Yesterday) -> Iterator[str]:
    """Captures of the day; rural districts with one fate share a line if they are many."""
    rows = model.room[before.events : model.state.run[0].events]
    read = [
        read_capture(model, before, row)
        for row in rows
        if START < row.manner <= ABANDONMENT or row.manner == ATTACKED
    ]
    for (city, deed, sides), same_fate in groupby(sorted(read, key=fate), key=fate):
        group = list(same_fate)
        if city or len(group) < MANY:
            for capture in group:
                yield f"{day_of(model)}  {deed.format(capture.where)}: {', '.join(filter(None, (capture.place, sides)))}"
        else:
            yield f"{day_of(model)}  {alike_line(group)}"


def alike_line(group: Sequence[WatchedCapture]) -> str:
    """Rural districts with one fate, in one line."""
    first = group[0]
    deed = first.deed.format(f"{len(group)} districts")
    sides_note = f" ({first.sides})" if first.sides else ""
    places = "; ".join(
        f"{capture.where} {capture.place.removeprefix(SURROUNDED).replace(f', {INSIDE}', '*')}"
        for capture in group
    )
    return f"{deed}{sides_note}; {SURROUNDED.strip()} (* {INSIDE}): {places}"


def fate(capture: WatchedCapture) -> tuple[bool, str, str]:
    """What captures of one line have in common."""
    return capture.city, capture.deed, capture.sides


def read_capture(model: TerritoryModel, before: Yesterday, row: np.record) -> WatchedCapture:
    """An event of the law with its reasons."""
    terrain, i = model.scenario.terrain, int(row.district)
    city = terrain.seat[i] != RURAL
    taker, giver = (model.scenario.factions[int(code)].name for code in (row.taker, row.giver))
    deed = {
        ASSAULT: f"{{}} taken by storm by {taker}",
        CAPITULATION: f"{{}} given up to {taker} without a fight",
        ABANDONMENT: f"{{}} left by {giver} to {taker}",
        ATTACKED: f"{{}} under attack by {taker}",
    }[int(row.manner)]
    former = before.districts[i]
    if row.manner == ASSAULT and former.origin == row.taker and former.since > NEVER:
        deed = f"{{}} won back by {taker}, {plural(model.day - int(former.since), 'day')} after the loss"
    place_text = f"{terrain.names[i]} ({'capital of ' if city else ''}{terrain.provinces[i]})"
    reasons = local_reasons(model, before, row), wider_reasons(model, before, row)
    return WatchedCapture(place_text, city, deed, *reasons)


def local_reasons(model: TerritoryModel, before: Yesterday, row: np.record) -> str:
    """What stood behind it on the spot: surroundings, enemies inside, garrison, province."""
    i, loser = int(row.district), int(row.giver)
    lines = [f"{SURROUNDED}{100 * before.districts[i].isolation:.0f} %"]
    if before.pairs[int(row.taker) * len(model.districts) + i].presence:
        lines.append(INSIDE)
    if row.manner in (ASSAULT, ATTACKED):
        lines.append(f"garrison {before.districts[i].garrison * before.sides[loser].cohesion:.1f} FU")
    if row.manner == CAPITULATION:
        lines += province_reasons(model, before, i, loser)
    return ", ".join(lines)


def wider_reasons(model: TerritoryModel, before: Yesterday, row: np.record) -> str:
    """What stood behind it everywhere: support from outside, momentum, shock."""
    loser, taker = int(row.giver), before.sides[int(row.taker)]
    lines = (
        [f"support {model.state.sides[loser].support_now:.2f}"] if model.world.powers[loser].supported else []
    )
    if row.manner == CAPITULATION:
        lines.append(f"momentum {taker.momentum:+.2f}")
        lines += [f"shock {taker.shock:.1f}"] if taker.shock > 0.05 else []
    return ", ".join(lines)


def province_reasons(model: TerritoryModel, before: Yesterday, i: int, loser: int) -> list[str]:
    """The state of its province, where it favours giving up."""
    terrain = model.scenario.terrain
    province_districts = np.flatnonzero(terrain.province_of == terrain.province_of[i])
    hostile = (
        model.world.war.reshape(len(model.factions), -1)[
            loser, before.districts["holder"][province_districts]
        ]
        == 1
    )
    seats = terrain.seat[province_districts] != RURAL
    if terrain.seat[i] == RURAL:
        return ["its capital lost"] if (hostile & seats).any() else []
    share = hostile[~seats].mean() if (~seats).any() else 0.0
    return [f"{100 * share:.0f} % of its province lost"] if share > 0 else []


# ---- words


def day_of(model: TerritoryModel) -> str:
    """Number and date of the day."""
    return f"day {model.day:3d}, {model.scenario.calendar.date(model.day):%d %b}"


def name_of(faction: FactionAgent) -> str:
    """The faction's name as people read it."""
    return faction.model.scenario.factions[faction.index].name
