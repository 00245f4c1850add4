"""Read a scenario: files -> shapes -> checks -> one frozen ``Scenario``, or every fault at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sim.base.errors import Fault, ScenarioError, UsageError, nearest
from sim.base.parameters import Extent, Fixed, Prior, parse_prior
from sim.law.parameters import OFF, PARAMETERS
from sim.scenario.blocks.checks import Path_, check_known
from sim.scenario.blocks.priors import Assumed
from sim.scenario.build import ScenarioBuilder, read_faction
from sim.scenario.drafting.unconfirmed import MODES, take_drafts
from sim.scenario.earlier_day import look_back, read_as_of, written_day
from sim.scenario.files.hashing import hash_priors
from sim.scenario.files.loader import Document, about_file, load, refusal
from sim.scenario.files.network import read_terrain
from sim.scenario.files.paths import ScenarioPath, locate
from sim.scenario.files.schema import FactionEntry, OutcomesFile, PriorsFile, ScenarioFile
from sim.scenario.files.validate import shape
from sim.scenario.scenario import Faction, LawPrior, Scenario
from sim.terrain.terrain import Terrain

PRIORS, OUTCOMES = "priors.yaml", "outcomes.yaml"
RESOLVED = "sim.resolved/1"


def read_scenario(
    name_or_path: str | Path, *, drafts: str = "refuse", as_of: date | str | None = None
) -> Scenario:
    """Read and validate a scenario, by the name of a shipped one or the path of a folder or file.

    drafts  unconfirmed entries: "refuse" (an error), "leave" them out, or "use" those without gaps
    as_of   forecast origin, a date or "YYYY-MM-DD" before the scenario's own: only reports published by then are
            read, and only claims made on that day (or without a day of their own) are judged

    outcomes.yaml is never opened here. Raises ScenarioError, which lists every fault of the files with file and line,
    and UsageError for another value of ``drafts`` or a day outside start to the scenario's own as_of.
    """
    if drafts not in MODES:
        raise UsageError(f"drafts = {drafts!r} is unknown; expected one of {', '.join(MODES)}")
    place = locate(str(name_or_path))
    main, priors = read_files(place)
    unconfirmed = take_drafts(place, main, drafts)
    given_day = written_day(main, "as_of")
    if as_of is not None:
        look_back(main, read_as_of(as_of))
    file, assumptions = shape(main, ScenarioFile), shape(priors, PriorsFile)
    if file is None or assumptions is None:
        look_further(place, main, priors, assumptions)
        raise refusal(main, priors)
    builder = ScenarioBuilder(
        place, main, priors, file, assumptions, unconfirmed, drafts == "use", given_day or file.dates.as_of
    )
    scenario = builder.build()
    if scenario is None:
        raise refusal(main, priors)
    return scenario


def read_names(name_or_path: str | Path) -> tuple[tuple[Faction, ...], Terrain | None]:
    """Factions and network alone, which name what a draft may refer to, whatever else of the scenario is not yet right.

    ScenarioError if the file cannot be read or its factions are wrong; the network is None where it is wrong.
    """
    place = locate(str(name_or_path))
    main = load(place.main, place.file(place.main.name))
    block = main.value if isinstance(main.value, dict) else {}
    factions = block.get("factions")
    count = len(factions) if isinstance(factions, list) else 0
    entries = [shape(main, FactionEntry, ("factions", n)) for n in range(count)]
    sides = [read_faction(side) for side in entries if side]
    network = block.get("network")
    terrain = read_terrain(place, main, network) if isinstance(network, dict) else None
    if len(sides) < len(entries) or not sides:
        raise refusal(main)
    return tuple(sides), terrain


def look_further(
    place: ScenarioPath, main: Document, priors: Document, assumptions: PriorsFile | None
) -> None:
    """Faults that can be found although a file has not the right shape, so that they need no second try."""
    network = main.value.get("network") if isinstance(main.value, dict) else None
    if isinstance(network, dict):
        read_terrain(place, main, network)
    if assumptions is not None:
        parts = Assumed(priors, assumptions)
        parts.law(Extent())
        parts.variants()


def read_files(place: ScenarioPath) -> tuple[Document, Document]:
    """The scenario and its priors as plain values; ScenarioError with the faults of both."""
    main, faults = read_file(place.main, place.file(place.main.name))
    if isinstance(main.value, dict) and main.value.get("schema") == RESOLVED:
        record = "is the record of a finished job; expected its scenario (sim reproduce repeats the job of the folder)"
        raise about_file(place.file(place.main.name), record)
    if isinstance(main.value, dict) and main.value.get("priors") is not None:
        lines = {path[1:]: line for path, line in main.lines.items() if path[:1] == ("priors",)}
        return main, Document(main.file, main.value["priors"], lines, above=("priors",))
    path = place.own(PRIORS)
    if not path.is_file() and not faults:
        problem = "is missing; expected the priors, or a block 'priors:' in the scenario file"
        raise about_file(place.file(PRIORS), problem)
    priors, prior_faults = read_file(path, place.file(PRIORS)) if path.is_file() else (main, [])
    if faults or prior_faults:
        raise ScenarioError([*faults, *prior_faults])
    return main, priors


def read_file(path: Path, label: str) -> tuple[Document, list[Fault]]:
    """A file as plain values, or empty with its faults."""
    try:
        return load(path, label), []
    except ScenarioError as error:
        return Document(label), list(error.faults)


def freeze_hash(path: str | Path) -> str:
    """sha256 of priors.yaml without its ``frozen`` block, over canonical JSON."""
    return hash_priors(load(Path(path), str(path)).value)


def read_outcomes(scenario: Scenario) -> dict[tuple[str, str], tuple[bool | None, str]]:
    """What happened: (claim, definition) -> (true, false or None, source). Empty if nobody wrote it down.

    For scoring, after the verdicts are made. What happened belongs to the day a claim was made: a scenario read as of an
    earlier day has outcomes of the claims made on that day only. ScenarioError with every fault of the file.
    """
    place = locate(scenario.folder)
    path = place.own(OUTCOMES)
    if not path.is_file():
        return {}
    document = load(path, place.file(OUTCOMES))
    outcomes = shape(document, OutcomesFile)
    if outcomes is not None:
        check_outcomes(document, outcomes, scenario)
    if outcomes is None or document.faults:
        raise refusal(document)
    as_of = scenario.calendar.as_of
    claim_ids = {claim.id for claim in scenario.claims if (claim.as_of or scenario.written_as_of) == as_of}
    return {
        (outcome.claim, outcome.definition): (outcome.outcome, outcome.source)
        for outcome in outcomes.outcomes
        if outcome.claim in claim_ids
    }


def check_outcomes(document: Document, outcomes: OutcomesFile, scenario: Scenario) -> None:
    """Faults for outcomes of claims or definitions that nobody asked for, or given twice."""
    claims = (*scenario.claims, *scenario.claims_elsewhere)
    definition_ids = {claim.id: [definition.id for definition in claim.definitions] for claim in claims}
    pairs_seen: set[tuple[str, str]] = set()
    for number, outcome in enumerate(outcomes.outcomes):
        path: Path_ = ("outcomes", number)
        claim, definition = outcome.claim, outcome.definition
        names_claim = check_known(
            document, (*path, "claim"), claim, definition_ids, "claim of the scenario"
        ) and check_known(
            document, (*path, "definition"), definition, definition_ids[claim], f"definition of {claim}"
        )
        if names_claim and (claim, definition) in pairs_seen:
            document.blame(path, f" states the outcome of {claim}, {definition} twice; expected once")
        pairs_seen.add((claim, definition))


def with_law(scenario: Scenario, overrides: Mapping[str, object], without: Sequence[str]) -> Scenario:
    """``scenario`` with priors from the command line and mechanisms switched off.

    overrides   dotted parameter -> number, prior text or Prior
    UsageError for an unknown name (the nearest is shown) or a value outside its range.
    """
    law = dict(scenario.law)
    for name, value in overrides.items():
        if name not in PARAMETERS:
            raise UsageError(f"law.{name} is not a parameter of the law{nearest(name, PARAMETERS)}")
        given = (
            value if isinstance(value, Prior) else parse_prior(str(value))
        )  # a prior's own text has six digits
        prior = PARAMETERS[name].check(given, "law.")
        law[name] = LawPrior(prior, "command line", "command line")
    for mechanism in without:
        if mechanism not in OFF:
            raise UsageError(f"law.without = {mechanism!r} is not a mechanism{nearest(mechanism, OFF)}")
        for name, value in OFF[mechanism].items():
            law[name] = LawPrior(Fixed(value), f"{mechanism} is switched off", "without")
    return replace(scenario, law=law)
