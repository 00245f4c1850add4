"""Statements without numbers in a scenario: what is read, and what is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.describe import describe
from sim.scenario.reader import read_scenario
from tests.scenario.folders import MAIN, Edit, faults_of, toy

GOOD = "{id: push, statement: S1, faction: red, signal: on_offensive, use: fit, quote: the Reds are on the attack}"


def signals(text: str) -> Edit:
    """Statements of the report of April."""
    return (
        MAIN,
        '    quote: "the Reds have taken 2 to 4 districts"\n    counts:',
        f'    quote: "the Reds have taken 2 to 4 districts"\n    signals:\n      - {text}\n    counts:',
    )


def test_a_statement_is_read_with_its_report(tmp_path: Path) -> None:
    scenario = read_scenario(toy(tmp_path / "toy", signals(GOOD)))
    (one,) = scenario.signals
    assert (one.source, str(one.date), str(one.published), one.use) == (
        "gazette",
        "2030-04-15",
        "2030-04-15",
        "fit",
    )
    assert "push [gazette] 2030-04-15: red on offensive" in describe(scenario)
    assert "right with a chance of 0.80" in " ".join(describe(scenario).split())
    assert read_scenario(tmp_path / "toy", as_of="2030-04-01").signals == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("signal: on_offensive", "signal: on_ofensive", "signal = 'on_ofensive' is unknown; nearest: on_offensive"),
        ("faction: red", "faction: rad", "faction = 'rad' is not a faction of this scenario; nearest: red"),
        ("statement: S1", "statement: S9", "statement = 'S9' is not a statement of this scenario"),
        ("use: fit", "use: fit, date: 2030-04-20", "date = 2030-04-20 is after published = 2030-04-15"),
        ("use: fit", "use: fit, date: 2030-02-20", "date = 2030-02-20 is before start = 2030-03-01"),
        ("id: push", "id: gazette_april", "id = 'gazette_april' is used twice; expected names that differ"),
        ("statement: S1", "statement: S2", "claims[0].statement = 'S2' is used as evidence (push) and judged as a claim"),
    ],
)  # fmt: skip
def test_a_wrong_statement_is_refused_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, said: str
) -> None:
    assert said in "\n".join(faults_of(tmp_path, monkeypatch, signals(GOOD.replace(old, new))))
