"""What ``sim bench`` measures, as plain numbers. CPU seconds are a thread's own, so a busy machine disturbs them less."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from sim.base.codes import MANNERS
from sim.base.compiled import PACKAGE
from sim.base.errors import SimError
from sim.ensemble.block import Block, Worker
from sim.ensemble.draws import draw_laws, draw_starts
from sim.ensemble.world import build_world
from sim.law.parameters import OFF, PARAMETERS
from sim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Arena:
    """A scenario ready to be run again and again for ``days`` days: workers warm, parameters drawn.

    without   mechanisms of the law that are switched off
    """

    scenario: Scenario
    days: int
    seed: int
    draws: int
    without: tuple[str, ...] = ()

    @cached_property
    def laws(self) -> np.recarray:
        """Parameters of the first ``draws`` runs."""
        laws = draw_laws(self.scenario, self.seed, np.arange(self.draws))
        for name, value in (pair for mechanism in self.without for pair in OFF[mechanism].items()):
            laws[PARAMETERS[name].field] = value
        return laws

    @cached_property
    def starts(self) -> tuple[np.ndarray, np.ndarray]:
        """(held, contested) of the first ``draws`` runs."""
        _, held, contested = draw_starts(self.scenario, self.seed, np.arange(self.draws))
        return held, contested

    @cached_property
    def workers(self) -> tuple[Worker, Worker]:
        """One for each of two threads."""
        world = build_world(self.scenario, self.days)
        return Worker(world, self.days), Worker(world, self.days)

    @property
    def districts(self) -> int:
        """D."""
        return self.scenario.terrain.districts

    def run(self, rows: np.ndarray, first: int = 0, worker: int = 0) -> Block:
        """Runs with the parameters of ``rows`` and the dice of the run numbers from ``first`` on."""
        held, contested = self.starts
        return self.workers[worker].run_block(self.seed, first, self.laws[rows], held[rows], contested[rows])


def cpu(arena: Arena, rows: np.ndarray, first: int) -> tuple[float, float]:
    """(CPU seconds a run, CPU seconds a district-day lived) of one thread; days after the end of a war do not count."""
    begun = time.thread_time()
    block = arena.run(rows, first)
    spent = time.thread_time() - begun
    return spent / len(rows), spent / (days_simulated(block, arena.days).sum() * arena.districts)


def days_simulated(block: Block, days: int) -> np.ndarray:
    """Days each run lived before its war ended."""
    end = block.end[:, 0]
    return np.where(end < 0, days, end)


def wall(arena: Arena, rows: np.ndarray, first: int, threads: int) -> float:
    """Wall seconds of the runs ``rows``, shared out among ``threads`` threads."""
    parts = np.array_split(rows, threads)
    begun = time.perf_counter()
    with ThreadPoolExecutor(max_workers=threads) as pool:
        jobs = [
            pool.submit(arena.run, part, first + number * len(rows), number)
            for number, part in enumerate(parts)
        ]
        for job in jobs:
            job.result()
    return time.perf_counter() - begun


def own_process(module: str, words: Sequence[str], environment: Mapping[str, str]) -> str:
    """What a module of the benchmark prints in a fresh process; SimError with its last line if it fails."""
    path = os.pathsep.join([str(PACKAGE.parent), *filter(None, [environment.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env={**environment, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:]
        raise SimError(f"{module} {words[0]} exited with {done.returncode}: {last}")
    return done.stdout


def time_twin(twin: ModuleType, arena: Arena, row: int, setting: str) -> tuple[float, float]:
    """(wall seconds, CPU seconds) of one run of the Mesa version with the parameters of ``row``."""
    held, contested = arena.starts
    begun, spent = time.perf_counter(), time.thread_time()
    model = twin.TwinModel(
        arena.scenario, arena.laws[row], held[row], contested[row], seed=row, setting=setting
    )
    twin.live(model, arena.days)
    return time.perf_counter() - begun, time.thread_time() - spent


def record_rows(block: Block, arena: Arena) -> dict[str, float]:
    """Rows a run leaves in the record: events by manner (mean), and rows of the daily series."""
    manners = Counter(block.events["manner"].tolist())
    rows = {f"events.{MANNERS[code]}": count / block.runs for code, count in sorted(manners.items())}
    return {
        "events": len(block.events) / block.runs,
        **rows,
        "series": float(np.prod(block.counts.shape[1:3])),
    }


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return float(np.median(np.array(values)))


def machine() -> dict[str, Any]:
    """Cores, processor family and load; nothing that tells one machine from another of its kind."""
    return {"cores": os.cpu_count() or 1, "processor": processor_family(), "load": load()}


def load() -> float:
    """Processes that wanted a core in the last minute, ours included; 0 where the system does not say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def processor_family() -> str:
    """Maker and family, without model number and clock; "unknown" if the system does not say."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return "unknown"
    match = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    name = re.sub(r"\((R|TM)\)|\bCPU\b|\bProcessor\b|@.*", " ", match.group(1)) if match else "unknown"
    return " ".join(word for word in name.split() if not any(letter.isdigit() for letter in word))
