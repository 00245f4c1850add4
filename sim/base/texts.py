"""Text of people as it is read, compared and listed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def clean(text: str) -> str:
    """Text in NFC, without space around it."""
    return unicodedata.normalize("NFC", text).strip()


def folded(name: str) -> str:
    """A name as names are compared: case, spacing and a leading "the" do not count."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split()).removeprefix("the ")


def first_names(names: Sequence[str], most: int) -> str:
    """``a, b and 3 more``: the first ``most`` names, and how many follow."""
    remainder = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + remainder
