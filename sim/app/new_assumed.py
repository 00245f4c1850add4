"""What ``sim new`` sets by the size of the network and the length of the time: priors, and windows of definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.base.parameters import Prior
from sim.claims.kinds import KINDS
from sim.law.parameters import PARAMETERS

MADE_FOR = 400  # districts for which the law's own priors of these sizes are made
SIZES = ("accounts.reserve_challenger", "accounts.reserve_incumbent", "pressure.tempo_challenger", "pressure.tempo_incumbent",
         "retake.counter")  # fmt: skip
SCALES = {
    "fixed": (0,),
    "lognormal": (0,),
    "uniform": (0, 1),
    "normal": (0, 1),
}  # numbers that grow with the size
LATE = 10_000  # a day of the question from which every window fits


def scaled_priors(districts: int) -> dict[str, dict[str, str]]:
    """Priors of what grows with the number of districts, in proportion to it."""
    source = f"assumed; the law's own prior for {MADE_FOR} districts in proportion to {districts}"
    return {
        name: {"prior": scaled(PARAMETERS[name].prior, districts / MADE_FOR), "source": source}
        for name in SIZES
    }


def scaled(prior: Prior, factor: float) -> str:
    """A prior whose draws are ``factor`` times as large, as text."""
    family, _, rest = str(prior).rstrip(")").partition("(")
    numbers = [float(one) for one in rest.split(",")]
    grown = [one * factor if place in SCALES[family] else one for place, one in enumerate(numbers)]
    return f"{family}({', '.join(f'{one:.3g}' for one in grown)})"


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
