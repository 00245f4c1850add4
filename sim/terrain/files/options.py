"""What may stand in a scenario's ``network`` block, declared by each source and checked here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.base.errors import UsageError, nearest, one_line, short

REQUIRED = object()  # an option without default
TYPES = {"text": "text", "whole": "a whole number", "number": "a number", "names": "keys with names"}


@dataclass(frozen=True)
class NetworkOption:
    """One key of the block: type (text, whole, number, names), meaning, default, range or choices."""

    type: str
    meaning: str
    default: Any = REQUIRED
    low: float = -math.inf
    high: float = math.inf
    choices: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        """What may stand there, in words."""
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        words = TYPES[self.type]
        return words if self.low == -math.inf else f"{words} from {self.low:,.6g} to {self.high:,.6g}"

    def accepts(self, value: Any) -> bool:
        """True if ``value`` may stand there; "3" is no number, and neither is true."""
        if self.type == "names":
            return isinstance(value, dict) and all(isinstance(t, str) for pair in value.items() for t in pair)
        if self.type == "text":
            return isinstance(value, str) and (not self.choices or value in self.choices)
        types = (int,) if self.type == "whole" else (int, float)
        number = isinstance(value, types) and not isinstance(value, bool)
        return number and self.low <= value <= self.high


COMMON = {
    "from": NetworkOption("text", "where the network comes from", "tables"),
    "source": NetworkOption("text", "who made the data", ""),
    "allegiance": NetworkOption("names", "columns of support for a faction: {red: support_red}", {}),
    "parts": NetworkOption("whole", "how many unconnected parts the network has", 1, low=1, high=100_000),
}


def read_options(block: Mapping[str, Any], options: Mapping[str, NetworkOption]) -> dict[str, Any]:
    """All options with their defaults filled in; UsageError with one line for each key that is wrong."""
    all_options = {**COMMON, **options}
    faults = [
        f".{one_line(key)} is unknown{nearest(key, all_options)}" for key in block if key not in all_options
    ]
    for key, option in all_options.items():
        if key not in block and option.default is REQUIRED:
            faults.append(f".{key} is missing; expected {option.meaning}")
        elif key in block and not option.accepts(block[key]):
            hint = nearest(block[key], option.choices) if option.choices else ""
            faults.append(f".{key} = {short(block[key])}; expected {option.expected}{hint}")
    if faults:
        raise UsageError("\n".join(faults))
    return {key: block.get(key, option.default) for key, option in all_options.items()}
