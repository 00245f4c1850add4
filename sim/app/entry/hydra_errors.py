"""Hydra's many-line complaints in one line, with the value, what was expected and the nearest name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sim.app.entry.hydra_schema import known_keys
from sim.base.errors import nearest
from sim.base.parameters import FAMILIES
from sim.session.options import OPTIONS

GROUP = re.compile(r"Could not find '([\w/]+)/([^']+)'")
OPTION = re.compile(r"^\t(\S+)$", re.MULTILINE)
MERGING = re.compile(r"Error merging override (\S+?)=(.*)")


def explain(error: Exception, words: Sequence[str]) -> str:
    """One line for what Hydra or OmegaConf found wrong with the overrides ``words``."""
    text = str(error)
    checks = unknown_key(words), unknown_group(text), several_values(text), wrong_type(text), no_prior(words)
    for explanation in filter(None, checks):
        return explanation
    first = next((line.strip() for line in text.splitlines() if line.strip()), type(error).__name__)
    faulty_word = next((word for word in words if word in text), "")
    return f"{first}{f' in {faulty_word!r}' if faulty_word and faulty_word not in first else ''}; expected overrides of the form key=value"


def no_prior(words: Sequence[str]) -> str:
    """What to say if a parameter of the law is given something that looks like a prior and is none; else an empty text."""
    for word in words:
        key, _, value = word.partition("=")
        family = value.strip("'\"").partition("(")[0].strip()
        if key.lstrip("+").startswith("law.") and "(" in value and family not in FAMILIES:
            return f"{key}: {family!r} is not a distribution{nearest(family, FAMILIES)}"
    return ""


def unknown_key(words: Sequence[str]) -> str:
    """What to say if an override names a key that does not exist; else an empty text."""
    valid_keys = known_keys()
    groups = {key.rpartition(".")[0] for key in valid_keys} | {"law"}
    for word in words:
        key = word.partition("=")[0]
        if "=" not in word or key.startswith(("-", "+", "~", "hydra")) or key in valid_keys or key in groups:
            continue
        return f"override {key!r} is unknown{nearest(key, valid_keys)}"
    return ""


def unknown_group(text: str) -> str:
    """What to say if a config group has no such file; else an empty text."""
    match = GROUP.search(text)
    if not match:
        return ""
    group, name = match.groups()
    return f"{group} = {name!r} does not exist{nearest(name, OPTION.findall(text))}"


def several_values(text: str) -> str:
    """What to say about a sweep without ``-m``; else an empty text."""
    match = re.search(r"Ambiguous value for argument '(.+?)'", text)
    if not match:
        return ""
    return f"{match.group(1)!r} has several values; add -m to run each, or write [a, b] for a list"


def wrong_type(text: str) -> str:
    """What to say about a value of the wrong type; else an empty text."""
    match = MERGING.search(text)
    if not match:
        return ""
    key, value = match.groups()
    return f"{key} = {value!r} is not understood; expected {expected(key.lstrip('+'))}"


def expected(key: str) -> str:
    """What the value of a key must look like."""
    if key in OPTIONS:
        return OPTIONS[key].expected
    without = key == "law.without"
    return "a list such as [capitulation]" if without else "one parameter, as in law.momentum.gain=0.5"
