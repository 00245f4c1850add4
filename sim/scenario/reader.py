"""Read a scenario: files -> shapes -> checks -> one frozen ``Scenario``, or every fault at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sim.base.errors import Fault, ScenarioError, UsageError, nearest
from sim.base.parameters import Fixed, parse_prior
from sim.law.parameters import OFF, PARAMETERS
from sim.scenario.build import Builder
from sim.scenario.hashing import hash_priors
from sim.scenario.loader import Document, load
from sim.scenario.place import Place, locate
from sim.scenario.scenario import LawPrior, Scenario
from sim.scenario.schema import OutcomesFile, PriorsFile, ScenarioFile
from sim.scenario.shape import shape


def read_scenario(name_or_path: str | Path) -> Scenario:
    """The checked scenario of that name or path. ScenarioError with every fault found.

    outcomes.yaml is never opened here.
    """
    place = locate(str(name_or_path))
    main = load(place.main, place.file(place.main.name))
    priors = read_priors(place, main)
    what, how = shape(main, ScenarioFile), shape(priors, PriorsFile)
    if what is None or how is None:
        raise ScenarioError([*main.faults, *priors.faults])
    builder = Builder(place, main, priors, what, how)
    scenario = builder.build()
    if main.faults or priors.faults or scenario is None:
        raise ScenarioError([*main.faults, *priors.faults])
    return scenario


def read_priors(place: Place, main: Document) -> Document:
    """priors.yaml beside the scenario, or the ``priors`` block of a single file."""
    inline = main.value.get("priors") if isinstance(main.value, dict) else None
    if inline is not None:
        lines = {path[1:]: line for path, line in main.lines.items() if path[:1] == ("priors",)}
        return Document(main.file, inline, lines)
    path = place.folder / "priors.yaml"
    if not path.is_file():
        problem = "is missing; expected the priors, or a block 'priors:' in the scenario file"
        raise ScenarioError([Fault(place.file("priors.yaml"), None, "", problem)])
    return load(path, place.file("priors.yaml"))


def freeze_hash(path: str | Path) -> str:
    """sha256 of priors.yaml without its ``frozen`` block, over canonical JSON."""
    return hash_priors(load(Path(path), str(path)).value)


def read_outcomes(scenario: Scenario) -> dict[tuple[str, str], tuple[bool | None, str]]:
    """What happened: (claim, definition) -> (true, false or None, source). Empty if nobody wrote it down.

    For scoring, after the verdicts are made.
    """
    place = locate(scenario.folder)
    path = place.folder / "outcomes.yaml"
    if not path.is_file():
        return {}
    document = load(path, place.file("outcomes.yaml"))
    outcomes = shape(document, OutcomesFile)
    if outcomes is None:
        raise ScenarioError(document.faults)
    return {(one.claim, one.definition): (one.outcome, one.source) for one in outcomes.outcomes}


def with_law(scenario: Scenario, overrides: Mapping[str, object], without: Sequence[str]) -> Scenario:
    """``scenario`` with priors from the command line and mechanisms switched off.

    overrides   dotted parameter -> number, prior text or Prior
    UsageError for an unknown name (the nearest is shown) or a value outside its range.
    """
    law = dict(scenario.law)
    for name, value in overrides.items():
        if name not in PARAMETERS:
            raise UsageError(f"law.{name} is no parameter of the law{nearest(name, PARAMETERS)}")
        prior = PARAMETERS[name].check(parse_prior(str(value)), "law.")
        law[name] = LawPrior(prior, "command line", "command line")
    for mechanism in without:
        if mechanism not in OFF:
            raise UsageError(f"law.without = {mechanism!r} is not a mechanism{nearest(mechanism, OFF)}")
        for name, value in OFF[mechanism].items():
            law[name] = LawPrior(Fixed(value), f"{mechanism} is switched off", "without")
    return replace(scenario, law=law)
