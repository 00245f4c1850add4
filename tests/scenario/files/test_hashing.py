"""The simulation hash: what motion reads changes it, what it does not read leaves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.scenario.files.hashing import LastScenario, canonical, law_texts, simulation_hash, texts_beside_law
from sim.scenario.files.paths import shipped_names
from sim.scenario.reader import freeze_hash, read_scenario, with_law
from sim.scenario.scenario import Scenario
from tests.scenario.folders import MAIN, PRIORS, Edit, toy

READ: dict[str, list[Edit]] = {
    "an edge": [("edges.csv", "T01,T03,20", "T01,T04,20")],
    "a border": [("edges.csv", "T01,T03,20", "T01,T03,21")],
    "a district's id": [("districts.csv", "T02,", "T99,"), *[("edges.csv", "T02", "T99")] * 2],
    "a population": [("districts.csv", "30000", "30001")],
    "the known past": [("districts.csv", "30000,1", "30000,0")],
    "a seat": [("districts.csv", ",2,", ",1,")],
    "a province": [("districts.csv", "Birch,West", "Birch,Far West")],
    "the start": [(MAIN, "low: 3, high: 3", "low: 3, high: 4")],
    "the words of the start": [(MAIN, "low: 3, high: 3, modifier: exactly", "low: 3, high: 3, modifier: about")],
    "the total of the start": [(MAIN, "date: 2030-03-01, basis: 12, use: start}\n  ", "date: 2030-03-01, basis: 13, use: start}\n  ")],
    "an event's value": [(MAIN, "value: 0.3", "value: 0.4")],
    "an event's day": [(MAIN, "to: 2030-04-03", "to: 2030-04-04")],
    "an event's faction": [(MAIN, "kind: lull, faction: red", "kind: lull, faction: blue")],
    "no event": [(MAIN, "  - {id: spring_fair, kind: lull, faction: red, from: 2030-04-01, to: 2030-04-03, value: 0.3,\n     published: 2030-03-20, source: made up}\n", "  []\n")],
    "a role": [(MAIN, "name: Blues, role: incumbent", "name: Blues, role: challenger")],
    "a strength": [(MAIN, "role: challenger}", "role: challenger, strength: 2}")],
    "who is supported": [(MAIN, "supported: true", "supported: false")],
    "the day support changes": [(MAIN, "support_from: 2030-03-01", "support_from: 2030-03-02")],
    "a prior": [(PRIORS, "uniform(1, 4)", "uniform(1, 5)")],
    "what an earlier campaign says": [(PRIORS, "variants:\n", "matched: {campaign: before, scores: {momentum.gain: 1}, intercept: 1, source: made up, argument: made up}\nvariants:\n")],
    "a variant": [(PRIORS, "law: {}", "law: {momentum.gain: 0.5}")],
    "the horizon": [(MAIN, "horizon: 30}", "horizon: 31}")],
    "a longer hold": [(MAIN, "number: 1, hold: 7, horizon: 30}", "number: 1, hold: 8, horizon: 30}")],
    "the day of the question": [(MAIN, "as_of: 2030-04-15", "as_of: 2030-04-16")],
}  # fmt: skip
NOT_READ: dict[str, list[Edit]] = {
    "a weighed number": [(MAIN, "low: 2, high: 4", "low: 3, high: 5")],
    "a weighed count's use": [(MAIN, "use: fit,\n", "use: check,\n")],
    "the quote of the start": [(MAIN, "the Reds hold 3 of 12", "The Reds are said to hold 3 of 12")],
    "the title": [(MAIN, "title: A made-up", "title: An invented")],
    "a comment": [(MAIN, "# Twelve districts", "# Many districts")],
    "a faction's name": [(MAIN, "name: Reds", "name: Crimsons")],
    "a faction's colour": [(MAIN, "role: challenger}", "role: challenger, colour: '#aa0000'}")],
    "a district's name": [("districts.csv", "Birch", "Beech")],
    "coordinates": [("districts.csv", "30.0,10.5", "31.0,10.5")],
    "a claim's text": [(MAIN, "text: the Reds are slower", "text: the Reds are somewhat slower")],
    "a claim's definition": [(MAIN, "after: 14", "after: 13")],
    "a shorter hold beside a longer one": [(MAIN, "places: [T12], number: 1, hold: 7", "places: [T12], number: 1, hold: 6")],
    "trust": [(PRIORS, "unreliable: 0.1", "unreliable: 0.3")],
    "the own start of a source": [(PRIORS, "controls: 3", "controls: 4")],
    "an event's source": [(MAIN, "published: 2030-03-20, source: made up", "published: 2030-03-19, source: invented")],
    "the words of verdicts": [(MAIN, "support_from:", "words: phia\nsupport_from:")],
    "the number of runs": [(MAIN, "support_from:", "runs: 77\nsupport_from:")],
    "the source of a prior": [(PRIORS, "source: assumed; twelve districts", "source: assumed anew")],
}  # fmt: skip


@pytest.fixture(scope="module")
def usual() -> str:
    """Hash of the toy."""
    return simulation_hash(read_scenario("toy_corridor"))


@pytest.mark.parametrize("what", READ)
def test_what_motion_reads_changes_the_hash(what: str, usual: str, tmp_path: Path) -> None:
    assert simulation_hash(read_scenario(toy(tmp_path / "toy", *READ[what]))) != usual


@pytest.mark.parametrize("what", NOT_READ)
def test_what_motion_does_not_read_leaves_the_hash(what: str, usual: str, tmp_path: Path) -> None:
    assert simulation_hash(read_scenario(toy(tmp_path / "toy", *NOT_READ[what]))) == usual


def test_outcomes_are_outside_the_hash_and_never_opened_by_reading(usual: str, tmp_path: Path) -> None:
    folder = toy(tmp_path / "toy")
    (folder / "outcomes.yaml").write_bytes(b"\0 not even text")
    assert simulation_hash(read_scenario(folder)) == usual
    (folder / "outcomes.yaml").unlink()
    assert simulation_hash(read_scenario(folder)) == usual


def test_a_value_fixed_by_the_command_line_changes_the_hash(usual: str) -> None:
    scenario = read_scenario("toy_corridor")
    assert simulation_hash(with_law(scenario, {"momentum.gain": 0.5}, ())) != usual
    assert simulation_hash(with_law(scenario, {}, ("momentum",))) != usual
    assert simulation_hash(with_law(scenario, {}, ())) == usual


def test_the_same_text_as_prior_on_the_command_line_overrules_variants_so_it_changes_the_hash(
    usual: str,
) -> None:
    scenario = read_scenario("toy_corridor")
    same = with_law(scenario, {"pressure.tempo_challenger": "uniform(1, 4)"}, ())
    assert simulation_hash(same) != usual


def test_every_number_of_a_prior_counts_to_the_last_bit() -> None:
    scenario = read_scenario("toy_corridor")
    hashes = {
        simulation_hash(with_law(scenario, {"momentum.gain": value}, ()))
        for value in (0.1, np.nextafter(0.1, 1))
    }
    assert len(hashes) == 2


@pytest.mark.parametrize(
    "shift", [lambda s: replace(s, folder="elsewhere"), lambda s: replace(s, network_note="x")]
)
def test_where_a_scenario_lies_is_outside_the_hash(shift: Callable[[Scenario], Scenario], usual: str) -> None:
    assert simulation_hash(shift(read_scenario("toy_corridor"))) == usual


def test_a_war_told_the_other_way_round_is_the_same_war(usual: str, tmp_path: Path) -> None:
    assert (
        simulation_hash(read_scenario(toy(tmp_path / "toy", (MAIN, "[[red, blue]]", "[[blue, red]]"))))
        == usual
    )


def test_a_scenario_moved_by_a_month_as_a_whole_moves_alike(usual: str) -> None:
    scenario = read_scenario("toy_corridor")
    month = timedelta(days=31)
    calendar = replace(
        scenario.calendar, start=scenario.calendar.start + month, as_of=scenario.calendar.as_of + month
    )
    events = tuple(
        replace(one, start=one.start + month, end=None if one.end is None else one.end + month)
        for one in scenario.events
    )
    moved: dict[str, Any] = {
        "calendar": calendar,
        "events": events,
        "support_from": scenario.support_from + month,
    }
    assert simulation_hash(replace(scenario, **moved)) == usual


def test_the_freeze_hash_ignores_layout_comments_and_the_freeze_itself(tmp_path: Path) -> None:
    folder = toy(tmp_path / "toy")
    before = freeze_hash(folder / PRIORS)
    text = (folder / PRIORS).read_text(encoding="utf-8")
    (folder / PRIORS).write_text(
        "# a comment\n" + text.replace("frozen: {date: 2026-11-24", "frozen: {date: 2020-01-01"),
        encoding="utf-8",
    )
    assert freeze_hash(folder / PRIORS) == before
    (folder / PRIORS).write_text(text.replace("uniform(1, 4)", "uniform(1, 4.0)"), encoding="utf-8")
    assert freeze_hash(folder / PRIORS) != before


@pytest.mark.parametrize("name", shipped_names())
def test_the_priors_of_shipped_scenarios_are_as_frozen(name: str) -> None:
    assert read_scenario(name).frozen["valid"] == "true"


def test_a_prior_changed_after_the_freeze_is_told(tmp_path: Path) -> None:
    assert (
        read_scenario(toy(tmp_path / "toy", (PRIORS, "noise: 0.7", "noise: 0.8"))).frozen["valid"] == "false"
    )


@pytest.mark.parametrize("name", ["toy_corridor", "afghanistan_2017", "syria_2024"])
def test_all_that_is_remembered_of_the_last_scenario_hangs_on_the_parts_it_is_compared_by(name: str) -> None:
    scenario = read_scenario(name)
    asked: set[str] = set()

    class Spy:
        def __getattr__(self, part: str) -> object:
            asked.add(part)
            return getattr(scenario, part)

    texts_beside_law(Spy())  # type: ignore[arg-type]
    assert asked - {"days"} <= set(LastScenario.PARTS)  # days: of the calendar, and the horizon
    assert {"calendar", "horizon", "trackers", "terrain", "control"} <= set(LastScenario.PARTS)


def test_the_texts_of_the_law_are_the_canonical_ones() -> None:
    law = with_law(read_scenario("afghanistan_2021_08_05"), {"momentum.gain": 0.5}, ("loot",)).law
    priors = {name: prior.prior.exact for name, prior in law.items()}
    given = {name: prior.origin in ("command line", "without") for name, prior in law.items()}
    assert law_texts(law) == {"law": canonical(priors), "origins": canonical(given)}


def test_a_part_that_changes_after_the_last_hash_changes_the_next() -> None:
    scenario = read_scenario("toy_corridor")
    before = simulation_hash(scenario)
    assert simulation_hash(replace(scenario, horizon=scenario.horizon + 1)) != before
    assert simulation_hash(replace(scenario, trackers=scenario.trackers[:1], events=())) != before
    assert simulation_hash(replace(scenario)) == before
