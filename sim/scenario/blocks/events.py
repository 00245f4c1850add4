"""Dated events of a scenario file, checked."""

from __future__ import annotations

from collections.abc import Sequence

from sim.scenario.blocks.priors import clean, hint
from sim.scenario.files.loader import Document
from sim.scenario.files.schema import EventEntry, ScenarioFile
from sim.scenario.scenario import HANDOVERS, Event
from sim.terrain.terrain import Terrain

# else 0 to 1000
VALUES = {"relocation": (0.0, 1.0), "phase": (-1.0, 1.0), "income": (-1e6, 1e6), "offensive": (-1.0, 1.0)}
PLACED = (*HANDOVERS, "garrison")  # kinds that mean nothing without places


def read_events(main: Document, what: ScenarioFile, terrain: Terrain | None) -> tuple[Event, ...]:
    """All events; faults go into ``main``."""
    factions = [faction.id for faction in what.factions]
    for number, entry in enumerate(what.events):
        check_event(main, ("events", number), entry, what, factions)
        if terrain is not None:
            check_places(main, ("events", number), entry, factions, terrain)
    return tuple(
        Event(
            o.id, o.kind, o.faction, o.start, o.end, o.value, o.published, clean(o.source), clean(o.quote), o.url,
            o.recipient, tuple(o.places),
        )
        for o in what.events
    )  # fmt: skip


def check_event(
    main: Document,
    path: tuple[str | int, ...],
    entry: EventEntry,
    what: ScenarioFile,
    factions: Sequence[str],
) -> None:
    """Faults of one event: its faction, its days, its value."""
    as_of = what.dates.as_of
    if entry.faction is not None and entry.faction not in factions:
        named = hint(entry.faction, factions, main)
        main.blame((*path, "faction"), f" = {entry.faction!r} is no faction of this scenario{named}")
    if entry.end is not None and entry.end < entry.start:
        main.blame((*path, "to"), f" = {entry.end} is before from = {entry.start}")
    if entry.published > as_of:
        problem = f" = {entry.published} is after as_of = {as_of}; expected what was known then"
        main.blame((*path, "published"), problem)
    low, high = VALUES.get(entry.kind, (0.0, 1e3))
    if not low <= entry.value <= high:
        problem = f" = {entry.value:g} is out of range for {entry.kind}; expected {low:g} to {high:g}"
        main.blame((*path, "value"), problem)


def check_places(
    main: Document, path: tuple[str | int, ...], entry: EventEntry, factions: Sequence[str], terrain: Terrain
) -> None:
    """Faults of the places an event names, and of who gets them."""
    for number, place in enumerate(entry.places):
        if place not in terrain.ids:
            named = hint(place, terrain.ids, main)
            main.blame((*path, "places", number), f" = {place!r} is no district of the network{named}")
    if entry.kind in PLACED and not entry.places:
        main.blame((*path, "places"), f" is missing; expected the districts of the {entry.kind}")
    if entry.places and entry.kind not in (*PLACED, "entry"):
        main.blame(
            (*path, "places"),
            f" mean nothing for {entry.kind}; expected them for {', '.join((*PLACED, 'entry'))}",
        )
    if entry.kind in HANDOVERS and entry.recipient is None:
        main.blame(
            (*path, "recipient"),
            f" is missing; expected the faction that gets the places of the {entry.kind}",
        )
    if entry.recipient is not None and entry.recipient not in factions:
        named = hint(entry.recipient, factions, main)
        main.blame((*path, "recipient"), f" = {entry.recipient!r} is no faction of this scenario{named}")
    if entry.kind == "offensive" and entry.faction is None:
        main.blame((*path, "faction"), " is missing; expected the side that is on the offensive")
