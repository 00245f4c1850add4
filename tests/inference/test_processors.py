"""What decides which runs are simulated has the same bits whatever the number of processors a matrix product would use."""

from __future__ import annotations

import os
import subprocess
import sys

ASK = """
import hashlib
import numpy as np
from sim.inference.batches import propose

dice = np.random.default_rng(3)
runs, numbers = 20_000, 45
scores = dice.standard_normal((runs, numbers))
log_likelihood = scores[:, :5].sum(axis=1)
proposal = propose(tuple(map(str, range(numbers))), scores, log_likelihood, np.zeros(runs))
made = [proposal.mean, proposal.factor, proposal.log_ratio(scores)]
print(*(hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest() for array in made))
"""


def found(code: str, processors: int) -> str:
    """What the code prints where sums of products may use so many processors."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": str(processors)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300, env=environment
    )
    return done.stdout


def test_proposals_and_their_densities_are_the_same_on_any_number_of_processors() -> None:
    assert found(ASK, 1) == found(ASK, 2) != ""
