"""What a source would have reported in each run, apart from counting error.

y = b (B/N) x(t - lag): b the source's bias, B its total, N the network's, or that of the part it refers to (capitals:
number of capitals; shares of area or people: all area, all people).
A source that reported what it counted on the start day is compared with its own start:
y = y0 + b (B/N) (x(t - lag) - x(0)). Axes: R runs.
"""

from __future__ import annotations

import numpy as np

from sim.base.codes import RURAL
from sim.ensemble.draws import quantile
from sim.ensemble.uniforms import Numbers
from sim.evidence.counting_errors import CountingError, NamedError, NormalError
from sim.evidence.source_and_count import Baseline, Count, Source
from sim.record.observables import running_captures
from sim.record.parts import had_before, held_worth
from sim.record.record import Record
from sim.terrain.terrain import Terrain

HELD = {"districts": "held", "capitals": "capitals"}
CONTESTED = {"districts": "contested", "capitals": "capitals_threatened"}
FALLEN_CAPITAL_NOISE = 0.5  # capitals; whether a city has fallen is public, doubt is about the day; assumed
AREA_NOISE = 0.03
"""Of the whole, standard deviation: two maps of the same control differ by about so much in area or people, since one fills
what lies between roads and towns and the other does not. Assumed, 0.01 to 0.08."""


def bias_draws(seed: int, runs: np.ndarray, source: Source) -> np.ndarray:
    """Factor of the source on true changes, one draw a run addressed by its id: float64 [R]."""
    return bias_of(Numbers(seed, runs), source)


def bias_of(numbers: Numbers, source: Source) -> np.ndarray:
    """``bias_draws`` from given numbers: float64 [R]."""
    return quantile(source.bias, numbers.of(bias_name(source)))


def bias_name(source: Source) -> str:
    """Name of the number a source's bias is drawn with."""
    return f"source.{source.id}.bias"


def why_not_predicted(record: Record, count: Count) -> str | None:
    """Why a run says nothing about this number, or None if it does."""
    if count.measure in WORTH and not worths(record.terrain, count.measure).any():
        return f"measured as {count.measure}; expected a network that knows {WORTH[count.measure]}"
    if count.faction not in record.factions:
        return f"faction {count.faction!r} takes no part in the runs"
    if total(record, count) == 0:
        return f"the network has no {count.unit}"
    if count.relation == "contests" and not count.whole:
        return "contests of a part; expected controls, gained, lost or recaptured, or the whole network"
    if (count.kind == "flow") != (count.window_from is not None):
        return f"a {count.kind} with window_from = {count.window_from}; expected one for a flow, none for a stock"
    day = record.calendar.day(count.date)
    if not 0 <= day <= record.days:
        return f"day {day} lies outside the runs (0 to {record.days})"
    return None


def counting_error(record: Record, count: Count, source: Source) -> CountingError:
    """How the source miscounts this number.

    Named places, and the one capital of a network, are reported correctly but for a slip. All else has a normal error.
    """
    if is_named(record, count):
        return NamedError(total(record, count))
    return NormalError(reporting_noise(record, count, source))


def is_named(record: Record, count: Count) -> bool:
    """True if the count says of single places of this network that they were taken."""
    return count.of_single_places and count.basis == total(record, count)


def reporting_noise(record: Record, count: Count, source: Source) -> float:
    """Standard deviation of the source's counting error for this count, in its unit.

    The source's own number is for districts of the whole network. The fall of a capital is public:
    FALLEN_CAPITAL_NOISE. Whether a capital is threatened is a matter of definition, judged one by one like a district, so
    the error grows with the square root of how many are judged; so does that of a part. Shares of area and of people
    have the error of the districts, more of it the more these differ in size, and AREA_NOISE of their own.
    """
    terrain = record.terrain
    if count.measure in WORTH:
        worth = worths(terrain, count.measure)[part_rows(terrain, count)]
        relative_noise = (
            source.noise * float(np.sqrt((worth**2).sum() / terrain.districts)) / float(worth.sum())
        )
        return count.basis * float(np.hypot(relative_noise, AREA_NOISE))
    if count.unit == "districts":
        return source.noise * float(np.sqrt(len(part_rows(terrain, count)) / terrain.districts))
    if count.relation == "contests":
        relative_noise = len(terrain.capitals) / terrain.districts
        return max(FALLEN_CAPITAL_NOISE, source.noise * float(np.sqrt(relative_noise)))
    return min(FALLEN_CAPITAL_NOISE, source.noise)


def predict_lags(
    record: Record, count: Count, source: Source, bias: np.ndarray, lags: np.ndarray
) -> np.ndarray:
    """The number the source would have reported in each run with each of the lags (days, [L]): float64 [L, R].

    bias   float64 [R], see ``bias_draws``
    A flow's window moves with the lag as a whole and is cut at the start of the run, so "since the start of the
    offensive" keeps its beginning. gained and lost are net changes of what is held, unless the count is gross or names
    its places; recaptured counts events by which the faction takes back what it had held at any time before. A report on
    named places is no estimate, so it has no bias.
    """
    has_named_places = is_named(record, count)
    scale = np.ones_like(bias) if has_named_places else bias * (count.basis / total_worth(record, count))
    last, first = np.maximum(record.calendar.day(count.date) - lags, 0), np.zeros_like(lags)
    if count.window_from is not None:
        first = np.clip(record.calendar.day(count.window_from) - 1 - lags, 0, last)
    seen = observed(record, count, np.concatenate([last, first]))
    at_last, change = seen[:, : len(lags)], seen[:, : len(lags)] - seen[:, len(lags) :]
    if count.window_from is not None:
        values: np.ndarray = scale * change.astype(np.float64).T
        return np.clip(values, 0, count.basis) if has_named_places else values
    start_count = own_start(count, source)
    if start_count is None:
        return scale * at_last.astype(np.float64).T
    return start_count.controls * (count.basis / start_count.basis) + scale * change.astype(np.float64).T


def part_rows(terrain: Terrain, count: Count) -> np.ndarray:
    """Rows of the districts, or capitals, the count refers to: int64 [C]."""
    rows = np.array([terrain.row[name] for name in count.places], dtype=np.int64)
    rows = np.arange(terrain.districts) if count.whole else rows
    return rows[terrain.seat[rows] != RURAL] if count.unit == "capitals" else rows


def total(record: Record, count: Count) -> int:
    """N: districts, or capitals, of the network or of the part the count refers to."""
    return len(part_rows(record.terrain, count))


WORTH = {"share_of_area": "the areas of its districts", "share_of_population": "their populations"}


def worths(terrain: Terrain, measure: str) -> np.ndarray:
    """What each district is worth in a measure: area, people, or 1 [D]; zeros where any area is unknown."""
    if measure == "share_of_area":
        is_known = terrain.area is not None and bool((terrain.area > 0).all())
        return terrain.area if is_known and terrain.area is not None else np.zeros(terrain.districts)
    return terrain.population if measure == "share_of_population" else np.ones(terrain.districts)


def part_worth(record: Record, count: Count) -> np.ndarray:
    """Worth of each district in the count, 0 outside the part it refers to: float64 [D]."""
    worth = np.zeros(record.terrain.districts)
    rows = part_rows(record.terrain, count)
    worth[rows] = worths(record.terrain, count.measure)[rows]
    return worth


def total_worth(record: Record, count: Count) -> float:
    """What the whole of a count is worth: its districts or capitals, its area, its people."""
    return float(part_worth(record, count).sum())


def own_start(count: Count, source: Source) -> Baseline | None:
    """What the source itself counted on the start day, for districts controlled; None if it did not."""
    if (count.relation, count.unit) != ("controls", "districts") or not count.whole or count.measure in WORTH:
        return None
    return (source.baseline or {}).get(count.faction)


def observed(record: Record, count: Count, days: np.ndarray) -> np.ndarray:
    """What the source watches at the end of each of the days [N]: signed numbers [R, N]; a flow is the change in its window.

    Held or contested for stocks and net flows (less what is held for ``lost``); the number of captures so far
    for gross flows, recaptures and reports on named places. Of a part, and of area and people, from the events.
    """
    faction = record.faction(count.faction)
    if count.relation == "recaptured":
        events = captures_of(record, count, "to", faction)
        return captures_so_far(record, events[had_before(record, events, faction)], days)
    is_flow = count.relation in ("gained", "lost")
    if is_flow and (count.counts_events or is_named(record, count)):
        side = "to" if count.relation == "gained" else "from"
        if is_every_district(count):
            return running_captures(record, faction, side)[:, days]
        return captures_so_far(record, captures_of(record, count, side, faction), days)
    if count.whole and count.measure not in WORTH:
        names = CONTESTED if count.relation == "contests" else HELD
        series = record.series[names[count.unit]][:, :, faction]
    else:
        series = held_worth(record, faction, part_worth(record, count))
    return -series[:, days] if count.relation == "lost" else series[:, days]


def is_every_district(count: Count) -> bool:
    """True if the count refers to all districts of the network."""
    return count.whole and count.unit == "districts"


def captures_so_far(record: Record, events: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Number of these events by the end of each of the days [N]: int64 [R, N]."""
    ends = np.unique(days)
    spans = len(ends) + 1  # up to each end, and after the last
    span = np.searchsorted(ends, np.arange(record.days + 1))[record.event_day[events]]
    counts = np.bincount(record.event_run[events] * spans + span, minlength=record.runs * spans)
    return counts.reshape(record.runs, spans).cumsum(axis=1)[:, np.searchsorted(ends, days)]


def captures_of(record: Record, count: Count, side: str, faction: int) -> np.ndarray:
    """Rows of the events that change the holder of a place the count refers to, ``faction`` being on that side: int64 [N].

    side   "to" or "from"
    """

    def read() -> np.ndarray:
        rows = record.captures
        sides = record.event_to if side == "to" else record.event_from
        return rows[(sides[rows] == faction) & (record.event_district[rows] >= 0)]

    rows = record.view(("captures", side, faction), read)
    if is_every_district(count):
        return rows
    is_chosen = np.zeros(record.terrain.districts, dtype=bool)
    is_chosen[part_rows(record.terrain, count)] = True
    return rows[is_chosen[record.event_district[rows]]]
