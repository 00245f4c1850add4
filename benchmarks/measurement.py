"""One measured number of ``sim bench``, and the bar it is held against."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measurement:
    """One measured number, its unit, and the bar it is held against: most or least, None for none."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def holds(self) -> bool | None:
        """Whether the bar holds; None without one."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return None if self.at_least is None else self.value >= self.at_least

    def row(self) -> tuple[str, str, str, str]:
        """Name, value, bar and whether it holds, as the terminal shows them."""
        bar = f"at most {self.at_most:,g}" if self.at_most is not None else ""
        bar = f"at least {self.at_least:,g}" if self.at_least is not None else bar
        held = {True: "holds", False: "MISSED", None: ""}[self.holds]
        return self.name, f"{shown(self.value)} {self.unit}".rstrip(), bar, held


def shown(value: float) -> str:
    """Three significant digits, no exponent."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
