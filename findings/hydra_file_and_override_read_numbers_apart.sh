#!/usr/bin/env bash
# hydra-core 1.4.0rc3, omegaconf 2.4.1rc1: the same characters are another value in a config file and on the command line. A
# file goes by YAML 1.1, where 010 is eight, 0123 is eighty-three and 12:30 is 750; an override goes by Hydra's own grammar,
# where all of them are text. A district code, a seed or a time moved from the command line into a file is silently another.
# (08 is text in both, so a column of codes comes out as a mixture of numbers and text.)
set -euo pipefail
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install -qq --disable-pip-version-check --only-binary :all: hydra-core==1.4.0rc3 omegaconf==2.4.1rc1
cd "$scratch"
"$scratch/venv/bin/python" -W ignore - <<'PYTHON'
import hydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from omegaconf import OmegaConf

parser = OverridesParser.create()
found = {}
for text in ("010", "0123", "12:30", "0x10", "08", "1e3", "1_000"):
    found[text] = OmegaConf.create(f"x: {text}").x, parser.parse_override(f"x={text}").value()
    print("hydra", hydra.__version__, f"{text:>6}: in a file {found[text][0]!r}, as an override {found[text][1]!r}")
assert found["1e3"] == (1000.0, 1000.0) and found["1_000"] == (1000, 1000)
assert found["010"] == (8, "010"), "files and overrides now agree on leading zeros"
assert found["0123"] == (83, "0123") and found["12:30"] == (750, "12:30") and found["0x10"] == (16, "0x10")
assert found["08"] == ("08", "08")
PYTHON
