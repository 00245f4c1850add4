"""What ``sim new`` sets by the size of the network and the length of the time: priors, and windows of definitions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.base.parameters import Prior
from sim.claims.kinds import KINDS
from sim.law.parameters import PARAMETERS

SMALL, LARGE = 12, 400  # districts of the toy corridor, and those the law's own priors of sizes are made for
IN_THE_SMALL = {  # what the toy corridor assumes
    "accounts.reserve_challenger": (8.0,),
    "accounts.reserve_incumbent": (8.0,),
    "pressure.tempo_challenger": (1.0, 4.0),
    "pressure.tempo_incumbent": (0.2, 1.0),
}
LATE = 10_000  # a day of the question from which every window fits


def scaled_priors(districts: int) -> dict[str, dict[str, str]]:
    """Priors of what grows with the number of districts: a power of it through the two networks whose sizes are known."""
    source = f"assumed; scaled to {districts} districts between {SMALL} (toy_corridor) and {LARGE} (the law's own prior)"
    place = math.log(districts / SMALL) / math.log(LARGE / SMALL)
    return {
        name: {"prior": scaled(PARAMETERS[name].prior, small, place), "source": source}
        for name, small in IN_THE_SMALL.items()
    }


def scaled(large: Prior, small: Sequence[float], place: float) -> str:
    """A prior as text whose first numbers lie between ``small`` (place 0) and those of ``large`` (place 1) by their logarithm."""
    family, _, rest = str(large).rstrip(")").partition("(")
    numbers = [float(one) for one in rest.split(",")]
    between = [low * (high / low) ** place for low, high in zip(small, numbers, strict=False)]
    return f"{family}({', '.join(f'{one:.3g}' for one in [*between, *numbers[len(small) :]])})"


def fit_windows(claims: Sequence[Mapping[str, Any]], days: int) -> list[str]:
    """Shorten in place what drafted definitions look back on, where that is more than ``days``; what was done, in words."""
    told = []
    for claim in claims:
        for name, one in definitions(claim.get("definitions") or ()):
            before = {key: value for key, value in one.items() if isinstance(value, int)}
            shorten(one, days)
            changed = [f"{key} {value} -> {one[key]}" for key, value in before.items() if one[key] != value]
            if changed:
                told.append(
                    f"{claim['id']}.{name}: {', '.join(changed)} days, to fit the {days} since the start"
                )
    return told


def definitions(entries: Sequence[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each definition with its name; of a denied one what it denies."""
    for entry in entries:
        inner = entry.get("not", entry)
        if isinstance(inner, dict) and inner.get("kind") in KINDS:
            yield str(entry.get("id")), inner


def shorten(one: dict[str, Any], days: int) -> None:
    """Scale the numbers of days on which the start of the window depends, so that it opens within ``days``."""
    span = KINDS[one["kind"]].span
    numbers = {
        key: value for key, value in one.items() if isinstance(value, int) and not isinstance(value, bool)
    }
    try:
        back = LATE - span(LATE, one)[0]
        if back <= days or days < 2:
            return
        backward = [
            key
            for key, value in numbers.items()
            if value > 1 and span(LATE, {**one, key: value - 1})[0] > LATE - back
        ]
    except (KeyError, TypeError):  # a parameter nobody has set yet
        return
    for key in backward:
        one[key] = max(1, numbers[key] * days // back)
