"""The start of a run: a map drawn consistently with the reported counts, never the same for all runs."""

from __future__ import annotations

import numpy as np

from sim.base.codes import ADVANCE, CONSOLIDATE, RURAL, START
from sim.base.compiled import compiled
from sim.base.dice import CONTESTED_MAP, HELD_MAP, RESOLVE, UNEVEN, day_key, die, logistic
from sim.base.parameters import Fixed, parameter
from sim.law.accounts import full_reserve, prepare_decays
from sim.law.capture import garrison_wanted, note_event
from sim.law.contest import firmness_of
from sim.law.front import look_around
from sim.law.initiative import begin_initiative
from sim.law.reports import place_known_holders
from sim.law.retake import prepare_retaking
from sim.law.state import NEVER, State, World
from sim.law.tempo import begin_tempo

PARAMETERS = (
    parameter(
        "start.past", Fixed(1.5), "score", "weight of a district's known past in the start map", low=-10, high=10,
        source="assumed",
    ),
    parameter(
        "start.cluster", Fixed(1.0), "score", "weight of the share of neighbours already chosen", low=-10, high=10,
        source="assumed",
    ),
    parameter(
        "start.noise", Fixed(1.0), "score", "spread of what is not known about the start map", low=0.01, high=100,
        source="assumed",
    ),
)  # fmt: skip

OFF: dict[str, dict[str, float]] = {"start_knowledge": {"start.past": 0.0, "start.cluster": 0.0}}
CHOSEN, OUTDATED = 1, 2
ROUNDS = 4  # the map is filled in rounds, so that neighbours of chosen districts become likelier


@compiled
def start_run(
    key: np.uint64,
    held: np.ndarray,
    contested: np.ndarray,
    world: World,
    state: State,
    law: np.record,
    events: np.ndarray,
) -> None:
    """Reset ``state`` and draw the map of day 0.

    held, contested   int32 [F]: districts each faction holds, and enemy districts in which it is present
    """
    forget(world, state)
    place_known_holders(key, world, state)
    for f in range(len(world.powers)):
        if f != world.frame[0].default_holder:
            choose(key, f, held[f] - placed(f, world, state), 1, world, state, law)
    for f in range(len(world.powers)):
        wanted = int(law.presence_known * float(contested[f])) - present(f, world, state)
        choose(key, f, wanted, 0, world, state, law)
    post_first_garrisons(key, world, state, law)
    count_all(world, state)
    prepare_decays(state, law)
    prepare_retaking(state, law)
    begin_tempo(key, world, state, law)
    begin_initiative(key, world, state, law)
    for f in range(len(world.powers)):
        state.sides[f].posture = ADVANCE if state.sides[f].offensive == 1 else CONSOLIDATE
    for i in range(len(world.places)):
        look_around(i, world, state, law)
        rest, f = int(world.frame[0].default_holder), int(state.districts[i].holder)
        if f != rest:
            note_event(0, i, rest, f, START, state, events)


@compiled
def forget(world: World, state: State) -> None:
    """Empty everything a former run left."""
    for i in range(len(world.places)):
        state.districts[i].holder = world.frame[0].default_holder
        state.districts[i].since = NEVER
        state.districts[i].falling = NEVER
        state.districts[i].gains_place = -1
    for k in range(len(state.pairs)):
        state.pairs[k].presence = 0
        state.pairs[k].even = 0
        state.pairs[k].threat = 0
        state.pairs[k].front_place = -1
        state.pairs[k].last_operation = NEVER
    for k in range(len(state.province_held)):
        state.province_held[k] = 0.0
    state.run[0].gains = 0
    state.run[0].falls = 0
    state.run[0].events = 0
    state.run[0].end_day = -1
    state.run[0].end_cause = 0
    state.run[0].wave = 0.0
    state.run[0].wave_begun = 0
    state.run[0].next_report = 0
    state.run[0].routs = 0
    for f in range(len(world.powers)):
        state.sides[f].due = 0.0
        state.sides[f].front = 0
        state.sides[f].surveyed = 0
        state.sides[f].recruiting = -1
        state.sides[f].recruits = 0.0
        state.sides[f].external = 0.0
        state.sides[f].attrition = 0.0
        state.sides[f].dispersed = 0.0
        state.sides[f].overhead = 0.0
        state.sides[f].desertion = 0.0
        state.sides[f].loot = 0.0
        state.sides[f].momentum = 0.0
        state.sides[f].shock = 0.0
        state.sides[f].net = 0.0
        state.sides[f].net_capitals = 0.0
        state.sides[f].rate = 0.0
        state.sides[f].grip = 0.0
        state.sides[f].regain = 0.0
        state.sides[f].capacity = 0.0
        state.sides[f].posture_day = NEVER
        state.sides[f].rout_until = NEVER
        state.sides[f].phase = 0
        state.sides[f].cohesion = 1.0
        state.sides[f].support_now = 0.0
        state.sides[f].contested = 0
        state.sides[f].threatened = 0
        state.sides[f].assaults = 0
        state.sides[f].assaults_even = 0
        state.sides[f].won_even = 0


@compiled
def placed(f: int, world: World, state: State) -> int:
    """Rural districts that ``f`` has been given already."""
    count = 0
    for i in range(len(world.places)):
        if state.districts[i].holder == f and world.places[i].seat == RURAL:
            count += 1
    return count


@compiled
def present(f: int, world: World, state: State) -> int:
    """Districts in which the map of day 0 says that ``f`` is present."""
    count = 0
    for i in range(len(world.places)):
        count += int(state.pairs[f * len(world.places) + i].presence)
    return count


@compiled
def choose(
    key: np.uint64, f: int, wanted: int, holding: int, world: World, state: State, law: np.record
) -> None:
    """Give ``wanted`` rural districts to ``f``: to hold (1) or to be present in (0), by noisy top-k in rounds.

    Score = past + cluster * share of neighbours already chosen + noise; a stable die for each district.
    """
    if wanted <= 0:
        return
    dice = day_key(key, 0, HELD_MAP if holding == 1 else CONTESTED_MAP)
    before, chosen, candidates = 0, 0, 0
    for i in range(len(world.places)):
        # until day 0 begins, hits say of each district whether it is chosen and whether its score is out of date
        state.hits[i] = int(is_chosen(i, f, holding, world, state))
        before += int(state.hits[i])
        state.hits[i] += OUTDATED
        if is_candidate(i, f, holding, world, state):
            # and lean holds the noise
            u = die(dice, world.keys[i] + world.powers[f].key)
            state.districts[i].lean = law.start_noise * logistic(u)
            state.candidates[candidates] = i
            candidates += 1
    for turn in range(ROUNDS):
        take = min(candidates, (wanted * (turn + 1)) // ROUNDS - chosen)
        if take > 0:
            for n in range(candidates):
                i = int(state.candidates[n])
                if state.hits[i] >= OUTDATED:
                    state.scores[n] = score(i, before + chosen > 0, world, state, law)
                    state.hits[i] -= OUTDATED
            chosen += take
            threshold = nth_largest(state.scores, candidates, take)
            candidates = give(f, holding, threshold, candidates, world, state)


@compiled
def is_chosen(i: int, f: int, holding: int, world: World, state: State) -> bool:
    """True if ``f`` holds district ``i``, or where presence is to be chosen has it there."""
    return (state.districts[i].holder == f) | (
        (holding == 0) & (state.pairs[f * len(world.places) + i].presence == 1)
    )


@compiled
def is_candidate(i: int, f: int, holding: int, world: World, state: State) -> bool:
    """True if rural district ``i`` can still be chosen for ``f``."""
    factions, districts = len(world.powers), len(world.places)
    if world.places[i].seat != RURAL or world.backgrounds[i].known >= 0:
        return False
    if holding == 1:
        return state.districts[i].holder == world.frame[0].default_holder
    return (
        world.war[f * factions + state.districts[i].holder] == 1
        and state.pairs[f * districts + i].presence == 0
    )


@compiled
def score(i: int, any_chosen: bool, world: World, state: State, law: np.record) -> float:
    """How likely district ``i`` is to be chosen, with its noise."""
    near = 0.0
    if any_chosen:  # a sum without a branch: which neighbours have been chosen is not to be foreseen
        for k in range(world.places[i].first, world.places[i].last):
            near += world.neighbours[k].share * float(state.hits[world.neighbours[k].to] & CHOSEN)
    return law.start_past * world.backgrounds[i].past + law.start_cluster * near + state.districts[i].lean


@compiled
def give(f: int, holding: int, threshold: float, candidates: int, world: World, state: State) -> int:
    """Choose all candidates whose score reaches ``threshold``; returns how many are left, in the same order."""
    left = 0
    for n in range(candidates):
        i = int(state.candidates[n])
        if state.scores[n] < threshold:
            state.candidates[left] = i
            state.scores[left] = state.scores[n]
            left += 1
            continue
        if holding == 1:
            state.districts[i].holder = f
        else:
            state.pairs[f * len(world.places) + i].presence = 1
        state.hits[i] |= CHOSEN
        for k in range(world.places[i].first, world.places[i].last):
            state.hits[world.neighbours[k].to] |= OUTDATED
    return left


@compiled
def nth_largest(scores: np.ndarray, count: int, n: int) -> float:
    """The ``n``-th largest of the first ``count`` scores (n >= 1), by quickselect in a copy behind them.

    What is smaller than the pivot goes to the left without a branch, since no processor foresees which that is.
    """
    low = len(scores) // 2
    high = low + count - 1
    target = high + 1 - n
    for k in range(count):
        scores[low + k] = scores[k]
    while low < high:
        middle = (low + high) // 2
        pivot = scores[middle]
        scores[middle] = scores[high]
        left = low
        for k in range(low, high):
            value = scores[k]
            scores[k] = scores[left]
            scores[left] = value
            left += int(value < pivot)
        scores[high] = scores[left]
        scores[left] = pivot
        if target < left:
            high = left - 1
        elif target > left:
            low = left + 1
        else:
            return pivot
    return scores[target]


@compiled
def post_first_garrisons(key: np.uint64, world: World, state: State, law: np.record) -> None:
    """Garrisons, firmness and unevenness of every district; reserves of every faction."""
    firm, uneven = day_key(key, 0, RESOLVE), day_key(key, 0, UNEVEN)
    below = min(0.9, law.uneven_contrast * law.uneven_share / (1.0 - law.uneven_share))
    for f in range(len(world.powers)):
        state.sides[f].nominal = 0.0
        state.sides[f].full_reserve = full_reserve(f, world, law)
        state.sides[f].reserve = state.sides[f].full_reserve
    for i in range(len(world.places)):
        f = int(state.districts[i].holder)
        state.districts[i].origin = f
        state.districts[i].garrison = garrison_wanted(f, i, world, law)
        state.sides[f].nominal += state.districts[i].garrison
        state.districts[i].firmness = firmness_of(i, logistic(die(firm, world.keys[i])), world, law)
        state.districts[i].unevenness = 0.0
        if law.uneven_contrast > 0.0:
            more = die(uneven, world.keys[i]) < law.uneven_share
            state.districts[i].unevenness = law.uneven_contrast if more else -below


@compiled
def count_all(world: World, state: State) -> None:
    """Counts of every faction from the map."""
    factions, districts, provinces = len(world.powers), len(world.places), len(world.provinces)
    for f in range(factions):
        state.sides[f].held = 0
        state.sides[f].held_capitals = 0
        state.sides[f].people = 0.0
    for i in range(districts):
        f = int(state.districts[i].holder)
        state.sides[f].held += 1
        state.sides[f].people += world.backgrounds[i].population
        if world.places[i].seat == RURAL:
            state.province_held[f * provinces + world.places[i].province] += 1.0
        else:
            state.sides[f].held_capitals += 1
        for g in range(factions):
            if state.pairs[g * districts + i].presence == 1:
                state.sides[g].contested += 1
    for f in range(factions):
        state.sides[f].share0 = float(state.sides[f].held) / float(districts)
