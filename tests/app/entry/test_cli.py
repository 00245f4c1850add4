"""The command line up to the door: help, flags, overrides, and errors in one line with their exit code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sim.app.entry import cli
from sim.app.entry.arguments import read_arguments
from sim.app.entry.multirun import read_headlines
from sim.base.errors import UsageError
from sim.session.options import OPTIONS
from sim.session.verbs import VERBS

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("mesa", "matplotlib", "scipy", "pandas", "SALib", "numba", "numpy", "hydra", "pyarrow")


def sim(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "sim", *words], capture_output=True, text=True, cwd=cwd, timeout=120
    )


@pytest.mark.parametrize(
    "code", ["import sim; dir(sim)", "from sim.app.entry.cli import main; main(['--help'])"]
)
def test_importing_and_helping_load_nothing_heavy(code: str) -> None:
    listing = "import sys; print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; {listing}"], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.split("LOADED")[1].split()
    assert [name for name in HEAVY if name in loaded] == []


def test_the_module_runs_as_a_command_and_helps() -> None:
    done = sim("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("usage: sim [VERB]")
    for name in VERBS:
        assert f"\n  {name} " in done.stdout


def test_help_names_no_verb_whose_module_is_missing() -> None:
    for name, verb in VERBS.items():
        assert (ROOT / Path(*verb.module.split("."))).with_suffix(".py").is_file(), name


def test_the_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert re.fullmatch(r"sim 0\.1\.0, law [0-9a-f]{12}(, commit [0-9a-f]{10})?\n", capsys.readouterr().out)


REFUSED = {
    "runs=-5": "runs = -5 is outside its range; expected a whole number from 1 to 10,000,000",
    "runs=abc": "runs = 'abc' is not understood; expected a whole number from 1 to 10,000,000",
    "evidence=some": "evidence = 'some' is unknown; expected one of all, seed, none",
    "law.momentum.gian=1": "override 'law.momentum.gian' is unknown; nearest: law.momentum.gain",
    "+law.momentum.gian=1": "override 'law.momentum.gian' is unknown; nearest: momentum.gain",
    "+law.momentun=1": "override 'law.momentun' is unknown; nearest: momentum",
    "+rnus=5": "override 'rnus' is unknown; nearest: runs",
    "law.momentum.gain=99": "law.momentum.gain = fixed(99) is outside its range; expected 0 to 20 logit",
    "law.momentum.gain=uniform(3,0)": "law.momentum.gain: prior = 'uniform(3,0)' is not a distribution",
    "law.momentum.gain=unifrom(0,3)": "unifrom",
    "law.without=[capitualtion]": "law.without = 'capitualtion' is not a mechanism; nearest: capitulation",
    "law.without=capitulation": "law.without = 'capitulation' is not understood; expected a list such as",
    "experiment=quik": "experiment = 'quik' does not exist; nearest: quick",
    "runs=1,2": "'runs=1,2' has several values; add -m to run each",
    "runs=[1": "expected overrides of the form key=value",
    "out=b${seed}": "'out=b${seed}' holds '${', and interpolation is not supported",
    "law.momentum.gain=${seed}": "holds '${'",
    "reprot": "'reprot' is neither a verb nor an override key=value; nearest: report",
    "runs": "'runs' is neither a verb nor an override key=value; write runs=VALUE, without spaces",
    "--runs=7": "'--runs=7' is an unknown flag; write runs=7, without spaces",
    "--run=7": "'--run=7' is an unknown flag; write run=7, without spaces",
    "--out=x": "'--out=x' is an unknown flag; write out=x, without spaces",
    "run=1000": "'run=1000' is read by sim watch only; for the number of runs write runs=1000",
    "law.momentum.gain=gauss(0,1)": "law.momentum.gain: 'gauss' is not a distribution; known: fixed, gamma, lognormal, normal, uniform",
    "scenario=pyproject.toml": "'pyproject.toml' is a .toml file; expected a folder with a scenario.yaml, or a .yaml file",
    "--mulitrun": "'--mulitrun' is an unknown flag; nearest: --multirun",
}


@pytest.mark.parametrize("word", REFUSED)
def test_a_bad_word_is_refused_in_one_line_with_exit_code_2(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([word]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1, told.err
    assert REFUSED[word] in told.err


@pytest.mark.parametrize("word", ["out=b${seed}", "law.momentum.gain=${seed}", "+out=${now:%Y}"])
def test_a_value_that_stands_for_another_is_refused_before_hydra_reads_it(word: str) -> None:
    with pytest.raises(UsageError, match=r"holds '\$\{', and interpolation is not supported"):
        cli.check_options("report", [word])


@pytest.mark.parametrize("words", [["runs", "100"], ["runs", "=", "100"], ["--runs", "100"]])
def test_an_option_written_apart_from_its_value_is_shown_as_one_word(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2
    assert "write runs=100, without spaces" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["toy_corridor"], ["watch", "toy_corridor"], ["run", "toy_corridor"]])
def test_a_scenario_may_stand_alone(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*words, "--cfg", "job"]) == 0
    assert capsys.readouterr().out.startswith("scenario: toy_corridor\n")


@pytest.mark.parametrize(("word", "expected"), [("list", "\n  toy_corridor  "), ("scenarios", "toy_corridor\n"),
    ("help", "usage: sim [VERB]"), ("version", "sim 0.1.0, law ")])  # fmt: skip
def test_words_that_everybody_tries_first_are_understood(
    word: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([word]) == 0
    assert expected in capsys.readouterr().out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_helps_with_its_own_words_and_an_example(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in ([verb, "--help"], [verb, "x", "-h"]):
        assert cli.main(words) == 0
        told = capsys.readouterr().out
        assert told.startswith("usage: sim" if verb == "report" else f"usage: sim {verb}")
        assert "example" in told and len(told.splitlines()) < 60
    if VERBS[verb].hydra:
        own = {name for name, one in OPTIONS.items() if one.verb and one.read_by(verb)}
        assert {name for name in own if f"  {name}=" in told} == own
    else:
        assert set(re.findall(r"^  --([a-z-]+) ", told, re.MULTILINE)) == {
            flag.name for flag in VERBS[verb].flags
        }


def test_flags_may_be_written_in_three_ways() -> None:
    for words in (["R", "--run", "17"], ["--run=17", "R"], ["run=17", "R"]):
        assert read_arguments("rerun", words) == {"RUN_DIR": "R", "run": 17}
    assert read_arguments("draft", ["a", "--published", "2030-01-02"]) == {
        "REPORT|FOLDER": "a",
        "published": date(2030, 1, 2),
    }


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["view", "--port", "70000"], "port = 70000 is outside its range; expected a whole number from 0 to 65,535"),
        (["new", "a", "--parts", "two"], "parts = 'two' is not a whole number; expected a whole number from 1"),
        (["check"], "the following arguments are required: SCENARIO; the form is sim check SCENARIO"),
        (["check", "a", "b"], "unrecognized arguments: b; the form is sim check SCENARIO"),
        (["check", "a", "as_of=soon"], "as-of = 'soon' is not a date; expected a date like 2021-08-05"),
    ],
)  # fmt: skip
def test_arguments_that_do_not_fit_are_refused(words: list[str], problem: str) -> None:
    with pytest.raises(UsageError, match=re.escape(problem)):
        read_arguments(words[0], words[1:])


def test_a_traceback_is_shown_only_with_debug(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["runs=-5", "debug=true"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_the_config_can_be_shown_without_running(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--cfg", "job", "experiment=no_capitulation", "law.momentum.gain=0.5"]) == 0
    shown = capsys.readouterr().out
    assert "seed: 1\n" in shown
    assert "without:\n  - capitulation\n" in shown
    assert "gain: 0.5\n" in shown


def test_a_folder_of_ones_own_configs_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "experiment").mkdir()
    (tmp_path / "experiment" / "mine.yaml").write_text("# @package _global_\nseed: 7\n")
    assert cli.main(["--cfg", "job", f"hydra.searchpath=[file://{tmp_path}]", "experiment=mine"]) == 0
    assert "seed: 7\n" in capsys.readouterr().out


def test_completion_knows_options_and_parameters() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sim", "-sc", "query=bash"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"COMP_LINE": "sim law.momentum.g", "COMP_POINT": "18", "PATH": "/usr/bin:/bin"},
    )
    assert "law.momentum.gain=" in done.stdout, done.stderr


@pytest.mark.parametrize(
    "path", sorted((ROOT / "configs" / "experiment").glob("*.yaml")), ids=lambda path: path.stem
)
def test_every_shipped_experiment_composes(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--cfg", "job", f"experiment={path.stem}"]) == 0
    assert "scenario:" in capsys.readouterr().out


def test_the_table_of_a_multirun_prints_the_chance_that_each_report_prints(tmp_path: Path) -> None:
    of_model, calibrated = {"p": 0.8, "low": 0.7, "high": 0.9}, {"p": 0.5, "low": 0.3, "high": 0.6}
    rows = [
        {"id": "open", "posterior": of_model, "prior": of_model, "calibrated": calibrated},
        {"id": "other", "posterior": calibrated, "prior": calibrated},
    ]
    claims = [
        {"id": "city", "headline": "open", "definitions": rows},
        {
            "id": "steam",
            "headline": "plain",
            "definitions": [{"id": "plain", "posterior": None, "prior": of_model}],
        },
    ]
    (tmp_path / "verdicts.json").write_text(json.dumps({"claims": claims}), encoding="utf-8")
    assert read_headlines(tmp_path) == {"city": 0.5, "steam": 0.8}


@pytest.mark.parametrize(
    ("words", "sent"),
    [
        (["a=1", "-m", "b=1,2"], ["a=1", "b=1,2", "-m"]),
        (["--cfg", "job", "a=1", "-p", "law"], ["a=1", "--cfg", "job", "-p", "law"]),
        (["--cfg=job", "a=1"], ["a=1", "--cfg=job"]),
        (["-i", "all", "~a", "+b=2"], ["~a", "+b=2", "-i", "all"]),
        (["a=1", "b=2"], ["a=1", "b=2"]),
    ],
)
def test_flags_reach_hydra_behind_the_overrides(words: list[str], sent: list[str]) -> None:
    assert cli.overrides_first(words) == sent
