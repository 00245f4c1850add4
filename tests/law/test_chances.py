"""The law against exact solutions: one district attacked, a line taken one by one, the sums of tables."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.base.codes import ASSAULT, CAPITULATION, PROVINCIAL
from tests.worlds import RED, Campaign, Walk, campaign, line, made, medians, network

RUNS, DAYS = 8000, 60
TAIL = 1e-4  # false alarms of each test of chance; seeds are fixed
STEADY = {
    **medians(),
    "assault.losses": 0.0,
    "accounts.overhead": 0.0,
    "accounts.reserve_challenger": 1000.0,
    "accounts.reserve_incumbent": 0.0,
    "pressure.tempo_challenger": 1000.0,
    "pressure.tempo_incumbent": 0.0,
    "retake.chance": 0.0,
    "retake.chance_challenger": 0.0,
    "retake.counter": 0.0,
    "presence.spread": 0.0,
    "capitulation.spread": 0.0,
    "external.level": 0.0,
    "external.after": 0.0,
    "posture.low": 0.0,
    "posture.grip": 0.0,
}
ASSAULT_ONLY = {**STEADY, "capitulation.rural": 0.0, "assault.rate": 0.1, "garrison.incumbent_rural": 1.5}
YIELD_ONLY = {**STEADY, "assault.rate": 0.0, "capitulation.quiet_logit": 6.0, "capitulation.rural": 0.3}


def first_passages(runs: Campaign) -> np.ndarray:
    """Day of the first capture in each run, one beyond the last day if there was none."""
    days = [[day for day in runs.events_of(run)["day"] if day > 0] for run in range(runs.block.runs)]
    return np.array([min(found, default=DAYS + 1) for found in days])


def distance(days: np.ndarray, chance: float) -> float:
    """Largest distance between the share fallen by each day and 1 - (1 - p)^t."""
    fallen = np.array([(days <= t).mean() for t in range(1, DAYS + 1)])
    return float(np.abs(fallen - (1.0 - (1.0 - chance) ** np.arange(1, DAYS + 1))).max())


def limit(runs: int = RUNS) -> float:
    """Kolmogorov bound at the false-alarm rate TAIL (conservative for whole days)."""
    return float(stats.kstwobign.isf(TAIL) / math.sqrt(runs))


def chance_of_assault() -> float:
    """P = beta o^4 / (1 + o^4), o = party / (g (1 - 1/2)): the district has only enemies around."""
    odds = ASSAULT_ONLY["assault.party"] / (1.5 * 0.5)
    return 0.1 * odds**4 / (1 + odds**4)


def chance_of_yielding(logit: float = 0.0) -> float:
    """P = eta sigmoid(b_I + b_A - z0 + further parts of the logit) with no support left and no presence."""
    z = YIELD_ONLY["capitulation.isolation"] + YIELD_ONLY["capitulation.support"] - 6.0
    z += logit - YIELD_ONLY["capitulation.uncontested"]
    return 0.3 / (1 + math.exp(-z))


def test_the_first_passage_of_two_districts_by_assault_is_geometric_with_the_chance_of_the_formula() -> None:
    runs = campaign(made(line(2), ASSAULT_ONLY, days=DAYS), RUNS)
    assert runs.captures(RED) == runs.captures(RED, ASSAULT) > 0
    assert distance(first_passages(runs), chance_of_assault()) < limit()


def test_the_first_passage_of_two_districts_by_capitulation_is_geometric_with_the_chance_of_the_formula() -> (
    None
):
    idle = {**YIELD_ONLY, "pressure.tempo_challenger": 0.0}
    runs = campaign(made(line(2), idle, days=DAYS), RUNS)
    assert runs.captures(RED) == runs.captures(RED, CAPITULATION) > 0
    assert distance(first_passages(runs), chance_of_yielding()) < limit()


def test_both_channels_together_add_up_as_competing_chances() -> None:
    both = {
        **ASSAULT_ONLY,
        **{name: YIELD_ONLY[name] for name in ("capitulation.quiet_logit", "capitulation.rural")},
    }
    both |= {"presence.memory": 0.0, "capitulation.uncontested": 0.0}
    runs = campaign(made(line(2), both, days=DAYS), RUNS)
    alone = chance_of_yielding(YIELD_ONLY["capitulation.uncontested"])
    chance = alone + (1 - alone) * chance_of_assault()
    assert distance(first_passages(runs), chance) < limit()
    share = runs.captures(RED, CAPITULATION) / runs.captures(RED)
    assert abs(share - alone / chance) < stats.norm.isf(TAIL / 2) * math.sqrt(share * (1 - share) / RUNS)


def test_the_test_of_first_passages_sees_a_chance_that_is_a_tenth_too_large() -> None:
    runs = campaign(made(line(2), ASSAULT_ONLY, days=DAYS), RUNS)
    assert distance(first_passages(runs), 1.1 * chance_of_assault()) > limit()


def test_uneven_support_keeps_the_mean_and_cancels_at_full_support() -> None:
    quiet = {**YIELD_ONLY, "external.level": 1.0, "external.after": 1.0, "pressure.tempo_challenger": 0.0}
    plain = campaign(made(line(8), quiet, held={"red": 2}), 64)
    uneven = campaign(
        made(line(8), {**quiet, "uneven.contrast": 0.8, "uneven.share": 0.4}, held={"red": 2}), 64
    )
    assert plain.block.events.tobytes() == uneven.block.events.tobytes()
    walk = Walk(made(line(3000), {**STEADY, "uneven.contrast": 0.6, "uneven.share": 0.4}))
    shift = walk.state.districts["unevenness"]
    assert sorted(set(shift.round(9))) == [-0.4, 0.6]
    assert abs(shift.mean()) < stats.norm.isf(TAIL / 2) * shift.std() / math.sqrt(3000)


def test_the_retaking_table_shares_out_over_ages_the_chance_to_win_a_loss_back() -> None:
    law = {**medians(), "retake.fade": 2.0}
    table = Walk(made(line(3), law)).state.retake_table
    assert table[0] == 0.0
    assert table.sum() == pytest.approx(1.0, abs=1e-6)  # exp(-30/2) is left for ages nobody looks at
    assert (np.diff(table[1:]) < 0).all()


def test_fresh_losses_come_back_as_often_as_the_table_says_when_capacity_allows() -> None:
    law = {**STEADY, "capitulation.rural": 1.0, "capitulation.quiet_logit": -20.0, "retake.chance": 0.5}
    law |= {"retake.fade": 2.0, "pressure.tempo_incumbent": 5.0, "assault.rate": 0.0, "assault.party": 1e-2}
    law |= {"accounts.reserve_incumbent": 100.0}
    first = campaign(
        made(line(9), law, days=2), RUNS
    )  # day 1: the neighbours of red fall; day 2: their first age
    lost = sum(int((first.events_of(run)["day"] == 1).sum()) for run in range(RUNS))
    back = first.captures(1)
    chance = 0.5 * (1 - math.exp(-0.5))
    assert abs(back / lost - chance) < stats.norm.isf(TAIL / 2) * math.sqrt(chance * (1 - chance) / lost)


def test_the_choice_of_operations_keeps_the_tempo_in_the_mean_and_follows_the_weights() -> None:
    law = {
        **STEADY,
        "capitulation.rural": 0.0,
        "assault.rate": 0.0,
        "pressure.tempo_challenger": 1.5,
        "presence.memory": 0.0,
    }
    star = network([(0, row) for row in range(1, 9)], seats={0: PROVINCIAL})
    runs = campaign(
        made(star, {**law, "pressure.focus": 1.0}, held={"red": 0}, contested={"red": 8}, days=50), 400
    )
    begun = runs.counts(4)[:, 1:, RED]
    spread = stats.norm.isf(TAIL / 2) * begun.std() / math.sqrt(begun.size)
    assert begun.mean() == pytest.approx(1.5, abs=spread)


def carried(share_lost: float) -> float:
    """Mean number of captures on a long line whose self-financing ratio is ``share_lost``."""
    law = {
        **YIELD_ONLY,
        "capitulation.quiet_logit": -20.0,
        "capitulation.rural": 1.0,
        "accounts.recovery": 1e5,
    }
    law |= {"garrison.incumbent_rural": 1.0, "garrison.challenger_rural": 0.4, "accounts.overhead": 0.4}
    law |= {
        "pressure.tempo_challenger": 0.0,
        "accounts.reserve_challenger": 10.0,
        "accounts.loot": share_lost * 0.8,
    }
    runs = campaign(made(line(400), law, days=400), 16)
    return float(runs.counts(0)[:, -1, RED].mean() - 1)


def test_an_advance_with_a_self_financing_ratio_below_one_culminates_after_the_captures_it_can_pay() -> None:
    spent_a_capture = 0.8 - 0.5 * 0.8  # garrison + overhead - loot, Lambda = 1/2
    assert carried(0.5) == pytest.approx(10.0 / spent_a_capture, abs=2)


def test_an_advance_with_a_self_financing_ratio_of_one_pays_for_itself() -> None:
    assert carried(1.0) > 380
