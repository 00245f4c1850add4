"""sim check shows contradictions, echoes, stale counts, and what looks later than as_of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from sim.evidence.source_and_count import Count, Source
from sim.scenario.consistency import consistency_warnings
from sim.scenario.describe import describe
from sim.scenario.scenario import Scenario
from tests.scenario.folders import read_edited

DAY = date(2030, 4, 10)


def count(name: str, source: str, low: float, high: float, **more: Any) -> Count:
    """A stock of districts of the Reds on DAY, published on the day after."""
    made = Count(
        id=name, source=source, statement="public", quote="", published=DAY + timedelta(1), date=DAY, window_from=None,
        faction="red", relation="controls", unit="districts", measure="count", kind="stock", low=low, high=high,
        modifier="range", basis=12, use="check",
    )  # fmt: skip
    return replace(made, **more)


def looked(toy: Scenario, *counts: Count) -> list[str]:
    """What is found in the toy with these counts only."""
    sources = {name: Source(name, name, "press") for name in ("radio", "paper")}
    return consistency_warnings(replace(toy, counts=counts, sources={**toy.sources, **sources}, events=()))


def test_two_origins_of_one_date_whose_intervals_do_not_meet_are_a_conflict(toy: Scenario) -> None:
    a, b = count("a", "radio", 2, 3), count("b", "paper", 5, 6)
    assert looked(toy, a, b) == ["conflict: a says 2 to 3, b says 5 to 6: districts held by red, 2030-04-10"]


@pytest.mark.parametrize(
    "other",
    [
        {"low": 3, "high": 6},
        {"source": "radio"},
        {"source": "paper", "origin": "radio"},
        {"date": DAY - timedelta(1)},
        {"relation": "contests"},
        {"faction": "blue"},
        {"measure": "share_of_area", "low": 0.5, "high": 0.6},
    ],
)
def test_counts_that_do_not_contradict_each_other_are_no_conflict(
    toy: Scenario, other: dict[str, Any]
) -> None:
    b = replace(count("b", "paper", 5, 6), **other)
    assert [line for line in looked(toy, count("a", "radio", 2, 3), b) if "conflict" in line] == []


def test_the_same_figure_from_two_sources_within_days_may_be_an_echo(toy: Scenario) -> None:
    a, b = count("a", "radio", 2, 3), count("b", "paper", 2, 3, published=DAY + timedelta(4))
    assert looked(toy, a, b) == [
        "echo? a and b report the same figure 3 days apart; if one repeats the other, give both one origin"
    ]
    shared = [replace(one, origin="a") for one in (a, b)]
    assert looked(toy, *shared) == []
    assert looked(toy, a, replace(b, published=DAY + timedelta(9))) == []


def test_a_count_published_long_after_its_day_is_stale_unless_it_sets_the_start(toy: Scenario) -> None:
    old = count("a", "radio", 2, 3, published=DAY + timedelta(15))
    assert looked(toy, old) == ["stale: a refers to 2030-04-10, 15 days before it was published"]
    assert looked(toy, replace(old, use="start")) == []
    assert looked(toy, replace(old, published=DAY + timedelta(14))) == []


@pytest.mark.parametrize(
    ("where", "text", "found"),
    [
        ("url", "https://example.org/2030/04/16/news", True),
        ("note", "as read on 2030-05-01", True),
        ("note", "as read on 2030-04-15", False),
        ("quote", "document 2030-13-45 of 12030-04-160", False),
    ],
)
def test_a_date_after_as_of_in_what_is_used_may_be_a_leak(
    toy: Scenario, where: str, text: str, found: bool
) -> None:
    lines = looked(toy, replace(count("a", "radio", 2, 3), **{where: text}))
    assert bool(lines) == found and all(line.startswith("leak? a names 2030-") for line in lines)
    assert looked(toy, replace(count("a", "radio", 2, 3, use="score"), **{where: text})) == []


def test_the_findings_stand_under_their_own_heading(toy: Scenario, seed_scenario: Scenario) -> None:
    assert "Conflicts, echoes" not in describe(toy)
    told = describe(seed_scenario)
    assert "\nConflicts, echoes, stale counts, and entries that look later than as_of\n" in told
    assert "leak?" not in told  # the shipped scenario names no later day in what it uses


def test_a_start_count_of_another_day_than_the_first_is_named(tmp_path: Path) -> None:
    early = read_edited(tmp_path, ("scenario.yaml", "start: 2030-03-01", "start: 2030-02-12"))
    told = [line for line in consistency_warnings(early) if line.startswith("start:")]
    assert told[0] == (
        "start: gazette_march refers to 2030-03-01, 17 days after dates.start = 2030-02-12; runs take it as the map of the first day"
    )


def test_start_counts_within_days_of_the_first_are_fine(toy: Scenario) -> None:
    assert [line for line in looked(toy) if line.startswith("start:")] == []


def test_a_weighed_count_of_the_starts_own_day_that_says_otherwise_is_named(toy: Scenario) -> None:
    first = toy.calendar.start
    (line,) = [
        line
        for line in looked(toy, count("a", "radio", 9, 9, date=first, modifier="exactly", use="fit"))
        if line.startswith("start:")
    ]
    assert (
        line
        == "start: a says 9 on 2030-03-01, from which runs start with 3 (gazette_march); no run can fit both"
    )
    for more in (
        {"low": 2, "high": 4},
        {"date": first + timedelta(1)},
        {"faction": "blue"},
        {"use": "context"},
    ):
        told = looked(toy, count("a", "radio", **{"low": 9, "high": 9, "date": first, "use": "fit", **more}))
        assert not [line for line in told if line.startswith("start:")], more
