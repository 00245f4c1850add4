"""Accounts, belief and the end: what the day cost, what it made people believe, whether the war is over."""

from __future__ import annotations

import math

import numpy as np

from sim.base.codes import BY_TRUCE, CAPITAL_LOST, CHALLENGER, CONQUEST, END, TRUCE
from sim.base.compiled import compiled
from sim.base.dice import TALKING, day_key, die
from sim.base.parameters import Fixed, Gamma, LogNormal, Uniform, parameter
from sim.law.capture import note_event
from sim.law.front import outdate_surveys
from sim.law.state import MEETING, State, World

PARAMETERS = (
    parameter(
        "accounts.reserve_challenger", LogNormal(150, 0.6), "FU",
        "mobile reserve of a challenger at the start on 400 districts", low=0, high=1e6, scaled=True,
        source="55-85 thousand fighters, part of them mobile (UN, via AFP 5 Aug 2021); part and spread assumed",
    ),
    parameter(
        "accounts.reserve_incumbent", LogNormal(150, 0.6), "FU",
        "mobile reserve of an incumbent at the start on 400 districts", low=0, high=1e6, scaled=True,
        source="20-30 thousand commandos carry most missions (SIGAR July 2021); range assumed",
    ),
    parameter(
        "accounts.recovery", LogNormal(180, 0.5), "days", "time constant of the reserve towards its target", low=1,
        high=1e5, source="assumed: a season's force is replaced over about half a year",
    ),
    parameter(
        "accounts.recruits", Uniform(0, 1), "1", "0: the target is fixed; 1: it grows with territory", low=0, high=2,
        source="assumed",
    ),
    parameter(
        "momentum.gain", Gamma(2, 0.75), "logit", "effect of one unit of the taker's momentum on capitulation", low=0,
        high=20, source="sign: Lehmann & Zhukov 2019 (surrender is contagious); size assumed",
    ),
    parameter(
        "momentum.half_life", LogNormal(10, 0.5), "days", "time for momentum and shock to halve", low=0.5, high=365,
        source="assumed",
    ),
    parameter(
        "momentum.unit", Fixed(0.01), "of all districts/day", "net gain that makes momentum 1", low=1e-4, high=1,
        source="scale of the variable: it makes momentum independent of N",
    ),
    parameter(
        "momentum.limit", Fixed(3.0), "1", "bound of momentum", low=0, high=100, source="assumed",
    ),
    parameter(
        "shock.gain", Gamma(2, 0.25), "logit", "effect of one capital newly taken on capitulation", low=0, high=20,
        source="sign: Lehmann & Zhukov 2019; size assumed",
    ),
    parameter("shock.limit", Fixed(12.0), "capitals", "bound of the shock", low=0, high=1000, source="assumed"),
    parameter(
        "ending.conquest", Fixed(1.0), "1",
        "share of the districts of all warring sides that ends the war; 1: no enemy holds or contests anything",
        low=0.5, high=1, source="a war is won when nothing is left",
    ),
    parameter(
        "ending.truce", Fixed(0.0017), "1/day", "chance of a truce on a day of talks", low=0, high=1, source="assumed",
    ),
)  # fmt: skip

OFF = {
    "momentum": {"momentum.gain": 0.0},
    "shock": {"shock.gain": 0.0},
    "territory_recruits": {"accounts.recruits": 0.0},
    "truce": {"ending.truce": 0.0},
}


@compiled
def prepare_decays(state: State, law: np.record) -> None:
    """Daily factors of exponential decay, once a run."""
    state.run[0].keep_momentum = math.exp(-math.log(2.0) / law.momentum_half_life)
    state.run[0].keep_wave = math.exp(-math.log(2.0) / law.uneven_wave_half_life)


@compiled
def pay_losses(world: World, state: State) -> None:
    """Attrition of the day comes from the reserve; what it cannot give thins all garrisons of the faction."""
    for f in range(len(world.powers)):
        paid = min(state.sides[f].due, state.sides[f].reserve)
        state.sides[f].reserve -= paid
        rest = state.sides[f].due - paid
        if rest > 0.0 and state.sides[f].nominal > 0.0:
            thinner = max(
                min(0.1, state.sides[f].cohesion), state.sides[f].cohesion - rest / state.sides[f].nominal
            )
            paid += (state.sides[f].cohesion - thinner) * state.sides[f].nominal
            state.sides[f].cohesion = thinner
            outdate_surveys(world, state)
        state.sides[f].attrition += paid
        state.sides[f].due = 0.0


@compiled
def settle_accounts(t: int, world: World, state: State, law: np.record) -> None:
    """Recruits, desertion and external income; recruits first fill thinned garrisons, then the reserve."""
    factions = len(world.powers)
    for f in range(factions):
        if state.sides[f].recruiting != state.sides[f].held:
            set_target(f, world, state, law)
        change = (state.sides[f].target - state.sides[f].reserve) / law.accounts_recovery
        if change >= 0.0:
            state.sides[f].recruits += change
            if state.sides[f].cohesion < 1.0 and state.sides[f].nominal > 0.0:
                given = min(change, (1.0 - state.sides[f].cohesion) * state.sides[f].nominal)
                state.sides[f].cohesion = min(1.0, state.sides[f].cohesion + given / state.sides[f].nominal)
                change -= given
                outdate_surveys(world, state)
        else:
            state.sides[f].desertion -= change
        state.sides[f].reserve += change
        income = max(-state.sides[f].reserve, world.outside[t * factions + f].income)
        state.sides[f].reserve += income
        state.sides[f].external += income


@compiled
def set_target(f: int, world: World, state: State, law: np.record) -> None:
    """Set the reserve that recruits tend to, from the share of districts that ``f`` holds."""
    target = state.sides[f].full_reserve
    if state.sides[f].share0 > 0.0:
        grown = float(state.sides[f].held) / float(len(world.places)) / state.sides[f].share0
        target *= max(0.0, 1.0 + law.accounts_recruits * (grown - 1.0))
    state.sides[f].target = target
    state.sides[f].recruiting = state.sides[f].held


@compiled
def update_beliefs(world: World, state: State, law: np.record) -> None:
    """Momentum follows the net gain per day, scaled by the number of districts; shock adds up net capitals."""
    keep = state.run[0].keep_momentum
    unit = law.momentum_unit * float(len(world.places))
    for f in range(len(world.powers)):
        momentum = keep * state.sides[f].momentum + (1.0 - keep) * state.sides[f].net / unit
        state.sides[f].momentum = max(-law.momentum_limit, min(law.momentum_limit, momentum))
        shock = keep * state.sides[f].shock + state.sides[f].net_capitals
        state.sides[f].shock = max(-law.shock_limit, min(law.shock_limit, shock))
        state.sides[f].net = 0.0
        state.sides[f].net_capitals = 0.0


@compiled
def end_war(t: int, key: np.uint64, world: World, state: State, law: np.record, events: np.ndarray) -> int:
    """End the war if a side lost its last national capital, nothing is left of one side's enemies, or by truce.

    Of several sides that lost or won on one day, the one whose die is the least is told.
    """
    dice = day_key(key, t, TALKING)
    lost, won, least = -1, -1, 1.0
    for e in range(len(world.powers)):
        if last_national_seat(e, dice, world, state) >= 0:
            u = die(dice, world.powers[e].key)
            if u < least:
                lost, least = e, u
    if lost >= 0:
        c = last_national_seat(lost, dice, world, state)
        return close(t, c, lost, int(state.districts[c].holder), END, CAPITAL_LOST, state, events)
    for f in range(len(world.powers)):
        if has_won(f, world, state, law):
            u = die(dice, world.powers[f].key)
            if u < least:
                won, least = f, u
    if won >= 0:
        return close(t, -1, won, won, END, CONQUEST, state, events)
    if all_talk(t, world) and die(dice, TALKING) < law.ending_truce:
        return close(t, -1, 0, 0, TRUCE, BY_TRUCE, state, events)
    return 0


@compiled
def all_talk(t: int, world: World) -> bool:
    """True on a day of talks, or of a ceasefire of all who fight."""
    factions = len(world.powers)
    for f in range(factions):
        for e in range(factions):
            if world.war[f * factions + e] == 1 and world.outside[t * factions + f].talks < MEETING:
                return False
    return True


@compiled
def last_national_seat(e: int, dice: np.uint64, world: World, state: State) -> int:
    """The national capital by whose loss side ``e`` has none left; -1 if it has one, or had none on day 0."""
    lost, least = -1, 1.0
    for c in world.national_seats:
        if state.districts[c].origin == e:
            if world.war[e * len(world.powers) + state.districts[c].holder] == 0:
                return -1
            u = die(dice, world.keys[c])
            since = int(state.districts[c].since)
            if (
                lost < 0
                or since > state.districts[lost].since
                or (since == state.districts[lost].since and u < least)
            ):
                lost, least = int(c), u
    return lost


@compiled
def has_won(f: int, world: World, state: State, law: np.record) -> bool:
    """True if the enemies of ``f`` hold nothing, or no more than a share, contest nothing of it and have no reserve.

    An insurgency without districts is not a finished war, nor is a side beaten that held nothing on day 0.
    """
    left, before, contested, alive = 0.0, 0.0, 0, 0
    for e in range(len(world.powers)):
        if world.war[f * len(world.powers) + e] == 1:
            left += float(state.sides[e].held)
            before += state.sides[e].share0
            contested += state.sides[e].contested
            alive += 1 if state.sides[e].reserve > law.posture_low * state.sides[e].full_reserve else 0
    if before == 0.0 or state.sides[f].held == 0:
        return False
    most = (1.0 - law.ending_conquest) * (left + float(state.sides[f].held))
    if left > most or left >= before * float(len(world.places)):
        return False
    return (contested == 0 and alive == 0) or law.ending_conquest < 1.0


@compiled
def close(t: int, i: int, e: int, f: int, manner: int, cause: int, state: State, events: np.ndarray) -> int:
    """Write the end of the war; returns 1."""
    state.run[0].end_day = t
    state.run[0].end_cause = cause
    note_event(t, i, e, f, manner, state, events)
    return 1


@compiled
def full_reserve(f: int, world: World, law: np.record) -> float:
    """Mobile reserve of ``f`` at the start (FU)."""
    if world.powers[f].role == CHALLENGER:
        return law.accounts_reserve_challenger * world.powers[f].strength
    return law.accounts_reserve_incumbent * world.powers[f].strength
