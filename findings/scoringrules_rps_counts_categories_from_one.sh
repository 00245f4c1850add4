#!/usr/bin/env bash
# scoringrules 0.10.0: rps_score counts the observed category from 1. Category 0, the first index of every array, is taken
# without a word and scored as an outcome below all categories: a sure and correct forecast of the first of three gets 3.0,
# more than the worst forecast of three can get (2.0), and one of the second is scored as if the first had happened. Log and Brier scores of the
# same library take 0 and 1.
set -euo pipefail
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install -qq --disable-pip-version-check --only-binary :all: scoringrules==0.10.0
cd "$scratch"
"$scratch/venv/bin/python" -W ignore - <<'PYTHON'
import numpy as np
import scoringrules as sr

sure = np.eye(3)  # row k: all probability on category k, counted from 0 as arrays are
from_zero = [float(sr.rps_score(k, sure[k])) for k in range(3)]
from_one = [float(sr.rps_score(k + 1, sure[k])) for k in range(3)]
beyond = float(sr.rps_score(7, sure[2]))
print("scoringrules", sr.__version__, "correct and sure: counted from 0", from_zero, "from 1", from_one, "category 7", beyond)
assert from_one == [0.0, 0.0, 0.0]
assert from_zero[0] != 0 and from_zero[1] != 0 and from_zero[2] != 0, "categories are now counted from 0, or refused"
assert np.isfinite(beyond)  # a category that does not exist is scored too
PYTHON
