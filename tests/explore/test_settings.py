"""Settings: what a point may change, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.base.errors import UsageError
from sim.base.parameters import Fixed
from sim.ensemble.draws import draw_starts
from sim.ensemble.engine import run_ensemble
from sim.evidence.count_words import WIDTHS, Words
from sim.evidence.source_and_count import Count
from sim.explore.definition_axes import claims_with_choice, meanings_of
from sim.explore.row_store import RowStore
from sim.explore.settings import Setup, Value, choose, known_names
from sim.inference.weights import weigh_ensemble
from sim.law.parameters import PARAMETERS
from sim.scenario.files.hashing import simulation_hash
from sim.scenario.reader import with_law
from sim.scenario.scenario import Scenario


def test_a_parameter_is_fixed_and_everything_else_stays(toy: Scenario) -> None:
    made = choose(Setup(toy), {"law.momentum.gain": 0.5}).scenario
    assert made.law["momentum.gain"].prior == Fixed(0.5)
    assert {n: p for n, p in made.law.items() if n != "momentum.gain"} == {
        n: p for n, p in toy.law.items() if n != "momentum.gain"
    }


def test_trust_in_a_source_changes_weights_only_and_a_start_count_changes_motion(toy: Scenario) -> None:
    before = simulation_hash(toy)
    doubted = choose(Setup(toy), {"source.gazette.unreliable": 0.5}).scenario
    moved = choose(Setup(toy), {"count.gazette_march.high": 5}).scenario
    assert doubted.sources["gazette"].unreliable == 0.5
    assert simulation_hash(doubted) == before
    assert moved.trackers[0].held["red"].high == 5
    assert simulation_hash(moved) != before


def test_mechanisms_go_off_together_and_none_leaves_all_on(toy: Scenario) -> None:
    off = choose(Setup(toy), {"without": "loot+truce"}).scenario
    assert {one.source for one in off.law.values() if one.origin == "without"} == {
        "loot is switched off",
        "truce is switched off",
    }
    assert choose(Setup(toy), {"without": "none"}).scenario.law == toy.law


def test_a_width_of_the_words_changes_what_runs_are_judged_with_and_where_they_start(toy: Scenario) -> None:
    made = choose(Setup(toy), {"words.about": 1.5}).scenario
    assert made.semantics == Words(about=1.5)
    assert simulation_hash(made) != simulation_hash(toy)
    weighed_only = choose(Setup(toy), {"words.shoulder": 0.2}).scenario
    assert simulation_hash(weighed_only) == simulation_hash(toy)  # so that its runs serve again
    rows = RowStore()
    assert rows.judging(made) != rows.judging(toy)
    runs = np.arange(400)
    _, _, before = draw_starts(toy, 1, runs)
    _, _, after = draw_starts(made, 1, runs)
    assert set(before[:, 0].tolist()) < set(after[:, 0].tolist())  # "about 2" reaches farther


def test_a_width_of_the_words_moves_the_weights(toy: Scenario) -> None:
    wide = choose(Setup(toy), {"words.shoulder": 0.5}).scenario
    ensemble = run_ensemble(toy, runs=256)
    before = weigh_ensemble(ensemble).values
    assert (weigh_ensemble(replace(ensemble, scenario=wide)).values != before).any()
    same = choose(Setup(toy), {"words.shoulder": 0.05}).scenario
    assert (weigh_ensemble(replace(ensemble, scenario=same)).values == before).all()


def other(name: str, scenario: Scenario) -> Value:
    """A value of a setting that is not the scenario's own."""
    head = name.partition(".")[0]
    if head == "law":
        known = PARAMETERS[name.removeprefix("law.")]
        own = scenario.law[known.name].prior
        return known.low + 0.75 * (known.high - known.low) if own != Fixed(known.low) else known.high
    if head == "count":
        count = next(one for one in all_counts(scenario) if name.startswith(f"count.{one.id}."))
        ends = {"low": max(0.0, count.low - 0.5), "high": count.high + 0.5, "exactly": 1.5}
        return ends[name.rpartition(".")[2]]
    if name == "start":
        return scenario.trackers[0].id
    if name in ("without", "evidence"):
        return {"without": "loot", "evidence": "none"}[name]
    if head == "words":
        row = WIDTHS[name.removeprefix("words.")]
        return float(row["low"] + 0.6 * (row["high"] - row["low"]))
    if name.removeprefix("definition.") in claims_with_choice(scenario):
        return claims_with_choice(scenario)[name.removeprefix("definition.")][-1]
    if name == "definition.no_city.last_city_7.number":
        return 1  # of one place
    if head == "definition":
        return meanings_of(scenario)[name.removeprefix("definition.")].value + 1
    return 0.45


def all_counts(scenario: Scenario) -> list[Count]:
    """Counts that weigh or are compared, and those of the start."""
    started = (one for t in scenario.trackers for one in (*t.held.values(), *t.contested.values()))
    return [*scenario.counts, *started]


def test_every_known_name_can_be_set_and_changes_the_setup(toy: Scenario) -> None:
    before = Setup(toy)
    unchanged = [name for name in known_names(toy) if choose(before, {name: other(name, toy)}) == before]
    still = [
        "count.gazette_no_city.low",
        "definition.no_city.last_city_7.number",
        "start",
    ]  # no other value fits
    still += [f"definition.{claim}" for claim in claims_with_choice(toy)]  # every row holds all definitions
    assert sorted(unchanged) == sorted(still)
    assert len(known_names(toy)) > 100


REFUSED = {
    "law.momentum.gian": (1.0, "'law.momentum.gian' cannot be set; nearest: law.momentum.gain"),
    "law.momentum.gain": (99.0, r"law.momentum.gain = fixed\(99\) is outside its range; expected 0 to 20"),
    "without": ("lott", "without = 'lott' is not a mechanism; nearest: loot"),
    "evidence": ("some", "evidence = 'some' is unknown; expected one of all, seed, none"),
    "source.gazette.unreliable": (2.0, "source.gazette.unreliable = 2 is outside its range; expected 0 to 1"),
    "source.gazette.noise": ("much", "source.gazette.noise = 'much' is not a number"),
    "words.about": (9.0, "words.about = 9 is outside its range; expected 0.05 to 2"),
    "count.gazette_april.low": (9.0, "count.gazette_april.low = 9 makes the interval 9 to 4"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_setting_that_does_not_fit_is_refused_with_its_value(name: str, toy: Scenario) -> None:
    value, said = REFUSED[name]
    with pytest.raises(UsageError, match=said):
        choose(Setup(toy), {name: value})


def test_a_number_of_the_law_reaches_the_runs_to_the_last_bit(toy: Scenario) -> None:
    value = float(np.nextafter(1.23456789, 2))
    chosen = choose(Setup(toy), {"law.momentum.gain": value}).scenario
    assert chosen.law["momentum.gain"].prior == Fixed(value)
    assert with_law(toy, {"momentum.gain": Fixed(value)}, ()).law == chosen.law
