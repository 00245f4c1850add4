"""Some phrases with every word of a count, for the documents' table and figure of what they mean."""

from __future__ import annotations

from typing import NamedTuple


class ExamplePhrase(NamedTuple):
    """A count as a report words it: modifier, ends of its numeral, the source's total."""

    modifier: str
    low: float
    high: float
    total: int


PHRASES = (
    ExamplePhrase("exactly", 73, 73, 407),
    ExamplePhrase("range", 80, 100, 400),
    ExamplePhrase("about", 210, 210, 407),
    ExamplePhrase("more_than", 200, 200, 421),
    ExamplePhrase("at_least", 20, 20, 400),
    ExamplePhrase("nearly", 100, 100, 400),
    ExamplePhrase("up_to", 50, 50, 400),
    ExamplePhrase("several", 3, 34, 34),
    ExamplePhrase("dozens", 24, 96, 400),
    ExamplePhrase("scores", 40, 100, 400),
    ExamplePhrase("hundreds", 200, 400, 400),
    ExamplePhrase("half", 0.5, 0.5, 419),
    ExamplePhrase("share", 0.54, 0.54, 400),
)
