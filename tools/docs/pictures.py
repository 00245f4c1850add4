"""The documents' pictures, and the README's terminal lines: ``python -m tools.docs.pictures``.

It draws what the words of a count mean (only that with ``words``), runs the main job and copies its claim strip.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sim.base.errors import DONE, OutputError, UsageError
from sim.session.exit_codes import guarded
from tools.docs.generated_blocks import CHECKOUT, checkout_file, write_parts

PICTURE = "docs/pictures/claims.png"
MEANINGS = "docs/pictures/words.png"
README = "README.md"
PAGE = "page: "
PROGRESS = re.compile(r" *(\d+) %  [\d,]+ of [\d,]+ runs")


def run_main_job() -> list[str]:
    """What the main job prints on a machine that never ran it, after ``make``: nothing stored, the law compiled."""
    with tempfile.TemporaryDirectory(prefix="sim-") as fresh:
        environment = {**os.environ, "SIM_CACHE_DIR": fresh}
        subprocess.run(
            [sys.executable, "-m", "sim.ensemble.compilation"], cwd=CHECKOUT, env=environment, check=True
        )
        done = subprocess.run(
            [sys.executable, "-m", "sim"],
            capture_output=True,
            text=True,
            cwd=CHECKOUT,
            env=environment,
            check=False,
        )
    if done.returncode != DONE:
        raise OutputError(
            f"the main job ended with code {done.returncode}; expected 0: {done.stderr.strip()}"
        )
    return done.stdout.splitlines()


def shortened(lines: Sequence[str]) -> list[str]:
    """The lines without the progress between the first and the last report, in its place ``...``."""
    lines_kept: list[str] = []
    for line in lines:
        if not (match := PROGRESS.match(line)) or match.group(1) in ("10", "100"):
            lines_kept.append(line)
        elif lines_kept[-1] != "...":
            lines_kept.append("...")
    return lines_kept


def page_of(lines: list[str]) -> Path:
    """The page a job says it wrote."""
    return CHECKOUT / next(line.removeprefix(PAGE) for line in reversed(lines) if line.startswith(PAGE))


def draw_meanings() -> Path:
    """The picture of what the words of a count mean."""
    from sim.plots.drawing.files import save_png
    from sim.plots.drawing.sheet import new_figure
    from tools.docs.wording import draw_words

    picture, figure = checkout_file(MEANINGS), new_figure()
    draw_words(figure)
    save_png(figure, picture)
    return picture


def main(words: Sequence[str] = ()) -> int:
    """Draw the words; run, copy the claim strip, write the terminal lines into the README; returns the exit code."""
    if set(words) - {"words"}:
        raise UsageError(f"{' '.join(words)!r} is not understood; expected nothing, or words")
    sys.stdout.write(f"{draw_meanings()}\n")
    if words:
        return DONE
    lines = run_main_job()
    picture = checkout_file(PICTURE)
    shutil.copyfile(page_of(lines).parent / "figures" / picture.name, picture)
    text = "\n".join(shortened(lines))
    document = write_parts(README, {"terminal": f"```text\n{text}\n```"})
    sys.stdout.write(f"{picture}\n{document}\n")
    return DONE


if __name__ == "__main__":
    sys.exit(guarded(lambda: main(sys.argv[1:])))
