"""Two simpler models on the network of the report, each written as its own community writes them, timed a run.

``python -m benchmarks.peers`` prints CPU a run, core-hours and energy of a million runs, beside the engine; ``--write`` also puts
the table into docs/performance.md. Neither peer is the law: they say what the network alone costs, and so where the engine's
time goes.

* NumPy batch: all runs as rows of one array, a day at a time. Districts change hands by the share of their neighbours that
  the other side holds, both ways; no forces, no belief, no surrender.
* event-driven contagion: a side spreads over borders and never recedes (SI), every fall an event in continuous time, by
  ``fastgemf`` (``pip install fastgemf==0.1.4``; left out where it is not installed).
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from io import StringIO

import numpy as np
from scipy.sparse import csr_array

from benchmarks.measurement import shown
from benchmarks.timing import Arena, cpu
from sim.scenario.reader import read_scenario
from sim.session.console import Console, table_of
from sim.terrain.terrain import Terrain
from tools.docs.generated_blocks import write_parts

SCENARIO, DAYS, DRAWS, ROUNDS = "afghanistan_2021_08_05", 120, 256, 3
EVENT_RUNS = 8  # of the event-driven peer a round
HELD, FORWARD, BACK = (
    0.18,
    0.02,
    0.005,
)  # share held at the start; chance a day of a fall among nothing but enemies
WATTS = 10.0  # of a busy core with its share of memory and cooling; assumed, servers lie between 5 and 20
MILLION, HOUR = 1e6, 3600.0


def border_shares(terrain: Terrain) -> csr_array:
    """Share of each neighbour in a district's border: rows sum to 1, [D, D]."""
    first, neighbour, share = terrain.adjacency
    return csr_array((share, neighbour, first), shape=(terrain.districts, terrain.districts))


def numpy_batch(terrain: Terrain, runs: int, days: int, seed: int) -> np.ndarray:
    """Districts held on each day in each run, int64 [days + 1, runs]: rates as HELD, FORWARD and BACK say."""
    dice, shares = np.random.default_rng(seed), border_shares(terrain)
    held = dice.random((terrain.districts, runs)) < HELD
    counts = [held.sum(axis=0)]
    for _ in range(days):
        near = shares @ held.astype(np.float32)
        chance = np.where(held, BACK * (1.0 - near), FORWARD * near)
        held ^= dice.random(held.shape, dtype=np.float32) < chance
        counts.append(held.sum(axis=0))
    return np.array(counts)


def event_driven(terrain: Terrain, runs: int, days: int, seed: int) -> list[int]:
    """Districts taken by the last day in each run; ImportError without ``fastgemf``."""
    library = importlib.import_module("fastgemf")
    schema = library.ModelSchema("SI").define_compartment(["S", "I"]).add_network_layer("border")
    schema.add_edge_interaction(
        name="fall", from_state="S", to_state="I", inducer="I", network_layer="border", rate="beta"
    )
    shares = border_shares(terrain)
    setup = library.ModelConfiguration(schema).add_parameter(beta=FORWARD).get_networks(border=shares)
    dice, taken = np.random.default_rng(seed), []
    for _ in range(runs):
        start = (dice.random(terrain.districts) < HELD).astype(int)
        run = library.Simulation(setup, initial_condition={"exact": start}, stop_condition={"time": days})
        run.run()
        taken.append(int(run.get_results()[1][1][-1]))
    return taken


def timed(work: Callable[[], object], runs: int) -> float:
    """CPU seconds a run of this thread; what a library prints or warns of goes nowhere."""
    with redirect_stdout(StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        begun = time.thread_time()
        work()
        return (time.thread_time() - begun) / runs


def measure(rounds: int = ROUNDS) -> dict[str, list[float]]:
    """CPU seconds a run by model, in turn within each round; the first call of each is not counted."""
    scenario = read_scenario(SCENARIO)
    arena, terrain = Arena(scenario, DAYS, 1, DRAWS), scenario.terrain
    rows = np.arange(DRAWS)
    models: dict[str, Callable[[int], float]] = {
        "engine, every mechanism, events and series kept": lambda n: cpu(arena, rows, n * DRAWS)[0],
        "NumPy batch, neighbours only": lambda n: timed(lambda: numpy_batch(terrain, DRAWS, DAYS, n), DRAWS),
        "event-driven SI contagion (fastgemf)": lambda n: timed(
            lambda: event_driven(terrain, EVENT_RUNS, DAYS, n), EVENT_RUNS
        ),
    }
    times: dict[str, list[float]] = {name: [] for name in models}
    for number in range(rounds + 1):
        for name, take in models.items():
            try:
                spent = take(number)
            except ImportError:
                continue
            if number:
                times[name].append(spent)
    return {name: values for name, values in times.items() if values}


def table(times: dict[str, list[float]]) -> list[tuple[str, ...]]:
    """Model, CPU a run, and what a million runs cost."""
    rows: list[tuple[str, ...]] = [("model", "CPU a run", "a million runs", "energy")]
    for name, values in times.items():
        run = float(np.median(values))
        hours = MILLION * run / HOUR
        rows.append(
            (name, f"{shown(1e3 * run)} ms", f"{shown(hours)} core-hours", f"{shown(WATTS * hours)} Wh")
        )
    return rows


def main(words: Sequence[str] | None = None) -> int:
    """Measure, print, and write the table where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__.partition("\n")[0])  # fmt: skip
    parser.add_argument("--write", action="store_true", help="also rewrite the table of docs/performance.md")
    options, console = parser.parse_args(words), Console()
    rows = table(measure())
    below = (
        f"{DAYS} days on the network of {SCENARIO}; medians of {ROUNDS} rounds; {WATTS:g} W a core assumed"
    )
    for line in [*table_of(rows), below]:
        console.say(line)
    if options.write:
        head, *lines = [f"| {' | '.join(row)} |" for row in rows]
        write_parts("docs/performance.md", {"peers": "\n".join([head, "|---" * len(rows[0]) + "|", *lines, "", f"{below}."])})  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
