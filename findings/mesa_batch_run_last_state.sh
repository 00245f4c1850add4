#!/usr/bin/env bash
# mesa 3.3.1: batch_run never returns the last collected state of a model that collects in __init__ and after each step,
# as Mesa's own examples do. Rows are asked for Steps 0 .. steps-1 while the collector holds 0 .. steps, so both the
# "end of episode" row (data_collection_period=-1) and the full series end one state early.
set -euo pipefail
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install -qq --disable-pip-version-check mesa==3.3.1
"$scratch/venv/bin/python" - <<'PYTHON'
import mesa


class Counter(mesa.Model):
    def __init__(self, seed=None):
        super().__init__(seed=seed)
        self.value = 0
        self.datacollector = mesa.DataCollector(model_reporters={"value": "value"})
        self.datacollector.collect(self)

    def step(self):
        self.value += 1
        self.running = self.value < 3
        self.datacollector.collect(self)


model = Counter()
model.run_model()
held = model.datacollector.get_model_vars_dataframe()["value"].tolist()
end = [row["value"] for row in mesa.batch_run(Counter, {}, display_progress=False)]
series = [row["value"] for row in mesa.batch_run(Counter, {}, data_collection_period=1, display_progress=False)]
print("mesa", mesa.__version__, "collected", held, "end of episode", end, "series", series)
assert held == [0, 1, 2, 3]
assert end == [2], "batch_run now gives the last state"
assert series == [0, 1, 2], "batch_run now gives the last state"
PYTHON
