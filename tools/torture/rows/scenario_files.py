"""R9, R14, R15: scenario files with small mistakes, generated claim definitions, networks of odd and large size."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import Any

import psutil
from ruamel.yaml import YAML

from sim.base.errors import ScenarioError, SimError
from sim.claims.kinds import KINDS
from sim.scenario.reader import read_scenario
from sim.terrain.sources import read_network
from tests.scenario.folders import TOY, toy
from tools.torture.commands import ROOT
from tools.torture.mutate_bytes import damaged
from tools.torture.rows.tests import by_tests
from tools.torture.trial import Trial

LINE = re.compile(r"[^\n]*\.(yaml|csv|json|parquet)(:\d+)? \S[^\n]*")
SLOW, MOST_MEMORY = 2.0, 500e6


def mutated(trial: Trial) -> None:
    """R9: damaged copies of the shipped scenarios are read, or refused with file and line."""
    read, slowest = 0, 0.0
    begun = psutil.Process().memory_info().rss
    for number in range(trial.size(20_000, 400)):
        large = number % 100 == 99  # the small scenario mostly
        source = ROOT / "scenarios" / "afghanistan_2018" if large else TOY
        problem, seconds, fine = try_scenario(trial, source, 8 * SLOW if large else SLOW)
        slowest, read = max(slowest, 0 if large else seconds), read + fine
        trial.count(problem)
    grown = psutil.Process().memory_info().rss - begun
    trial.count(f"memory grew by {grown / 1e6:.0f} MB" if grown > MOST_MEMORY else "")
    trial.figure(
        f"{read} read all the same; slowest {slowest:.2f} s, memory grew by {max(0.0, grown / 1e6):.0f} MB"
    )


def try_scenario(trial: Trial, source: Path, limit: float) -> tuple[str, float, bool]:
    """What is wrong with how a damaged copy was taken, the seconds, and whether it was read."""
    folder = trial.folder / source.name
    shutil.copytree(source, folder)
    try:
        victim = trial.chance.choice(
            [path for path in sorted(folder.rglob("*")) if path.suffix in (".yaml", ".csv")]
        )
        victim.write_bytes(damaged(victim.read_bytes(), trial.chance))
        before, fine, problem = time.process_time(), False, ""
        try:
            read_scenario(folder)
            fine = True
        except ScenarioError as error:
            odd = [line for line in str(error).splitlines() if not LINE.fullmatch(line)]
            problem = f"{victim.name}: no file and line: {odd[0][:200]!r}" if odd or not str(error) else ""
        except Exception as error:
            problem = f"{victim.name}: {type(error).__name__}: {str(error)[:200]}"
        seconds = time.process_time() - before
        return problem or (f"{victim.name}: took {seconds:.1f} s" if seconds > limit else ""), seconds, fine
    finally:
        shutil.rmtree(folder)


def claim_trees(trial: Trial) -> None:
    """R14: definitions of random kinds and parameters, combined by all, any and not: defined, or refused in clear words."""
    document = YAML(typ="safe", pure=True).load((TOY / "scenario.yaml").read_text(encoding="utf-8"))
    slowest = read = 0.0
    folder = toy(trial.folder / "toy")
    for number in range(trial.size(5000, 150)):
        trees = [tree(trial, f"d{place}", trial.chance.randint(0, 3)) for place in range(3)]
        document["claims"] = [{**document["claims"][0], "definitions": trees, "headline": "d0"}]
        with (folder / "scenario.yaml").open("w", encoding="utf-8") as file:
            YAML(typ="safe", pure=True).dump(document, file)
        (folder / "outcomes.yaml").unlink(missing_ok=True)
        before, problem = time.process_time(), ""
        try:
            read_scenario(folder)
            read += 1
        except ScenarioError as error:
            odd = [line for line in str(error).splitlines() if not LINE.fullmatch(line)]
            problem = f"no file and line: {odd[0][:200]!r}" if odd else ""
        except Exception as error:
            problem = f"{type(error).__name__}: {str(error)[:200]} of {trees}"
        seconds = time.process_time() - before
        slowest = max(slowest, seconds)
        trial.count(
            f"{number}: {problem}" if problem else f"{number}: took {seconds:.1f} s" if seconds > SLOW else ""
        )
    trial.figure(f"{read:.0f} of them defined; slowest {slowest:.2f} s")


VALUES: tuple[Any, ...] = (
    0,
    -3,
    1e9,
    0.5,
    "nobody",
    [],
    None,
    True,
    {"a": 1},
    "2030-04-15",
    ".nan",
    "x" * 300,
)


def tree(trial: Trial, name: str, depth: int) -> dict[str, Any]:
    """A definition as a scenario writes it."""
    return {"id": name, "text": "made up", **part(trial, depth)}


def part(trial: Trial, depth: int) -> dict[str, Any]:
    """A part: a combination of parts, or one of the definitions of the scenario, perhaps with another value or kind."""
    chance = trial.chance
    if depth and chance.random() < 0.7:
        how = chance.choice(("all", "any", "not"))
        parts = [part(trial, depth - 1) for _ in range(chance.randint(0 if chance.random() < 0.1 else 1, 3))]
        return {how: parts[0] if how == "not" and parts else parts}
    found = dict(chance.choice(SOUND))
    if chance.random() < 0.1:
        found[chance.choice(sorted(found))] = chance.choice(VALUES)
    if chance.random() < 0.05:
        found["kind"] = chance.choice(sorted(KINDS))
    return found


SOUND: tuple[dict[str, Any], ...] = (
    {"kind": "no_net_gain", "faction": "red", "after": 14},
    {"kind": "slower_than_before", "faction": "red", "recent": 14, "earlier": 28},
    {"kind": "falls_by", "faction": "red", "place": "T12", "horizon": 30},
    {"kind": "no_net_gain", "faction": "red", "after": 30},
)


def sizes(trial: Trial) -> None:
    """R15: networks of none to many districts."""
    block = {"from": "generator", "source": "made up"}
    for rows, columns in (
        (0, 1),
        (1, 1),
        (1, 2),
        (2, 1),
        (3, 3),
        (100, 100),
        *(((300, 333),) if not trial.fast else ()),
    ):
        before = time.process_time()
        try:
            terrain = read_network(
                {**block, "shape": "grid", "rows": rows, "columns": columns, "provinces": 1}, Path, ""
            )
            problem = "; ".join(terrain.problems()[:2])
        except SimError as error:
            problem = "" if str(error) and rows * columns in (0, 1, 2) else str(error)[:200]
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
        trial.count(f"{rows} x {columns}: {problem}" if problem else "")
        trial.figure(f"{rows * columns:,}: {time.process_time() - before:.1f} s")
    # parts that are not joined, borders of a district with itself, borders twice, no district at all
    by_tests(
        trial,
        "tests/terrain/test_terrain.py tests/terrain/test_from_graph.py",
        "-k",
        "wrong_network or no_network or node",
    )
