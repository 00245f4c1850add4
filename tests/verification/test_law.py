"""Verification of the law against solutions one can write down; each draws a picture one can call right or wrong."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.base.codes import CHALLENGER
from sim.law.accounts import PARAMETERS
from tests.law.test_chances import ASSAULT_ONLY, DAYS, chance_of_assault, first_passages
from tests.verification.pictures import keep, sheet
from tests.worlds import BLUE, RED, campaign, grid, line, made, medians

pytestmark = pytest.mark.slow
RUNS = 100_000


def test_two_districts_fall_as_the_exact_solution_says() -> None:
    days = first_passages(campaign(made(line(2), ASSAULT_ONLY, days=DAYS), RUNS))
    t = np.arange(1, DAYS + 1)
    fallen = np.array([(days <= day).mean() for day in t])
    exact = 1 - (1 - chance_of_assault()) ** t
    figure, axes = sheet("Two districts: the dots lie on the line 1 - (1 - p)^t", "day", "share fallen")
    axes.plot(t, exact, color="black", lw=1)
    axes.plot(t, fallen, "o", ms=3)
    keep(figure, "two_districts", [f"largest distance {np.abs(fallen - exact).max():.5f} of {RUNS} runs"])
    assert np.abs(fallen - exact).max() < stats.kstwobign.isf(1e-4) / math.sqrt(RUNS)


def length_of_advance(ratio: float, reserve: float) -> float:
    """Mean captures on a long line at a self-financing ratio: the loot of a capture over its cost (.8 FU)."""
    law = {**ASSAULT_ONLY, "assault.rate": 0.0, "pressure.tempo_challenger": 0.0, "capitulation.rural": 1.0}
    law |= {"capitulation.quiet_logit": -20.0, "accounts.recovery": 1e5, "garrison.incumbent_rural": 1.0}
    law |= {"garrison.challenger_rural": 0.4, "accounts.overhead": 0.4, "accounts.loot": 0.8 * ratio}
    law |= {"accounts.reserve_challenger": reserve, "accounts.recruits": 0.0}
    runs = campaign(made(line(400), law, days=400), 32)
    return float(runs.counts(0)[:, -1, RED].mean() - 1)


def test_an_advance_ends_where_its_self_financing_ratio_says() -> None:
    ratios = np.array([0.0, 0.25, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0, 1.1])
    figure, axes = sheet(
        "Line of 400: dots on R / (cost (1 - ratio)), all of the line from ratio 1 on", "ratio", "captures"
    )
    for reserve in (5.0, 10.0):
        seen = np.array([length_of_advance(ratio, reserve) for ratio in ratios])
        with np.errstate(divide="ignore"):
            expected = np.minimum(
                390.0, np.where(ratios < 1, reserve / (0.8 * np.maximum(1 - ratios, 0)), 390.0)
            )
        axes.plot(ratios, expected, color="black", lw=1)
        axes.plot(ratios, seen, "o", ms=4, label=f"reserve {reserve:g} FU")
        assert seen == pytest.approx(expected, rel=0.1, abs=2.5)
    axes.legend(frameon=False)
    keep(figure, "self_financing_ratio")


def test_the_size_of_the_network_changes_shares_little_when_force_grows_with_it() -> None:
    sides, shares, errors = (8, 12, 16, 24, 32), [], []
    for side in sides:
        n = side * side
        force = {p.name: p for p in PARAMETERS if p.name.startswith("accounts.reserve")}
        law = {**medians(), **dict.fromkeys(force, 0.38 * n), "pressure.tempo_challenger": 0.09 * n}
        law |= {
            "pressure.tempo_incumbent": 0.009 * n,
            "retake.counter": 0.0075 * n,
            "capitulation.quiet_logit": 5.5,
        }
        runs = campaign(made(grid(side), law, held={"red": n // 5}, contested={"red": n // 5}, days=120), 200)
        final = runs.counts(0)[:, -1, CHALLENGER] / n
        shares.append(final.mean())
        errors.append(final.std() / math.sqrt(len(final)))
    figure, axes = sheet(
        "Force in proportion to districts: the share held settles as N grows",
        "districts",
        "share held by red",
    )
    axes.errorbar([s * s for s in sides], shares, yerr=2 * np.array(errors), fmt="o-", ms=4)
    axes.set(xscale="log", ylim=(0, 1))
    lines = [f"{s * s} districts: {p:.3f} +- {e:.3f}" for s, p, e in zip(sides, shares, errors, strict=True)]
    keep(figure, "network_size", lines)
    assert max(shares[2:]) - min(shares[2:]) < 0.1


def test_what_an_advance_holds_depends_on_the_garrisons_it_leaves_behind() -> None:
    thickness = np.array([0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2])
    held, top, lost = [], [], []
    for g in thickness:
        law = {**medians(), "garrison.challenger_rural": float(g), "capitulation.quiet_logit": 5.0}
        law |= {
            "accounts.reserve_challenger": 30.0,
            "accounts.reserve_incumbent": 60.0,
            "accounts.recovery": 1e4,
        }
        runs = campaign(made(grid(12), law, held={"red": 29}, contested={"red": 20}, days=120), 300)
        red = runs.counts(0)[..., RED]
        held.append(red[:, -1].mean())
        top.append(red.max(axis=1).mean())
        lost.append(runs.captures(BLUE) / max(1, runs.captures(RED)))
    figure, axes = sheet(
        "Thick garrisons culminate; thin ones would reverse only if retaking read the garrison",
        "FU left in each capture",
        "districts",
    )
    axes.plot(thickness, top, "o-", label="most held")
    axes.plot(thickness, held, "o-", label="held on the last day")
    axes.set(xscale="log", ylim=(0, 1.2 * max(top)))
    axes.legend(frameon=False)
    lines = [
        f"garrison {g:.2f}: most {a:.1f}, last day {b:.1f}, retaken a capture {c:.3f}"
        for g, a, b, c in zip(thickness, top, held, lost, strict=True)
    ]
    keep(figure, "garrisons", lines)
    assert held[-1] < 0.8 * max(held)
