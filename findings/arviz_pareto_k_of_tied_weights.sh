#!/usr/bin/env bash
# arviz 0.23.4: psislw judges tied log weights upside down. With weights that are all equal, or take two values, as runs of a
# discrete model do, the Pareto k is infinite although the effective sample is the whole or most of it; where 30 of 2,000
# runs carry nearly all the weight (62 effective runs), k is -4.4, far below the limit of 0.7, and nothing warns.
set -euo pipefail
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install -qq --disable-pip-version-check --only-binary :all: arviz==0.23.4 numpy==2.3.5 scipy==1.16.3
cd "$scratch"
"$scratch/venv/bin/python" -W ignore - <<'PYTHON'
import arviz
import numpy as np

cases = {
    "all equal": np.zeros(2000),
    "two values": np.repeat([0.0, -1.0], 1000),
    "30 of 2000 carry it": np.concatenate([np.zeros(30), np.full(1970, -5.0)]),
    "smooth": 0.3 * np.random.default_rng(0).normal(size=2000),
}
found = {}
for name, log_weights in cases.items():
    weights = np.exp(log_weights)
    effective = weights.sum() ** 2 / (weights**2).sum()
    found[name] = float(arviz.psislw(log_weights)[1])
    print(f"arviz {arviz.__version__} {name}: {effective:.0f} effective of 2000, Pareto k {found[name]:.2f}")
assert found["smooth"] < 0.2
assert np.isinf(found["all equal"]) and np.isinf(found["two values"]), "ties are now judged by another rule"
assert found["30 of 2000 carry it"] < -1, "thirty tied runs no longer pass as the best of samples"
PYTHON
