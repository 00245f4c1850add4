"""Carry out the captures of the day: a capture needs resources, and a garrison needs a reserve."""

from __future__ import annotations

import numpy as np

from sim.base.codes import ABANDONMENT, ASSAULT, CAPITULATION, CHALLENGER, REPORTED, RURAL
from sim.base.compiled import compiled
from sim.base.parameters import Fixed, LogNormal, Uniform, parameter
from sim.law.front import look_around_capture, note_gain
from sim.law.state import NEVER, State, World

PARAMETERS = (
    parameter(
        "garrison.incumbent_rural", LogNormal(1.0, 0.3), "FU", "garrison of an incumbent in a rural district", low=0,
        high=1000, source="55-85 thousand fighters against 180 thousand over some 400 districts (UN; AFP 5 Aug 2021)",
    ),
    parameter(
        "garrison.incumbent_urban", LogNormal(6.0, 0.3), "FU", "garrison of an incumbent in a capital", low=0,
        high=1000, source="as garrison.incumbent_rural; ratio assumed",
    ),
    parameter(
        "garrison.challenger_rural", LogNormal(0.5, 0.4), "FU", "garrison of a challenger in a rural district", low=0,
        high=1000, source="55-85 thousand fighters over some 400 districts (UN, via AFP 5 Aug 2021)",
    ),
    parameter(
        "garrison.challenger_urban", LogNormal(4.0, 0.5), "FU", "garrison of a challenger in a capital", low=0,
        high=1000, source="as garrison.challenger_rural; ratio assumed",
    ),
    parameter(
        "accounts.loot", Uniform(0, 1), "1", "share of what is left of a garrison that joins or arms the taker",
        low=0, high=1, source="assumed (sign: captured equipment and recruits are reported throughout)",
    ),
    parameter(
        "accounts.overhead", Uniform(0, 0.6), "FU/capture", "force used up by each capture", low=0, high=100,
        source="assumed",
    ),
    parameter(
        "accounts.escape", Fixed(0.3), "1", "share of defenders that escapes a lost fight", low=0, high=1,
        source="assumed",
    ),
    parameter(
        "accounts.saved", Fixed(0.8), "1", "share of a garrison saved when a district is given up", low=0, high=1,
        source="assumed",
    ),
)  # fmt: skip

OFF = {"loot": {"accounts.loot": 0.0}, "overhead": {"accounts.overhead": 0.0}}


@compiled
def mark_fall(t: int, i: int, f: int, manner: int, chance: float, u: float, state: State) -> None:
    """Mark district ``i`` to fall to ``f`` today. Two takers: one die, chances in proportion."""
    falls = state.run[0].falls
    n = falls
    if state.districts[i].falling == t:
        for k in range(falls):
            if state.falls[k].district == i:
                n = k
    if n < falls:
        chance = chance + state.falls[n].chance
        if state.falls[n].taker == f or u * chance >= chance - state.falls[n].chance:
            state.falls[n].chance = chance
            return
    else:
        state.run[0].falls = falls + 1
        state.districts[i].falling = t
    state.falls[n].district = i
    state.falls[n].taker = f
    state.falls[n].manner = manner
    state.falls[n].chance = chance
    state.falls[n].die = u


@compiled
def sort_falls(state: State) -> None:
    """Order the day's falls by their dice, so that scarce means are not served in the order of the file."""
    room, falls, gap = len(state.falls) - 1, state.run[0].falls, 1
    while 3 * gap < falls:  # Shell's sort: plain insertion would be the run on a day of thousands of falls
        gap = 3 * gap + 1
    while gap > 0:
        for n in range(gap, falls):
            k = n
            while k >= gap and state.falls[k].die < state.falls[k - gap].die:
                state.falls[room] = state.falls[k]
                state.falls[k] = state.falls[k - gap]
                state.falls[k - gap] = state.falls[room]
                k -= gap
        gap //= 3


@compiled
def carry_out_falls(t: int, world: World, state: State, law: np.record, events: np.ndarray) -> None:
    """Change the holder of each marked district whose taker can pay for it; empty the list."""
    sort_falls(state)
    for n in range(state.run[0].falls):
        f = int(state.falls[n].taker)
        if state.sides[f].reserve >= law.accounts_overhead:
            i, manner = int(state.falls[n].district), int(state.falls[n].manner)
            take_district(t, i, f, manner, world, state, law, events)
    state.run[0].falls = 0


@compiled
def take_district(
    t: int, i: int, f: int, manner: int, world: World, state: State, law: np.record, events: np.ndarray
) -> None:
    """Faction ``f`` takes district ``i``: accounts, garrison, counts, surroundings, event."""
    e = int(state.districts[i].holder)
    settle_capture(i, e, f, manner, state, law)
    note_event(t, i, e, f, manner, state, events)
    if manner == ASSAULT and state.pairs[f * len(world.places) + i].even == 1:
        state.sides[f].won_even += 1
    count_change(i, e, f, world, state)
    state.districts[i].holder = f
    state.districts[i].since = t
    post_garrison(i, f, world, state, law)
    # A reported loss is old when it is reported, and no fresh loss to win back; a city is gone for all the same.
    note_gain(i, f if manner == REPORTED and world.places[i].seat == RURAL else e, state)
    look_around_capture(i, world, state, law)


@compiled
def settle_capture(i: int, e: int, f: int, manner: int, state: State, law: np.record) -> None:
    """Force of the lost garrison: some escapes, some joins the taker, the rest disperses; overhead is paid."""
    force = state.sides[e].cohesion * state.districts[i].garrison
    state.sides[e].nominal = max(0.0, state.sides[e].nominal - state.districts[i].garrison)
    escaped = 0.0
    if manner == ASSAULT or manner == REPORTED:
        escaped = law.accounts_escape * force
    elif manner == ABANDONMENT:
        escaped = law.accounts_saved * force
    won = law.accounts_loot * (force - escaped) * (1.0 if manner == CAPITULATION else 0.5)
    overhead = min(law.accounts_overhead, state.sides[f].reserve)  # less only for what is reported
    state.sides[e].reserve += escaped
    state.sides[f].reserve += won - overhead
    state.sides[f].loot += won
    state.sides[f].overhead += overhead
    state.sides[e].dispersed += force - escaped


@compiled
def garrison_wanted(f: int, i: int, world: World, law: np.record) -> float:
    """Garrison (FU) that faction ``f`` wants in district ``i``."""
    if world.powers[f].role == CHALLENGER:
        return (
            law.garrison_challenger_rural if world.places[i].seat == RURAL else law.garrison_challenger_urban
        )
    return law.garrison_incumbent_rural if world.places[i].seat == RURAL else law.garrison_incumbent_urban


@compiled
def post_garrison(i: int, f: int, world: World, state: State, law: np.record) -> None:
    """Post what the reserve can give, possibly nothing; nominal strength is paid at today's cohesion."""
    given = min(garrison_wanted(f, i, world, law), state.sides[f].reserve)
    state.sides[f].reserve -= given
    state.districts[i].garrison = given / state.sides[f].cohesion
    state.sides[f].nominal += state.districts[i].garrison


@compiled
def count_change(i: int, e: int, f: int, world: World, state: State) -> None:
    """Counts of both sides when ``i`` goes from ``e`` to ``f``; the loser stays present for a while."""
    factions, districts, provinces = len(world.powers), len(world.places), len(world.provinces)
    for g in range(factions):
        if state.pairs[g * districts + i].presence == 1 and world.war[g * factions + e] == 1:
            state.sides[g].contested -= 1
    state.pairs[f * districts + i].presence = 0
    state.pairs[f * districts + i].last_operation = NEVER
    state.pairs[e * districts + i].presence = 1
    for g in range(factions):
        if state.pairs[g * districts + i].presence == 1 and world.war[g * factions + f] == 1:
            state.sides[g].contested += 1
    state.sides[e].held -= 1
    state.sides[f].held += 1
    state.sides[e].net -= 1.0
    state.sides[f].net += 1.0
    state.sides[e].people -= world.backgrounds[i].population
    state.sides[f].people += world.backgrounds[i].population
    if world.places[i].seat == RURAL:
        state.province_held[e * provinces + world.places[i].province] -= 1.0
        state.province_held[f * provinces + world.places[i].province] += 1.0
    else:
        state.sides[e].held_capitals -= 1
        state.sides[f].held_capitals += 1
        state.sides[e].net_capitals -= 1.0
        state.sides[f].net_capitals += 1.0


@compiled
def note_event(t: int, i: int, e: int, f: int, manner: int, state: State, events: np.ndarray) -> None:
    """Write one event; the caller has made room."""
    n = state.run[0].events
    events[n].day = t
    events[n].district = i
    events[n].giver = e
    events[n].taker = f
    events[n].manner = manner
    state.run[0].events = n + 1
