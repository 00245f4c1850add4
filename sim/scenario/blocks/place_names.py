"""Districts by the names that tables and reports use: id, alias, name, or a name somebody confirmed."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from sim.base.errors import short
from sim.base.texts import folded
from sim.terrain.terrain import Terrain

CLOSE = 0.6  # least likeness of a suggestion


class PlaceNames:
    """Rows of a terrain by name. A name that only resembles one is never taken for it."""

    def __init__(self, terrain: Terrain, confirmed: Mapping[str, str]) -> None:
        self.terrain = terrain
        self.by_name: dict[str, list[int]] = {}
        for row, (name, place_name) in enumerate(zip(terrain.ids, terrain.names, strict=True)):
            for text in {folded(name), folded(place_name)}:
                self.by_name.setdefault(text, []).append(row)
        self.exact = terrain.row | {alias: terrain.row[name] for alias, name in terrain.aliases.items()}
        self.confirmed = {folded(name): self.exact.get(place_id) for name, place_id in confirmed.items()}

    def find(self, name: str, province: str = "") -> int | None:
        """Row of the district called so, in that province if one is given; None if none or several are."""
        exact_row = self.confirmed.get(folded(name), self.exact.get(name))
        if exact_row is not None:
            return exact_row
        values = self.by_name.get(folded(name), [])
        if province and len(values) > 1:
            values = [row for row in values if folded(self.terrain.provinces[row]) == folded(province)]
        return values[0] if len(values) == 1 else None

    def problem(self, name: str, block: str = "") -> str:
        """Why ``find`` found nothing, with the line of ``block`` that would mend it, if a name can be confirmed there."""
        namesakes = self.by_name.get(folded(name), [])
        if len(namesakes) > 1:
            ids = ", ".join(self.terrain.ids[row] for row in namesakes[:5])
            meaning = f"is the name of {len(namesakes)} districts ({ids})"
            return f" = {short(name)} {meaning}; expected one of these ids, or a province beside it"
        problem = f" = {short(name)} is not a district"
        close = difflib.get_close_matches(folded(name), list(self.by_name), n=1, cutoff=CLOSE)
        if not close:
            mend = f"write its id under {block}: districts: {{{name!r}: ID}}"
            return f"{problem}; {mend if block else 'expected an id or name'}"
        row = self.by_name[close[0]][0]
        place_id = self.terrain.ids[row]
        line = f"under {block}: districts: {{{name!r}: {place_id}}}" if block else place_id
        return f"{problem}; nearest: {self.terrain.names[row]} ({place_id}); if that is meant, write {line}"
