"""What is worth a second look before running: contradictions, echoes, stale counts, and what looks later than as_of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import combinations, product

from sim.base.errors import UsageError
from sim.evidence.count_words import SHARES, count_mass
from sim.evidence.quantiles import quantiles
from sim.evidence.source_and_count import Count
from sim.scenario.drafting.shared_origins import ECHO_DAYS
from sim.scenario.drafting.unconfirmed_text import RELATED
from sim.scenario.scenario import Scenario

START_DAYS = 3  # between the day a start count refers to and the first day
STALE_DAYS = 14  # between the day referred to and the day of publication
DATED = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-/]([0-9]{1,2})[-/]([0-9]{1,2})(?![0-9])")
USED = ("start", "fit", "check", "context")  # what comes near a verdict or the page


def consistency_warnings(scenario: Scenario) -> list[str]:
    """One line a finding; empty if there is none."""
    counts = scenario.counts_for(*USED)
    return [
        *about_the_start(scenario), *conflicts(counts, scenario), *echoes(counts), *stale_counts(counts), *later_dates(scenario, counts),
    ]  # fmt: skip


def about_the_start(scenario: Scenario) -> Iterator[str]:
    """Start counts of another day than the first, and other counts of that day, used or compared, that disagree."""
    first = scenario.calendar.start
    starts = [count for tracker in scenario.trackers for count in tracker.counts]
    for count in starts:
        days = (first - count.date).days
        if abs(days) > START_DAYS:
            offset_text = f"{days} days before" if days > 0 else f"{-days} days after"
            yield (
                f"start: {count.id} refers to {count.date}, {offset_text} dates.start = {first}; "
                "runs take it as the map of the first day"
            )
    stocks = [count for count in scenario.counts_for("fit", "check") if count.kind == "stock"]
    for stock, begin in product(stocks, starts):
        if matter(stock) != matter(begin) or stock.date != begin.date:
            continue
        a, b = interval(stock, scenario), interval(begin, scenario)
        if apart(a, b):
            yield (
                f"start: {stock.id} says {shown(a)} on {stock.date}, from which runs start with {shown(b)} ({begin.id}); "
                "no run can fit both"
            )


def matter(count: Count) -> tuple[str, ...]:
    """What a count counts, apart from where and when: equal for counts that could contradict each other."""
    return count.faction, count.relation, count.unit, area(count)


def apart(a: tuple[float, float], b: tuple[float, float]) -> bool:
    """True if two intervals do not meet."""
    return a[1] < b[0] or b[1] < a[0]


def alike(
    counts: Iterable[Count], features_of: Callable[[Count], tuple[object, ...]]
) -> Iterator[tuple[Count, Count]]:
    """Pairs of counts of two origins that are the same in ``features_of``, in order."""
    groups: dict[tuple[object, ...], list[Count]] = {}
    for count in counts:
        groups.setdefault(features_of(count), []).append(count)
    for group in groups.values():
        yield from ((a, b) for a, b in combinations(group, 2) if origin_of(a) != origin_of(b))


def conflicts(counts: Iterable[Count], scenario: Scenario) -> Iterator[str]:
    """Pairs of two origins for the same quantity and date, but whose intervals do not meet."""
    for first, second in alike(counts, lambda c: (*matter(c), c.date, c.window_from, c.places)):
        a, b = interval(first, scenario), interval(second, scenario)
        if apart(a, b):
            yield (
                f"conflict: {first.id} says {shown(a)}, {second.id} says {shown(b)}: {unit_text(first)} "
                f"{RELATED[first.relation]} {first.faction}, {first.date}"
            )


def shown(ends: tuple[float, float]) -> str:
    """An interval, or the one number it is."""
    return f"{ends[0]:g}" if ends[0] == ends[1] else f"{ends[0]:g} to {ends[1]:g}"


def area(count: Count) -> str:
    """What a share is a share of; the same word for everything that is counted in places."""
    return count.measure if count.measure in ("share_of_area", "share_of_population") else "places"


def interval(count: Count, scenario: Scenario) -> tuple[float, float]:
    """5 and 95 % of what the words mean, of the report's own total; areas and people in per cent."""
    if area(count) != "places":
        return 100 * count.low, 100 * count.high
    try:
        low, high = quantiles(count_mass(count, scenario.semantics), (0.05, 0.95))
    except UsageError:  # does not fit its total, which is a fault of its own
        return count.low, count.high
    return float(low), float(high)


def unit_text(count: Count) -> str:
    """Unit of an interval."""
    return count.unit if area(count) == "places" else f"% of the {count.measure.removeprefix('share_of_')}"


def origin_of(count: Count) -> str:
    """Who stands behind a count."""
    return count.origin or count.source


def echoes(counts: Iterable[Count]) -> Iterator[str]:
    """Counts of different sources that report the same figure within days and are not yet given one origin."""
    comparable = [
        count for count in counts if count.high > 0 and count.measure not in SHARES and count.published
    ]
    for a, b in alike(comparable, lambda c: (*matter(c), c.low, c.high, c.modifier, c.kind, c.places)):
        days = abs((a.published - b.published).days) if a.published and b.published else 0
        if days <= ECHO_DAYS:
            yield (
                f"echo? {a.id} and {b.id} report the same figure {days} days apart; "
                "if one repeats the other, give both one origin"
            )


def stale_counts(counts: Iterable[Count]) -> Iterator[str]:
    """Counts, used or compared, published long after the day they refer to."""
    for count in counts:
        days = (count.published - count.date).days if count.published else 0
        if count.use in ("fit", "check") and days > STALE_DAYS:
            yield f"stale: {count.id} refers to {count.date}, {days} days before it was published"


def later_dates(scenario: Scenario, counts: Iterable[Count]) -> Iterator[str]:
    """Dates after as_of in what is used: addresses, quotes and remarks of counts and events, arguments of trust."""
    as_of = scenario.calendar.as_of
    texts = [(c.id, f"{c.url} {c.archived} {c.quote} {c.note} {c.reason}") for c in counts]
    texts += [(event.id, f"{event.url} {event.source} {event.quote}") for event in scenario.events]
    texts += [(f"trust in {source.id}", source.argument) for source in scenario.sources.values()]
    texts += [(f"prior of {name}", prior.source) for name, prior in scenario.law.items()]
    for name, text in texts:
        days = sorted({day for day in days_in(text) if day > as_of})
        if days:
            yield f"leak? {name} names {', '.join(map(str, days[:3]))}, after as_of = {as_of}"


def days_in(text: str) -> Iterator[date]:
    """Days written as 2021-08-05 or 2021/8/5."""
    for year, month, day in DATED.findall(text):
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            continue
