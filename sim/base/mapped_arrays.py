"""Arrays whose memory goes back to the system as soon as nobody holds them.

What the C library frees stays with the thread that asked for it: workers that hand over one megabyte after another
would each keep some of them until the end.
"""

from __future__ import annotations

import math
import mmap
from typing import Any

import numpy as np

SMALLEST = 2**19  # bytes; a system has 65,530 maps for a process, and smaller pieces are soon used again
PRIVATE: dict[str, Any] = (
    {"flags": mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS} if hasattr(mmap, "MAP_ANONYMOUS") else {}
)


def mapped_zeros(shape: tuple[int, ...], dtype: Any) -> np.ndarray:
    """What ``np.zeros`` gives; from SMALLEST bytes on in a map of its own, which ends with the last view of it."""
    size = math.prod(shape) * np.dtype(dtype).itemsize
    if size < SMALLEST:
        return np.zeros(shape, dtype)
    return np.frombuffer(mmap.mmap(-1, size, **PRIVATE), dtype).reshape(shape)
