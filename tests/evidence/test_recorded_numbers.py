"""What words, errors and lags came to when they were recorded: a changed width, limit or sign is seen, even if no test is about it.

After a change that is meant: ``python -m tests.evidence.test_recorded_numbers``; name it under *Numbers*.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.evidence.count_words import (
    DEFAULT,
    SHAPES,
    WIDTHS,
    Words,
    count_mass,
    mass,
    rounding,
    share_rounding,
)
from sim.evidence.counting_errors import NamedError, NormalError, binomial
from sim.evidence.likelihood import (
    group_log_likelihood,
    lag_points,
    log_exact,
    log_mean,
    predictive_mass,
    report_log_likelihood,
)
from sim.evidence.quantiles import quantiles
from sim.evidence.signals import KINDS, SIGNALS, right
from sim.evidence.source_and_count import Baseline, Source
from tests.reports import make_count, make_source

RECORDED = Path(__file__).with_name("recorded_numbers.json")
CASES = {  # modifier: (low, high, total)
    "exactly": ((7, 7, 20), (3.4, 6.6, 20), (0, 0, 5)),
    "range": ((4, 9, 20), (80, 80, 100), (80, 100, 400)),
    "about": ((70, 70, 120), (200, 220, 400), (32, 32, 50), (0, 0, 9)),
    "more_than": ((70, 79, 120), (12, 12, 12), (0.5, 1, 6), (11.5, 11.5, 12)),
    "at_least": ((70, 79, 120), (12, 12, 12), (33, 33, 60), (2.5, 3, 9)),
    "nearly": ((60, 70, 120), (12, 12, 12), (1, 1, 4)),
    "up_to": ((70, 70, 120), (10, 20, 40), (0, 5, 9)),
    "several": ((0, 0, 60),), "dozens": ((0, 0, 300),), "scores": ((0, 0, 400),), "hundreds": ((0, 0, 900),),
    "half": ((0.5, 0.5, 398), (200, 200, 398), (0.45, 0.45, 100)),
    "share": ((0.5, 0.5, 400), (0.54, 0.54, 400), (0.3, 0.55, 100), (0.25, 0.25, 40), (0.667, 0.667, 90)),
}  # fmt: skip
OTHER = Words(
    shoulder=0.2, about=1.0, more_than=1.5, at_least=0.2, nearly=0.7, clamp_low=0.3, clamp_high=0.4, half_sd=0.1, share_sd=0.7,
    several=7.0, dozens=60.0, scores=90.0, hundreds=200.0, vague_sd=0.8,
)  # fmt: skip
ODD = np.array([0.0, 0.0, 0.2, 0.5, 0.3, 0.0])


def summary(values: np.ndarray) -> list[float]:
    """Enough of an array to notice a change of any of its numbers."""
    flat = np.nan_to_num(np.asarray(values, dtype=float).ravel(), neginf=-999.0)
    places = np.arange(1.0, len(flat) + 1)
    return [
        float(len(flat)),
        *(float(one) for one in flat[:4]),
        float(flat.sum()),
        float(flat @ places),
        float(flat @ places**2 / len(flat)),
    ]


def now() -> dict[str, list[float]]:
    """Every recorded number, by what it is."""
    found: dict[str, Any] = {}
    for modifier, cases in CASES.items():
        for low, high, total in cases:
            for name, words in (("", DEFAULT), (" other", OTHER)):
                found[f"{modifier} {low} {high} {total}{name}"] = mass(low, high, modifier, total, words)
    found["rounding"] = [
        rounding(n, w)
        for n in (0.4, 1, 2, 5, 7, 10, 15, 32, 50, 95, 100, 120, 150, 200, 500, 1000, 1250)
        for w in (DEFAULT, OTHER)
    ]
    found["share rounding"] = [
        share_rounding(s)
        for s in (0.01, 0.1, 0.25, 0.254, 0.256, 0.3, 0.33, 0.34, 0.5, 0.54, 0.55, 0.66, 0.67, 0.75, 0.9, 1.0)
    ]
    found["widths"] = [
        value
        for name in sorted(WIDTHS)
        for value in (asdict(DEFAULT)[name], WIDTHS[name]["low"], WIDTHS[name]["high"])
    ]
    for name, error in (
        ("normal", NormalError(2.0)),
        ("fine", NormalError(0.0)),
        ("named", NamedError(5)),
        ("slips", NamedError(5, 0.2)),
    ):
        seen, weights = np.array([0.0, 1.4, 2.0, 3.5, 5.0]), np.array([0.1, 0.2, 0.3, 0.3, 0.1])
        found[f"{name} likelihood"] = error.log_likelihood(ODD, seen)
        found[f"{name} table"] = np.concatenate(error.table(ODD, 5.0)) if name != "fine" else [0.0]
        found[f"{name} predictive"] = error.predictive(seen, 3.0 * weights, 5.0)
        found[f"{name} draws"] = [
            error.draw(x, np.arange(6.0), u)
            for x in (-1.0, 0.0, 2.4, 2.6, 5.0, 7.0)
            for u in (0.01, 0.3, 0.5, 0.9, 0.999)
        ]
        found[f"{name} noise"] = [error.noise]
    found["binomial"] = np.concatenate([binomial(n, p) for n in (0, 1, 4) for p in (0.0, 0.02, 0.5, 1.0)])
    logs = [np.log([0.2, 0.5, 0.9]), np.log([0.1, 0.1, 0.6])]
    found["group"] = np.concatenate(
        [
            group_log_likelihood(logs, (13.0, 400.0), eps, powers)
            for eps in (0.0, 0.1, 1.0)
            for powers in (None, (0.5, 0.5))
        ]
    )
    found["mean"] = log_mean([*logs, np.full(3, -np.inf)])
    found["lags"] = np.concatenate(
        [lag_points(lag, most) for lag in ((0, 0), (0, 4), (2.4, 20), (0, 60)) for most in (9, 4)]
    )
    found["predictive"] = predictive_mass(np.array([1.0, 2.2, 2.2]), np.array([1.0, 2.0, 3.0]), 0.8, 6.4)
    many = np.linspace(0, 5, 4000)
    for noise in (0.0, 0.05, 0.3, 2.0):
        found[f"report {noise}"] = report_log_likelihood(ODD, many, noise, 1)
    found["exact"] = np.exp(
        log_exact(np.array([0.5, 0.3, 0.2]), np.array([-1.0, -0.4, 0.0, 0.6, 2.0, 2.4, 3.0]))
    )
    found["signals"] = [
        value
        for name in sorted(SIGNALS)
        for value in (SIGNALS[name].right, SIGNALS[name].low, SIGNALS[name].high)
    ]
    found["right"] = [right(name, kind) for name in sorted(SIGNALS) for kind in (*sorted(KINDS), "somebody")]
    found["quantiles"] = [
        *quantiles(np.array([0.05, 0.45, 0.5])),
        *quantiles(ODD, (0.2, 0.21, 0.7, 1.0)),
        *quantiles(2 * ODD),
    ]
    plain = Source("a", "A", "press")
    found["source"] = [plain.unreliable, plain.noise, *plain.lag, *asdict(Baseline(3.0, 12.0)).values()]
    return {name: summary(np.asarray(values, dtype=float)) for name, values in found.items()}


def test_words_errors_and_lags_are_what_they_were_when_they_were_recorded() -> None:
    recorded, found = json.loads(RECORDED.read_text(encoding="utf-8")), now()
    assert found.keys() == recorded.keys()
    for name, values in found.items():
        assert values == pytest.approx(recorded[name], rel=1e-9, abs=1e-12), name


def test_every_word_is_recorded() -> None:
    assert CASES.keys() == SHAPES.keys()


def test_what_a_count_speaks_of() -> None:
    plain = make_count()
    assert plain.whole and not replace(plain, places=("T01",)).whole
    named, within = make_count(places=("T01",)), make_count(places=("T01",), within="P")
    the_capital, capitals = make_count(unit="capitals", basis=1.0), make_count(unit="capitals", basis=3.0)
    assert [one.of_single_places for one in (plain, named, within, the_capital, capitals)] == [
        False,
        True,
        False,
        True,
        False,
    ]
    assert not replace(named, relation="contests").of_single_places
    assert not replace(named, measure="share_of_area").of_single_places
    assert replace(named, measure="share_of_districts").of_single_places
    assert not plain.counts_events and replace(plain, gross=True).counts_events


@pytest.mark.parametrize(
    ("name", "short"),
    [("Corridor Gazette (Tuesday edition)", "Corridor Gazette"), ("TASS, quoting a diplomat", "TASS"), ("(nameless)", "(nameless)"), ("Radio", "Radio")],
)  # fmt: skip
def test_a_source_has_a_short_name(name: str, short: str) -> None:
    assert replace(make_source(), name=name).short == short


def test_shares_of_districts_become_districts() -> None:
    share = make_count(measure="share_of_districts", low=0.25, high=0.5, modifier="range")
    np.testing.assert_array_equal(count_mass(share), mass(3.0, 6.0, "range", 12.0))
    said = make_count(measure="share_of_area", low=0.25, high=0.25, modifier="share")
    np.testing.assert_array_equal(count_mass(said), mass(0.25, 0.25, "share", 12.0))


if __name__ == "__main__":
    RECORDED.write_text(json.dumps(now(), indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(RECORDED)
