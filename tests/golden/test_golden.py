"""Recorded verdicts of every shipped scenario and of one with three factions, from few runs.

Bits are promised for one platform and lock file only, so the comparison allows TOLERANCE. After a change that is
meant to change numbers: ``python -m tests.golden.test_golden`` writes them anew; name the change under *Numbers*.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.scenario.files.paths import shipped_names
from tests.scenario.folders import three_factions

RECORDED = Path(__file__).with_name("recorded.json")
RUNS = 256
TOLERANCE = 0.02  # of a probability; five of 256 runs
THREE = "three_factions"


def probabilities(name: str, folder: Path) -> dict[str, Any]:
    """Prior probability of every definition, final counts and events of RUNS runs of a scenario."""
    scenario = sim.read_scenario(three_factions(folder) if name == THREE else name)
    ensemble = sim.run_ensemble(scenario, runs=RUNS, seed=1)
    found = {
        f"{verdict.claim.id}.{one.id}": None if one.prior.p is None else round(one.prior.p, 4)
        for verdict in sim.judge(ensemble)
        for one in verdict.definitions
    }
    held = ensemble.series["held"][:, -1].mean(axis=0)
    return {
        "p": found,
        "held": {
            faction: round(float(mean), 2) for faction, mean in zip(scenario.faction_ids, held, strict=True)
        },
        "events": round(ensemble.events.num_rows / RUNS, 1),
    }


def names() -> list[str]:
    """Shipped scenarios and the one with three factions."""
    return [*shipped_names(), THREE]


@pytest.mark.parametrize("name", names())
def test_the_recorded_verdicts_still_hold(name: str, tmp_path: Path, own_store: Path) -> None:
    recorded, now = json.loads(RECORDED.read_text())[name], probabilities(name, tmp_path / "three")
    assert now["p"].keys() == recorded["p"].keys()
    assert [p for p in now["p"].values() if p is None] == [p for p in recorded["p"].values() if p is None]
    for definition, p in now["p"].items():
        assert p == pytest.approx(recorded["p"][definition], abs=TOLERANCE), definition
    assert now["held"] == pytest.approx(recorded["held"], rel=0.02)
    assert now["events"] == pytest.approx(recorded["events"], rel=0.02)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        table = {name: probabilities(name, Path(place) / name) for name in names()}
    RECORDED.write_text(json.dumps(table, indent=1, sort_keys=True) + "\n")
    print(RECORDED)
