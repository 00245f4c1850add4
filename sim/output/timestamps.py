"""Names of new folders: UTC time and six hexadecimal digits, so that two jobs never meet."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime


def new_stamp() -> str:
    """``2026-01-31T125959-0a1b2c``."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H%M%S}-{secrets.token_hex(3)}"
