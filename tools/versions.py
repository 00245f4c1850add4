"""Versions that pyproject.toml allows, as constraint files: python -m tools.versions (needs uv)

oldest, newest: with pre-releases where a range has nothing else in wheels; released: the newest without any, which is what
``pip install`` takes by itself, and for which one library of Hydra's has to be built from its source.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAD = "# Written by make lock: the {} versions of what the project asks for. Python {}.\n"
SOURCE_ONLY = "antlr4-python3-runtime"  # pure Python, published without a wheel; Hydra 1.3 needs it
PRE_RELEASES = ("--prerelease", "if-necessary-or-explicit")
RESOLUTION = {
    "oldest": ("lowest-direct", *PRE_RELEASES),
    "newest": ("highest", *PRE_RELEASES),
    "released": ("highest", "--prerelease", "disallow", "--no-binary", SOURCE_ONLY),
}
EXTRAS = ("geo", "texts", "explore", "scores", "cluster", "excel", "test")
PYTHON = "3.11"


def asked() -> list[str]:
    """Every requirement of the project and its extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    return [*project["dependencies"], *(requirement for name in EXTRAS for requirement in extras[name])]


def main() -> int:
    """Write constraints/; returns the worst exit code of uv."""
    folder = ROOT / "constraints"
    folder.mkdir(exist_ok=True)
    (folder / "asked.txt").write_text("\n".join(asked()) + "\n", encoding="utf-8")
    worst = 0
    for name, words_of_name in RESOLUTION.items():
        words = [
            "uv", "--no-config", "pip", "compile", "--quiet", "--python-version", PYTHON,
            "--no-header", "--no-annotate", "--only-binary", ":all:", "--upgrade",
            str(folder / "asked.txt"), "--resolution", *words_of_name,
        ]  # fmt: skip
        done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=folder)
        if done.returncode:
            sys.stderr.write(f"{name}: {done.stderr}")
            worst = 1
            continue
        (folder / f"{name}.txt").write_text(HEAD.format(name, PYTHON) + done.stdout, encoding="utf-8")
    return worst


if __name__ == "__main__":
    sys.exit(main())
