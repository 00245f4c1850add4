"""The network a scenario names: its files stay inside the folder, its faults join those of the scenario."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sim.base.errors import Fault, UsageError, one_line, short
from sim.scenario.files.loader import Document
from sim.scenario.files.paths import UNREADABLE, ScenarioPath
from sim.terrain.sources import read_network
from sim.terrain.terrain import Terrain

FILE_KEYS = ("districts", "edges", "file")  # that name a file, where they hold text
NETWORK_KEY = re.compile(r"(?:network)?\.([A-Za-z_]+)( .*)", re.DOTALL)


def read_terrain(place: ScenarioPath, main: Document, block: Mapping[str, Any]) -> Terrain | None:
    """The network; None with faults if it cannot be read or is wrong."""
    before = len(main.faults)
    for key in FILE_KEYS:
        if isinstance(block.get(key), str):
            check_file(place, main, key, block[key])
    if len(main.faults) > before:
        return None
    try:
        terrain = read_network(block, place.inside, place.label)
    except UsageError as error:
        for line in str(error).splitlines():
            blame_network(main, line, block)
        return None
    problems = terrain.problems()
    for problem in problems:
        main.blame(("network",), f": {problem}")
    return None if problems else terrain


def check_file(place: ScenarioPath, main: Document, key: str, name: str) -> None:
    """A fault if ``name`` leads out of the folder, or to no file."""
    try:
        missing_problem = f" = {short(name)} does not exist; expected a file in the scenario's folder"
        problem = "" if place.inside(name).is_file() else missing_problem
    except UsageError as error:
        problem = f" {error}"
    except UNREADABLE as error:
        problem = f" = {short(name)} cannot be read: {error}"
    if problem:
        main.blame(("network", key), problem)


def blame_network(main: Document, line: str, block: Mapping[str, Any]) -> None:
    """One fault of a network: about a key of the block (``.edges is missing``), or about a table with file and line.

    A key that stands in the block may be written in any way (``.max-km is unknown``).
    """
    spelled = {f".{one_line(key)} ": key for key in block}
    spelling = max((name for name in spelled if line.startswith(name)), key=len, default=None)
    if spelling is not None:
        main.blame(("network", spelled[spelling]), line[len(spelling) - 1 :])
        return
    match = NETWORK_KEY.fullmatch(line)
    if match:
        main.blame(("network", match[1]), match[2])
        return
    file, _, problem = line.partition(" ")
    main.faults.append(Fault(file, None, "", problem))
