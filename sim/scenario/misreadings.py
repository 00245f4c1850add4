"""What the format accepts and reads as something else than its author may mean: one line a finding, for ``sim check``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from sim.base.codes import RURAL
from sim.base.texts import first_names
from sim.claims.definitions import leaves
from sim.claims.kind import LISTS
from sim.claims.types import Definition
from sim.evidence.count_words import SHARES
from sim.scenario.consistency import shown
from sim.scenario.scenario import ControlRow, Scenario
from sim.terrain.terrain import Terrain

FEW = 0.5  # of the network's districts: a total below it may be that of a part
COMPARED = ("fit", "check", "start")
MOST = 8  # names in one line


def misread(scenario: Scenario) -> list[str]:
    """One line a finding; empty if there is none."""
    return [
        *totals_of_a_part(scenario),
        *capitals_at_the_start(scenario),
        *without_a_border(scenario),
        *support_of_the_code(scenario),
        *out_of_reach(scenario),
        *contradicted(scenario),
    ]


def totals_of_a_part(scenario: Scenario) -> Iterator[str]:
    """Counts of the whole network whose total looks like that of a province."""
    districts = scenario.terrain.districts
    sizes = Counter(scenario.terrain.provinces)
    for count in scenario.counts_for(*COMPARED):
        has_districts = count.whole and count.unit == "districts" and count.measure not in SHARES
        if has_districts and count.basis < FEW * districts:
            provinces = [name for name, size in sizes.items() if size == count.basis]
            provinces_text = f"; provinces of that size: {', '.join(provinces[:MOST])}" if provinces else ""
            yield (
                f"{count.id}: {count.basis:g} in all, but the network has {districts}: it is read as a share of all "
                f"districts, wherever they lie; for a province write within: {{province: NAME}}{provinces_text}"
            )


def capitals_at_the_start(scenario: Scenario) -> Iterator[str]:
    """Capitals that start counts can give to nobody, and that no control row covers."""
    terrain = scenario.terrain
    reported_districts = {row.district for row in scenario.control if row.day <= 0}
    unreported = [terrain.ids[row] for row in terrain.capitals if int(row) not in reported_districts]
    has_start_counts = any(tracker.held or tracker.contested for tracker in scenario.trackers)
    if unreported and has_start_counts:
        yield (
            f"capitals at the start ({len(unreported)}): held by {scenario.default_holder} and contested by nobody, since start "
            f"counts give rural districts only; for others write control rows of {scenario.calendar.start} or before: "
            f"{first_names(unreported, MOST)}"
        )


def without_a_border(scenario: Scenario) -> Iterator[str]:
    """Factions at war that hold nothing anywhere, so that they have no front from which to do anything.

    Those whose start counts are drafts may have one once these are confirmed.
    """
    at_war = {name for war in scenario.wars for name in war}
    holders = {scenario.default_holder}
    holders |= {name for tracker in scenario.trackers for name in (*tracker.held, *tracker.contested)}
    holders |= {scenario.faction_ids[row.holder] for row in scenario.control}
    holders |= {scenario.faction_ids[row.present] for row in scenario.control if row.present >= 0}
    holders |= {str(event.faction) for event in scenario.events if event.places}
    for name in scenario.faction_ids:
        if name not in at_war or name in holders:
            continue
        waits = sorted({draft for faction, draft in scenario.awaited if faction == name})
        if waits:
            yield f"{name} has no district until its start counts are confirmed (now drafts: {first_names(waits, MOST)})"
        else:
            yield (
                f"{name} holds no district and is present in none, so it has no border and does nothing: give it start counts, "
                "control rows, or an entry with places"
            )


def support_of_the_code(scenario: Scenario) -> Iterator[str]:
    """External support that changes as the priors of the code have it: the withdrawal of 2021 from Afghanistan."""
    external = (prior for name, prior in scenario.law.items() if name.startswith("external."))
    of_the_code = all(prior.origin == "code" for prior in external)
    sides = [faction.id for faction in scenario.factions if faction.supported]
    if sides and of_the_code and scenario.support_from is not None:
        yield (
            f"external support of {', '.join(sides)} begins to end on {scenario.support_from} as the priors of the code say, those of "
            "the withdrawal from Afghanistan in 2021; give law priors external.* of this war"
        )


def out_of_reach(scenario: Scenario) -> Iterator[str]:
    """Definitions whose numbers no run on this network can reach."""
    terrain = scenario.terrain
    wholes = [(claim.id, definition) for claim in scenario.claims for definition in claim.definitions]
    for claim, definition in wholes:
        for key, value, largest in (limit for leaf in leaves(definition) for limit in limits(leaf, terrain)):
            if value > largest:
                yield (
                    f"{claim}.{definition.id}: {key} = {value:g} cannot be reached; the network has {largest:g}, so the "
                    "definition is decided before any run"
                )


def limits(definition: Definition, terrain: Terrain) -> Iterator[tuple[str, float, float]]:
    """Key, value and the most it can be, of the numbers of a definition."""
    parameters, districts, capitals = definition.parameters, terrain.districts, len(terrain.capitals)
    part = len(parameters["places"]) if parameters.get("places") else districts
    if definition.kind == "stock_at":
        largest = capitals if str(parameters.get("what", "")).startswith("capitals") else part
        if parameters.get("at_least") is not None:
            yield "at_least", float(parameters["at_least"]), largest
    elif definition.kind in ("pace_above", "pace_below"):
        yield "rate times days", float(parameters["rate"] * parameters.get("days", 14)), part
    elif definition.kind.endswith("_between") and definition.kind.startswith(("net_gain", "ever_captured")):
        yield "low", float(parameters["low"]), districts
    elif definition.kind == "regained":
        for key, largest in (("number", districts), ("provinces", len(terrain.province_names))):
            if parameters.get(key) is not None:
                yield key, float(parameters[key]), largest
    elif parameters.get("list") in LISTS and "number" in parameters:
        yield "number", float(parameters["number"]), 1.0 if parameters["list"] == "national" else capitals


def contradicted(scenario: Scenario) -> Iterator[str]:
    """Counts of named places that say something else than the control rows of that day."""
    calendar = scenario.calendar
    for count in scenario.counts_for("fit", "check"):
        if not count.of_single_places or count.whole or count.kind != "stock" or count.relation != "controls":
            continue
        holders = known_map(scenario.control, calendar.day(count.date), scenario.terrain.districts)
        rows = [scenario.terrain.row[name] for name in count.places]
        if count.unit == "capitals":
            rows = [row for row in rows if scenario.terrain.seat[row] != RURAL]
        faction = scenario.faction_ids.index(count.faction)
        certain = sum(holders[row] == faction for row in rows)
        possible = certain + sum(holders[row] == -1 for row in rows)
        if not (count.low <= possible and certain <= count.high):
            yield (
                f"{count.id} says that {count.faction} held {shown((count.low, count.high))} of {', '.join(count.places[:MOST])} on {count.date}; "
                f"control rows say {certain}"
            )


def known_map(rows: tuple[ControlRow, ...], day: int, districts: int) -> np.ndarray:
    """Holder of each district at the end of a day as control rows have it, -1 where they do not say: int64 [D]."""
    values = np.full(districts, -1, dtype=np.int64)
    for row in rows:  # by day, so the last one stays
        if row.day <= day:
            values[row.district] = row.holder
    return values
