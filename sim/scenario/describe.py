"""What was read, in words: what will happen before it runs, what is assumed, what is unknown."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from sim.base.compiled import LAW_VERSION, are_equal_laws
from sim.base.html_display import plural
from sim.base.parameters import SPACING
from sim.base.texts import first_names
from sim.claims.definitions import definition_text, definition_window, window_text
from sim.claims.types import Claim, Definition
from sim.evidence.signals import right
from sim.evidence.source_and_count import Count, Source
from sim.law.parameters import PARAMETERS
from sim.record.past import PATTERNS
from sim.scenario.blocks.checks import COMPARED
from sim.scenario.consistency import consistency_warnings
from sim.scenario.drafting.mentions import mentioned
from sim.scenario.drafting.unconfirmed_text import NOT_STATED, RELATED, UNCHANGED, freeze_state, frozen_text
from sim.scenario.misreadings import misread
from sim.scenario.scenario import Event, Scenario, ids_by_name, longest_hold

Part = tuple[str, list[str]]
USES = {
    "start": "Where the runs start from",
    "fit": "Used in the likelihood: these counts condition the runs",
    "check": "Compared with the runs, not used in the likelihood",
    "context": "Shown only",
    "score": "For scoring only: public too late, or on an unknown day",
}
WORDED = {
    "exactly": "",
    "range": "",
    "share": "",
    "more_than": "more than ",
    "at_least": "at least ",
    "up_to": "up to ",
}
LONGEST_QUOTE = 100
MOST_PLACES = 6  # of one count
MOST_LISTED = 60  # names after one label
WIDTH = 108


def describe(scenario: Scenario) -> str:
    """``parts`` as plain text: a heading, its lines indented."""
    (title, _), *sections = parts(scenario)
    blocks = ["\n".join([heading, *(fold(line) for line in lines)]) for heading, lines in sections if lines]
    return "\n\n".join([title, *blocks])


def fold(line: str) -> str:
    """A line of at most WIDTH characters, indented; what goes on is indented further."""
    indent = " " * (2 + len(line) - len(line.lstrip()))
    return "\n".join(
        textwrap.wrap(
            line.strip(), WIDTH, initial_indent=indent, subsequent_indent=indent + "    ", break_long_words=False,
            break_on_hyphens=False,
        )
    )  # fmt: skip


def parts(scenario: Scenario) -> list[Part]:
    """Headings with their lines; a heading may have none."""
    count_parts = [
        (f"{heading} ({len(counts)})", count_lines(counts)) for heading, counts in by_use(scenario)
    ]
    return [
        (f"{scenario.name}: {scenario.title}", []),
        *((heading, lines(scenario)) for heading, lines in SETTING.items()),
        *count_parts,
        *((heading, lines(scenario)) for heading, lines in CONTENT.items()),
    ]


def network(scenario: Scenario) -> list[str]:
    """Size, seats, parts and source of the network."""
    terrain = scenario.terrain
    national = f"{terrain.names[terrain.national]} the" if terrain.national >= 0 else "no"
    size = [
        f"{plural(terrain.districts, 'district')} in {plural(len(terrain.province_names), 'province')}, "
        f"{plural(len(terrain.edge_a), 'edge')}, {plural(terrain.parts, 'part')}",
        f"{plural(len(terrain.capitals), 'capital')}, {national} national one; {people(terrain.population.sum())}",
    ]
    source = [f"source: {terrain.source}"] if terrain.source else []
    return [*size, *spacing(scenario), *source, *terrain.notes, *terrain.doubts]


def spacing(scenario: Scenario) -> list[str]:
    """How far apart neighbours lie, where priors of the code depend on it."""
    distance = scenario.terrain.spacing
    usual_names = [
        name
        for name, parameter in PARAMETERS.items()
        if parameter.spaced and scenario.law[name].origin in ("code", "population")
    ]
    if distance is None or not usual_names:
        return []
    scaled = f"{' and '.join(usual_names)} are {SPACING / distance:.2g} times those of {SPACING:.0f} km"
    return [f"neighbours lie {distance:.0f} km apart (median): {scaled}"]


def people(number: float) -> str:
    """``1,000 people``, or that it is unknown."""
    return f"{number:,.0f} people" if number else "population unknown"


def sides(scenario: Scenario) -> list[str]:
    """Factions and who fights whom."""
    names = {faction.id: faction.name for faction in scenario.factions}
    lines = [
        f"{faction.id}: {faction.name}, {'neutral' if faction.neutral else faction.role}"
        + (", with external support" if faction.supported else "")
        + ("" if faction.strength == 1 else f", strength {faction.strength:g}")
        for faction in scenario.factions
    ]
    wars = "; ".join(f"{names[a]} against {names[b]}" for a, b in scenario.wars)
    return [*lines, f"at war: {wars}", f"all other districts are held by {names[scenario.default_holder]}"]


def days(scenario: Scenario) -> list[str]:
    """The dated frame: what will be simulated."""
    calendar, hold = scenario.calendar, longest_hold(scenario.claims)
    origins = [listed("may also be read as of", list(map(str, scenario.origins)))] if scenario.origins else []
    return [
        f"start {calendar.start} is day 0; the question is asked on {calendar.as_of}, day {calendar.as_of_day}",
        *origins,
        f"horizon {plural(scenario.horizon, 'day')}, longest hold required by a claim {plural(hold, 'day')}",
        f"each run simulates {plural(scenario.days, 'day')}, to {calendar.date(scenario.days)}; "
        f"{scenario.runs:,} runs unless runs=... says otherwise",
    ]


def start(scenario: Scenario) -> list[str]:
    """Trackers with their weights, and what their counts mean on this network."""
    total = sum(tracker.weight for tracker in scenario.trackers)
    lines = []
    for tracker in scenario.trackers:
        lines.append(f"{tracker.id}: drawn for {tracker.weight / total:.0%} of the runs")
        for verb, counts in (("holds", tracker.held), ("contests", tracker.contested)):
            lines += [
                f"  {name} {verb} {mapped(count, scenario)} ({count.id})" for name, count in counts.items()
            ]
    draft_ids = {draft for _, draft in scenario.awaited}
    waiting_ids = [
        waiting_draft.id for waiting_draft in scenario.unconfirmed if waiting_draft.id in draft_ids
    ]
    return [*lines, *([listed("waits for drafts", waiting_ids)] if waiting_ids else [])]


def control(scenario: Scenario) -> list[str]:
    """What the control tables say: the start map, changes carried out on their days, rows compared or not used."""
    tables = (scenario.control, scenario.fights, scenario.control_checks, scenario.fight_checks)
    if not (any(tables) or scenario.control_notes):
        return []
    first = {row.district: row for row in scenario.control if row.day <= 0}
    changes = [row for row in scenario.control if row.day > 0]
    lines = []
    if first:
        holder_counts = Counter(scenario.faction_ids[row.holder] for row in first.values())
        shares = ", ".join(
            f"{name} {holder_counts[name]}" for name in scenario.faction_ids if holder_counts[name]
        )
        districts = plural(scenario.terrain.districts, "district")
        doubt = float(np.mean([row.error for row in first.values()]))
        lines.append(f"start map: {len(first)} of {districts} by the start: {shares}")
        lines.append(f"each row is wrong with a mean probability of {doubt:.2g}")
    if changes:
        days = f"{scenario.calendar.date(changes[0].day)} to {scenario.calendar.date(changes[-1].day)}"
        lines.append(f"carried out in every run on their days: {plural(len(changes), 'row')}, {days}")
    if any(row.complete for row in scenario.control):
        lines.append(
            f"complete up to {scenario.calendar.as_of}: a place not named in a later row is taken to be unchanged"
        )
    unused_rows = {
        "reported fights, so that the side that does not hold the place is present in it": scenario.fights,
        "compared with the runs and not carried out": scenario.control_checks,
        "fights compared with where the sides meet in the runs": scenario.fight_checks,
    }
    lines += [f"{row_kind}: {plural(len(rows), 'row')}" for row_kind, rows in unused_rows.items() if rows]
    return [*lines, *scenario.control_notes]


def mapped(count: Count, scenario: Scenario) -> str:
    """``73 of 407, about 71 of the 398 here``."""
    share = 1.0 if count.measure != "count" or count.modifier == "share" else 1 / count.basis
    low, high = (round(value * share * scenario.terrain.districts) for value in (count.low, count.high))
    number_here = f"{low}" if low == high else f"{low} to {high}"
    return f"{number_text(count)}, about {number_here} of the {scenario.terrain.districts} here"


def by_use(scenario: Scenario) -> list[tuple[str, tuple[Count, ...]]]:
    """Headings and counts for each use that occurs."""
    return [
        (heading, counts) for use_name, heading in USES.items() if (counts := scenario.counts_for(use_name))
    ]


def count_lines(counts: Sequence[Count]) -> list[str]:
    """Two lines for each count: what it says, and in which words and why it has its use."""
    lines = []
    for count in counts:
        date_text = f"{count.date}" if count.window_from is None else f"{count.window_from} to {count.date}"
        count_text = f"{number_text(count)} {measured(count)} {RELATED[count.relation]} {count.faction}"
        quote = f'"{shortened(count.quote)}"' if count.quote else "no quote"
        lines.append(f"{count.id} [{count.source}] {date_text}: {count_text}")
        lines.append(f"    {quote}{f'; {count.reason}' if count.reason else ''}")
    return lines


def number_text(count: Count) -> str:
    """``more than 80 of 407``, ``50 % to 54 % of all``."""
    word = WORDED.get(count.modifier, f"{count.modifier} ")
    if count.measure == "count" and count.modifier != "share":
        low, high, total = f"{count.low:g}", f"{count.high:g}", f" of {count.basis:g}"
    else:
        low, high, total = f"{100 * count.low:g} %", f"{100 * count.high:g} %", ""
    return f"{word}{low if low == high else f'{low} to {high}'}{total}"


def measured(count: Count) -> str:
    """``districts``, ``of the area``, ``districts of West``, ``capitals of T04, T08``."""
    unit = count.unit if count.measure == "count" else f"of the {count.measure.removeprefix('share_of_')}"
    if count.whole:
        return unit
    place_names = ", ".join(count.places[:MOST_PLACES]) + (", ..." if len(count.places) > MOST_PLACES else "")
    return f"{unit} of {count.within or place_names}"


def signals(scenario: Scenario) -> list[str]:
    """Statements without numbers, and what they count for."""
    lines = []
    for signal in scenario.signals:
        chance = right(signal.signal, scenario.sources[signal.source].kind)
        quote = f': "{shortened(signal.quote)}"' if signal.quote else ""
        signal_text = f"{signal.faction} {signal.signal.replace('_', ' ')}{quote}"
        lines.append(
            f"{signal.id} [{signal.source}] {signal.date}: {signal_text}; {signal.use}, right with a chance of {chance:.2f}"
        )
    return lines


def sources(scenario: Scenario) -> list[str]:
    """Trust in each source that is used or compared."""
    return [source_text(scenario.sources[name]) for name in used_sources(scenario, *COMPARED)]


def used_sources(scenario: Scenario, *uses: str) -> list[str]:
    """Ids of the sources whose counts have one of the uses, in file order."""
    source_ids = {count.source for count in scenario.counts_for(*uses)}
    return [name for name in scenario.sources if name in source_ids]


def source_text(source: Source) -> str:
    """One source with its numbers."""
    label = f"{source.id}: {source.name} ({', '.join(filter(None, (source.kind, source.admiralty)))})"
    if not source.argument:
        return f"{label}: no numbers of its own"
    low, high = source.lag
    baseline = (source.baseline or {}).items()
    starts = ", ".join(f"{name} {start.controls:g} of {start.basis:g}" for name, start in baseline)
    return (
        f"{label}: probability {source.unreliable:g} that it carries no information; bias {source.bias}; noise {source.noise:g} districts; "
        f"lag {low:g} to {high:g} days; own start {starts or 'unknown'}"
    )


def events(scenario: Scenario) -> list[str]:
    """What is dated from outside."""
    lines = [event_text(event) for event in scenario.events]
    if scenario.support_from is None or not any(faction.supported for faction in scenario.factions):
        return lines
    return [f"external support begins to change on {scenario.support_from} as the priors say", *lines]


def event_text(event: Event) -> str:
    """One dated event."""
    end = "to the end" if event.end is None else f"to {event.end}"
    faction_text = f" of {event.faction}" if event.faction else ""
    return f"{event.id}: {event.kind}{faction_text}, {event.start} {end}, value {event.value:g} ({event.source}; public {event.published})"


def known_past(scenario: Scenario) -> list[str]:
    """What was reported of patterns, a line each."""
    return [
        f"{past.id}: {PATTERNS[past.pattern].meaning}, {past.faction}, by {past.day}: {past.low:g} to {past.high:g} "
        f"({past.source}; public {past.published})"
        for past in scenario.known_past
    ]


def claims(scenario: Scenario) -> list[str]:
    """Every claim with all its definitions in words."""
    lines = []
    for claim in scenario.claims:
        quote = f': "{shortened(claim.quote)}"' if claim.quote else ""
        title = f" {claim.title}," if claim.title else ""
        lines.append(f"{claim.id} ({claim.statement},{title} {claim.role}){quote}")
        if claim.testable:
            lines += [definition_line(claim, definition, scenario) for definition in claim.definitions]
        else:
            lines.append(f"    not testable: {claim.why_not_testable}")
    other_days = [f"{claim.id} ({claim.as_of})" for claim in scenario.claims_elsewhere]
    if other_days:
        lines.append(listed("made on another day, asked with as_of= that day", other_days))
    return lines


def definition_line(claim: Claim, definition: Definition, scenario: Scenario) -> str:
    """``* no_net_gain_14: the Reds gain nothing ... [2030-04-16 to 2030-04-29]``."""
    mark = "*" if definition.id == claim.headline else "-"
    window = window_text(definition_window(definition, scenario.calendar), scenario.calendar)
    return f"  {mark} {definition.id}: {definition_text(definition, scenario.names)} [{window}]"


def drafts(scenario: Scenario) -> list[str]:
    """What nobody has confirmed, with the gaps of each."""
    lines = []
    for draft in scenario.unconfirmed:
        reason = "" if draft.why == "draft" else f"; {draft.why}"
        gaps = f"gaps: {', '.join(draft.gaps)}" if draft.gaps else "no gaps; waits to be confirmed"
        lines.append(f'{draft.where} {draft.what} {draft.id}: "{shortened(draft.reading)}"{reason}')
        lines.append(f"    {gaps}")
    return lines


def assumed(scenario: Scenario) -> list[str]:
    """How many parameters of the law are assumed, and which of these are drawn."""
    assumed_names = [
        name for name, parameter in scenario.law.items() if "assumed" in parameter.source.lower()
    ]
    drawn_names = [name for name, parameter in scenario.law.items() if not parameter.prior.fixed]
    total = sum(variant.weight for variant in scenario.variants)
    variants = ", ".join(f"{variant.name} {variant.weight / total:.0%}" for variant in scenario.variants)
    return [
        f"{len(scenario.law)} parameters of the law: {len(drawn_names)} drawn for each run, {len(scenario.law) - len(drawn_names)} fixed; "
        f"{len(assumed_names)} are assumed",
        listed("assumed and drawn", [name for name in assumed_names if name in drawn_names]),
        f"model variants: {variants}",
        *matched_text(scenario),
        population_text(scenario),
        frozen_text(scenario.frozen),
    ]


def matched_text(scenario: Scenario) -> list[str]:
    """What was learned of the parameters from an earlier campaign, if any."""
    matching = scenario.matched
    if matching is None:
        return []
    return [
        f"learned from {matching.campaign}: the draws of {len(matching.scores)} parameters are conditioned on it jointly "
        f"({matching.source})"
    ]


def population_text(scenario: Scenario) -> str:
    """Which priors learned over wars are used."""
    population = scenario.population
    if population is None:
        return "population prior: none; parameters not given here have the prior of the code"
    learned = sum(law_prior.origin == "population" for law_prior in scenario.law.values())
    without = f", none of {population.left_out}" if population.left_out else ""
    law = population.law_version
    version_note = (
        "" if are_equal_laws(law, LAW_VERSION) else f"; learned with the law {law}, now {LAW_VERSION}"
    )
    return (
        f"population prior: {population.name}, learned from {plural(len(population.campaigns), 'campaign')}{without} "
        f"({', '.join(population.campaigns)}); it moves {plural(learned, 'parameter')}{version_note}"
    )


def unknown(scenario: Scenario) -> list[str]:
    """Gaps, each with what it concerns."""
    terrain, counts, sources = scenario.terrain, scenario.counts, scenario.sources
    source_ids = used_sources(scenario, *COMPARED)
    before, after = outside(scenario)
    gaps = {
        "compared sources without stated reliability (defaults are used)":
            [name for name in source_ids if not sources[name].argument],
        "sources of districts held without their own count on the start day": no_baseline(scenario),
        "counts compared in words only, since the network does not know its areas or people": no_runs(scenario),
        "sources without a description": [source.id for source in sources.values() if source.kind == NOT_STATED],
        "counts in the likelihood stated by a party to the war": counts_by_parties(scenario),
        "counts marked gross only in their note; write gross: true, as the note will not be read in future":
            [count.id for count in counts if count.counts_events and not count.gross],
        "counts without an address": [count.id for count in counts if not count.url],
        "counts without a day of publication": [count.id for count in counts if count.published is None],
        "counts without a quote": [count.id for count in counts if not count.quote],
        "statements without a quote": [statement.id for statement in scenario.statements if not statement.quote],
        "districts without coordinates": district_ids(scenario, ~np.isfinite(terrain.lon + terrain.lat)),
        "districts without people": district_ids(scenario, terrain.population <= 0),
        "provinces without a capital": no_capital(scenario),
        "definitions that look back before the start, so undefined in every run": before,
        "definitions that look ahead beyond the last day, so undefined in every run": after,
    }  # fmt: skip
    lines = [listed(f"{gap} ({len(names)})", names) for gap, names in gaps.items() if names]
    stale = [] if freeze_state(scenario.frozen) == UNCHANGED else [frozen_text(scenario.frozen)]
    untestable = [f"{c.id} is not testable: {c.why_not_testable}" for c in scenario.claims if not c.testable]
    return [*stale, *lines, *untestable] or ["nothing found"]


def counts_by_parties(scenario: Scenario) -> list[str]:
    """Counts of the likelihood whose speaker is a faction of the scenario or its spokesman."""
    names = ids_by_name(scenario.factions)
    return [count.id for count in scenario.counts_for("fit") if mentioned(count.speaker, names)]


def no_runs(scenario: Scenario) -> list[str]:
    """Counts meant to be compared that no run says anything about."""
    area = scenario.terrain.area
    unknown = {
        "share_of_area": area is None or not bool((area > 0).all()),
        "share_of_population": not bool(scenario.terrain.population.any()),
    }
    return [count.id for count in scenario.counts_for(*COMPARED) if unknown.get(count.measure, False)]


def no_baseline(scenario: Scenario) -> list[str]:
    """Compared sources of districts held whose own start is not known, so that their level is taken at its word."""
    source_ids = {
        count.source
        for count in scenario.counts_for(*COMPARED)
        if (count.relation, count.unit) == ("controls", "districts")
        and count.whole
        and count.faction not in (scenario.sources[count.source].baseline or {})
    }
    return [name for name in scenario.sources if name in source_ids]


def no_capital(scenario: Scenario) -> list[str]:
    """Provinces without a seat."""
    terrain = scenario.terrain
    provinces = {terrain.provinces[row] for row in terrain.capitals.tolist()}
    return [name for name in terrain.province_names if name not in provinces]


def outside(scenario: Scenario) -> tuple[list[str], list[str]]:
    """Definitions whose window begins before day 0, and those whose window ends after the last day; headlines marked."""
    before: list[str] = []
    after: list[str] = []
    for claim in scenario.claims:
        for definition in claim.definitions:
            opens, closes = definition_window(definition, scenario.calendar)
            mark = ", the headline" if definition.id == claim.headline else ""
            for names, excess in ((before, -opens), (after, closes - scenario.days)):
                if excess > 0:
                    names.append(f"{claim.id}.{definition.id} (by {plural(excess, 'day')}{mark})")
    return before, after


def district_ids(scenario: Scenario, is_chosen: np.ndarray) -> list[str]:
    """Ids of the districts where ``is_chosen`` [D] is true."""
    return [scenario.terrain.ids[row] for row in np.flatnonzero(is_chosen)]


def listed(label: str, names: Sequence[str]) -> str:
    """``label`` and names joined by commas; a long list is cut."""
    return f"{label}: {first_names(names, MOST_LISTED)}"


def shortened(text: str) -> str:
    """One line of at most LONGEST_QUOTE characters."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 3]}..."


SETTING: dict[str, Callable[[Scenario], list[str]]] = {
    "Network": network,
    "Sides": sides,
    "Days": days,
    "Start": start,
    "Who held which place": control,
}
CONTENT: dict[str, Callable[[Scenario], list[str]]] = {
    "Statements without numbers, by how often such words are right": signals,
    "Sources of the counts used or compared": sources,
    "Past observations, compared but not used in the likelihood": known_past,
    "Dated events": events,
    "Claims (* headline, fixed before running)": claims,
    "Drafts, not used until confirmed": drafts,
    "Conflicts, echoes, stale counts, and entries that look later than as_of": consistency_warnings,
    "Possible misreadings": misread,
    "Assumed": assumed,
    "Unknown or worth a second look": unknown,
}
