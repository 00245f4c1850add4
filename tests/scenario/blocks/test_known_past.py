"""Known past in a scenario: what is read, and what is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenario.folders import MAIN, faults_of, read_edited

GOOD = "{id: soft, pattern: taken_back, faction: red, low: 0.1, high: 0.2, date: 2030-04-10, published: 2030-04-12, source: made up}"


def entry(text: str) -> tuple[str, str, str]:
    """The toy with one entry."""
    return (MAIN, "\nclaims:", f"\nquiet: true\nknown_past:\n  - {text}\n\nclaims:")


def test_an_entry_is_read_as_it_stands(tmp_path: Path) -> None:
    scenario = read_edited(tmp_path, entry(GOOD))
    (one,) = scenario.known_past
    assert (one.pattern, one.low, one.high, str(one.day)) == ("taken_back", 0.1, 0.2, "2030-04-10")
    assert scenario.quiet is True


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "faction: red",
            "faction: rad",
            "known_past[0].faction = 'rad' is not a faction of this scenario; nearest: red",
        ),
        ("high: 0.2", "high: 0.05", "known_past[0].high = 0.05 is below low = 0.1"),
        ("high: 0.2", "high: 1.5", "known_past[0].high = 1.5 is more than a share of 1"),
        ("date: 2030-04-10", "date: 2030-03-01", "known_past[0].date = 2030-03-01 lies outside the runs"),
        (
            "published: 2030-04-12",
            "published: 2030-04-20",
            "known_past[0].published = 2030-04-20 is before date",
        ),
        ("taken_back", "taken_bak", "known_past[0].pattern"),
    ],
)
def test_a_wrong_entry_is_refused_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, said: str
) -> None:
    faults = "\n".join(faults_of(tmp_path, monkeypatch, entry(GOOD.replace(old, new))))
    assert said in faults
