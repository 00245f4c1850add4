"""``python -m sim`` and the ``sim`` command."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; returns the exit code."""
    from sim.app.entry.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
