"""What the law reads (World) and what it moves (State), as a few arrays of records.

Axes: D districts, F factions, E directed edges, P provinces, T days. A two-axis array is stored flat;
``pairs[f * D + i]`` belongs to faction f in district i. Few arrays of records rather than many plain ones: a
compiled call counts references of every array it is given, and a record is one cache line.
An index read from an array goes into a call as int(...): a function that is called with int32 and with int64 is
compiled twice, and so is all it calls.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

RETAKE_DAYS = 30  # losses older than this are not fresh
MEETING, SUSPENDED = 1, 2  # talks while the war goes on; talks with operations suspended
NEVER = -1_000_000  # the day of something that has not happened


def record(**fields: type) -> np.dtype[Any]:
    """An aligned record dtype from field names and numpy types."""
    return np.dtype(list(fields.items()), align=True)


i1, i4, i8, u8, f8 = np.int8, np.int32, np.int64, np.uint64, np.float64

PLACE = record(
    first=i4,  # its neighbours are neighbours[first:last]
    last=i4,
    province=i4,
    seat=i1,  # codes.RURAL, PROVINCIAL, NATIONAL
)
BACKGROUND = record(  # what is not looked at every day
    population=f8,  # persons
    past=f8,  # 0..1, how insurgent it was known to be
    doubt=f8,  # chance that the holder known at the start is wrong
    known=i1,  # holder known at the start, -1 for none
    known_present=i1,  # faction known to be present without holding it, -1 for none
)
NEIGHBOUR = record(
    share=f8,  # of the district's edge weight
    open=np.float32,  # 1 less the barrier between them
    to=i4,
)
PROVINCE = record(
    rural=f8,  # number of rural districts
    capital=i4,  # its row, -1 for none
    first=i4,  # its districts are members[first:last]
    last=i4,
)
POWER = record(key=u8, strength=f8, role=i1, supported=i1)
CONTROL = record(
    error=f8,  # chance that the row is wrong
    garrison=f8,  # FU that come to the place on this day, or leave it
    begun=i4,  # day on which those that leave had come; of a row of a table, the day it speaks of
    day=i4,
    district=i4,
    holder=i1,  # -1: whoever it is
    present=i1,  # faction that contests it without holding it, -1 for none
    manner=i1,  # codes.REPORTED, or CAPITULATION where a dated event hands the place over
)
OUTSIDE = record(
    support=f8,  # multiplier of external support
    tempo=f8,  # multiplier of operations (lulls, entries)
    income=f8,  # FU a day from outside
    relocate=f8,  # share of rural garrisons moved to capitals that day
    moved=f8,  # share of the captures reported for the last 60 days that are its own, among those of its war
    reported=i1,  # reports of who moved end on this day: codes below, 0 on other days
    absent=i1,  # 1 before it enters the war
    orders=i1,  # the offensive: 0 by the rule, 1 ordered, -1 ruled out
    open_phase=i1,  # capitals: 0 by the rule, 1 forced open, -1 forced closed
    talks=i1,  # MEETING or SUSPENDED while talks are on
)
NOTHING_MOVED, SOMETHING_MOVED = 1, 2  # what the reports up to a day say of the front
FRAME = record(support_day=f8, default_holder=i4)  # day on which support begins to decline


class World(NamedTuple):
    """Constant for all runs of a scenario."""

    places: np.recarray  # PLACE [D]
    backgrounds: np.recarray  # BACKGROUND [D]
    keys: np.ndarray  # uint64 [D], stable keys of the district ids: all that a die needs to know of a place
    neighbours: np.recarray  # NEIGHBOUR [E]
    capitals: np.ndarray  # int32 [C], rows of all capitals
    national_seats: np.ndarray  # int32 [N], those that are capitals of a nation
    provinces: np.recarray  # PROVINCE [P]
    members: np.ndarray  # int32 [D], districts sorted by province
    lots: np.ndarray  # int32 [D], districts sorted by key: the n-th is the same in any order of the table
    powers: np.recarray  # POWER [F]
    war: np.ndarray  # int8 [F*F], 1 where two factions fight
    outside: np.recarray  # OUTSIDE [(T+1)*F]
    control: np.recarray  # CONTROL [K], by day: what is reported of single places while runs go on
    loyalty: np.ndarray  # float64 [F*D], -1 against f .. 1 for it; empty where nothing is known
    frame: np.recarray  # FRAME [1]


DISTRICT = record(
    garrison=f8,  # nominal FU; its worth is the holder's cohesion times this
    firmness=f8,  # part of the capitulation logit fixed for the run
    unevenness=f8,  # local deviation of external support
    isolation=f8,  # share of edge weight to hostile neighbours
    lean=f8,  # part of the capitulation logit that changes with the map only
    since=i4,  # day of the last capture
    falling=i4,  # last day on which it was marked to fall
    gains_place=i4,  # place in ``gains``, -1 outside
    holder=i1,
    origin=i1,  # holder on day 0
)
PAIR = record(
    near=f8,  # share of edge weight to neighbours held by f
    last_operation=i4,  # day, NEVER for never
    front_place=i4,  # place in the front of f, -1 outside
    reach=np.float32,  # how open the way from f's neighbouring districts is: 1 without barriers, 0 closed
    presence=i1,  # 1 where f is present in a district it does not hold
    even=i1,  # 1 if the running assault began at odds of at least 1:1
    threat=i1,  # 1 for a capital of an enemy that is mostly surrounded by f, or in which f is present
)
FRONT = record(  # what a side looks at of all its front, side by side: the rest of a district is read where it matters
    lean=f8,  # that of the district
    district=i4,
    holder=i1,  # that of the district
    seat=i1,  # that of the district
)
SIDE = record(
    reserve=f8,  # FU
    full_reserve=f8,  # FU at the start
    target=f8,  # reserve that recruits tend to
    cohesion=f8,  # 0..1, worth of a nominal garrison
    nominal=f8,  # sum of nominal garrisons
    due=f8,  # FU lost in today's fighting, not yet paid
    support_now=f8,  # external support today, 0 for the unsupported
    momentum=f8,
    shock=f8,
    rhythm=f8,  # latent log tempo, stationary with variance 1
    pulse=f8,  # today's factor on operations and takeovers; its mean is 1
    fortune=f8,  # log of today's factor on strength that comes from outside
    might=f8,  # that factor
    pull_sum=f8,  # of its front: sum of pulls by the cohesion of those who hold it
    most_lean=f8,  # of its front: the largest lean, with what the people there are for
    rate=f8,  # today's order: operations per unit of pull
    grip=f8,  # today's order: factor on capitulations to f
    regain=f8,  # today's order: chance a day to win back a campaign loss
    capacity=f8,  # today's order: share of fresh losses it can go for
    net=f8,  # districts won minus lost today
    net_capitals=f8,
    people=f8,
    share0=f8,  # share of districts held at the start
    recruits=f8,  # the ledger, FU since the start
    external=f8,
    attrition=f8,
    dispersed=f8,
    overhead=f8,
    desertion=f8,
    loot=f8,
    posture_day=i4,  # day of the last change
    initiative_day=i4,  # day on which the offensive began or ended
    launched=i4,  # day on which it last went over to the offensive; NEVER for one that was on at the start
    fortune_until=i4,  # last day of the intervention that is on
    rout_until=i4,  # last day of the rout that is on
    front=i4,  # entries in use in its part of ``front``
    held=i4,
    recruiting=i4,  # districts held for which ``target`` is right, -1 before the first day
    held_capitals=i4,
    contested=i4,  # enemy districts in which f is present
    threatened=i4,  # enemy capitals mostly surrounded by f, or in which it is present
    assaults=i4,  # assaults begun today
    assaults_even=i4,  # those begun at odds of at least 1:1
    won_even=i4,  # those of the latter won today
    offensive=i1,  # 1 while the faction has the initiative
    attacking=i1,  # the same as it was yesterday
    posture=i1,
    phase=i1,  # 1 once capitals are open to operations of f
    surveyed=i1,  # 1 while ``pull_sum`` and ``most_lean`` are those of its front
)
LEDGER_NAMES = ("recruits", "external", "attrition", "dispersed", "overhead", "desertion", "loot")
GAIN = record(  # a district that is not held by its holder of day 0: what is asked of each of them every day, side by side
    district=i4,
    since=i4,  # that of the district
    holder=i1,  # that of the district
    origin=i1,  # that of the district
    loser=i1,  # holder before the last capture
)
FALL = record(chance=f8, die=f8, district=i4, taker=i1, manner=i1)
RUN = record(
    keep_momentum=f8,  # daily factors of decay
    keep_wave=f8,
    keep_rhythm=f8,
    new_rhythm=f8,  # weight of a day's own part, so that the variance stays 1
    wave=f8,  # today's wave of withdrawal
    gains=i4,  # entries in use in ``gains``, ``falls`` and in the events
    falls=i4,
    events=i4,
    end_day=i4,  # -1 while the war is on
    end_cause=i4,
    wave_begun=i4,
    next_report=i4,  # next row of ``control``
    routs=i4,  # sides in rout today
)
EVENT = record(
    day=i4, district=i4, giver=i1, taker=i1, manner=i1, spare=i1
)  # no padding: its bytes are stored


class State(NamedTuple):
    """One run in motion; allocated once for each worker and reset for each run."""

    districts: np.recarray  # DISTRICT [D]
    pairs: np.recarray  # PAIR [F*D]
    sides: np.recarray  # SIDE [F]
    province_held: np.ndarray  # float64 [F*P], rural districts held
    front: np.recarray  # FRONT [F*D], for each faction the enemy districts exposed to it, contiguous
    keys: np.ndarray  # uint64 [F*D], of each entry of a front, of its district and the side
    pulls: np.ndarray  # float64 [F*D], of each entry of a front its weight in the choice of operations
    gains: np.recarray  # GAIN [D], districts not held by their holder of day 0, contiguous
    retake_table: np.ndarray  # float64 [RETAKE_DAYS+1], chance to win a loss back at each age
    run: np.recarray  # RUN [1]
    # Room, empty between two days:
    falls: np.recarray  # FALL [D+1], today's falls before they are carried out; the last is room to swap
    hits: np.ndarray  # int8 [D], 1 for each place of a front whose dice may decide something today
    candidates: np.ndarray  # int32 [D], those places
    scores: np.ndarray  # float64 [2*D], for the start map, and room to order them


ROOM = ("falls", "hits", "candidates", "scores")  # what no run needs to keep from one day to the next


def allocate(districts: int, factions: int, provinces: int) -> State:
    """Arrays for one run; their contents mean nothing until ``start_run``."""
    return State(
        districts=empty(DISTRICT, districts),
        pairs=empty(PAIR, factions * districts),
        sides=empty(SIDE, factions),
        province_held=np.zeros(factions * provinces),
        front=empty(FRONT, factions * districts),
        keys=np.zeros(factions * districts, dtype=np.uint64),
        pulls=np.zeros(factions * districts),
        gains=empty(GAIN, districts),
        retake_table=np.zeros(RETAKE_DAYS + 1),
        run=empty(RUN, 1),
        falls=empty(FALL, districts + 1),
        hits=np.zeros(districts, dtype=np.int8),
        candidates=np.zeros(districts, dtype=np.int32),
        scores=np.zeros(2 * districts),
    )


def empty(kind: np.dtype[Any], length: int) -> np.recarray:
    """``length`` zero records whose fields are attributes."""
    return np.zeros(length, dtype=kind).view(np.recarray)
