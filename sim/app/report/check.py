"""``sim check SCENARIO``: what was read, without simulating."""

from __future__ import annotations

from collections.abc import Sequence

from sim.app.entry.arguments import read_arguments
from sim.base.errors import DONE
from sim.scenario.describe import describe
from sim.scenario.reader import read_scenario
from sim.session.console import Console


def main(words: Sequence[str]) -> int:
    """Print the description of the one scenario named, as of an earlier day if asked; 0, or ScenarioError with every fault."""
    arguments = read_arguments("check", [word.removeprefix("scenario=") for word in words])
    as_of = str(arguments["as-of"]) if "as-of" in arguments else None
    Console().say(describe(read_scenario(arguments["SCENARIO"], drafts="leave", as_of=as_of)))
    return DONE
