"""Traps of earlier laws that are about whole wars; the others stand with the mechanism they belong to."""

from __future__ import annotations

import numpy as np

from sim.base.codes import CAPITAL_LOST, NATIONAL, PROVINCIAL
from tests.worlds import RED, campaign, grid, line, made


def test_large_networks_do_not_overflow() -> None:
    big = campaign(
        made(grid(64), {"momentum.gain": 6.0, "external.level": 0.2}, held={"red": 1200}, days=40), 4
    )
    assert np.isfinite(big.block.levels).all()
    assert big.block.errors == {}
    assert (big.counts(0).sum(axis=2) == 64 * 64).all()


def fall_of_the_centre(row: int) -> float:
    """Share of runs in which the national capital, in ``row`` of a chain of 40, falls to red in the first 12."""
    seats = {**dict.fromkeys(range(4, 40, 5), PROVINCIAL), row: NATIONAL}
    law = {
        "start.past": 10.0,
        "start.noise": 0.01,
        "external.level": 0.5,
        "external.after": 0.0,
        "phase.share": 0.0,
    }
    law |= {
        "accounts.reserve_challenger": 30.0,
        "accounts.reserve_incumbent": 15.0,
        "capitulation.quiet_logit": 5.0,
    }
    past, provinces = (np.arange(40) < 13) * 1.0, [f"P{r // 5}" for r in range(40)]
    terrain = line(40, seats=seats, provinces=provinces, past=past)
    runs = campaign(made(terrain, law, held={"red": 11}, days=120), 400)
    return float((runs.block.end[:, 1] == CAPITAL_LOST).mean())


def test_a_central_capital_beside_the_front_falls_far_sooner_so_that_geography_must_be_real() -> None:
    assert fall_of_the_centre(14) > fall_of_the_centre(39) + 0.3


def test_thicker_garrisons_left_behind_make_an_advance_culminate() -> None:
    final = []
    for thickness in (0.1, 1.0, 4.0):
        law = {
            "garrison.challenger_rural": thickness,
            "capitulation.quiet_logit": 5.0,
            "accounts.recovery": 1e4,
        }
        law |= {"accounts.reserve_challenger": 20.0, "accounts.reserve_incumbent": 60.0}
        runs = campaign(made(grid(12), law, held={"red": 29}, days=120), 200)
        final.append(runs.counts(0)[:, -1, RED].mean())
    assert final[0] > 1.2 * final[1] > 1.2 * final[2]
