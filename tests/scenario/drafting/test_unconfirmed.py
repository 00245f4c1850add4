"""Nothing that nobody has confirmed runs, unless it is asked for; and faults name the place they are written in."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.base.errors import ScenarioError, UsageError
from sim.scenario.describe import describe
from sim.scenario.files.loader import Document
from sim.scenario.reader import read_scenario
from sim.scenario.scenario import Scenario
from tests.scenario.drafts import TEXT, with_drafts
from tests.scenario.folders import MAIN, change, faults_of, read_edited, toy


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The toy with drafts, called ``toy``."""
    monkeypatch.chdir(tmp_path)
    return with_drafts(Path("toy"))


def faults(drafts: str = "refuse") -> list[str]:
    """Lines of the error of reading ``toy``."""
    with pytest.raises(ScenarioError) as caught:
        read_scenario("toy", drafts=drafts)
    assert caught.value.exit_code == 2
    return str(caught.value).splitlines()


def fill(folder: Path) -> None:
    """Give the drafted count what it lacks."""
    path = folder / "drafts.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("basis: null", "basis: 12").replace("use: null", "use: check"), encoding="utf-8"
    )


def confirm(folder: Path, status: str = "confirmed") -> None:
    """Give every draft another status."""
    path = folder / "drafts.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("status: draft", f"status: {status}"), encoding="utf-8"
    )


def line_of(path: Path, text: str) -> int:
    """Line on which ``text`` first stands."""
    return path.read_text(encoding="utf-8").split(text)[0].count("\n") + 1


def test_a_scenario_with_drafts_is_refused_with_file_line_gaps_and_the_way_out(folder: Path) -> None:
    first = line_of(folder / "drafts.yaml", "- id: news_gained")
    lines = faults()
    assert lines[0] == (
        f"toy/drafts.yaml:{first} reports[0].counts[0] is an unconfirmed draft (gaps: basis, use); expected status: "
        "confirmed (by hand or with sim draft --walk), or drafts=true to use what has no gaps"
    )
    assert "claims[0] is an unconfirmed draft (gaps: faction)" in lines[1] and len(lines) == 2


def test_left_out_drafts_change_nothing_but_are_told(folder: Path) -> None:
    scenario, plain = read_scenario("toy", drafts="leave"), read_scenario("toy_corridor")
    assert scenario.counts == plain.counts and scenario.claims == plain.claims
    assert [one.what for one in scenario.unconfirmed] == ["count", "claim"]
    told = " ".join(describe(scenario).split())
    assert "Drafts, not used until confirmed toy/drafts.yaml:" in told
    assert (
        'news_gained: "gained by Reds, 3 to 5 districts, flow, window 2030-03-01 to 2030-04-15" gaps: basis, use'
        in told
    )


def test_only_drafts_without_gaps_are_used_when_asked_for(folder: Path) -> None:
    def used() -> list[str]:
        return [one.id for one in read_scenario("toy", drafts="use").unconfirmed if one.used]

    assert used() == []
    fill(folder)
    assert used() == ["news_gained"]
    assert read_scenario("toy", drafts="use").counts[-1].id == "news_gained"


def test_confirmed_entries_belong_to_the_scenario_and_rejected_ones_do_not(folder: Path) -> None:
    fill(folder)
    change(folder / "drafts.yaml", "faction: null", "faction: red")
    confirm(folder, "rejected")
    assert read_scenario("toy").counts == read_scenario("toy_corridor").counts
    path = folder / "drafts.yaml"
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace("rejected", "confirmed")
        .replace("faction: null", "faction: red"),
        encoding="utf-8",
    )
    scenario = read_scenario("toy")
    assert [one.id for one in scenario.counts][-1] == "news_gained"
    assert scenario.counts[-1].quote.startswith("The Reds have taken 3 to 5 districts")
    assert [one.id for one in scenario.claims][-1] == "news_losing_momentum"
    assert scenario.unconfirmed == ()


def test_a_confirmed_entry_with_gaps_is_faulty_at_its_place_in_the_draft_file(folder: Path) -> None:
    confirm(folder)
    line = line_of(folder / "drafts.yaml", "use: null")
    expected = f"toy/drafts.yaml:{line} reports[0].counts[0].use = null is unknown"
    assert any(one.startswith(expected) for one in faults())


def test_a_changed_text_makes_drafts_of_what_was_read_from_it(folder: Path) -> None:
    fill(folder)
    change(folder / "drafts.yaml", "faction: null", "faction: red")
    path = folder / "drafts.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("faction: null", "faction: red"), encoding="utf-8"
    )
    confirm(folder)
    assert read_scenario("toy").unconfirmed == ()
    (folder / TEXT).write_text("something else", encoding="utf-8")
    again = faults()
    assert len(again) == 2 and all("is a draft again, because its text has changed" in one for one in again)
    assert [one.used for one in read_scenario("toy", drafts="use").unconfirmed] == [True, True]
    (folder / TEXT).unlink()  # not at hand: nothing can be said about it
    assert read_scenario("toy").unconfirmed == ()


def test_a_start_that_waits_for_a_draft_can_be_checked_but_not_run(tmp_path: Path) -> None:
    folder = toy(
        tmp_path / "toy",
        (MAIN, "low: 3, high: 3, modifier: exactly", "low: null, high: null, modifier: exactly"),
    )
    change(folder / MAIN, "{id: gazette_march, statement", "{id: gazette_march, status: draft, statement")
    scenario = read_scenario(folder, drafts="leave")
    assert "waits for drafts: gazette_march" in describe(scenario)
    with pytest.raises(
        ScenarioError, match=r"start\[0\].held.red = 'gazette_march' is a draft with gaps; expected a count"
    ):
        read_scenario(folder, drafts="use")


def test_faults_after_a_draft_that_was_taken_out_name_their_own_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = faults_of(
        tmp_path, monkeypatch,
        (MAIN, "{id: gazette_april, statement", "{id: gazette_april, status: rejected, statement"),
        (MAIN, "low: 0, high: 0, modifier: exactly, date: 2030-04-15", "low: 2, high: 1, modifier: exactly, date: 2030-04-15"),
    )  # fmt: skip
    assert lines == ["toy/scenario.yaml:59 reports[1].counts[1].high = 1 is below low = 2"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("drafts: [drafts.yaml]", "drafts: [../drafts.yaml]", "drafts[0] = '../drafts.yaml' leads out of the scenario's folder"),
        ("drafts: [drafts.yaml]", "drafts: [none.yaml]", "drafts[0] = 'none.yaml' does not exist"),
        ("drafts: [drafts.yaml]", "drafts: drafts.yaml", "drafts = 'drafts.yaml'; expected a list"),
    ],
)  # fmt: skip
def test_a_draft_file_that_cannot_be_joined_is_a_fault(
    old: str, new: str, expected: str, folder: Path
) -> None:
    change(folder / MAIN, old, new)
    assert any(expected in line for line in faults("leave")), faults("leave")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "relation: gained",
            "relation: gaind",
            "reports[0].counts[0].relation = 'gaind' is unknown; nearest: gained",
        ),
        ("    quote:", "    qoute:", "qoute is unknown; nearest: quote"),
        ("sha256: ", "sha256: x", "text.sha256"),
    ],
)
def test_a_draft_is_checked_for_what_it_does_say(old: str, new: str, expected: str, folder: Path) -> None:
    change(folder / "drafts.yaml", old, new)
    assert any(line.startswith("toy/drafts.yaml:") and expected in line for line in faults("leave")), faults(
        "leave"
    )


def test_an_alias_means_one_faction(tmp_path: Path) -> None:
    aliases = (
        MAIN,
        "name: Blues, role: incumbent",
        "name: Blues, aliases: [the army, REDS], role: incumbent",
    )
    with pytest.raises(
        ScenarioError, match=r"factions\[1\].aliases\[1\]: 'REDS' also means red; expected one faction"
    ):
        read_edited(tmp_path, aliases)


def test_an_unknown_way_with_drafts_is_refused() -> None:
    with pytest.raises(UsageError, match="drafts = 'all' is unknown; expected one of refuse, leave, use"):
        read_scenario("toy_corridor", drafts="all")


def test_what_is_used_unconfirmed_stands_in_the_resolved_scenario(folder: Path) -> None:
    from sim.scenario.files.resolved import resolve

    fill(folder)
    scenario: Scenario = read_scenario("toy", drafts="use")
    assert [(one["id"], one["used"]) for one in resolve(scenario)["unconfirmed"]] == [
        ("news_gained", True),
        ("news_losing_momentum", False),
    ]


def test_lists_become_shorter_with_lines_and_homes_kept() -> None:
    value = {"a": [{"b": [1, 2, 3]}, {"b": [4]}, {"b": [5, 6]}]}
    lines = (
        {("a", n): 10 * n for n in range(3)}
        | {("a", 0, "b", n): n for n in range(3)}
        | {("a", 2, "b", 1): 21}
    )
    document = Document("file", value, {(): 1, ("a",): 1, **lines})
    document.without({("a", 1), ("a", 0, "b", 1)})
    assert value == {"a": [{"b": [1, 3]}, {"b": [5, 6]}]}
    assert document.line(("a", 0, "b", 1)) == 2 and document.line(("a", 1, "b", 1)) == 21
    document.blame(("a", 1, "b", 1), " is wrong")
    document.blame(("a", 0, "b", 1), " is wrong")
    assert list(map(str, document.faults)) == ["file:21 a[2].b[1] is wrong", "file:2 a[0].b[2] is wrong"]
