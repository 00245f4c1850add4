"""Some phrases with every word of a count, for the documents' table and figure of what they mean."""

from __future__ import annotations

from typing import NamedTuple


class Phrase(NamedTuple):
    """A count as a report words it: modifier, ends of its numeral, the source's total."""

    modifier: str
    low: float
    high: float
    total: int


PHRASES = (
    Phrase("exactly", 73, 73, 407),
    Phrase("range", 80, 100, 400),
    Phrase("about", 210, 210, 407),
    Phrase("more_than", 200, 200, 421),
    Phrase("at_least", 20, 20, 400),
    Phrase("nearly", 100, 100, 400),
    Phrase("up_to", 50, 50, 400),
    Phrase("several", 3, 34, 34),
    Phrase("dozens", 24, 96, 400),
    Phrase("scores", 40, 100, 400),
    Phrase("hundreds", 200, 400, 400),
    Phrase("half", 0.5, 0.5, 419),
    Phrase("share", 0.54, 0.54, 400),
)
