"""``sim bench`` measures what it says; here on small networks and few rounds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

import sim.inference.particles.filter as filter_module
import sim.inference.particles.island as island
from benchmarks import bench, mesa_idiomatic
from benchmarks import filter as bench_filter
from benchmarks import sweep as bench_sweep
from benchmarks.bench import AVALANCHES, growth_figures, speed_figures, write_bench
from benchmarks.measurement import Measurement
from benchmarks.sweep import sweep_figures
from benchmarks.timing import Arena, cpu, days_simulated, processor_family, record_rows, time_twin, wall
from sim.app.entry import cli
from sim.app.studies import bench as verb
from sim.base.codes import ASSAULT, CAPITULATION, NATIONAL, RURAL
from sim.base.compiled import cache_root
from sim.base.errors import SimError
from sim.scenario.reader import read_scenario
from sim.scenario.synthetic import make_scenario
from sim.session.job import Job


@pytest.fixture(scope="module")
def arena() -> Arena:
    """Sixty districts for thirty days."""
    return Arena(make_scenario(60, 30), 30, 1, 8)


def test_without_a_checkout_the_verb_says_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verb, "CHECKOUT", tmp_path)
    assert cli.main(["bench"]) == 2
    assert "expected a checkout" in capsys.readouterr().err


@pytest.mark.parametrize("districts", [60, 398, 4_000])
def test_a_made_network_is_sound_at_any_size(districts: int) -> None:
    terrain = make_scenario(districts).terrain
    assert terrain.problems() == []
    assert terrain.districts == districts
    assert (terrain.seat == NATIONAL).sum() == 1
    assert 10 < districts / (terrain.seat != RURAL).sum() < 15
    assert 4 < 2 * len(terrain.edge_a) / districts < 6


def test_captures_a_district_day_are_as_many_on_a_network_of_any_size() -> None:
    small, large = captures_a_district_day(100, repeats=40), captures_a_district_day(1_000, repeats=4)
    # a small network has fewer neighbours a district, at its rim; forces that grew with its square made six times the assaults
    for manner in (ASSAULT, CAPITULATION):
        assert large[manner] / small[manner] == pytest.approx(1.1, abs=0.2)


def captures_a_district_day(districts: int, repeats: int) -> dict[int, float]:
    """Captures by manner for each district and day of a made war: the same 64 parameter draws for any size, no avalanches."""
    arena = Arena(make_scenario(districts, 60), 60, 1, 64, AVALANCHES)
    block = arena.run(np.repeat(np.arange(64), repeats))
    lived = days_simulated(block, 60).sum() * districts
    return {manner: np.sum(block.events["manner"] == manner) / lived for manner in (ASSAULT, CAPITULATION)}


def test_days_after_the_end_of_a_war_are_not_lived(arena: Arena) -> None:
    block = arena.run(np.arange(8))
    block.end[:, 0] = [-1, 10, -1, -1, 30, -1, -1, -1]
    assert days_simulated(block, 30).tolist() == [30, 10, 30, 30, 30, 30, 30, 30]


def test_cpu_a_run_is_cpu_a_district_day_times_what_was_lived(arena: Arena) -> None:
    a_run, a_day = cpu(arena, np.zeros(64, dtype=int), 0)
    days = days_simulated(arena.run(np.zeros(64, dtype=int)), 30).mean()
    assert a_run == pytest.approx(a_day * days * 60)
    assert a_run > 0


def test_the_parts_of_a_shared_block_throw_different_dice(arena: Arena) -> None:
    assert wall(arena, np.zeros(16, dtype=int), 0, 2) > 0
    one, other = arena.run(np.zeros(8, dtype=int), 0, 0), arena.run(np.zeros(8, dtype=int), 16, 1)
    assert not np.array_equal(one.counts, other.counts)


def test_rows_of_the_record_add_up(arena: Arena) -> None:
    rows = record_rows(arena.run(np.arange(8)), arena)
    assert rows["series"] == 31 * 2
    assert rows["events"] == pytest.approx(sum(v for name, v in rows.items() if name.startswith("events.")))
    assert rows["events.start"] > 0


def test_the_mesa_version_runs_on_the_same_draws(arena: Arena) -> None:
    seconds, spent = time_twin(mesa_idiomatic, arena, 3, "lean")
    assert seconds > 0 < spent  # two clocks, read one after the other: which shows more says nothing


def test_the_processor_is_named_without_its_model_number() -> None:
    name = processor_family()
    assert name
    assert re.search(r"\d|@", name) is None, name


@pytest.mark.parametrize(
    ("figure", "holds"),
    [
        (Measurement("a", 1.0, "ms", at_most=1.0), True),
        (Measurement("a", 1.1, "ms", at_most=1.0), False),
        (Measurement("a", 999, "times", at_least=1000), False),
        (Measurement("a", 1000, "times", at_least=1000), True),
        (Measurement("a", 5, "ns"), None),
    ],
)
def test_a_bar_holds_or_not(figure: Measurement, holds: bool | None) -> None:
    assert figure.holds is holds
    assert figure.row()[3] == {True: "holds", False: "MISSED", None: ""}[holds]


def test_figures_are_medians_of_the_rounds(arena: Arena) -> None:
    times = {"run": [3e-3, 1e-3, 2e-3], "day": [1e-8] * 3, "threads": [1.8, 1.9, 1.7]}
    figures = {figure.name: figure for figure in speed_figures(times, arena)}
    assert figures["CPU a run of 120 days"].value == pytest.approx(2.0)
    assert figures["two threads against one"].value == pytest.approx(1.8)
    assert not any("Mesa" in name for name in figures)


def test_growth_is_measured_against_the_smallest_network() -> None:
    times = {"grow 400": [1e-8], "grow 4000": [1.1e-8], "grow 40000": [1.3e-8]}
    found = {figure.name: figure for figure in growth_figures(times) if figure.at_most}
    assert found["4,000 districts against linear from 400"].value == pytest.approx(1.1)
    assert found["40,000 districts against linear from 400"].holds is False


def test_the_figures_are_written_for_machines_too(arena: Arena, tmp_path: Path) -> None:
    job = Job("toy_corridor", out=str(tmp_path / "new"), verb="bench", quick=True)
    path = write_bench(job, arena, [Measurement("CPU", 0.5, "ms", at_most=1.0)], {"events": 2.0})
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["schema"] == "sim.bench/1"
    assert document["figures"] == [
        {"name": "CPU", "value": 0.5, "unit": "ms", "at_most": 1.0, "at_least": None, "holds": True}
    ]
    assert set(document["machine"]) == {"cores", "processor", "load"}


def test_calibration_is_timed_on_runs_simulated_anew(
    own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "TRUTHS", 40)
    monkeypatch.setattr(bench, "TRUTH_RUNS", 64)
    looked = bench.calibration_figure(1)
    assert looked.name == "40 calibrations of 64 runs, 60 districts"
    assert (looked.unit, looked.at_most) == ("s", 600)
    assert looked.value > 0
    assert not own_store.exists()


def test_a_child_that_fails_is_told_with_its_last_line() -> None:
    with pytest.raises(SimError, match=r"benchmarks.child_process compile exited with 1: .*no_such_scenario"):
        bench.child("compile", Job("no_such_scenario", verb="bench"), 1, 5, "/nowhere")


def test_a_sweep_is_measured_in_a_process_and_a_store_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench_sweep, "REPEATS", 1)
    compiled = cache_root() / "compiled"
    compiled.mkdir(parents=True, exist_ok=True)
    (tmp_path / "compiled").symlink_to(compiled.resolve(), target_is_directory=True)
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path))  # a cache that no other test process writes to
    job = Job("toy_corridor", verb="bench")
    whole, _, share, again = sweep_figures(job, read_scenario(job.scenario), points=4)
    assert whole.value > 0 < again.value
    assert (whole.holds, again.holds) == (None, None)  # the bars belong to the whole sweep
    assert 0 < share.value < 100
    assert not (tmp_path / "rows").exists() and not (tmp_path / "store").exists()


def test_the_filter_is_timed_on_the_counts_of_its_experiment(
    own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filter_module, "ISLAND", 256)
    monkeypatch.setattr(island, "MOVES", 0)
    spent, left = bench_filter.filter_figures(512, seeds=1)
    assert spent.name == "13 counts by the filter, until 200 runs are effective"
    assert spent.value > 0 < left.value
    assert (spent.holds, left.holds) == (None, None)  # the bars belong to the whole measurement
    assert not own_store.exists()
