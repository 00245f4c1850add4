#!/usr/bin/env bash
# SALib 1.6.0: one missing output among thousands makes every Sobol index, and every confidence interval, exactly 0.0. The
# variance becomes NaN, the division is skipped "where variance > eps", and the array of zeros it should have filled is
# returned: no NaN, no warning. A run that failed once reads as "no input matters".
set -euo pipefail
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install -qq --disable-pip-version-check --only-binary :all: SALib==1.6.0
cd "$scratch"
"$scratch/venv/bin/python" -W ignore - <<'PYTHON'
import warnings
from importlib.metadata import version

import numpy as np
from SALib.analyze import sobol
from SALib.sample import sobol as sample

warnings.simplefilter("error")
problem = {"num_vars": 2, "names": ["a", "b"], "bounds": [[0, 1]] * 2}
inputs = sample.sample(problem, 1024, seed=1)
whole = inputs @ np.array([1.0, 2.0])
holed = whole.copy()
holed[17] = np.nan
right, wrong = (sobol.analyze(problem, values, seed=1) for values in (whole, holed))
print("SALib", version("SALib"), "whole", right["S1"].round(3), right["ST"].round(3))
print("one NaN of", len(whole), "S1", wrong["S1"], "ST", wrong["ST"], "intervals", wrong["S1_conf"])
assert np.allclose(right["S1"], [0.2, 0.8], atol=0.02)
assert (wrong["S1"] == 0).all() and (wrong["ST"] == 0).all() and (wrong["S1_conf"] == 0).all(), "a NaN is now told"
PYTHON
