"""Statements without numbers: how often such words are right, what they make of runs, and one switch with the counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from sim.base.codes import ADVANCE, CAPITULATION, CONSOLIDATE
from sim.base.errors import UsageError
from sim.evidence.signals import KINDS, SIGNALS, Signal, right
from sim.inference.signal_terms import signal_rows, signal_terms
from sim.inference.weights import weigh
from sim.record.states import STATES
from tests.records import BLUE, RED, START_DATE, make_record
from tests.reports import make_count, make_source

DAY = 20


def said(signal: str, faction: str = "red", day: int = DAY, **more: str) -> Signal:
    """A statement of the gazette."""
    when = START_DATE + timedelta(days=day)
    fields = {"id": f"{signal}_{day}", "source": "gazette", "statement": "S", "use": "fit", **more}
    return Signal(faction=faction, signal=signal, date=when, published=when, **fields)


def runs():
    """Three runs: red advances all the time, stops on day 17, never did; blue loses two places softly in the first."""
    posture = np.full((3, 61, 2), CONSOLIDATE)
    posture[0, :, RED], posture[1, :17, RED] = ADVANCE, ADVANCE
    momentum, reserve = np.zeros((3, 61, 2)), np.full((3, 61, 2), 100.0)
    momentum[0, DAY, BLUE], reserve[0, DAY, BLUE] = -0.2, 40.0
    falls = [(12, 0, RED, CAPITULATION), (15, 1, RED, CAPITULATION)]
    series = {"posture": posture, "momentum": momentum, "reserve": reserve}
    return make_record([falls, [], []], series=series)


SEEN: list[tuple[str, str, list[float]]] = [
    ("on_offensive", "red", [1, 3 / 7, 0]),
    ("paused", "red", [0, 4 / 7, 1]),
    ("offensive_announced", "red", [1, 0, 0]),
    ("counter_offensive", "red", [1, 0, 0]),
    ("surrendered_without_fight", "blue", [1, 0, 0]),
    ("crossed_border", "blue", [1, 0, 0]),
    ("low_effectiveness", "blue", [1, 0, 0]),
    ("low_morale", "blue", [1, 0, 0]),
    ("short_of_supply", "blue", [1, 0, 0]),
]


def test_every_kind_of_words_speaks_of_a_state_and_is_right_more_often_than_not() -> None:
    assert set(SIGNALS) == set(STATES) == {one[0] for one in SEEN}
    for name, one in SIGNALS.items():
        assert 0.5 <= one.low <= one.right <= one.high < 1 and one.argument.startswith("assumed")
        order = [right(name, kind) for kind in ("press", "diplomat", "official", "party")]
        assert order == sorted(order, reverse=True) and order[-1] > 0.5
    assert right("on_offensive", "press") == pytest.approx(0.8)
    assert max(KINDS.values()) == 1.0


@pytest.mark.parametrize(("signal", "faction", "expected"), SEEN)
def test_states_are_read_from_the_runs(signal: str, faction: str, expected: list[float]) -> None:
    record = runs()
    found = STATES[signal](record, record.faction(faction), DAY)
    assert found == pytest.approx(expected)


def test_words_favour_runs_in_the_state_they_speak_of() -> None:
    told = {"gazette": make_source(unreliable=0.0)}
    (term,) = signal_terms(runs(), told, [said("on_offensive")])
    assert np.exp(term.joint) == pytest.approx([0.8, 0.8 * 3 / 7 + 0.2 * 4 / 7, 0.2])
    found = weigh(runs(), [], told, 1, signals=[said("on_offensive")])
    assert found.values == pytest.approx(np.exp(term.joint) / np.exp(term.joint).sum())
    assert found.used == ("on_offensive_20",)


def test_with_evidence_of_the_seed_only_words_of_the_report_judged_weigh() -> None:
    sources = {"gazette": make_source()}
    signals = [said("on_offensive", statement="S"), said("paused", day=DAY + 1, statement="T")]
    used = {
        evidence: weigh(
            runs(), [], sources, 1, evidence=evidence, seed_statements=["S"], signals=signals
        ).used
        for evidence in ("all", "seed", "none")
    }
    assert used == {"all": ("on_offensive_20", "paused_21"), "seed": ("on_offensive_20",), "none": ()}
    assert weigh(runs(), [], sources, 1).dependence == 1.0


def test_repeated_words_are_one_observation_and_an_invented_source_says_nothing() -> None:
    told = {"gazette": make_source(unreliable=0.0)}
    once = weigh(runs(), [], told, 1, signals=[said("on_offensive")]).values
    again = weigh(
        runs(), [], told, 1, signals=[said("on_offensive"), said("on_offensive", origin="", id="b")]
    ).values
    assert again == pytest.approx(once)
    nothing = {"gazette": make_source(unreliable=1.0)}
    assert weigh(runs(), [], nothing, 1, signals=[said("on_offensive")]).values == pytest.approx(
        np.full(3, 1 / 3)
    )


def test_words_and_counts_of_one_source_share_one_switch() -> None:
    told = {"gazette": make_source(noise=0.5, unreliable=0.3)}
    count = make_count(day=DAY, low=2, high=2, modifier="exactly")
    alone = weigh(runs(), [count], told, 1)
    both = weigh(runs(), [count], told, 1, signals=[said("on_offensive")])
    assert list(both.by_source) == ["gazette"]
    assert both.values[0] > alone.values[0]


def test_only_words_to_be_weighed_weigh_and_the_others_stand_beside_the_runs() -> None:
    told = {"gazette": make_source()}
    check = replace(said("paused"), use="check")
    assert weigh(runs(), [], told, 1, signals=[check]).used == ()
    rows = signal_rows(
        runs(), told, [check, replace(check, use="score")], np.ones(3), np.array([0.0, 0.0, 1.0])
    )
    assert [(one["use"], one["prior"], one["posterior"]) for one in rows] == [
        ("check", pytest.approx(11 / 21), 1.0)
    ]


def test_words_the_runs_say_nothing_about_are_refused() -> None:
    with pytest.raises(
        UsageError,
        match="signal on_offensive_99 cannot be used in the likelihood: day 99 lies outside the runs",
    ):
        weigh(runs(), [], {"gazette": make_source()}, 1, signals=[said("on_offensive", day=99)])
