#!/usr/bin/env bash
# particles 0.4: the density and the quantiles of NegativeBinomial(n, p) pass n and p to SciPy in the wrong order, while its
# random numbers do not. For n > 1 every log density is NaN. For n = 1, the geometric law, it is finite and wrong: all
# probability on 0 whatever p, so a filter or a sampler that weighs counts by it drops every particle that did not say 0.
set -euo pipefail
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install -qq --disable-pip-version-check --only-binary :all: particles==0.4 numpy==1.26.4 scipy==1.15.3
cd "$scratch"
"$scratch/venv/bin/python" -W ignore - <<'PYTHON'
import numpy as np
from particles import distributions
from scipy import stats

counts = np.arange(4)
np.random.seed(1)
geometric, three = distributions.NegativeBinomial(n=1, p=0.4), distributions.NegativeBinomial(n=3, p=0.4)
drawn = geometric.rvs(size=100_000)
density = np.exp(geometric.logpdf(counts))
print("particles 0.4 n=1 drawn", [round(float((drawn == k).mean()), 3) for k in counts], "density", density.round(3))
print("scipy", stats.nbinom(1, 0.4).pmf(counts).round(3), "n=3 density", np.exp(three.logpdf(counts)))
assert abs((drawn == 0).mean() - 0.4) < 0.01
assert density.round(6).tolist() == [1, 0, 0, 0], "the density now has its arguments in order"
assert np.isnan(three.logpdf(counts)).all()
PYTHON
