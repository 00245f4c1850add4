"""``python -m sim`` and the ``sim`` command."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run the command line; returns the exit code."""
    # before numpy: with several threads its sums of products hang on their number in the last bits, and idle ones spin
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from sim.app.entry.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
