"""Modules that are loaded only when somebody looks into them."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOADED = "print('numpy.f2py.crackfortran' in sys.modules, 'unittest' in sys.modules)"
DRAWS = "import sys; import sim.ensemble.draws; import scipy.special, numpy; "


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        (LOADED, "False False"),
        (f"numpy.f2py.crackfortran; numpy.testing.assert_equal(1, 1); {LOADED}", "True True"),
        (f"from numpy.f2py import crackfortran; import numpy.testing as t; t.assert_equal; {LOADED}", "True True"),
        ("from sim.base.lazy_modules import defer; defer('numpy.no_such'); print(hasattr(numpy, 'no_such'))", "False"),
    ],
)  # fmt: skip
def test_what_scipy_asks_for_and_nobody_uses_is_loaded_when_used(code: str, printed: str) -> None:
    done = subprocess.run([sys.executable, "-c", DRAWS + code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == printed.split()
