"""sim new: a whole scenario folder that passes sim check, its gaps named, and that runs once they are filled."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from sim.app.entry import cli
from sim.scenario.reader import read_scenario
from tests.scenario.drafts import REPORT
from tests.scenario.folders import TOY, change

PLAIN = (
    "new",
    "hills",
    "--reports",
    "reports",
    "--network",
    "edges.csv",
    "--challenger",
    "Reds",
    "--incumbent",
    "Blues,the army",
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with reports and a network of the reader's own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "2030-04-15_radio.txt").write_text(REPORT, encoding="utf-8")
    for name in ("districts.csv", "edges.csv"):
        (tmp_path / name).write_bytes((TOY / name).read_bytes())
    return tmp_path


def test_the_folder_passes_check_with_every_gap_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*PLAIN, "--weights", "border_km"]) == 0
    told = capsys.readouterr().out
    assert "scenario.yaml: title, about, dates, factions, network.source" in told
    assert "start_held: low, high, modifier, basis, source, published" in told
    assert "2030_04_15_radio_gained: basis, use" in told
    assert sorted(path.name for path in (here / "hills").iterdir()) == [
        "districts.csv", "drafts.yaml", "edges.csv", "priors.yaml", "reports", "scenario.yaml",
    ]  # fmt: skip
    assert cli.main(["check", "hills"]) == 0
    assert "waits for drafts: start_held" in capsys.readouterr().out
    scenario = read_scenario("hills", drafts="leave")
    assert (str(scenario.calendar.start), str(scenario.calendar.as_of)) == ("2030-03-01", "2030-04-15")
    assert scenario.terrain.edge_weight.max() > 1
    assert scenario.factions[1].aliases == ("the army",)


@pytest.mark.usefixtures("blank_pictures")
def test_it_runs_once_the_gaps_are_filled(
    here: Path, own_store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(PLAIN) == 0
    assert cli.main(["scenario=hills", "runs=64"]) == 2
    assert "hills/drafts.yaml:" in capsys.readouterr().err
    answers = ["a", "3", "3", "exactly", "12", "radio", "2030-03-02", "a", "12", "fit", "a", "reds"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(answers) + "\n"))
    assert cli.main(["draft", "--walk", "hills/drafts.yaml"]) == 0
    assert cli.main(["check", "hills"]) == 2
    assert (
        "'gazette_via_radio' is used in the likelihood but its reliability is not given; expected sources.gazette_via_radio in"
        in capsys.readouterr().err
    )
    change(
        here / "hills" / "priors.yaml",
        "sources: {}",
        "sources: {gazette_via_radio: {unreliable: 0.1, noise: 2, argument: a}}",
    )
    assert cli.main(["scenario=hills", "runs=256", "out=done"]) in (0, 4)
    verdicts = json.loads((here / "done" / "verdicts.json").read_text(encoding="utf-8"))
    assert [one["id"] for one in verdicts["claims"]] == ["2030_04_15_radio_losing_momentum"]
    assert verdicts["unconfirmed"] == []


def test_a_graph_and_a_folder_of_tables_serve_as_network(here: Path) -> None:
    (here / "roads.edges").write_text("A B\nB C\n", encoding="utf-8")
    assert cli.main(["new", "roads", "--reports", "reports", "--network", "roads.edges"]) == 0
    assert read_scenario("roads", drafts="leave").terrain.districts == 3
    assert cli.main(["new", "tables", "--reports", "reports", "--network", "."]) == 0
    scenario = read_scenario("tables", drafts="leave")
    assert scenario.terrain.districts == 12
    assert [one.id for one in scenario.factions] == ["challenger", "incumbent"]


def test_the_earliest_stock_of_the_challenger_is_proposed_as_the_start(here: Path) -> None:
    (here / "reports" / "2030-03-02_paper.txt").write_text(
        "On 1 March the Reds held 3 of 12 districts.", encoding="utf-8"
    )
    (here / "reports" / "2030-03-01_paper.txt").write_text(
        "The Blues hold 9 of 12 districts.", encoding="utf-8"
    )
    assert cli.main(PLAIN) == 0
    change(here / "hills" / "drafts.yaml", "status: draft", "status: rejected")  # the Blues' own count
    scenario = read_scenario("hills", drafts="leave")
    assert scenario.awaited == {("reds", "2030_03_02_paper_controls")}
    path = here / "hills" / "drafts.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("faction: null", "faction: reds"), encoding="utf-8")
    used = read_scenario("hills", drafts="use")
    assert used.trackers[0].held["reds"].low == 3 and used.trackers[0].held["reds"].use == "start"


def test_runs_reach_as_far_as_the_longest_claim_looks(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "reports" / "2030-04-11_paper.txt").write_text(
        "The Reds will not capture any provincial capital within three months.", encoding="utf-8"
    )
    (here / "reports" / "2030-03-20_paper.txt").write_text(
        "The Blues will retake the lost districts within two weeks.", encoding="utf-8"
    )
    assert cli.main(PLAIN) == 0
    printed = capsys.readouterr().out
    name = "2030_04_11_paper_cannot_capture_city"
    assert f"horizon: 87 days, as far as {name} looks ahead (until 2030-07-11)" in printed  # from 15 April on
    assert (
        "2030_03_20_paper_will_recapture: its words look ahead until 2030-04-03, which is over on 2030-04-15"
        in printed
    )
    assert read_scenario("hills", drafts="leave").horizon == 87
    drafts = (here / "hills" / "drafts.yaml").read_text(encoding="utf-8")
    assert "horizon: 87" in drafts and "until: 2030-07-11" in drafts


@pytest.mark.parametrize(
    ("challenger", "said"),
    [
        ("Redds", "--challenger Redds: no report names it; nearest: Reds"),
        ("Redds,Reds", None),
        ("the reds", None),
        ("Red", "--challenger Red: no report names it; nearest: Reds"),
    ],
)
def test_a_side_that_no_report_names_is_told_with_the_nearest(
    challenger: str, said: str | None, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*PLAIN]
    words[words.index("Reds")] = challenger
    assert cli.main(words) == 0
    told = capsys.readouterr().out
    assert said is None or said in told, told
    assert ("--challenger" in told) is (said is not None), told


REFUSED = {
    ("hills",): "the following arguments are required: --reports, --network; the form is sim new NAME --reports FOLDER --network FILE",
    ("reports", "--reports", "reports", "--network", "edges.csv"): "reports exists; expected the name of a new folder",
    ("../a b", "--reports", "reports", "--network", "edges.csv"): "NAME = 'a b'; expected up to 64 letters",
    ("a", "--reports", "none", "--network", "edges.csv"): "none does not exist; ",
    ("a", "--reports", "reports", "--network", "edges.csv", "--columns", "id=code"): "--columns applies to boundaries only, and edges.csv is a table",
    ("a", "--reports", "reports", "--network", "edges.csv", "--crs", "EPSG:4326"): "--crs applies to boundaries only",
    ("a", "--reports", "reprots", "--network", "edges.csv"): "reprots does not exist; nearest: reports; expected a report or a folder",
    ("a", "--reports", "misdated", "--network", "edges.csv"): "2030-13-02_radio.txt: its name begins with 2030-13-02, which is not a calendar date",
    ("a", "--reports", "reports", "--network", "none.edges"): "--network = none.edges cannot be read: No such file",
    ("a", "--reports", "reports", "--network", "lone/edges.csv"): "districts.csv has 0 districts; expected 1 to 100,000",
    ("a", "--reports", "reports", "--network", "edges.csv", "--weights", "length"): "edges.csv:1 has no column 'length'; known: a, b, border_km",
    ("a", "--reports", "reports", "--network", "edges.csv", "--challenger", "Reds", "--incumbent", "the reds"): "share a name",
    ("a", "--reports", "reports", "--network", "edges.csv", "--start", "2030-04-15"): "--start = 2030-04-15 is not before",
    ("a", "--reports", "undated", "--network", "edges.csv"): "no report has a day of publication",
}  # fmt: skip


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_cannot_be_begun_is_refused_and_leaves_nothing(
    words: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "undated").mkdir()
    (here / "undated" / "a.txt").write_text(REPORT, encoding="utf-8")
    (here / "misdated").mkdir()
    (here / "misdated" / "2030-13-02_radio.txt").write_text(REPORT, encoding="utf-8")
    (here / "lone").mkdir()
    (here / "lone" / "edges.csv").write_text("a,b\n", encoding="utf-8")
    before = sorted(path.name for path in here.iterdir())
    assert cli.main(["new", *words]) == 2
    told = capsys.readouterr()
    assert REFUSED[words] in told.err, told.err
    assert sorted(path.name for path in here.iterdir()) == before
