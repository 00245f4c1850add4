"""What the documents show is run: Python and shell blocks, the scenario of the README, every command line."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from sim.app.entry import cli
from sim.app.entry.arguments import read_arguments
from sim.app.entry.help import help_text
from sim.scenario.reader import read_scenario
from sim.session.verbs import VERBS
from tests.docs.documents import DOCUMENTS, ROOT, TUTORIALS, Block, blocks, prose, script
from tests.docs.shell import run_script
from tests.plots.made_reports import made_report

PYTHON = [block for document in DOCUMENTS for block in blocks(document, "python")]
SHELL = [block for document in DOCUMENTS if document not in TUTORIALS for block in blocks(document, "bash")]
SHELL += [script(document) for document in TUTORIALS]
INLINE = re.compile(r"`(sim [^`]+)`")
SCENARIO = blocks("README.md", "yaml")[0]
MORE = {"report": made_report}  # what a block speaks of without making it


def command_lines() -> list[str]:
    """Every line of a shell or text block that calls ``sim``, what stands after two spaces left out."""
    shown = [block for document in DOCUMENTS for block in blocks(document, "bash", "text")]
    lines = [line for block in shown for line in block.text.splitlines()]
    lines += [line.strip() for line in help_text().splitlines()]
    lines += [verb.example for verb in VERBS.values() if verb.example]
    lines += [
        one for document in DOCUMENTS for one in INLINE.findall(prose(document)) if "=" in one or "--" in one
    ]
    found = [re.split(r"\s{2,}", line)[0] for line in lines if line.startswith("sim ")]
    named = re.compile(
        r"[|…]|\.\.\.|=$|[A-Z]{3,}[:=]|=[A-Z]+$|VERB|--(help|version|walk)$|--run K$"
    )  # nothing to type
    return [line for line in dict.fromkeys(found) if " " in line and not named.search(line)]


@pytest.mark.parametrize("block", PYTHON, ids=str)
def test_python_blocks_run(block: Block, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {
        name: make() for name, make in MORE.items() if re.search(rf"\b{name}\b", block.text)
    }
    exec(compile(block.text, str(block), "exec"), names)  # noqa: S102 - the documents are ours
    assert ("print(" in block.text) == bool(capsys.readouterr().out)


@pytest.mark.parametrize("block", SHELL, ids=str)
@pytest.mark.usefixtures("blank_pictures")
def test_shell_blocks_run(block: Block, tmp_path: Path) -> None:
    assert run_script(block.text, tmp_path) == (0, "")
    for out in re.findall(r"out=(\S+)", block.text):
        assert (tmp_path / out / "report.html").is_file()


@pytest.mark.usefixtures("blank_pictures")
def test_the_scenario_of_the_readme_is_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "hills.yaml"
    path.write_text(SCENARIO.text, encoding="utf-8")
    scenario = read_scenario(path)
    assert (scenario.name, scenario.terrain.districts, len(scenario.claims)) == ("hills", 36, 1)
    lines = SCENARIO.text.splitlines()
    assert (
        len(lines) == 20 and sum(bool(re.match(r"\w+:", line)) for line in lines) == 14
    )  # as the README says
    monkeypatch.chdir(tmp_path)
    assert cli.main(["scenario=hills.yaml", "runs=64", "out=done"]) == 0
    assert (tmp_path / "done" / "report.html").is_file()


@pytest.mark.parametrize("line", command_lines())
def test_command_lines_are_accepted(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(line)[1:]
    if words[0] in VERBS and not VERBS[words[0]].hydra:
        if words[0] != "store":
            assert read_arguments(words[0], words[1:]) is not None
        return
    one = [re.sub(r"^(law\.[\w.]+=[\d.]+),.*", r"\1", word) for word in words if word != "-m"]
    assert cli.main([*one, "--cfg", "job"]) == 0, capsys.readouterr().err
    assert capsys.readouterr().out.startswith("scenario: ")


def test_text_blocks_name_only_make_targets_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {
        match
        for document in DOCUMENTS
        for block in blocks(document, "text", "bash")
        for match in re.findall(r"^make (\w+)", block.text, re.MULTILINE)
    }
    assert {"report", "test"} <= named
    assert [name for name in sorted(named) if not re.search(rf"^{name}:", makefile, re.MULTILINE)] == []
