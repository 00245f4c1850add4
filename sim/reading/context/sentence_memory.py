"""``Memory``: what a sentence hands from clause to clause."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sim.reading.syntax.attachment import Attachment
from sim.reading.syntax.party_names import side

Quantity = dict[str, Any]


@dataclass
class Memory:
    """What a sentence hands from clause to clause: the last unit, count and faction, and an opening total."""

    unit: str = ""
    share: str = ""
    named: str = ""
    total: float | None = None
    opened: str = ""
    faction: str = ""
    last: Quantity | None = None
    converted: bool = False
    heading: Attachment | None = None
    quantities: list[Quantity] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)

    def handed_on(self, faction: str) -> Attachment | None:
        """The relation of the last count, else of the heading before a colon, for ``faction`` or whose that was."""
        if self.last is not None:
            return Attachment(self.last["relation"], side(faction) or self.last["faction_text"] or "")
        return self.heading
