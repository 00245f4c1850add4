"""What varies apart from all rules: a tempo with mean one and a memory, interventions that come and go."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.law.doors import DOORS
from tests.worlds import BLUE, RED, Walk, grid, line, made, medians

DAYS = 6000
SIGMAS = float(stats.norm.isf(5e-5))


def beats(spread: float, memory: float) -> tuple[np.ndarray, np.ndarray]:
    """(rhythm, pulse) of both sides over DAYS days: [T, 2]."""
    law = {**medians(), "tempo.spread": spread, "tempo.memory": memory}
    walk = Walk(made(line(3), law, days=DAYS))
    rows = []
    for t in range(1, DAYS + 1):
        DOORS["vary_tempo"](t, walk.key, walk.world, walk.state, walk.law)
        rows.append((walk.sides["rhythm"].copy(), walk.sides["pulse"].copy()))
    return np.array([row[0] for row in rows]), np.array([row[1] for row in rows])


@pytest.mark.parametrize("spread", [0.4, 1.0])
def test_the_mean_of_the_tempo_is_one_whatever_its_spread(spread: float) -> None:
    _, pulse = beats(spread, 1.0)
    kept = math.exp(-1.0)
    effective = pulse.size * (1 - kept) / (1 + kept)
    assert pulse.mean() == pytest.approx(1.0, abs=SIGMAS * pulse.std() / math.sqrt(effective))
    assert np.log(pulse).std() == pytest.approx(spread, rel=0.05)


def test_the_tempo_of_a_side_remembers_and_that_of_the_other_is_its_own() -> None:
    rhythm, _ = beats(0.7, 5.0)
    assert rhythm.var() == pytest.approx(1.0, abs=0.15)
    for lag in (1, 5, 10):
        seen = np.mean(rhythm[lag:] * rhythm[:-lag]) / rhythm.var()
        assert seen == pytest.approx(math.exp(-lag / 5.0), abs=0.1)
    assert abs(np.corrcoef(rhythm.T)[0, 1]) < 0.15


def test_without_spread_the_tempo_is_exactly_one() -> None:
    assert (beats(0.0, 5.0)[1] == 1.0).all()


def interventions(rate: float, length: float, days: int = DAYS) -> tuple[np.ndarray, np.ndarray]:
    """(fortune, last day of what is on) of both sides: [T, 2]."""
    law = {**medians(), "intervention.rate": rate, "intervention.length": length, "intervention.size": 0.5}
    walk = Walk(made(line(3), law, days=days))
    rows = []
    for t in range(1, days + 1):
        DOORS["vary_tempo"](t, walk.key, walk.world, walk.state, walk.law)
        assert walk.sides["might"] == pytest.approx(np.exp(walk.sides["fortune"]))
        rows.append((walk.sides["fortune"].copy(), walk.sides["fortune_until"].copy()))
    return np.array([row[0] for row in rows]), np.array([row[1] for row in rows])


def test_interventions_come_at_their_rate_help_as_often_as_harm_and_end_on_their_day() -> None:
    fortune, until = interventions(0.02, 8.0)
    day = np.arange(1, DAYS + 1)[:, None]
    begun = np.diff(fortune, axis=0, prepend=0.0) != 0.0
    begun &= fortune != 0.0
    count, sizes = begun.sum(), fortune[begun]
    assert abs(count - 2 * DAYS * 0.02) < SIGMAS * math.sqrt(2 * DAYS * 0.02)
    assert abs(sizes.mean()) < SIGMAS * 0.5 / math.sqrt(count)
    assert sizes.std() == pytest.approx(0.5, rel=0.2)
    lasts = (until - day)[begun]
    mean = 1 / (math.exp(1 / 8) - 1)  # whole days of an exponential length
    assert lasts.mean() == pytest.approx(mean, abs=SIGMAS * lasts.std() / math.sqrt(count))
    assert ((fortune == 0.0) == (day > until)).all()


def test_without_a_rate_nobody_intervenes() -> None:
    assert (interventions(0.0, 100.0, 200)[0] == 0.0).all()


def test_help_from_outside_multiplies_operations_and_odds_and_firms_the_holder() -> None:
    law = {**medians(), "pressure.tempo_challenger": 4.0, "accounts.reserve_challenger": 100.0}
    rates = []
    for might in (1.0, 2.0):
        walk = Walk(made(grid(4), law, held={"red": 4}))
        walk.sides[RED].might, walk.sides[RED].posture = might, 0
        DOORS["decide_operations"](1, RED, walk.world, walk.state, walk.law)
        rates.append(float(walk.sides[RED].rate))
    assert rates[1] == pytest.approx(2 * rates[0])
    yields = {**medians(), "capitulation.quiet_logit": 3.0, "capitulation.spread": 0.0, "assault.rate": 0.0}
    fallen = []
    for fortune in (-1.0, 0.0, 1.0):
        walk = Walk(made(grid(10), {**yields, "intervention.firmness": 2.0}, held={"red": 30}))
        walk.sides[BLUE].fortune = fortune
        walk.sides[RED].grip = 1.0
        with np.errstate(over="ignore"):
            DOORS["contest_districts"](1, walk.key, RED, walk.world, walk.state, walk.law, walk.events)
        fallen.append(int(walk.state.run[0].falls))
    assert fallen[0] > fallen[1] > fallen[2]
