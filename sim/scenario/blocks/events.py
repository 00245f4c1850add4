"""Dated events of a scenario file, checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sim.scenario.blocks.checks import FACTION, Path_, check_known, take_over
from sim.scenario.files.loader import Document
from sim.scenario.files.schema import EventEntry, ScenarioFile
from sim.scenario.scenario import HANDOVERS, Event
from sim.terrain.terrain import Terrain

# range of the value by kind; 0 to 1000 for others
VALUES = {"relocation": (0.0, 1.0), "phase": (-1.0, 1.0), "income": (-1e6, 1e6), "offensive": (-1.0, 1.0)}
PLACED = (*HANDOVERS, "garrison")  # kinds that mean nothing without places
MAY_BE_PLACED = (*PLACED, "entry")


def read_events(main: Document, file: ScenarioFile, terrain: Terrain | None) -> tuple[Event, ...]:
    """All events; faults go into ``main``."""
    factions = [faction.id for faction in file.factions]
    for number, event in enumerate(file.events):
        path: Path_ = ("events", number)
        for key, faction in (("faction", event.faction), ("recipient", event.recipient)):
            if faction is not None:
                check_known(main, (*path, key), faction, factions, FACTION)
        main.blame_all(path, event_faults(event, file.dates.as_of))
        if terrain is not None:
            for place, name in enumerate(event.places):
                check_known(main, (*path, "places", place), name, terrain.ids, "district of the network")
    return tuple(
        take_over(Event, event, to=event.recipient, places=tuple(event.places)) for event in file.events
    )


def event_faults(entry: EventEntry, as_of: date) -> Iterator[tuple[str, str]]:
    """Key and problem of everything wrong with the days, the value, the sides and the places of one event."""
    kind = entry.kind
    if entry.end is not None and entry.end < entry.start:
        yield "to", f" = {entry.end} is before from = {entry.start}"
    if entry.published > as_of:
        yield "published", f" = {entry.published} is after as_of = {as_of}; expected what was known by then"
    low, high = VALUES.get(kind, (0.0, 1e3))
    if not low <= entry.value <= high:
        yield "value", f" = {entry.value:g} is out of range for {kind}; expected {low:g} to {high:g}"
    if kind in PLACED and not entry.places:
        yield "places", f" is missing; expected the districts of the {kind}"
    if entry.places and kind not in MAY_BE_PLACED:
        yield "places", f" mean nothing for {kind}; expected them for {', '.join(MAY_BE_PLACED)}"
    if kind in HANDOVERS and entry.recipient is None:
        yield "recipient", f" is missing; expected the faction that gets the places of the {kind}"
    if kind == "offensive" and entry.faction is None:
        yield "faction", " is missing; expected the side that is on the offensive"
