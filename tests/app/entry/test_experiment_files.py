"""Every named set of overrides in configs/experiment/ can be run as it says, on fewer points and runs."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sim.app.entry import cli
from sim.app.entry.experiment_files import config_folders
from tests.app.stores import ROOT, fresh_store

EXPERIMENTS = sorted((ROOT / "configs" / "experiment").glob("*.yaml"))
SMALL = {"lhs": 4, "grid": 8, "tipping": 9, "morris": 35, "optimise": 4}  # fewest points worth a look
pytestmark = pytest.mark.usefixtures("blank_pictures")


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


OWN = "# @package _global_\n"


def run_own(text: bytes, *words: str) -> int:
    """Exit code of a job with an experiment file of one's own."""
    folder = Path("mine") / "experiment"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_bytes(text)
    return cli.main(["scenario=toy_corridor", "--config-dir", "mine", "experiment=own", *words])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("rns: 100\n", "own.yaml:2 rns is unknown; nearest: runs"),
        ("runs: many\n", "own.yaml:2 runs = 'many' is not understood; expected a whole number"),
        ("runs: true\n", "own.yaml:2 runs = True is not understood"),
        (
            "runs: 0\n",
            "own.yaml:2 runs = 0 is outside its range; expected a whole number from 1 to 10,000,000",
        ),
        ("evidence: al\n", "own.yaml:2 evidence = 'al' is unknown; expected one of all, seed, none"),
        ("runs: 100\n  seed: 2\n", "own.yaml:3 is not YAML: mapping values are not allowed"),
        ("seed: 1\nseed: 2\n", "own.yaml:3 has the key 'seed' twice"),
        ("law:\n  momentum:\n    gian: 1\n", "own.yaml:4 law.momentum.gian is unknown; nearest: gain"),
        ("law:\n  momentm:\n    gain: 1\n", "own.yaml:4 law.momentm is unknown; nearest: momentum"),
        ("law:\n  momentum:\n    gain: unifrm(0,1)\n", "own.yaml:4 law.momentum.gain: "),
        ("law:\n  momentum:\n    gain: 1e9\n", "own.yaml:4 law.momentum.gain: "),
        ("law: 3\n", "own.yaml:2 law = 3; expected parameters by group"),
        ("law:\n  without: [lot]\n", "own.yaml:3 law.without[0] = 'lot' is not a mechanism; nearest: loot"),
        ("- runs\n", "holds ['runs']; expected options by name"),
        ("out: b${seed}\n", "own.yaml:2 out = 'b${seed}' holds '${'"),
    ],
)
def test_an_experiment_of_ones_own_is_checked_with_file_line_and_key(
    text: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_own((OWN + text).encode()) == 2
    told = capsys.readouterr().err
    assert fault in told
    assert "internal error" not in told


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b"runs: 24\n", "lacks the line '# @package _global_'"),
        (OWN.encode() + b"runs: \xff\n", "is not UTF-8"),
        (b"", "lacks the line"),
    ],
)
def test_what_is_no_experiment_is_refused(
    text: bytes,
    fault: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_own(text) == 2
    assert fault in capsys.readouterr().err


def test_an_experiment_saved_with_a_byte_order_mark_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_own(b"\xef\xbb\xbf" + OWN.encode() + b"runs: 33\r\n", "--cfg", "job") == 0
    assert "runs: 33\n" in capsys.readouterr().out


def test_a_command_without_words_asks_for_no_folder() -> None:
    assert list(config_folders([])) == []
    assert list(config_folders(["--config-dir", "here", "hydra.searchpath=[file://there]"])) == [
        Path("here"),
        Path("there"),
    ]
