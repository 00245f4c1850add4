"""Priors learned over wars: files named by their hash, and a scenario that begins with one.

A file gives parameters of the law another mean and spread, in normal scores of the priors of the code. ``all`` is the file
learned from every campaign, but for a campaign of the library the one learned without those of its country and time.
A parameter that a scenario, a model variant or the command line gives its own prior is left as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.base.errors import ScenarioError, UsageError, nearest
from sim.base.parameters import Extent
from sim.law.parameters import PARAMETERS
from sim.scenario.files.hashing import digest
from sim.scenario.files.loader import load
from sim.scenario.files.paths import SHIPPED, locate
from sim.scenario.scenario import LawPrior, Population, Scenario
from sim.terrain.terrain import Terrain

FOLDER, INDEX = "populations", "index.json"
ALL, NONE = "all", "none"
NAME = re.compile(r"[0-9a-f]{12}")
GROUP_FILE = "exam.yaml"  # of a campaign; names its country and time
SCHEMA, INDEX_SCHEMA = "sim.population/1", "sim.populations/1"


def populations_folder() -> Path:
    """Where the shipped files lie."""
    return next((root / FOLDER for root in SHIPPED if (root / FOLDER).is_dir()), SHIPPED[0] / FOLDER)


def name_of(content: Mapping[str, Any]) -> str:
    """The name of a file: 12 hex digits of its content."""
    return digest(dict(content))[:12]


def read_index() -> dict[str, Any]:
    """``all``: name of the file over all campaigns; ``without``: country and time -> name; ``default``: what a new scenario begins with."""
    path = populations_folder() / INDEX
    if not path.is_file():
        return {"all": None, "without": {}, "default": NONE}
    index: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return index


def default_population() -> str:
    """What a new scenario begins with: the name of the file over all campaigns, or ``none``."""
    index = read_index()
    return str(index["all"]) if index["default"] == ALL else NONE


def read_population(name: str) -> Population:
    """The file of that name; UsageError if it is not there or not what it was when it was named."""
    path = populations_folder() / f"{name}.json"
    if not NAME.fullmatch(name) or not path.is_file():
        stems = sorted(file.stem for file in populations_folder().glob("*.json"))
        names = ", ".join(filter(NAME.fullmatch, stems)) or "no file yet"
        raise UsageError(f"population = {name!r} is unknown; expected {ALL}, {NONE} or one of {names}")
    content = json.loads(path.read_text(encoding="utf-8"))
    if name_of(content) != name:
        change_note = f"its file was changed after it was named ({name_of(content)} now)"
        raise UsageError(f"population = {name!r}: {change_note}; expected it as shipped")
    for parameter in content["scores"]:
        if parameter not in PARAMETERS:
            problem = f"names {parameter!r}, no parameter of this law{nearest(parameter, PARAMETERS)}"
            raise UsageError(f"population = {name!r} {problem}")
    scores = {key: (float(mean), float(width)) for key, (mean, width) in content["scores"].items()}
    return Population(
        name, tuple(content["campaigns"]), content["left_out"] or "", content["law_version"], scores
    )


def find_population(setting: str | None, folder: str) -> Population | None:
    """The population that ``setting`` means for the scenario of a folder; None for ``none``. UsageError if it is unknown."""
    if setting in (None, NONE):
        return None
    if setting != ALL:
        return read_population(str(setting))
    index = read_index()
    if index["all"] is None:
        raise UsageError(f"population = {ALL!r}: none is shipped; expected {NONE}")
    return read_population(index["without"].get(group_of(folder), index["all"]))


def group_of(folder: str) -> str:
    """Country and time of the campaign in a folder, empty for what is no campaign."""
    try:
        path = locate(folder).own(GROUP_FILE)
        return str(load(path, folder).value.get("group", "")) if path.is_file() else ""
    except (ScenarioError, AttributeError):
        return ""


def with_population(scenario: Scenario, setting: str | None) -> Scenario:
    """``scenario`` with the priors of a population in place of those of the code; None leaves it as it is.

    UsageError for an unknown one, or beside what the scenario has taken over from a single campaign.
    """
    if setting is None:
        return scenario
    population = find_population(setting, scenario.folder)
    if population is not None and scenario.matched is not None:
        raise UsageError(BOTH.format(population.name))
    return replace(scenario, law=law_on(scenario, scenario.terrain, population), population=population)


def law_on(scenario: Scenario, terrain: Terrain, population: Population | None) -> dict[str, LawPrior]:
    """The priors of ``scenario`` on a network: its own as they are, those of the code or of a population for that extent."""
    return {
        name: prior_of(name, terrain.extent, population)
        if law_prior.origin in ("code", "population")
        else law_prior
        for name, law_prior in scenario.law.items()
    }


def prior_of(name: str, extent: Extent, population: Population | None) -> LawPrior:
    """The prior of a parameter for which the scenario gives none of its own."""
    parameter = PARAMETERS[name]
    prior = parameter.prior_for(extent)
    if population is None or name not in population.scores or prior.fixed:
        return LawPrior(prior, parameter.source, "code")
    source_text = f"{parameter.source}; moved by what {len(population.campaigns)} campaigns say (population {population.name})"
    return LawPrior(prior.move(*population.scores[name]), source_text, "population")


BOTH = (
    "population = {!r} cannot be combined with matched: its slopes belong to the priors of the code; "
    "expected population: none, or no matched"
)
