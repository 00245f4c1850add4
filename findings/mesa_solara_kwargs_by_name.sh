#!/usr/bin/env bash
# mesa 3.3.1: the check of SolaraViz's model_params takes a model's keyword catch-all (**anything) for a required parameter of
# that name unless it is called exactly `kwargs`: "Missing required model parameter: settings", though Python needs none. With
# the name `kwargs` any further parameter passes.
set -euo pipefail
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install -qq --disable-pip-version-check mesa==3.3.1 solara==1.58.1 "ipyvuetify<2" altair matplotlib networkx
"$scratch/venv/bin/python" - <<'PYTHON'
import mesa
from mesa.visualization.solara_viz import _check_model_params


class Named(mesa.Model):
    def __init__(self, seed=None, **settings):
        super().__init__(seed=seed)


class Kwargs(mesa.Model):
    def __init__(self, seed=None, **kwargs):
        super().__init__(seed=seed)


Named(speed=1.0), Kwargs(speed=1.0)  # both are fine for Python
_check_model_params(Kwargs.__init__, {"speed": 1.0})
said = ""
try:
    _check_model_params(Named.__init__, {"speed": 1.0})
except ValueError as error:
    said = str(error)
print("mesa", mesa.__version__, "**settings:", said or "accepted")
assert said == "Missing required model parameter: settings"
PYTHON
