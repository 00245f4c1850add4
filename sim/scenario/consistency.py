"""What is worth a second look before running: contradictions, echoes, stale counts, and what looks later than as_of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

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
        *begun(scenario), *conflicts(counts, scenario), *echoes(counts), *stale(counts), *late(scenario, counts),
    ]  # fmt: skip


def begun(scenario: Scenario) -> Iterator[str]:
    """Start counts of another day than the first, and other counts of that day, used or compared, that disagree."""
    first = scenario.calendar.start
    for tracker in scenario.trackers:
        for count in (*tracker.held.values(), *tracker.contested.values()):
            days = (first - count.date).days
            if abs(days) > START_DAYS:
                when = f"{days} days before" if days > 0 else f"{-days} days after"
                yield (
                    f"start: {count.id} speaks of {count.date}, {when} dates.start = {first}; "
                    "runs take it as the map of the first day"
                )
    starts = [
        entry
        for tracker in scenario.trackers
        for entry in (*tracker.held.values(), *tracker.contested.values())
    ]
    for stock in scenario.counts_for("fit", "check"):
        for begin in starts:
            alike = all(
                getattr(stock, key) == getattr(begin, key) for key in ("faction", "relation", "unit", "date")
            )
            if alike and stock.kind == "stock" and area(stock) == area(begin):
                a, b = interval(stock, scenario), interval(begin, scenario)
                if a[1] < b[0] or b[1] < a[0]:
                    yield (
                        f"start: {stock.id} says {shown(a)} on {stock.date}, from which runs start with {shown(b)} ({begin.id}); "
                        "no run can fit both"
                    )


def conflicts(counts: Iterable[Count], scenario: Scenario) -> Iterator[str]:
    """Pairs of two origins for the same quantity and date, but whose intervals do not meet."""
    groups: dict[tuple[object, ...], list[Count]] = {}
    for count in counts:
        about = (
            count.faction,
            count.relation,
            count.unit,
            area(count),
            count.date,
            count.window_from,
            count.places,
        )
        groups.setdefault(about, []).append(count)
    for group in groups.values():
        for first, second in combinations(group, 2):
            a, b = interval(first, scenario), interval(second, scenario)
            if teller(first) != teller(second) and (a[1] < b[0] or b[1] < a[0]):
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


def teller(count: Count) -> str:
    """Who stands behind a count."""
    return count.origin or count.source


def echoes(counts: Iterable[Count]) -> Iterator[str]:
    """Counts of different sources that report the same figure within days and are not yet given one origin."""
    groups: dict[tuple[object, ...], list[Count]] = {}
    for count in counts:
        if count.high > 0 and count.measure not in SHARES:
            figure = (
                count.faction,
                count.relation,
                count.unit,
                count.low,
                count.high,
                count.modifier,
                count.kind,
                count.places,
            )
            groups.setdefault(figure, []).append(count)
    for group in groups.values():
        for first, second in combinations(group, 2):
            if teller(first) != teller(second) and first.published and second.published:
                days = abs((first.published - second.published).days)
                if days <= ECHO_DAYS:
                    yield (
                        f"echo? {first.id} and {second.id} report the same figure {days} days apart; "
                        "if one repeats the other, give both one origin"
                    )


def stale(counts: Iterable[Count]) -> Iterator[str]:
    """Counts, used or compared, published long after the day they refer to."""
    for count in counts:
        days = (count.published - count.date).days if count.published else 0
        if count.use in ("fit", "check") and days > STALE_DAYS:
            yield f"stale: {count.id} speaks of {count.date}, {days} days before it was published"


def late(scenario: Scenario, counts: Iterable[Count]) -> Iterator[str]:
    """Dates after as_of in what is used: addresses, quotes and remarks of counts and events, arguments of trust."""
    as_of = scenario.calendar.as_of
    texts = [
        *(
            (count.id, f"{count.url} {count.archived} {count.quote} {count.note} {count.reason}")
            for count in counts
        ),
        *((event.id, f"{event.url} {event.source} {event.quote}") for event in scenario.events),
        *((f"trust in {source.id}", source.argument) for source in scenario.sources.values()),
        *((f"prior of {name}", prior.source) for name, prior in scenario.law.items()),
    ]
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
