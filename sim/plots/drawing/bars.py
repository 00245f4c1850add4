"""Bars of a tornado as plain values; no drawing here, so that ranking needs no figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class InputBar:
    """One input. ``ends``: the verdict among its lowest and highest values; indices are (value, low, high)."""

    name: str
    main: tuple[float, float, float]
    ends: tuple[float, float] | None = None
    other: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Tornado:
    """Everything the figure shows. ``middle`` is the verdict over all ``units``; ``share`` says it is a probability."""

    claim: str
    middle: float | None
    bars: Sequence[InputBar]
    main: str  # what the right-hand bars are
    other: str
    share: bool
    footer: str
    units: str = "runs"  # or points, of a sweep
    when: str = ""  # before or after the evidence
    labels: Mapping[str, str] = field(default_factory=dict)  # inputs in words, where known
