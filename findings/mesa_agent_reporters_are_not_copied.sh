#!/usr/bin/env bash
# mesa 3.3.1: DataCollector copies what a model reporter finds but keeps a reference to what an agent reporter finds. An
# attribute that is changed in place (a list of districts held, an array of stocks) therefore shows its last state in the
# row of every step of the agents' table, while the same attribute of the model has its history.
set -euo pipefail
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install -qq --disable-pip-version-check --only-binary :all: mesa==3.3.1
cd "$scratch"
"$scratch/venv/bin/python" -W ignore - <<'PYTHON'
import mesa


class Side(mesa.Agent):
    def __init__(self, model):
        super().__init__(model)
        self.held = []


class War(mesa.Model):
    def __init__(self, seed=None):
        super().__init__(seed=seed)
        self.held = []
        Side.create_agents(self, 1)
        self.datacollector = mesa.DataCollector(model_reporters={"held": "held"}, agent_reporters={"held": "held"})

    def step(self):
        self.held.append(f"D{self.steps}")
        for side in self.agents:
            side.held.append(f"D{self.steps}")
        self.datacollector.collect(self)


war = War()
for _ in range(3):
    war.step()
of_model = [len(held) for held in war.datacollector.get_model_vars_dataframe()["held"]]
of_agents = [len(held) for held in war.datacollector.get_agent_vars_dataframe()["held"]]
print("mesa", mesa.__version__, "districts held at steps 1 to 3: model", of_model, "agent", of_agents)
assert of_model == [1, 2, 3]
assert of_agents == [3, 3, 3], "agent reporters now copy"
PYTHON
