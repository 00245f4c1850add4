"""``sim bench``: how quick the program is, against the same model in Mesa, measured in one run, interleaved."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import mesa_idiomatic
from benchmarks.filter import filter_figures
from benchmarks.measurement import Measurement
from benchmarks.sweep import sweep_figures
from benchmarks.timing import Arena, cpu, machine, median, own_process, record_rows, time_twin, wall
from sim.analysis.pipeline import read
from sim.base.compiled import LAW_VERSION, is_compiled_before
from sim.base.errors import DONE
from sim.ensemble.engine import run_ensemble
from sim.inference.checks.calibration import calibrate
from sim.output.folder import OUTPUTS, write_text
from sim.scenario.synthetic import make_scenario
from sim.scenario.synthetic_reports import make_reported_war
from sim.session.console import Console, table_of
from sim.session.job import Job
from sim.session.temporary_store import own_store

DAYS = 120  # of every run but those of the memory test
ROUNDS, QUICK_ROUNDS = 9, 3
DRAWS = 256  # runs with different parameters in a timed block
SAME = 256  # runs with the parameters of one Mesa run, other dice
SIZES = {400: 24, 4_000: 3, 40_000: 1}  # districts -> how often each of GROWTH_DRAWS draws is run
GROWTH_DRAWS = 8
# off where sizes are compared: with them a large war collapses within days and a small one does not
AVALANCHES = ("rout", "momentum", "shock")
MESA_BARS = {"plain": 1_000, "cached": 400, "lean": None}  # settings of the Mesa version -> least ratio
MEMORY_RUNS, MEMORY_DAYS = 10_000, 150
AGGREGATED, AGGREGATED_RUNS = "toy_corridor", (100_000, 1_000_000)  # runs of which none is kept
FLAT = 1.05  # most memory of the larger number against the smaller
COSTED = {"toy_corridor": 16_384, "afghanistan_2021_08_05": 2_048, "made_4000": 256}  # scenario -> runs
TRUTHS, TRUTH_RUNS, TRUTH_DISTRICTS = 500, 1_000, 60  # of the calibration


def main(job: Job) -> int:
    """Measure, print one line a figure and write them all to bench.json; 0 whether or not the bars hold."""
    console = Console()
    arena = Arena(read(job), DAYS, job.seed, DRAWS)
    console.say(
        f"{machine()['cores']} cores, {machine()['processor']}; law {LAW_VERSION}; medians, interleaved"
    )
    if not is_compiled_before():
        console.say("compiling the law first")
    rows = rows_of_record(arena)
    times = measure(arena, QUICK_ROUNDS if job.quick else ROUNDS, console.say)
    figures = [*speed_figures(times, arena), *growth_figures(times)]
    if not job.quick:
        console.say("compiling into an empty cache, then 10,000 runs in a process of its own")
        figures += child_figures(job)
        console.say("a sweep in a store of its own, then the same again")
        figures += sweep_figures(job, arena.scenario)
        console.say(f"{TRUTHS} calibration replications")
        figures.append(calibration_figure(job.seed))
        figures += filter_figures()
    for line in table_of([figure.row() for figure in figures]):
        console.say("  " + line)
    console.say("  rows a run leaves: " + ", ".join(f"{name} {count:,.1f}" for name, count in rows.items()))
    path = write_bench(job, arena, figures, rows)
    missed = [figure.name for figure in figures if figure.holds is False]
    if machine()["load"] > machine()["cores"]:
        console.say(
            f"the machine is busy (load {machine()['load']:.1f}): wall times are too long, ratios to Mesa too low"
        )
    console.say(f"bars: {'all hold' if not missed else 'missed: ' + ', '.join(missed)}; {path}")
    return DONE


def rows_of_record(arena: Arena) -> dict[str, float]:
    """Rows a run leaves in the record; the first call, so what has to be compiled is compiled here."""
    return record_rows(arena.run(np.arange(DRAWS)), arena)


Times = Mapping[str, list[float]]


def measure(arena: Arena, rounds: int, say: Callable[[str], None]) -> Times:
    """Every quick measurement once a round, all of them in turn, so that a busy minute hits all alike."""
    times: dict[str, list[float]] = defaultdict(list)
    grown = {
        size: Arena(make_scenario(size, DAYS), DAYS, arena.seed, GROWTH_DRAWS, AVALANCHES) for size in SIZES
    }
    for number in range(rounds):
        rows = np.arange(DRAWS)
        a_run, a_day = cpu(arena, rows, number * DRAWS)
        times["run"].append(a_run)
        times["day"].append(a_day)
        one, two = (wall(arena, rows, number * DRAWS, threads) for threads in (1, 2))
        times["threads"].append(one / two)
        against_twin(times, mesa_idiomatic, arena, number)
        for size, field in grown.items():
            again = np.repeat(np.arange(GROWTH_DRAWS), SIZES[size])
            times[f"grow {size}"].append(cpu(field, again, number * len(again))[1])
        say(f"round {number + 1} of {rounds}: {1e3 * a_run:.2f} ms a run")
    return times


def against_twin(times: dict[str, list[float]], twin: Any, arena: Arena, number: int) -> None:
    """One run of each Mesa setting and the same parameters in the engine on two threads: times and their ratios."""
    rows = np.full(SAME, number)
    engine = wall(arena, rows, number * SAME, 2) / SAME
    engine_cpu, _ = cpu(arena, rows, number * SAME)
    for name in twin.SETTINGS:
        seconds, spent = time_twin(twin, arena, number, name)
        times[f"mesa {name}"].append(seconds)
        times[f"ratio {name}"].append(seconds / engine)
        times[f"cpu ratio {name}"].append(spent / engine_cpu)


def speed_figures(times: Times, arena: Arena) -> list[Measurement]:
    """Figures of one run, two threads, and the ratios to Mesa."""
    run = median(times["run"])
    figures = [
        Measurement("CPU a run of 120 days", 1e3 * run, "ms", at_most=1.0),
        Measurement("CPU a district-day", 1e9 * run / (DAYS * arena.districts), "ns"),
        Measurement("two threads against one", median(times["threads"]), "times"),
        Measurement("parallel efficiency on two cores", 50 * median(times["threads"]), "%", at_least=80),
    ]
    for name, bar in MESA_BARS.items():
        if f"ratio {name}" in times:
            wall_time, one, two = (median(times[f"{kind} {name}"]) for kind in ("mesa", "cpu ratio", "ratio"))
            figures += [
                Measurement(f"Mesa, {name}: wall a run", 1e3 * wall_time, "ms"),
                Measurement(f"CPU against Mesa, {name}, one core", one, "times"),
                Measurement(f"two cores against Mesa, {name}", two, "times", at_least=bar),
            ]
    return figures


def growth_figures(times: Times) -> list[Measurement]:
    """CPU a district-day lived at three sizes, and the ratios of consecutive and outer sizes to linear growth."""
    a_day = {size: median(times[f"grow {size}"]) for size in SIZES}
    small = a_day[min(SIZES)]
    figures = [
        Measurement(f"CPU a district-day at {size:,} districts", 1e9 * value, "ns")
        for size, value in a_day.items()
    ]
    for size, value in a_day.items():
        if size != min(SIZES):
            figures.append(
                Measurement(
                    f"{size:,} districts against linear from 400", value / small, "times", at_most=1.2
                )
            )
    return figures


def child_figures(job: Job) -> list[Measurement]:
    """Compilation from an empty cache, then the memory of a big ensemble with that cache."""
    with tempfile.TemporaryDirectory(prefix="sim-bench-") as cache:
        seconds = child("compile", job, 1, DAYS, cache)
        peak = child("memory", job, MEMORY_RUNS, MEMORY_DAYS, cache)
        scale = [*aggregate_figures(job, cache), *cost_figures(job, cache)]
    return [
        Measurement("compilation from an empty cache", seconds, "s", at_most=30),
        Measurement(
            f"peak memory, {MEMORY_RUNS:,} runs of {MEMORY_DAYS} days", peak / 1e6, "MB", at_most=1000
        ),
        *scale,
    ]


def aggregate_figures(job: Job, cache: str) -> list[Measurement]:
    """Memory of verdicts on few and on many runs of which none is kept."""
    toy = replace(job, scenario=AGGREGATED)
    few, many = (child("aggregate", toy, runs, DAYS, cache) for runs in AGGREGATED_RUNS)
    label = f"{AGGREGATED_RUNS[1]:,} toy runs, none stored"
    return [
        Measurement(f"peak memory, {label}", many / 1e6, "MB"),
        Measurement(f"memory, {label}, against {AGGREGATED_RUNS[0]:,}", many / few, "times", at_most=FLAT),
    ]


def cost_figures(job: Job, cache: str) -> list[Measurement]:
    """How far the cost model is off."""
    figures = []
    for name, runs in COSTED.items():
        costed = replace(job, scenario=name)
        spent, stored = (child(what, costed, runs, DAYS, cache) for what in ("cost", "stored"))
        figures += [
            Measurement(f"CPU against the cost model, {name}", spent, "times", at_most=1.5),
            Measurement(f"stored blocks against the cost model, {name}", stored, "times", at_most=1.5),
        ]
    return figures


def calibration_figure(seed: int) -> Measurement:
    """Wall time of the replications of ``sim calibrate``, its runs simulated anew."""
    begun = time.perf_counter()
    with own_store():
        ensemble = run_ensemble(make_reported_war(TRUTH_DISTRICTS), runs=TRUTH_RUNS, seed=seed)
        calibrate(ensemble, ensemble.scenario.counts, TRUTHS, dice=seed)
    name = f"{TRUTHS} calibrations of {TRUTH_RUNS:,} runs, {TRUTH_DISTRICTS} districts"
    return Measurement(name, time.perf_counter() - begun, "s", at_most=600)


def child(what: str, job: Job, runs: int, days: int, cache: str) -> float:
    """What a fresh process prints; SimError with its last line if it fails."""
    words = [what, job.scenario, str(job.seed), str(runs), str(days)]
    return float(
        own_process("benchmarks.child_process", words, {**os.environ, "SIM_CACHE_DIR": cache}).split()[-1]
    )


def write_bench(job: Job, arena: Arena, figures: list[Measurement], rows: Mapping[str, float]) -> Path:
    """bench.json in ``out`` or in outputs/."""
    folder = Path(job.out).expanduser() if job.out else OUTPUTS
    folder.mkdir(parents=True, exist_ok=True)
    document = {
        "schema": "sim.bench/1",
        "machine": machine(),
        "law_version": LAW_VERSION,
        "scenario": arena.scenario.name,
        "districts": arena.districts,
        "days": DAYS,
        "seed": job.seed,
        "quick": job.quick,
        "figures": [{**asdict(figure), "holds": figure.holds} for figure in figures],
        "rows_a_run": dict(rows),
    }
    write_text(folder / "bench.json", json.dumps(document, indent=1) + "\n")
    return folder / "bench.json"
