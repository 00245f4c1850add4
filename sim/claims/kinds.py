"""``KINDS``: every meaning a definition may have, by name. To add one: a ``Kind`` in a file, a line here."""

from __future__ import annotations

from sim.claims.cities import CITIES
from sim.claims.effectiveness import EFFECTIVENESS
from sim.claims.kind import Kind
from sim.claims.momentum import MOMENTUM
from sim.claims.places import ON_PLACES
from sim.claims.recapture import RECAPTURE
from sim.claims.stocks import STOCKS
from sim.claims.war_end import ENDING

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (*MOMENTUM, *STOCKS, *CITIES, *ON_PLACES, *RECAPTURE, *EFFECTIVENESS, *ENDING)
}
COMBINATIONS = ("all", "any", "not")
