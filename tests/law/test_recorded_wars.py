"""What a few short wars left when they were recorded: any change of the law that changes a number is seen here.

The wars have every mechanism and every kind of event in them, so a changed sign or limit shows even where no test is about
it. Days and events are compared as they are, levels within TOLERANCE, because the last bits of exp and log differ between
platforms. After a change that is meant: ``python -m tests.law.test_recorded_wars``; name it under *Numbers*.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.base.codes import ABANDONMENT, ASSAULT, CAPITULATION, END, TRUCE
from sim.base.parameters import Fixed
from sim.ensemble.block import Worker
from sim.ensemble.draws import draw_laws, draw_starts
from sim.ensemble.world import build_world
from sim.law.parameters import OFF
from sim.scenario.scenario import Faction, Scenario
from tests.worlds import NEUTRAL, TWO, dated, everything, grid, line, made

RECORDED = Path(__file__).with_name("recorded_wars.json")
TOLERANCE = 1e-6  # of a level, relative; they are stored in 32 bits
SEED = 1
MANNER = 4  # place of the manner in an event


def quick(**law: float) -> dict[str, float]:
    """Reserves that a few weeks use up, and further numbers."""
    return {"accounts.reserve_challenger": 12.0, "accounts.reserve_incumbent": 12.0, **law}


def collapse() -> Scenario:
    """A war in which the incumbent soon gives up."""
    law = quick(
        **{"capitulation.quiet_logit": 1.0, "momentum.gain": 3.0, "rout.surprise": 0.3, "rout.flight": 0.4}
    )
    return made(grid(4), law, days=30, held={"red": 8}, contested={"red": 4}, calm=False)


def stalled() -> Scenario:
    """A chain of districts, mechanisms off, an ally and a side that stays out."""
    sides = (*TWO, Faction("amber", "Ambers", "challenger", strength=0.5), NEUTRAL)
    law = {
        **quick(**{"phase.share": 0.3, "phase.departure": 0.1}),
        **OFF["momentum"],
        **OFF["tempo"],
        **OFF["rout"],
    }
    events = (
        dated("lull", 0.2, "red", 3, 6),
        dated("talks", 0.7, "blue", 5),
        dated("phase", -0.5, "red", 8, 12),
        dated("income", 0.4, "blue", 2),
    )
    return made(
        line(14, seats={0: 1, 7: 2, 13: 1}, past=[1.0] * 5 + [0.0] * 9), law, days=30, held={"red": 4, "amber": 2, "green": 1},
        factions=sides, wars=(("red", "blue"), ("amber", "blue")), events=events, calm=False,
    )  # fmt: skip


def two_sides() -> Scenario:
    """A plain war on a grid with capitals, retaken often."""
    law = quick(**{
        "retake.chance": 0.4, "retake.chance_challenger": 0.4, "retake.counter": 0.2, "posture.low": 0.4,
        "initiative.pause_incumbent": 8.0, "initiative.pause_challenger": 8.0, "uneven.wave": 1.0, "uneven.contrast": 0.5,
        "uneven.wave_day": 10.0, "external.after": 0.2,
    })  # fmt: skip
    events = (
        dated("relocation", 0.4, "blue", 6),
        dated("garrison", 2.0, "blue", 2, 10, places=("D005",)),
        dated("support", 0.2, "blue", 8),
    )
    return made(grid(4), law, days=36, held={"red": 6}, contested={"red": 3}, events=events, calm=False)


def rest_of_everything() -> Scenario:
    """The war with everything in it, poor and hasty."""
    war = everything()
    hasty = quick(**{"rout.surprise": 0.3, "presence.rise": 0.02, "intervention.rate": 0.1})
    return replace(
        war,
        law={
            name: replace(one, prior=Fixed(hasty[name])) if name in hasty else one
            for name, one in war.law.items()
        },
    )


def flight() -> Scenario:
    """Sides in rout, pursued several times a day, with a third side and districts far from the front."""
    law = {
        "accounts.reserve_challenger": 40.0, "accounts.reserve_incumbent": 10.0, "rout.rate_challenger": 0.3, "rout.rate_incumbent": 0.8,
        "rout.length": 30.0, "rout.flight": 0.3, "rout.passes": 4.0, "rout.backing": 0.2, "rout.depth": 12.0, "capitulation.quiet_logit": 3.0,
    }  # fmt: skip
    return made(
        grid(6), law, days=30, held={"red": 10, "green": 5}, contested={"red": 5}, factions=(*TWO, replace(NEUTRAL, role="challenger")),
        wars=(("red", "blue"), ("green", "blue")), calm=False,
    )  # fmt: skip


def exhaustion() -> Scenario:
    """Costly assaults and hardly any reserve: garrisons are thinned and filled up again."""
    law = {
        "accounts.reserve_challenger": 1.0, "accounts.reserve_incumbent": 1.0, "assault.losses": 2.0, "assault.rate": 0.8,
        "accounts.recovery": 20.0, "pressure.tempo_challenger": 30.0, "pressure.density": 3.0, "initiative.start_incumbent": 1.0,
    }  # fmt: skip
    events = (dated("income", -0.9, "red", 4, 9), dated("income", 0.9, "blue", 4, 9))
    return made(grid(4), law, days=30, held={"red": 7}, contested={"red": 4}, events=events, calm=False)


def lost(conquest: float, seats: dict[int, int], days: int = 40) -> Scenario:
    """A chain that one side overruns: its end is the national capital's, or the last district's."""
    law = {
        "accounts.reserve_challenger": 200.0, "accounts.reserve_incumbent": 0.5, "assault.rate": 2.0, "assault.losses": 0.01,
        "pressure.tempo_challenger": 200.0, "pressure.density": 50.0, "initiative.start_challenger": 1.0, "initiative.pause_challenger": 1.0,
        "capitulation.quiet_logit": 0.0, "retake.chance": 0.0, "retake.counter": 0.0, "assault.urban_defence": 1.0, "capitulation.urban": 0.5, "ending.conquest": conquest, "posture.low": 0.4,
    }  # fmt: skip
    return made(line(7, seats=seats), law, days=days, held={"red": 4}, contested={"red": 2}, calm=False)


def peace() -> Scenario:
    """Both sides talk, and soon agree."""
    events = (dated("talks", 1.0, "red", 4), dated("talks", 1.0, "blue", 5))
    return made(grid(4), quick(**{"ending.truce": 0.3}), days=30, held={"red": 6}, events=events, calm=False)


WARS: dict[str, tuple[Callable[[], Scenario], int, int]] = {  # scenario, days, runs
    "everything": (everything, 30, 2),
    "everything, poor": (rest_of_everything, 24, 1),
    "collapse": (collapse, 24, 2),
    "stalled": (stalled, 24, 2),
    "two sides": (two_sides, 28, 2),
    "flight": (flight, 20, 2),
    "exhaustion": (exhaustion, 24, 2),
    "a capital lost": (lambda: lost(1.0, {4: 2, 5: 2}), 40, 3),
    "all lost": (lambda: lost(1.0, {6: 1}), 40, 3),
    "half lost": (lambda: lost(0.5, {6: 1}), 30, 1),
    "peace": (peace, 20, 2),
}


def lived(name: str) -> dict[str, Any]:
    """Daily counts and levels of every side, and the events, of the runs of a war."""
    make, days, runs = WARS[name]
    scenario, numbers = make(), np.arange(runs)
    laws = draw_laws(scenario, SEED, numbers)
    _, held, contested = draw_starts(scenario, SEED, numbers)
    block = Worker(build_world(scenario, scenario.days), days).run_block(SEED, 0, laws, held, contested)
    return {
        "counts": block.counts.tolist(),
        "levels": block.levels.astype(float).tolist(),
        "events": [[int(value) for value in event] for event in block.events.tolist()],
    }


@pytest.mark.parametrize("name", WARS)
def test_a_war_leaves_what_it_left_when_it_was_recorded(name: str) -> None:
    recorded, now = json.loads(RECORDED.read_text(encoding="utf-8"))[name], lived(name)
    assert now["events"] == recorded["events"]
    assert now["counts"] == recorded["counts"]
    assert np.array(now["levels"]) == pytest.approx(np.array(recorded["levels"]), rel=TOLERANCE, abs=1e-12)


def test_the_recorded_wars_have_captures_retakings_and_ends_in_them() -> None:
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    assert recorded.keys() == WARS.keys()
    assert sum(len(war["events"]) for war in recorded.values()) > 250
    manners = {event[MANNER] for war in recorded.values() for event in war["events"]}
    assert {ASSAULT, CAPITULATION, ABANDONMENT, END, TRUCE} <= manners


if __name__ == "__main__":
    table = {name: lived(name) for name in WARS}
    RECORDED.write_text(
        json.dumps(table, sort_keys=True, separators=(",", ":")).replace('},"', '},\n"') + "\n",
        encoding="utf-8",
    )
    print(RECORDED)
