"""``sim watch`` tells a run: every capture, with its manner and its reason."""

from __future__ import annotations

import re
from functools import cache

import pytest

from sim.agents.model import TerritoryModel
from sim.app.report.watch import MANY, day_lines
from sim.base.errors import UsageError
from sim.base.html_display import plural
from sim.scenario.synthetic import make_scenario
from sim.session.job import Job

DAYS = 60


@cache
def told(run: int, every: int = 7) -> tuple[TerritoryModel, list[str]]:
    """A model lived to its end or day 60, and its lines."""
    model = TerritoryModel(make_scenario(60, DAYS), seed=1, run=run)
    return model, list(day_lines(model, DAYS, every))


def captures(model: TerritoryModel) -> list[tuple[str, str]]:
    """(district, manner) of every capture after the start."""
    table = model.events.to_pylist()
    return [
        (row["district"], row["manner"])
        for row in table
        if row["manner"] in ("assault", "capitulation", "abandonment")
    ]


@pytest.mark.parametrize("run", [0, 1, 11])
def test_every_capture_is_told_with_its_manner(run: int) -> None:
    model, lines = told(run)
    names = dict(zip(model.scenario.terrain.ids, model.scenario.terrain.names, strict=True))
    assert captures(model), "nothing happens in this run; choose another"
    words = {"assault": "storm|won back", "capitulation": "without a fight", "abandonment": "left by"}
    for district, manner in captures(model):
        about = [line for line in lines if re.search(rf"\b{names[district]} \(", line)]
        assert any(re.search(words[manner], line) for line in about), f"{names[district]} {manner}: {about}"


def test_every_surrender_names_surroundings_and_momentum() -> None:
    _, lines = told(1)
    surrenders = [line for line in lines if "without a fight" in line]
    assert surrenders
    for line in surrenders:
        assert re.search(r"surrounded on .*\d+ %", line), line
        assert re.search(r"momentum [+-]\d\.\d\d", line), line


def test_a_summary_comes_at_the_start_every_so_many_days_and_at_the_end() -> None:
    _, lines = told(0, every=25)
    days = [int(line[4:7]) for line in lines if " held, " in line]
    assert days == [0, 25, 50, 60]


def test_a_summary_gives_posture_momentum_reserve_and_orders_of_each_faction() -> None:
    model, lines = told(0)
    at = next(number for number, line in enumerate(lines) if line.startswith("day   7") and " held, " in line)
    for line, faction in zip(lines[at + 1 : at + 3], model.scenario.factions, strict=True):
        assert re.match(rf" +{faction.name} +(advance|consolidate|retreat|talks) +momentum", line), line
        assert re.search(r"reserve \d+ of \d+ FU  \d+ operations?", line), line


AGREEING = "is|are|was|were|has|have|does|do|holds?|takes?|loses?|wins?|attacks?|storms?|turns?|goes|go|leaves?|gives?"


@pytest.mark.parametrize("run", [0, 1, 11])
def test_no_line_makes_a_faction_the_subject_of_a_verb_that_would_have_to_agree_with_it(run: int) -> None:
    model, lines = told(run)
    for faction in model.scenario.factions:  # "Reds attacks", "the Army hold"
        wrong = [line for line in lines if re.search(rf"\b{faction.name} ({AGREEING})\b", line)]
        assert wrong == [], wrong[0]
    names = "|".join(faction.name for faction in model.scenario.factions)
    assert any(re.search(rf" (by|to) ({names})\b", line) for line in lines)


def test_the_telling_changes_nothing() -> None:
    model, _ = told(1)
    silent = TerritoryModel(make_scenario(60, DAYS), seed=1, run=1)
    while silent.running and silent.day < DAYS:
        silent.step()
    assert silent.events.equals(model.events)


def test_many_captures_of_one_kind_share_a_line() -> None:
    busy = (told(run)[1] for run in range(40))
    found = ([line for line in lines if re.search(rf"[{MANY}-9] districts given up", line)] for lines in busy)
    together = next((lines for lines in found if lines), [])
    assert together, "no busy day in these runs; choose others"
    number = int(re.search(r"(\d+) districts given up", together[0]).group(1))  # type: ignore[union-attr]
    assert together[0].count(";") == number  # one before the list, and one between each two


def test_an_option_of_watch_is_refused_elsewhere() -> None:
    with pytest.raises(UsageError, match="every = 3 is read by sim watch only"):
        Job("toy_corridor", every=3)


def test_counted_nouns_agree() -> None:
    assert [plural(number, "day") for number in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
