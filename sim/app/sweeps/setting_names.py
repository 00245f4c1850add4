"""What can be varied in a sweep, in words: for the page and the labels of its figures."""

from __future__ import annotations

from sim.evidence.count_words import WIDTHS
from sim.explore.definition_axes import meanings_of
from sim.explore.settings import split_name
from sim.law.parameters import PARAMETERS
from sim.page.sections.inputs import meaning
from sim.scenario.scenario import Scenario

FIELDS = {
    "unreliable": "probability that the source carries no information",
    "noise": "standard deviation of its counts",
    "low": "lower end of the reported count",
    "high": "upper end of the reported count",
    "exactly": "the reported count, set to exactly this number",
}
WORDS = {
    "without": "mechanisms switched off",
    "evidence": "reports used in the likelihood",
    "start": "the set of start counts",
}


def parameter_label(name: str) -> str:
    """``mean length of a rout (days)`` for a parameter with or without ``law.``; other names as they are."""
    bare_name = name.removeprefix("law.")
    parameter = PARAMETERS.get(bare_name)
    if parameter is None:
        return bare_name
    return meaning(bare_name) if parameter.unit in ("", "1") else f"{meaning(bare_name)} ({parameter.unit})"


def setting_meaning(name: str, scenario: Scenario) -> str:
    """What a setting that is not a parameter of the law changes."""
    if name in WORDS:
        return WORDS[name]
    group, middle, field = split_name(name)
    if group == "source":
        return f"{scenario.sources[middle].short}: {FIELDS[field]}"
    if group == "count":
        return f"{middle}: {FIELDS[field]}"
    if group == "words":
        return f"what a word of a count is taken to mean: {WIDTHS[field]['meaning']}"
    numbers = meanings_of(scenario)
    definition_name = name.removeprefix("definition.")
    if definition_name in numbers:
        return f"{numbers[definition_name].spec.meaning}, in the definition {numbers[definition_name].definition}"
    return "which definition is read as the claim's"
