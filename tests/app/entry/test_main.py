"""What the command sets before anything is imported."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

ASK = """
import os, sys
from sim.__main__ import main
before = "numpy" in sys.modules
sys.argv = ["sim", "--version"]
code = main()
print(before, code, os.environ["OPENBLAS_NUM_THREADS"])
"""


@pytest.mark.parametrize(("given", "used"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "3"}, "3")])
def test_sums_of_products_do_not_hang_on_the_number_of_processors_unless_asked(
    given: dict[str, str], used: str
) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env=environment | given,
    )
    assert done.stdout.splitlines()[-1].split() == ["False", "0", used]
