"""What holds for any scenario, whatever its network, sides, events and claims."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from ruamel.yaml import YAML

from sim.scenario.describe import describe
from sim.scenario.files.hashing import simulation_hash
from sim.scenario.files.resolved import resolve, resolved_yaml
from sim.scenario.scenario import Scenario
from tests.strategies import scenarios


@settings(max_examples=25, deadline=None)
@given(scenarios())
def test_any_scenario_is_resolved_described_and_hashed(scenario: Scenario) -> None:
    assert YAML(typ="safe", pure=True).load(resolved_yaml(scenario)) == resolve(scenario)
    assert f"{scenario.terrain.districts:,} district" in describe(scenario)
    assert simulation_hash(scenario) == simulation_hash(replace(scenario, title="another", counts=()))


@settings(max_examples=25, deadline=None)
@given(scenarios())
def test_any_change_of_a_border_or_a_start_count_changes_the_hash(scenario: Scenario) -> None:
    longer = replace(scenario.terrain, edge_weight=np.nextafter(scenario.terrain.edge_weight, np.inf))
    changed = replace(scenario, terrain=longer)
    assert (simulation_hash(changed) != simulation_hash(scenario)) == (len(longer.edge_weight) > 0)
    tracker = scenario.trackers[0]
    other = {name: replace(one, modifier="about") for name, one in tracker.held.items()}
    moved = replace(scenario, trackers=(replace(tracker, held=other),))
    assert simulation_hash(moved) != simulation_hash(scenario)
