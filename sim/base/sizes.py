"""Sizes in bytes as people write and read them."""

from __future__ import annotations

import re

from sim.base.errors import UsageError

UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)b?", re.IGNORECASE)


def as_bytes(text: str, name: str = "over") -> float:
    """Bytes from ``500MB`` or ``2GB``; UsageError about ``name`` for another text."""
    match = SIZE.fullmatch(text.strip())
    if not match:
        raise UsageError(f"{name} = {text!r}; expected a size, such as 500MB or 2GB")
    return float(match.group(1)) * UNITS[match.group(2).lower()]


def readable(size: float) -> str:
    """``1.2 GB``."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"
