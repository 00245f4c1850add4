"""One folder read as of an earlier day: only what was published by then, and only the claims made on that day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sim.base.errors import UsageError
from sim.scenario.describe import describe
from sim.scenario.reader import read_outcomes, read_scenario
from tests.scenario.folders import MAIN, Edit, faults_of, toy

EARLIER = date(2030, 3, 25)
ORIGINS: Edit = (MAIN, "horizon: 30}", "horizon: 30}\norigins: [2030-04-01, 2030-03-25]")
MADE: Edit = (MAIN, "    statement: S2\n", "    statement: S2\n    as_of: 2030-03-25\n")
ROWS: Edit = (
    MAIN,
    "\nclaims:",
    "\ncontrol:\n  - {id: told, source: gazette, published: same_day, rows: ["
    "{date: 2030-03-20, places: [T05], holder: red}, {date: 2030-04-10, places: [T06], holder: red}]}\n\nclaims:",
)


def test_what_was_published_later_is_not_there(tmp_path: Path) -> None:
    folder = toy(tmp_path / "toy", ROWS, ORIGINS)
    now, then = read_scenario(folder), read_scenario(folder, as_of=EARLIER)
    assert {one.id for one in now.counts} - {one.id for one in then.counts} == {
        "gazette_april",
        "gazette_no_city",
    }
    assert (len(now.control), len(then.control)) == (2, 1)
    assert (then.calendar.as_of, then.written_as_of, then.horizon) == (EARLIER, date(2030, 4, 15), 30)
    assert then.days == now.days - 21
    assert [one.id for one in then.events] == ["spring_fair"]
    assert read_scenario(folder, as_of="2030-03-15").events == ()
    assert then.origins == (EARLIER, date(2030, 4, 1))
    assert "may also be read as of: 2030-03-25, 2030-04-01" in describe(now)


def test_the_days_own_reading_is_the_plain_one(tmp_path: Path) -> None:
    folder = toy(tmp_path / "toy", ROWS)
    plain, same = read_scenario(folder), read_scenario(folder, as_of="2030-04-15")
    assert (plain.counts, plain.control, plain.claims) == (same.counts, same.control, same.claims)


def test_a_claim_is_asked_on_the_day_it_was_made(tmp_path: Path) -> None:
    folder = toy(tmp_path / "toy", MADE)
    now, then = read_scenario(folder), read_scenario(folder, as_of=EARLIER)
    assert [one.id for one in now.claims] == ["no_city"]
    assert [one.id for one in then.claims] == ["losing_steam", "no_city"]
    assert "made on another day, asked with as_of= that day: losing_steam (2030-03-25)" in describe(now)


def test_outcomes_belong_to_the_day_a_claim_was_made(tmp_path: Path) -> None:
    folder = toy(tmp_path / "toy", MADE)
    (folder / "outcomes.yaml").write_text(
        "schema: sim.outcomes/1\noutcomes:\n"
        "  - {claim: no_city, definition: any_city_7, outcome: true, source: made up}\n"
        "  - {claim: losing_steam, definition: slower_than_before, outcome: true, source: made up}\n",
        encoding="utf-8",
    )
    assert {claim for claim, _ in read_outcomes(read_scenario(folder))} == {"no_city"}
    assert {claim for claim, _ in read_outcomes(read_scenario(folder, as_of=EARLIER))} == {"losing_steam"}


@pytest.mark.parametrize("day", ["2030-03-01", "2030-04-16", "15 April", "2030-04-31"])
def test_another_day_is_refused(tmp_path: Path, day: str) -> None:
    with pytest.raises(UsageError, match=f"as_of = .?{day}"):
        read_scenario(toy(tmp_path / "toy"), as_of=day)


def test_a_start_count_nobody_knew_yet_is_refused(tmp_path: Path) -> None:
    folder = toy(tmp_path / "toy", (MAIN, "published: 2030-03-02", "published: 2030-03-28"))
    read_scenario(folder)
    with pytest.raises(
        Exception, match=r"2030-03-28 is after as_of = 2030-03-25, but a count has use: start"
    ):
        read_scenario(folder, as_of=EARLIER)


@pytest.mark.parametrize(
    "edit",
    [
        (MAIN, "horizon: 30}", "horizon: 30}\norigins: [2030-05-01]"),
        (MAIN, "    statement: S2\n", "    statement: S2\n    as_of: 2030-05-01\n"),
    ],
)
def test_days_outside_the_scenario_are_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edit: Edit
) -> None:
    (fault,) = faults_of(tmp_path, monkeypatch, edit)
    assert "= 2030-05-01; expected a day after start = 2030-03-01, up to as_of = 2030-04-15" in fault


def test_faults_of_a_scenario_read_earlier_name_the_lines_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    toy(Path("toy"), (MAIN, "kind: no_net_gain, faction: red", "kind: no_net_gain, faction: rad"))
    with pytest.raises(Exception, match=r"toy/scenario.yaml:73 claims\[0\].definitions\[1\].faction = 'rad'"):
        read_scenario("toy", as_of=EARLIER)
