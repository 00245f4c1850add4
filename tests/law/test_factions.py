"""More than two sides: a neutral one is left alone, an allied one fights the same enemy but not its friend."""

from __future__ import annotations

import numpy as np

from sim.base.codes import ATTACKED
from sim.scenario.scenario import Faction
from tests.worlds import BLUE, NEUTRAL, RED, TWO, Campaign, campaign, grid, made, medians

GREEN, AMBER = 2, 3
ALLIED = Faction("amber", "Ambers", "challenger")
FOUR = (*TWO, NEUTRAL, ALLIED)
LAW = {
    **medians(),
    "capitulation.quiet_logit": 3.5,
    "accounts.reserve_challenger": 20.0,
    "phase.share": 0.2,
    "ending.conquest": 1.0,
}
WARS = (("red", "blue"), ("amber", "blue"))


def four(runs: int = 64) -> Campaign:
    """Red and amber against blue; green neutral, amid them."""
    held, contested = {"red": 6, "green": 7, "amber": 4}, {"red": 3, "amber": 3, "green": 3}
    return campaign(made(grid(7), LAW, held=held, contested=contested, factions=FOUR, wars=WARS), runs)


def test_a_neutral_faction_neither_attacks_nor_is_attacked() -> None:
    runs = four()
    late = runs.block.events[runs.block.events["day"] > 0]
    assert len(late) > 300
    assert GREEN not in set(late["giver"]) | set(late["taker"])
    assert (runs.counts(0)[..., GREEN] == runs.counts(0)[:, :1, GREEN]).all()
    assert (runs.counts(1)[..., GREEN] == 0).all()
    assert (runs.counts(4)[..., GREEN] == 0).all()


def test_allies_take_from_the_enemy_and_never_from_each_other() -> None:
    runs = four()
    late = runs.block.events[(runs.block.events["day"] > 0) & (runs.block.events["manner"] < 4)]
    pairs = set(zip(late["giver"].tolist(), late["taker"].tolist(), strict=True))
    assert {(BLUE, RED), (BLUE, AMBER)} <= pairs <= {(BLUE, RED), (BLUE, AMBER), (RED, BLUE), (AMBER, BLUE)}


def test_the_districts_of_all_factions_always_add_up_to_the_network() -> None:
    assert (four().counts(0).sum(axis=2) == 49).all()


def test_a_war_of_everybody_against_everybody_runs_and_repeats_to_the_bit() -> None:
    wars = (
        ("red", "blue"),
        ("amber", "blue"),
        ("red", "amber"),
        ("green", "red"),
        ("green", "blue"),
        ("green", "amber"),
    )
    world = made(grid(7), LAW, held={"red": 6, "green": 7, "amber": 4}, factions=FOUR, wars=wars)
    first, again = campaign(world, 32), campaign(world, 32)
    assert first.block.events.tobytes() == again.block.events.tobytes()
    assert np.isfinite(first.block.levels).all()
    assert {RED, BLUE, GREEN, AMBER} <= set(
        first.block.events["taker"][first.block.events["manner"] < ATTACKED]
    )


def test_the_strength_of_a_faction_scales_its_reserve() -> None:
    factions = (TWO[0], TWO[1], Faction("amber", "Ambers", "challenger", strength=0.25))
    runs = campaign(made(grid(7), LAW, held={"red": 6, "amber": 4}, factions=factions, wars=WARS), 8)
    reserve = runs.block.levels[:, 0, :, 1]
    assert (reserve[:, 2] == np.float32(0.25) * reserve[:, 0]).all()
