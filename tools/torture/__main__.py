"""Run the rows: python -m tools.torture [R1 R32 ...] [--fast] [--seed N] [--keep FILE.jsonl] [--write]

Every row runs in a process of its own, so that a crash of a library is a failure of the row and of nothing else.
Exit code 1 if any row failed.
"""

from __future__ import annotations

import sys

from tools.torture.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
