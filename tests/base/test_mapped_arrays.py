"""Memory of large arrays: zeros like any other, and given back at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.base.mapped_arrays import SMALLEST, mapped_zeros

KEPT = """
import threading
from pathlib import Path
import numpy as np
from sim.base.mapped_arrays import mapped_zeros

def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

def work() -> None:
    np.zeros(2**21).fill(1)  # 17 MB: after it the C library keeps what is smaller
    pins = []
    before = resident()
    arrays = []
    for _ in range(16):
        arrays.append({make}((2**20,), np.int16))
        arrays[-1].fill(1)
        pins.append(np.zeros(2**10))  # in use between them, as events of runs are
    held = resident() - before
    del arrays
    print(held, resident() - before)

thread = threading.Thread(target=work)
thread.start()
thread.join()
"""


@pytest.mark.parametrize("shape", [(3, 4), (2, SMALLEST), (0, 5)])
@pytest.mark.parametrize("dtype", [np.int16, np.float32])
def test_they_are_zeros_that_can_be_written(shape: tuple[int, ...], dtype: type) -> None:
    zeros = mapped_zeros(shape, dtype)
    assert (zeros.shape, zeros.dtype) == (shape, np.dtype(dtype))
    assert zeros.flags.c_contiguous
    assert not zeros.any()
    zeros += 1
    assert zeros.all()


def test_a_view_keeps_the_memory_of_an_array_that_is_gone() -> None:
    views = [mapped_zeros((2, SMALLEST), np.int16)[1] for _ in range(3)]
    for number, view in enumerate(views):
        view[:] = number
    assert [int(view.max()) for view in views] == [0, 1, 2]


@pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="the system does not tell a process's memory so"
)
def test_a_thread_gives_back_large_arrays_that_nobody_holds() -> None:
    child = subprocess.run(
        [sys.executable, "-c", KEPT.replace("{make}", "mapped_zeros")],
        capture_output=True,
        text=True,
        check=True,
    )
    held, kept = map(int, child.stdout.split())
    assert held > 30e6
    assert kept < 3e6
