from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from sim.app.entry import cli
from sim.app.replay.diff import compare_definition, verdict_lines
from sim.output.differences import fields, flat_values, scenario_lines
from sim.page.difference import difference_title, folder_names
from sim.page.difference_inputs import input_rows
from tests.blank_pictures import blank_pictures

ESTIMATE = {"p": 0.4, "low": 0.35, "high": 0.45}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two finished folders, a and b, that differ in one parameter."""
    folder = tmp_path_factory.mktemp("diff")
    with blank_pictures(), pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SIM_CACHE_DIR", str(folder / "cache"))
        assert cli.main(["scenario=toy_corridor", "runs=300", "out=a"]) == 0
        assert cli.main(["scenario=toy_corridor", "runs=300", "law.momentum.gain=0", "out=b"]) == 0
    return folder


def test_a_folder_does_not_differ_from_itself(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", str(home / "a"), str(home / "a")]) == 0
    said = capsys.readouterr().out
    assert "inputs: no difference" in said
    assert "verdicts: no difference in 5 definitions" in said


def test_a_changed_parameter_and_the_verdicts_it_moved_are_named(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["diff", str(home / "a"), str(home / "b")]) == 0
    said = capsys.readouterr().out
    assert "job.law.momentum.gain: - -> 0.0" in said
    assert "scenario.law.momentum.gain.prior: gamma(2, 0.75) -> fixed(0)" in said
    assert "* any_city_7" in said


def test_the_difference_is_also_a_page_that_says_the_change_first(home: Path, tmp_path: Path) -> None:
    page = tmp_path / "new" / "d.html"
    assert cli.main(["diff", str(home / "a"), str(home / "b"), "--out", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    (title,) = re.findall("<h1>(.*?)</h1>", text)
    assert re.search("likely in b: .* instead of|The answers are the same|No main answer differs", title)
    gain = "Effect of one unit of the taker&#39;s momentum on capitulation"
    assert f'{gain} <code class="small">momentum.<wbr>gain</code></td>' in text
    assert ">gamma(2, 0.75) → fixed(0)</td>" in text
    assert "default-src &#39;none&#39;" in text and text.count('class="lane row"') > 1
    body = re.sub("<style>.*?</style>|<script>.*?</script>", "", text, flags=re.DOTALL)
    assert "Reds gained fewer districts a day on balance" in body
    assert not re.search(r"scenario\.|job\.|simulation_hash|slower_than_before|losing_steam", body)
    assert cli.main(["diff", str(home / "a"), str(home / "a"), "--out", str(page)]) == 0
    assert "The answers are the same" in page.read_text(encoding="utf-8")


def test_the_title_names_the_headline_that_changed_most() -> None:
    rows = [
        compare_definition((name, "d", True), {**ESTIMATE}, {"p": p, "low": p - 0.05, "high": p + 0.05})
        for name, p in (("a", 0.41), ("b", 0.1))
    ]
    assert difference_title(rows, {"b": "<b>quoted</b>"}, "later").replace("\u00a0", " ") == (
        "Much less likely in later: <b>quoted</b>, 10 % instead of 40 %"
    )
    assert (
        difference_title(rows[:1], {}, "later") == "No main answer differs by more than the simulation error"
    )
    assert (
        difference_title([compare_definition(("a", "d", True), None, ESTIMATE)], {}, "b")
        == "No main answer has a number in both"
    )
    assert difference_title([], {}, "b") == "The two folders judge no claim in common"


def test_two_folders_are_called_by_what_tells_them_apart() -> None:
    assert folder_names(("x/a", "y/a"), ("toy_corridor", "hills")) == ("Toy corridor", "Hills")
    assert folder_names(("x/a", "y/b"), ("hills", "hills")) == ("a", "b")
    assert folder_names(("x/a", "y/a"), ("hills", "hills")) == ("x/a", "y/a")


def test_claims_of_one_folder_stand_by_themselves(home: Path, tmp_path: Path) -> None:
    other = tmp_path / "c"
    shutil.copytree(home / "b", other)
    verdicts = json.loads((other / "verdicts.json").read_text(encoding="utf-8"))
    verdicts["claims"] = [claim for claim in verdicts["claims"] if claim["id"] == "no_city"]
    (other / "verdicts.json").write_text(json.dumps(verdicts), encoding="utf-8")
    assert cli.main(["diff", str(home / "a"), str(other), "--out", str(tmp_path / "d.html")]) == 0
    text = (tmp_path / "d.html").read_text(encoding="utf-8")
    assert "<h2>Only in a</h2>" in text and "<h2>Only in c</h2>" not in text and "no number" not in text


def test_what_went_in_is_said_in_words_and_once() -> None:
    lines = [
        "job.seed: 1 -> 2",
        "seed: 1 -> 2",
        "job.law.momentum.gain: - -> 0.2",
        "scenario.law.momentum.gain.prior: gamma(2, 0.75) -> fixed(0.2)",
        "scenario.law.momentum.gain.origin: code -> command line",
        "scenario.simulation_hash: ab -> cd",
        "ess: 232.19 -> 1254.3",
        "evidence: all -> seed",
        "scenario.claims.1.definitions.0.horizon: 30 -> null",
        "report gazette_march.low: 3 -> 4",
        "report gazette_april: only in the second",
    ]
    assert input_rows(lines, ("a", "b")) == [
        ("Random seed", "", "1 → 2"),
        (
            "Effect of one unit of the taker's momentum on capitulation",
            "momentum.gain",
            "gamma(2, 0.75) → fixed(0.2)",
        ),
        ("Effective runs after the evidence", "", "232 → 1,250"),
        ("Reports used in the likelihood", "", "all → the report's own"),
        ("Claims 2, definitions 1, horizon", "claims.1.definitions.0.horizon", "30 → not set"),
        ("Report “gazette march”: low", "", "3 → 4"),
        ("Report “gazette april”", "", "only in b"),
    ]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ([], "required: RUN_A, RUN_B; the form is sim diff"),
        (["a", "b", "c"], "unrecognized arguments: c; the form is sim diff"),
        (["nowhere", "nowhere"], r"nowhere/verdicts.json cannot be read (No such file or directory)"),
    ],
)
def test_what_is_no_pair_of_folders_is_refused(
    words: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["diff", *words]) == 2
    assert problem in capsys.readouterr().err


def test_nested_values_are_told_by_dotted_name() -> None:
    assert fields("job", {"a": {"b": 1, "c": 2}}, {"a": {"b": 3, "c": 2}, "d": 4}) == [
        "job.a.b: 1 -> 3",
        "job.d: - -> 4",
    ]


def test_lists_of_the_resolved_scenario_are_numbered() -> None:
    lines = ["law:", "  momentum.gain:", "    prior: fixed(1)", "counts:", "- id: x", "  low: 3", "- id: y"]
    assert flat_values(lines) == {
        "law.momentum.gain.prior": "fixed(1)",
        "counts.0.id": "x",
        "counts.0.low": "3",
        "counts.1.id": "y",
    }


def test_a_key_that_holds_a_colon_is_read_as_yaml_reads_it() -> None:
    lines = ["items:", "- 'y: z': 2", '  "it\'s": true', "  none:", "- [1, {a: b}]"]
    assert flat_values(lines) == {
        "items.0.y: z": "2",
        "items.0.it's": "true",
        "items.0.none": "null",
        "items.1.0": "1",
        "items.1.1.a": "b",
    }


def test_a_long_list_of_differences_is_cut_and_counted() -> None:
    lines = [f"k{n}: 1" for n in range(60)]
    told = scenario_lines(lines, [])
    assert len(told) == 41
    assert told[-1] == "and 20 more of scenario.resolved.yaml"


def test_intervals_that_do_not_meet_are_marked() -> None:
    row = compare_definition(("claim", "d", True), ESTIMATE, {"p": 0.6, "low": 0.5, "high": 0.7})
    assert row["apart"]
    assert not compare_definition(("claim", "d", True), ESTIMATE, {"p": 0.5, "low": 0.44, "high": 0.6})[
        "apart"
    ]
    assert "intervals apart" in verdict_lines([row])[-1]


def test_a_definition_that_only_one_folder_has_is_shown_without_a_number() -> None:
    row = compare_definition(("claim", "d", False), None, ESTIMATE)
    assert "no number" in verdict_lines([row])[-1]
