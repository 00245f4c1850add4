"""Every named set of overrides in configs/experiment/ can be run as it says, on fewer points and runs."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sim.app import cli
from tests.app.stores import ROOT, fresh_store

EXPERIMENTS = sorted((ROOT / "configs" / "experiment").glob("*.yaml"))
SMALL = {"lhs": 4, "grid": 8, "tipping": 9, "morris": 35, "optimise": 4}  # fewest points worth a look


@pytest.mark.parametrize("path", EXPERIMENTS, ids=lambda path: path.stem)
def test_an_experiment_runs_with_the_verb_it_names(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = path.read_text(encoding="utf-8")
    held = yaml.safe_load(text)
    assert text.startswith("# @package _global_\n# "), "a comment says what it is for"
    swept = "over" in held
    assert swept == ("`sim sweep`" in text)
    fresh_store(tmp_path, monkeypatch)
    words = [f"points={SMALL[held.get('design', 'lhs')]}"] if swept else ["inference=weights"]
    verb = ["sweep"] if swept else []
    code = cli.main([*verb, f"experiment={path.stem}", "runs=24", "out=done", *words])
    told = capsys.readouterr()
    assert code in (0, 4), told.err  # 24 runs may leave no verdict after the evidence
    assert (tmp_path / "done" / ("sweep.html" if swept else "report.html")).is_file()
