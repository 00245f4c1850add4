"""sweep, sensitivity and compare from the command line: files, fields, exit codes, resume, and what they refuse."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from sim.app.entry import cli
from sim.app.sweeps.compare import change_text
from sim.base.errors import SimError
from sim.explore import point_runs as room
from tests.app.stores import ROOT, TOY, cells, fresh_store

OVER = "over=[law.momentum.gain:0:3,without:none|loot]"
pytestmark = pytest.mark.usefixtures("blank_pictures")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in a folder of its own with an empty store."""
    return fresh_store(tmp_path, monkeypatch)


def sweep(*words: str, out: str = "done") -> int:
    return cli.main(["sweep", f"scenario={TOY}", "runs=60", f"out={out}", *words])


def load(path: Path) -> dict[str, Any]:
    """A JSON document."""
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def wait_for_rows(folder: Path, wanted: int, child: subprocess.Popen[Any]) -> None:
    """Until so many points are done or the child has ended; compilation may come first."""
    limit = time.monotonic() + 300
    while len(list(folder.rglob("*.row"))) < wanted and child.poll() is None:
        assert time.monotonic() < limit, f"fewer than {wanted} points after five minutes"
        time.sleep(0.02)


def test_a_sweep_leaves_one_row_a_point_with_its_settings_and_every_definition(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sweep(OVER, "points=8") == 0
    done = elsewhere / "done"
    assert {entry.name for entry in done.iterdir()} == {
        ".hydra", "columns.json", "figures", "manifest.json", "scenario.resolved.yaml", "sweep.csv", "sweep.html", "sweep.json", "sweep.parquet",
    }  # fmt: skip
    rows, table = cells(done / "sweep.csv"), pq.read_table(done / "sweep.parquet")
    assert [row["point"] for row in rows] == [str(n) for n in range(8)]
    assert {row["without"] for row in rows} == {"none", "loot"}
    for claim, definition in (("losing_steam", "slower_than_before"), ("no_city", "last_city_7")):
        for when in ("prior", "posterior"):
            for what in ("p", "low", "high"):
                assert f"{claim}.{definition}.{when}.{what}" in table.column_names
    assert {"regime.cascade.prior.p", "held.red.as_of.prior.p50", "ess", "error"} <= set(table.column_names)
    assert [one["name"] for one in load(done / "columns.json")["tables"]["sweep"]] == table.column_names
    manifest = load(done / "manifest.json")
    assert manifest["command"] == f"sim sweep scenario={TOY} runs=60 seed=1 points=8 '{OVER}'"
    assert (manifest["points"], manifest["points_failed"], manifest["timing"]["reused_points"]) == (8, 0, 0)
    assert "8 points in" in capsys.readouterr().out


def test_repeating_a_sweep_computes_nothing_and_leaves_the_same_bytes(
    elsewhere: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sweep(OVER, "points=6", "workers=1") == 0
    monkeypatch.setattr(room, "simulate_once", lambda *_: pytest.fail("simulated again"))
    assert sweep(OVER, "points=6", "workers=2", out="again") == 0
    assert "reused 6 of 6 points" in capsys.readouterr().out
    for name in ("sweep.csv", "sweep.parquet", "sweep.json", "columns.json"):
        assert (elsewhere / "done" / name).read_bytes() == (elsewhere / "again" / name).read_bytes(), name


def test_repeating_a_sweep_waits_for_no_library_that_computes_or_draws(elsewhere: Path) -> None:
    words = ["sweep", f"scenario={TOY}", "runs=60", "points=4", OVER, "out=done"]
    assert cli.main(words) == 0
    code = f"import sys; from sim.app.entry.cli import main; print(main({words!r}))"
    listing = "print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; {listing}"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert "reused 4 of 4 points" in done.stdout, done.stderr
    loaded = set(done.stdout.split("LOADED")[1].split())
    assert (
        loaded
        & {
            "numba",
            "scipy",
            "networkx",
            "matplotlib",
            "jinja2",
            "SALib",
            "optuna",
            "mesa",
            "pandas",
            "pyarrow",
        }
        == set()
    )
    assert {"numpy", "hydra"} <= loaded


def test_a_sweep_killed_at_any_moment_ends_as_one_that_was_not(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [
        sys.executable,
        "-m",
        "sim",
        "sweep",
        f"scenario={TOY}",
        "runs=200",
        "points=30",
        OVER,
        "out=killed",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    rows = elsewhere / "cache" / "rows"
    for wanted in (3, 12):
        with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL) as child:
            wait_for_rows(rows, wanted, child)
            child.kill()
    kept = len(list(rows.rglob("*.row")))
    assert kept >= 12
    assert cli.main([*words[3:]]) == 0
    assert load(elsewhere / "killed" / "manifest.json")["timing"]["reused_points"] >= kept
    monkeypatch.setenv("SIM_CACHE_DIR", str(elsewhere / "fresh"))
    assert cli.main([*words[3:-1], "out=whole", "workers=1"]) == 0
    assert (elsewhere / "killed" / "sweep.parquet").read_bytes() == (
        elsewhere / "whole" / "sweep.parquet"
    ).read_bytes()
    assert (elsewhere / "killed" / "sweep.csv").read_bytes() == (
        elsewhere / "whole" / "sweep.csv"
    ).read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_sweep_killed_fifty_times_ends_as_one_that_was_not(
    seed: int, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Moments come from a seeded generator: soon after the start, between points, while files are written."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    words = ["sweep", f"scenario={TOY}", f"seed={seed}", "runs=500", "points=400", OVER, "out=killed"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for _ in range(50):
        with subprocess.Popen(
            [sys.executable, "-m", "sim", *words], env=environment, stdout=subprocess.DEVNULL
        ) as child:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=chance.uniform(0.2, 6.0))
            child.kill()
    assert cli.main(words) == 0
    assert cli.main(["store", "verify"]) == 0
    monkeypatch.setenv("SIM_CACHE_DIR", str(elsewhere / "fresh"))
    assert cli.main([*words[:-1], "out=whole", "workers=1"]) == 0
    for name in ("sweep.parquet", "sweep.csv", "sweep.json", "sweep.html"):
        killed, whole = (elsewhere / folder / name for folder in ("killed", "whole"))
        assert killed.read_bytes() == whole.read_bytes(), name


def test_an_interrupted_sweep_ends_with_130_and_says_how_to_go_on(elsewhere: Path) -> None:
    words = [sys.executable, "-m", "sim", "sweep", f"scenario={TOY}", "runs=300", "points=5000", OVER]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        wait_for_rows(elsewhere / "cache" / "rows", 2, child)
        child.send_signal(signal.SIGINT)
        said, told = child.communicate(timeout=90)
    assert child.returncode == 130, told
    assert "finished blocks of runs, islands and points are stored: repeat the same command to resume" in told
    assert "of 5,000 points done" in said


def test_a_failing_point_is_in_the_table_with_its_error_and_the_exit_code_is_3(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    simulate = room.simulate_once

    def fail(sweep: Any, scenario: Any, *rest: Any) -> Any:
        if scenario.law["momentum.gain"].prior.a > 2:
            raise SimError("all 60 runs failed")
        return simulate(sweep, scenario, *rest)

    monkeypatch.setattr(room, "simulate_once", fail)
    assert sweep("over=[law.momentum.gain:0:3]", "points=4") == 3
    rows = cells(elsewhere / "done" / "sweep.csv")
    failed = [row for row in rows if row["error"]]
    assert 1 <= len(failed) < 4
    assert failed[0]["error"] == "SimError: all 60 runs failed"
    assert failed[0]["losing_steam.no_net_gain_14.prior.p"] == ""
    assert "the first that failed: SimError: all 60 runs failed" in capsys.readouterr().out


@pytest.mark.pictures
def test_two_ranges_give_a_plane_with_its_lines(elsewhere: Path) -> None:
    words = [
        "over=[law.capitulation.quiet_logit:0:10,law.initiative.start_challenger:0:1]",
        "points=40",
        "design=tipping",
    ]
    assert sweep(*words, "of=no_city", "evidence=none") == 0
    done = elsewhere / "done"
    assert (done / "figures" / "plane_no_city.any_city_7.png").stat().st_size > 10_000
    points = cells(done / "figures" / "plane_no_city.any_city_7.csv")
    assert len(points) == len(cells(done / "sweep.csv")) <= 40
    lines = load(done / "sweep.json")["lines"]["no_city.any_city_7"]
    assert list(lines) == ["0.05", "0.5", "0.95"]
    assert any(lines.values())


def test_axes_and_points_come_from_files_too(elsewhere: Path) -> None:
    (elsewhere / "axes.yaml").write_text("over:\n  - law.momentum.gain:0:3\n  - law.accounts.loot:0:1\n")
    assert sweep("over=axes.yaml", "points=9", "design=grid") == 0
    assert len(cells(elsewhere / "done" / "sweep.csv")) == 9
    (elsewhere / "points.csv").write_text(
        "law.momentum.gain,evidence\n0.5,all\n'uniform(0, 1)',none\n".replace("'", '"')
    )
    assert sweep("over=points.csv", "design=file", out="second") == 0
    rows = cells(elsewhere / "second" / "sweep.csv")
    assert [row["law.momentum.gain"] for row in rows] == ["0.5", "uniform(0, 1)"]
    assert rows[1]["no_city.any_city_7.posterior.p"] == ""


REFUSED = {
    "over=[law.momentum.gian:0:1]": "'law.momentum.gian' cannot be varied; nearest: law.momentum.gain",
    "over=[law.momentum.gain:3:0]": "the range 3 to 0 is reversed",
    "over=[]": "over is empty; expected name:low:high",
    "over=nowhere.yaml": "nowhere.yaml cannot be read: No such file or directory",
    "points=0": "points = 0 is outside its range; expected a whole number from 1 to 1,000,000",
    "design=lhc": "design = 'lhc' is unknown; expected one of lhs, sobol, grid, morris, saltelli, tipping, optimise, file",
    "of=[no_ctiy]": "of = 'no_ctiy' is not a claim, definition or series; nearest: no_city",
    "runs=9000000": "runs = 9,000,000 a point on",
    "method=morris": "method = morris is read by sim sensitivity only",
    "over=[law.momentum.gain:1:1]": "the range 1 to 1 is empty; expected low < high",
    "over=[start:march]": "start = 'march' is not a set of start counts; known: gazette_start",
    "over=[definition.no_ctiy]": "'definition.no_ctiy' cannot be varied; nearest: definition.no_city",
    "over=[definition.no_city.any_city_7.hold:0:9999]": "definition.no_city.any_city_7.hold: hold = 0: expected a whole number from 1 to 3650 days",
    "over=[law.momentum.gain:0:inf]": "the range 0 to inf is not finite; expected two numbers",
    "over=[start]": "over = 'start': toy_corridor has only one, gazette_start; expected several to choose from",
    "over=[evidence]": "over = 'evidence' has no values to choose from",
}


@pytest.mark.parametrize("word", REFUSED)
def test_a_sweep_that_makes_no_sense_is_refused_before_anything_runs(
    word: str, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [word] if word.startswith("over") else [OVER, word]
    assert sweep(*words) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert REFUSED[word] in told.err
    assert not (elsewhere / "done" / "sweep.csv").exists()


def refused_points(text: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What is said of a file of points, one line a fault."""
    Path("points.csv").write_text(text, encoding="utf-8", newline="")
    assert sweep("over=points.csv", "design=file") == 2
    told = capsys.readouterr()
    assert told.out == ""
    return told.err.removeprefix("sim: ").splitlines()


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            "law.momentum.gain\n0.5\n99\n",
            [
                "over = points.csv:3 law.momentum.gain = fixed(99) is outside its range; expected 0 to 20 logit "
                "(effect of one unit of the taker's momentum on capitulation)"
            ],
        ),
        (
            "law.momentum.gian;evidence\n0.5;all\n",
            ["over = points.csv:1 column 'law.momentum.gian' cannot be set; nearest: law.momentum.gain"],
        ),
        (
            "law.momentum.gain,evidence\n0.5,\n0.5\n",
            [
                "over = points.csv:2 evidence is empty; expected a value in every row",
                "over = points.csv:3 has 1 fields; expected 2",
            ],
        ),
        (
            "law.momentum.gain\n",
            [
                "over = points.csv holds no row; expected a header with the names of settings and a row a point"
            ],
        ),
        (
            "law.momentum.gain,law.momentum.gain\n1,1\n",
            ["over = points.csv:1 has the column 'law.momentum.gain' twice"],
        ),
        (
            "evidence\nal\n",
            ["over = points.csv:2 evidence = 'al' is unknown; expected one of all, seed, none"],
        ),
    ],
)
@pytest.mark.usefixtures("elsewhere")
def test_faults_of_a_file_of_points_are_named_with_their_lines(
    text: str, faults: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused_points(text, capsys) == faults


@pytest.mark.parametrize("named", [b"sep=;\r\n", b""])
def test_points_are_read_as_a_spreadsheet_writes_them(named: bytes, elsewhere: Path) -> None:
    (elsewhere / "points.csv").write_bytes(
        b"\xef\xbb\xbf" + named + b"law.momentum.gain;evidence;\r\n0.5;none;\r\n;;\r\n"
    )
    assert sweep("over=points.csv", "design=file") == 0
    assert [row["law.momentum.gain"] for row in cells(elsewhere / "done" / "sweep.csv")] == ["0.5"]


def test_sensitivity_ranks_inputs_sources_and_definitions_from_one_ensemble(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["sensitivity", f"scenario={TOY}", "runs=1000", "out=done"]) == 0
    done = elsewhere / "done"
    document = load(done / "sensitivity.json")
    assert [one["target"] for one in document["targets"]] == [
        "losing_steam.slower_than_before",
        "no_city.any_city_7",
    ]
    for one in document["targets"]:
        assert one["when"] == "after the evidence"
        shares = [found["first"] for found in one["inputs"]]
        assert shares == sorted(shares, reverse=True)
        assert {other["kind"] for other in one["others"]} == {"source", "definition"}
    rows = cells(done / "sensitivity.csv")
    assert {row["kind"] for row in rows} == {"input", "source", "definition"}
    assert len(list((done / "figures").glob("tornado_*.png"))) == 2
    assert "their advance is losing steam" in capsys.readouterr().out


def test_regions_are_told_as_sentences_with_density_and_stability(elsewhere: Path) -> None:
    words = [
        "evidence=none",
        "law.capitulation.quiet_logit=uniform(0,10)",
        "law.initiative.start_challenger=uniform(0,1)",
    ]
    assert cli.main(["sensitivity", f"scenario={TOY}", "runs=2000", "of=no_city", "out=done", *words]) == 0
    (target,) = load(elsewhere / "done" / "sensitivity.json")["targets"]
    region = target["regions"][0]
    assert region["elsewhere"] >= region["overall"] + 0.1
    assert "of runs not used to find it) where" in region["sentence"]
    assert "of the prior and" in region["sentence"]


def test_sensitivity_by_a_design_gives_indices_with_intervals(elsewhere: Path) -> None:
    pytest.importorskip("SALib")
    words = ["runs=40", "points=60", "over=[law.assault.rate,law.momentum.gain]", "of=[held.red.horizon]"]
    assert cli.main(["sensitivity", f"scenario={TOY}", "method=morris", "out=done", *words]) == 0
    (target,) = load(elsewhere / "done" / "sensitivity.json")["targets"]
    assert {one["name"] for one in target["inputs"]} == {"assault.rate", "momentum.gain"}
    for one in target["inputs"]:
        assert one["main_low"] <= one["main"] <= one["main_high"]


def test_far_too_few_points_for_a_sobol_index_give_no_finding_and_the_lack_is_told(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("SALib")
    words = ["runs=40", "points=60", "over=[law.assault.rate,law.momentum.gain]", "of=[held.red.horizon]"]
    assert cli.main(["sensitivity", f"scenario={TOY}", "method=sobol", "out=done", *words]) == 0
    told = capsys.readouterr().out
    assert "32 points are too few: intervals of total indices, shares of 1, are up to" in told
    assert "total index 0" not in told and "total index 1" not in told
    (target,) = load(elsewhere / "done" / "sensitivity.json")["targets"]
    assert target["inputs"] == target["moves"] == []
    assert not (elsewhere / "done" / "sensitivity.csv").exists()
    assert "sensitivity.json" in told and "sensitivity.csv" not in told


def test_sensitivity_refuses_what_it_would_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sensitivity", f"scenario={TOY}", "over=[law.momentum.gain]"]) == 2
    assert "over = [law.momentum.gain] is read with method=morris or sobol only" in capsys.readouterr().err
    assert cli.main(["sensitivity", f"scenario={TOY}", "method=morris", "over=[law.truce.hzd]"]) == 2
    assert "over = 'truce.hzd' is not a parameter of the law that varies" in capsys.readouterr().err


def test_compare_tells_paired_differences_of_two_settings(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["a=[law.external.level=1,law.external.after=1]", "b=[]", "runs=400", "out=done"]
    assert cli.main(["compare", f"scenario={TOY}", *words]) == 0
    document = load(elsewhere / "done" / "compare.json")
    assert (document["a"], document["b"]) == (["law.external.level=1", "law.external.after=1"], [])
    rows = {(row["target"], row["when"]): row for row in document["differences"]}
    held = rows["held.red.horizon", "prior"]
    assert held["low"] <= held["difference"] <= held["high"] < 0
    assert held["difference"] == pytest.approx(held["a"] - held["b"], abs=1e-3)
    told = capsys.readouterr().out
    assert "variance saved" in told
    assert "a: [law.external.level=1,law.external.after=1]" in told
    assert not (elsewhere / "done" / "figures").exists()


def test_a_small_change_of_a_level_is_never_told_as_none() -> None:
    assert [change_text(one, False) for one in (12.34, -0.04, 0.0)] == ["+12.3", "−0.04", "+0"]
    assert change_text(-0.0961, True) == "−9.6 pp"


BAD_PAIRS = {
    "a=[law.external.level]": "a = 'law.external.level' has no value; expected [name=value,...]",
    "a=[law.external.levle=1]": "'law.external.levle' cannot be set; nearest: law.external.level",
    "a=[]": "a = [] and b = [] are the same",
    "a=[law.external.level=1,law.external.level=2]": "a names law.external.level twice",
    "a=[law.external.level=uniform(1,0)]": "prior = 'uniform(1,0)' is not a distribution",
}


@pytest.mark.parametrize("word", BAD_PAIRS)
def test_settings_that_cannot_be_compared_are_refused(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["compare", f"scenario={TOY}", word]) == 2
    assert BAD_PAIRS[word] in capsys.readouterr().err
