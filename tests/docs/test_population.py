"""The population priors that ship: what the documents say of them is what the files hold."""

from __future__ import annotations

import json

import pytest

from sim.law.parameters import PARAMETERS
from sim.scenario.blocks.population import read_index, read_population
from sim.scenario.campaign import campaign_names, read_campaign
from tools.docs import population, population_effect
from tools.docs.generated_blocks import checkout_file, with_part

INDEX = read_index()
LEAST_KEPT = 0.15  # a correlation above it would have to be kept, see docs/design.md


def test_the_tables_are_those_of_the_measured_figures() -> None:
    for module in (population, population_effect):
        found = json.loads(checkout_file(module.FILE).read_text(encoding="utf-8"))
        body = (
            population.body(found, found["default"])
            if module is population
            else population_effect.body(found)
        )
        text = checkout_file(module.DOCUMENT).read_text(encoding="utf-8")
        assert with_part(text, module.PART, body) == text


def test_every_campaign_has_a_file_that_knows_nothing_of_its_country_and_time() -> None:
    groups = {name: read_campaign(name).group for name in campaign_names()}
    assert set(INDEX["without"]) == set(groups.values())
    for group, name in INDEX["without"].items():
        found = read_population(name)
        assert found.left_out == group
        assert set(found.campaigns) == {one for one, own in groups.items() if own != group}
    assert set(read_population(INDEX["all"]).campaigns) == set(groups)


@pytest.mark.parametrize("name", [INDEX["all"], *INDEX["without"].values()])
def test_a_file_moves_drawn_parameters_and_widens_none(name: str) -> None:
    scores = read_population(name).scores
    assert 5 <= len(scores) <= 40
    for parameter, (mean, width) in scores.items():
        assert not PARAMETERS[parameter].prior.fixed
        assert abs(mean) < 1 and 0.7 < width <= 1.05


def test_no_pair_goes_together_so_clearly_that_it_should_be_kept() -> None:
    found = json.loads(checkout_file(population.FILE).read_text(encoding="utf-8"))
    assert abs(found["strongest_pair"][2]) < LEAST_KEPT
