"""Population priors in the repository: ``python -m tools.docs.population FOLDER [all|none]`` takes over what ``sim match campaigns=all`` wrote.

The files go to scenarios/populations, where every scenario finds them; earlier ones stay, since a frozen scenario may name them.
``all`` or ``none`` is what a new scenario begins with. docs/population.json holds the figures; the table in docs/model.md is
written from it, never by hand (without words: written again).
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.app.exam.population import HEAD, notable_rows, parameter_cells
from sim.base.errors import DONE
from sim.output.json_documents import write_json
from sim.output.markdown_table import table
from sim.scenario.blocks.population import ALL, FOLDER, INDEX, NONE
from sim.session.exit_codes import guarded, usage
from tools.docs.generated_blocks import checkout_file, write_parts

FILE, DOCUMENT, PART = "docs/population.json", "docs/model.md", "population"
HOME = f"scenarios/{FOLDER}"


def body(population: Mapping[str, Any], default: str) -> str:
    """The table, what it was learned from, and what stays a guess."""
    rows, rest = notable_rows(dict(population))
    wars = ", ".join(f"{war['name']} ({war['windows']})" for war in population["wars"])
    index = population["index"]
    files = ", ".join(f"`{name}` without {group}" for group, name in index["without"].items())
    return (
        f"{table(HEAD, [(f'`{first}`', *others) for first, *others in map(parameter_cells, rows)])}\n\n"
        f"Mean and width are scores of the prior (0 and 1 before), {population['runs']:,} runs a window, seed {population['seed']}, law "
        f"`{population['law_version']}`; priors that grow with the network for 400 districts. Windows: {wars}. {rest}\n\n"
        f"Files: `{index['all']}` over all campaigns; {files}. A new scenario begins with: {default}."
    )


def take_over(folder: Path, default: str) -> None:
    """Copy files, index and figures."""
    home = checkout_file(HOME)
    home.mkdir(exist_ok=True)
    for path in sorted((folder / FOLDER).glob("*.json")):
        shutil.copyfile(path, home / path.name)
    index = json.loads((home / INDEX).read_text(encoding="utf-8"))
    write_json(home / INDEX, index | {"default": default})
    population = json.loads((folder / "population.json").read_text(encoding="utf-8"))
    write_json(
        checkout_file(FILE),
        {name: value for name, value in population.items() if name != "files"} | {"default": default},
    )


def main(words: Sequence[str] = ()) -> int:
    """Take over a folder if one is given, and write the table; returns the exit code."""
    if len(words) not in (0, 2) or (words and words[1] not in (ALL, NONE)):
        raise usage(f"{' '.join(words)!r} is not understood; expected nothing, or FOLDER and {ALL} or {NONE}")
    if words:
        take_over(Path(words[0]), words[1])
    population = json.loads(checkout_file(FILE).read_text(encoding="utf-8"))
    sys.stdout.write(f"{write_parts(DOCUMENT, {PART: body(population, population['default'])})}\n")
    return DONE


if __name__ == "__main__":
    sys.exit(guarded(lambda: main(sys.argv[1:])))
