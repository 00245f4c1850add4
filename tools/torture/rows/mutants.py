"""R27: what ``make mutation`` found last, held to its bars; it takes an hour, so it is a command of its own."""

from __future__ import annotations

from tools.torture.result_files import MUTANTS, lines_of
from tools.torture.trial import CannotRunError, Trial

KILLED, BRANCHES = 0.85, 0.95


def run(trial: Trial) -> None:
    """Each room's share of noticed mutants and of covered branches; ``tried`` are mutants, ``failed`` rooms below a bar."""
    rooms = lines_of(MUTANTS)
    if not rooms:
        raise CannotRunError("make mutation has not been run")
    for room in rooms:
        share = room["killed"] / room["tried"]
        low = [] if share >= KILLED else [f"{share:.0%} of mutants noticed; expected {KILLED:.0%}"]
        if room.get("branches", 1.0) < BRANCHES:
            low.append(f"{room['branches']:.1%} of branches covered; expected {BRANCHES:.0%}")
        trial.count(f"{room['room']}: {' and '.join(low)}" if low else "", room["tried"])
    killed, tried = (sum(room[key] for room in rooms) for key in ("killed", "tried"))
    trial.figure(f"{killed:,} of {tried:,} mutants noticed ({killed / tried:.0%})")
