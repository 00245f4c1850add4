"""The part of the network a count refers to: a province, or places by name; and what its districts must be known for."""

from __future__ import annotations

from sim.base.codes import RURAL
from sim.base.errors import nearest, short
from sim.base.texts import folded
from sim.scenario.blocks.checks import COMPARED, Path_
from sim.scenario.blocks.place_names import PlaceNames
from sim.scenario.files.loader import Document
from sim.scenario.files.schema import CountEntry
from sim.terrain.terrain import Terrain


class Parts:
    """Looks up the parts counts refer to; faults go into the document."""

    def __init__(self, main: Document, terrain: Terrain) -> None:
        self.main, self.terrain = main, terrain
        self.names = PlaceNames(terrain, {})

    def places(self, path: Path_, entry: CountEntry) -> tuple[str, ...]:
        """Ids of the districts the count refers to; none for the whole network."""
        if entry.places and entry.within:
            self.main.blame(path, " has places and within; expected one of the two")
        if not entry.places and entry.within is None:
            return ()
        rows = self.province(path, entry.within.province) if entry.within else self.named(path, entry)
        if entry.unit == "capitals" and entry.within and rows:
            rows = [row for row in rows if self.terrain.seat[row] != RURAL]
            if not rows:
                self.main.blame((*path, "unit"), f" = 'capitals', but {entry.within.province} has none here")
        if entry.relation == "contests" and entry.use in COMPARED:
            expectation = "expected controls, gained, lost, recaptured, or use: context"
            self.main.blame(
                (*path, "relation"), f" = 'contests' cannot be compared for a part; {expectation}"
            )
        if entry.places and rows and entry.basis != len(rows):
            self.main.blame((*path, "basis"), f" = {entry.basis:g}; expected the {len(rows)} places named")
        return tuple(self.terrain.ids[row] for row in rows)

    def province(self, path: Path_, name: str) -> list[int]:
        """Rows of a province."""
        names = self.terrain.provinces
        rows = [row for row, text in enumerate(names) if folded(text) == folded(name)]
        if not rows:
            problem = f" = {short(name)} is not a province of the network{nearest(name, self.terrain.province_names)}"
            self.main.blame((*path, "within", "province"), problem)
        return rows

    def named(self, path: Path_, entry: CountEntry) -> list[int]:
        """Rows of the places named."""
        rows: list[int] = []
        for n, name in enumerate(entry.places):
            row = self.names.find(name)
            if row is None:
                problem = self.names.problem(name)
            elif row in rows:
                problem = f" = {short(name)} is named twice; expected each place once"
            elif entry.unit == "capitals" and self.terrain.seat[row] == RURAL:
                problem = f" = {short(name)} is not a capital of this network; expected unit: districts"
            else:
                rows.append(row)
                continue
            self.main.blame((*path, "places", n), problem)
        return rows

    def check_worth(self, path: Path_, entry: CountEntry) -> None:
        """A fault for a share of area or people where the network does not know these."""
        area = self.terrain.area
        measures = {
            "share_of_area": (area is not None and bool((area > 0).all()), "area_km2"),
            "share_of_population": (bool(self.terrain.population.any()), "population"),
        }
        is_known, column = measures.get(entry.measure, (True, ""))
        if entry.use == "fit" and not is_known:
            expectation = f"expected a column {column} of every district, or use: check"
            problem = f" = {entry.measure!r} cannot be used in the likelihood on a network without it; {expectation}"
            self.main.blame((*path, "measure"), problem)
