#!/usr/bin/env bash
# numba 0.68.1: whether indices are checked (NUMBA_BOUNDSCHECK) is no part of the address of a cached function. What was
# compiled and cached without checks is loaded by a process that asks for them, and an index beyond a slice of a larger
# array gives its neighbour's value instead of an IndexError. An empty cache folder gives the IndexError.
set -euo pipefail
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install -qq --disable-pip-version-check --only-binary :all: numba==0.68.1 numpy==2.4.6
cat >"$scratch/held.py" <<'PYTHON'
import numba
import numpy as np


@numba.njit(cache=True)
def held(districts, row):
    return districts[row]


every_district = np.arange(10)
try:
    print(held(every_district[:3], 5))
except IndexError:
    print("IndexError")
PYTHON
cd "$scratch"
run() { NUMBA_CACHE_DIR="$scratch/$1" NUMBA_BOUNDSCHECK="$2" "$scratch/venv/bin/python" held.py; }
unchecked="$(run warm 0)"
warm="$(run warm 1)"
cold="$(run cold 1)"
echo "numba 0.68.1, index 5 of a slice of 3: unchecked $unchecked, asked to check with the same cache $warm, with an empty one $cold"
[ "$unchecked $warm $cold" = "5 5 IndexError" ]
