"""How much memory runs take, and what this machine has."""

from __future__ import annotations

import os

from sim.law.state import EVENT, allocate
from sim.record.record import SERIES_COUNTS, SERIES_LEVELS
from sim.scenario.scenario import Scenario

EVENTS_A_DISTRICT = 2  # of a run: its start and, on average over both sides, less than one change
COPIES = 2  # of a run while blocks are put together: the block and the record
SHARE_OF_MEMORY = 0.7  # of the machine's that a job may plan to use


def run_bytes(scenario: Scenario) -> int:
    """Bytes of one run while its ensemble is put together: daily series and events, COPIES times."""
    series = (scenario.days + 1) * len(scenario.factions) * (2 * len(SERIES_COUNTS) + 4 * len(SERIES_LEVELS))
    events = EVENTS_A_DISTRICT * scenario.terrain.districts * EVENT.itemsize
    return COPIES * (series + events)


def resumable_run_bytes(scenario: Scenario) -> int:
    """Bytes of one run that can stop and go on: its state, its series, and room for the events of two busy days."""
    districts, factions = scenario.terrain.districts, len(scenario.factions)
    state = allocate(districts, factions, len(scenario.terrain.province_names))
    events = 2 * ((1 + factions) * districts + 2) * EVENT.itemsize
    return sum(array.nbytes for array in state) + events + run_bytes(scenario) // COPIES


def available_memory() -> float | None:
    """Bytes a job may plan to use; None on a system that does not say what it has."""
    try:
        return SHARE_OF_MEMORY * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
