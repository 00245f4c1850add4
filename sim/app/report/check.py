"""``sim check SCENARIO``: what was read, without simulating."""

from __future__ import annotations

from collections.abc import Sequence

from sim.base.errors import DONE
from sim.scenario.describe import describe
from sim.scenario.reader import read_scenario
from sim.session.console import Console
from sim.session.exit_codes import usage


def main(words: Sequence[str]) -> int:
    """Print the description of the one scenario named, as of an earlier day if asked; 0, or ScenarioError with every fault."""
    days = [word.removeprefix("as_of=") for word in words if word.startswith("as_of=")]
    names = [word.removeprefix("scenario=") for word in words if not word.startswith("as_of=")]
    if len(names) != 1 or names[0].startswith("-"):
        raise usage(f"sim check {' '.join(words)}: expected one scenario, as in sim check toy_corridor")
    Console().say(describe(read_scenario(names[0], drafts="leave", as_of=days[-1] if days else None)))
    return DONE
