"""``sim list``: what there is to run and to set, by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile
from pathlib import Path

from sim.app.entry.arguments import CHOICE, read_arguments
from sim.base.errors import DONE, SimError
from sim.law.parameters import PARAMETERS
from sim.scenario.files.paths import own_names, shipped_names
from sim.scenario.reader import read_scenario
from sim.session.console import Console
from sim.session.verbs import VERBS

EXPERIMENTS = "experiment"
Rows = list[tuple[str, ...]]


def main(words: Sequence[str]) -> int:
    """Print the names of one kind, or of all but the parameters; returns the exit code. UsageError for words it does not understand."""
    arguments, console = read_arguments("list", words), Console()
    kinds = [arguments[CHOICE]] if arguments else ["scenarios", "experiments", "verbs"]
    for kind in kinds:
        if len(kinds) > 1:
            console.say(f"{kind}:")
        console.say_table(LISTS[kind](), "  ")
    if not words:
        console.say(f"parameters: {len(PARAMETERS)}, see sim list parameters")
    return DONE


def scenarios() -> Rows:
    """Name, size, days and title of every scenario that is shipped or lies in the current folder."""
    return [(name, *scenario_cells(name)) for name in (*shipped_names(), *own_names())]


def scenario_cells(name: str) -> tuple[str, str, str]:
    """Districts, days and title of a scenario; why it cannot be read where it cannot."""
    try:
        scenario = read_scenario(name, drafts="leave")  # one begun by sim new is still full of gaps
    except SimError as error:
        return "", "", f"cannot be read: {str(error).splitlines()[0]}"
    calendar = scenario.calendar
    return f"{scenario.terrain.districts} districts", f"{calendar.start} to {calendar.as_of}", scenario.title


def experiments() -> Rows:
    """Name of every named set of overrides, and the first sentence of its comment."""
    from sim.app.entry.hydra_entry import configs_folder  # Hydra only for the folder's place

    folder = configs_folder() / EXPERIMENTS
    paths = sorted(folder.glob("*.yaml"))
    return [(f"experiment={path.stem}", first_comment_sentence(path)) for path in paths]


def first_comment_sentence(path: Path) -> str:
    """The first sentence of a config's comment for people, over as many lines as it takes."""
    comment_lines = takewhile(lambda line: line[:1] == "#", path.read_text(encoding="utf-8").splitlines())
    words = " ".join(text for line in comment_lines if not (text := line[1:].strip()).startswith("@"))
    return re.split(r"(?<=[a-z0-9)][.])\s+(?=[A-Z])", words, maxsplit=1)[0]


def parameters() -> Rows:
    """Name, unit and meaning of every parameter of the law."""
    return [(f"law.{parameter.name}", parameter.unit, parameter.meaning) for parameter in PARAMETERS.values()]


def verbs() -> Rows:
    """Every verb with its line of help."""
    return [(name, verb.summary) for name, verb in VERBS.items()]


LISTS: dict[str, Callable[[], Rows]] = {
    "scenarios": scenarios,
    "experiments": experiments,
    "parameters": parameters,
    "verbs": verbs,
}
