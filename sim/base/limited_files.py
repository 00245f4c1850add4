"""Files of strangers: never more than a limit of them in memory, and no JSON that is nested without end."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Any

MOST_BYTES = 64_000_000


def read_limited(path: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file. OSError if it cannot be read or has more than ``most``; its ``strerror`` says so."""
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"has more than {most:,} bytes", str(path))
    return data


def read_json(path: Path, most: int = MOST_BYTES) -> Any:
    """The value of a JSON file. OSError as ``read_limited``; ValueError if it is no JSON, or is nested too deeply to be read."""
    try:
        return json.loads(read_limited(path, most).decode("utf-8-sig"))
    except RecursionError:
        raise ValueError("is nested too deeply") from None
