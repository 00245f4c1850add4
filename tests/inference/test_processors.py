"""What decides which runs are simulated has the same bits whatever the number of processors a matrix product would use."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

ASK = """
import hashlib
import numpy as np
from sim.evidence.counting_errors import NamedError
from sim.inference.batches import propose

dice = np.random.default_rng(3)
runs, numbers = 20_000, 45
scores = dice.standard_normal((runs, numbers))
scores[:, 1:] += 0.5 * scores[:, :1]  # correlations that a proposal keeps
log_likelihood = scores[:, :5].sum(axis=1)
proposal = propose(tuple(map(str, range(numbers))), scores, log_likelihood, np.zeros(runs))
named = NamedError(400).log_likelihood(np.full(401, 1 / 401), np.arange(401.0))
made = [proposal.mean, proposal.factor, proposal.log_ratio(scores), named]
print((proposal.factor != 0).sum(), *(hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest() for array in made))
"""


def found(processors: int) -> list[str]:
    """What the code prints where sums of products may use so many processors."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": str(processors)}
    done = subprocess.run(
        [sys.executable, "-c", ASK], capture_output=True, text=True, check=True, timeout=300, env=environment
    )
    return done.stdout.split()


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one processor: no product would be shared out")
def test_proposals_and_densities_are_the_same_on_any_number_of_processors() -> None:
    one, two = found(1), found(2)
    assert int(one[0]) > 500  # entries of a factor that is more than its diagonal
    assert one == two
