"""What the format reads otherwise than it may be meant is said by ``sim check``; the toy as it stands says little."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.misreadings import misread
from sim.scenario.reader import read_scenario
from tests.scenario.folders import MAIN, PRIORS, Edit, faults_of, toy

GREEN: Edit = (
    MAIN,
    "wars: [[red, blue]]",
    "  - {id: green, name: Greens, role: ROLE}\nwars: [[red, blue], [green, blue]]",
)
NO_CAPITAL = "claims:\n  - id: losing_steam"


def control(rows: str) -> Edit:
    """Control rows of the gazette."""
    return (
        MAIN,
        "\nclaims:",
        f"\ncontrol:\n  - {{id: told, source: gazette, published: same_day, rows: [{rows}]}}\n\nclaims:",
    )


def claim(definition: str) -> Edit:
    """Another definition of the first claim."""
    return (
        MAIN,
        "{id: no_net_gain_14, kind: no_net_gain, faction: red, after: 14}",
        f"{{id: other, faction: red, {definition}}}",
    )


FOUND: list[tuple[str, Edit, str]] = [
    (
        "a total of a province",
        (MAIN, "window: [2030-03-01, 2030-04-15], basis: 12", "window: [2030-03-01, 2030-04-15], basis: 4"),
        "gazette_april: 4 in all, but the network has 12: it is read as a share of all districts, wherever they lie; for a province "
        "write within: {province: NAME}; provinces of that size: West",
    ),
    (
        "an entrant without a border",
        (GREEN[0], GREEN[1], GREEN[2].replace("ROLE", "challenger")),
        "green holds no district and is present in none, so it has no border and does nothing",
    ),
    (
        "a stock larger than the network",
        claim("kind: stock_at, at_least: 13"),
        "losing_steam.other: at_least = 13 cannot be reached; the network has 12",
    ),
    (
        "a pace beyond the network",
        claim("kind: pace_above, rate: 1, days: 14"),
        "losing_steam.other: rate times days = 14 cannot be reached; the network has 12",
    ),
    (
        "more provinces than there are",
        claim("kind: regained, provinces: 4"),
        "losing_steam.other: provinces = 4 cannot be reached; the network has 3",
    ),
    (
        "more capitals than there are",
        claim("kind: cannot_take_and_hold, list: provincial_capitals, number: 4"),
        "losing_steam.other: number = 4 cannot be reached; the network has 3",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "said"), [one[1:] for one in FOUND], ids=[one[0] for one in FOUND])
def test_a_silent_reading_is_said(tmp_path: Path, edit: Edit, said: str) -> None:
    found = misread(read_scenario(toy(tmp_path / "toy", edit)))
    assert any(said in line for line in found), found
    assert not any(said in line for line in misread(read_scenario(toy(tmp_path / "plain"))))


@pytest.mark.parametrize("relation", ["held", "contested"])
def test_a_side_whose_start_count_waits_as_a_draft_is_not_said_to_do_nothing(
    tmp_path: Path, relation: str
) -> None:
    folder = toy(
        tmp_path / "toy",
        (GREEN[0], GREEN[1], GREEN[2].replace("ROLE", "challenger")),
        (
            MAIN,
            f"    {relation}: {{red: gazette_march",
            f"    {relation}: {{green: greens, red: gazette_march",
        ),
        (
            MAIN,
            "      - {id: gazette_april,",
            "      - {id: greens, statement: start, status: draft, faction: green}\n      - {id: gazette_april,",
        ),
    )
    found = [line for line in misread(read_scenario(folder, drafts="leave")) if line.startswith("green ")]
    assert found == ["green has no district until its start counts are confirmed (now drafts: greens)"]


def test_capitals_that_start_counts_cannot_give_away_are_said_unless_control_rows_speak_of_them(
    tmp_path: Path,
) -> None:
    said = "capitals at the start ({}): held by blue"
    assert any(said.format(3) in line for line in misread(read_scenario(toy(tmp_path / "a"))))
    told = toy(tmp_path / "b", control("{date: 2030-02-20, places: [T04], holder: red}"))
    (line,) = [one for one in misread(read_scenario(told)) if "capitals at the start" in one]
    assert said.format(2) in line and line.endswith("T08, T12")


def test_a_count_of_a_named_place_is_held_against_control_rows(tmp_path: Path) -> None:
    count = (
        MAIN,
        "      - {id: gazette_no_city,",
        "      - {id: dogwood, statement: S1, faction: red, relation: controls, unit: districts, kind: stock, places: [T04],\n"
        "         low: 1, high: 1, modifier: exactly, date: 2030-04-10, basis: 1, use: fit}\n      - {id: gazette_no_city,",
    )
    rows = "{date: 2030-04-01, places: [T04], holder: HOLDER}, {date: 2030-04-12, places: [T04], holder: red}"
    wrong = toy(tmp_path / "a", count, control(rows.replace("HOLDER", "blue")))
    assert "dogwood says that red held 1 of T04 on 2030-04-10; control rows say 0" in misread(
        read_scenario(wrong)
    )
    right = toy(tmp_path / "b", count, control(rows.replace("HOLDER", "red")))
    assert not any("dogwood" in line for line in misread(read_scenario(right)))


def test_support_as_the_code_has_it_is_said(tmp_path: Path) -> None:
    assert any(
        "as the priors of the code say" in line for line in misread(read_scenario(toy(tmp_path / "a")))
    )
    own = toy(tmp_path / "b", (PRIORS, "law:\n", 'law:\n  external.level: {prior: "0.7", source: made up}\n'))
    assert not any("as the priors of the code say" in line for line in misread(read_scenario(own)))


def test_a_neutral_side_holds_what_it_has_and_fights_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    neutral = (
        MAIN,
        "wars: [[red, blue]]",
        "  - {id: green, name: Greens, role: neutral}\nwars: [[red, blue]]",
    )
    green = read_scenario(toy(tmp_path / "a", neutral)).factions[2]
    assert (green.neutral, green.role) == (True, "incumbent")
    fighting = (GREEN[0], GREEN[1], GREEN[2].replace("ROLE", "neutral"))
    (fault,) = faults_of(tmp_path, monkeypatch, fighting)
    assert "wars[1][0] = 'green' is neutral; expected a side that fights" in fault
