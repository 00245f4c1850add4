"""Nothing of a file can become code, and nothing is installed that is not pinned by its hash."""

from __future__ import annotations

import ast
import asyncio
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from sim.app.entry import cli
from sim.app.viewer.serve import refuse_other_sites
from sim.base import compiled
from sim.output import sweep_cache

ROOT = Path(__file__).resolve().parents[1]
SOURCES = [path for room in ("sim", "benchmarks", "tools") for path in sorted((ROOT / room).rglob("*.py"))]
MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "jsonpickle", "yaml"}
CALLS = {
    "eval",
    "exec",
    "instantiate",
    "get_class",
    "get_method",
    "read_pickle",
    "to_pickle",
    "unsafe_load",
    "full_load",
    "check_call",
    "system",
    "popen",
}
ALLOWED = {
    "sim/ensemble/execution/cluster.py": [
        "import pickle"
    ],  # messages of Dask, which pickles them itself; no file
    "sim/scenario/files/loader.py": ["import yaml"],  # events only: nothing is constructed, see below
    "sim/scenario/files/resolved.py": ["import yaml"],  # written only
}
LOCKS = sorted(ROOT.glob("requirements*.lock"))
PIN = re.compile(r"^[A-Za-z0-9_.\-]+==\S+")


def dangers(tree: ast.AST) -> Iterator[str]:
    """What could turn data into code: modules, calls, ``allow_pickle`` and ``shell`` that are not False."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (f"import {one.name}" for one in node.names if one.name.split(".")[0] in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            if node.module.split(".")[0] in MODULES:
                yield f"from {node.module}"
            yield from (f"from {node.module} import {one.name}" for one in node.names if one.name in CALLS)
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in CALLS:
                yield f"{name}()"
            yield from (
                f"{word.arg}=..." for word in node.keywords
                if word.arg in ("allow_pickle", "shell") and getattr(word.value, "value", True) is not False
            )  # fmt: skip


@pytest.mark.parametrize(
    "code",
    ["import pickle", "from pickle import loads", "eval(x)", "np.load(f, allow_pickle=True)", "run(x, shell=True)", "hydra.utils.instantiate(c)", "yaml.unsafe_load(f)"],
)  # fmt: skip
def test_what_is_looked_for_is_found(code: str) -> None:
    assert list(dangers(ast.parse(code)))


def test_no_source_can_turn_data_into_code() -> None:
    found = {
        str(path.relative_to(ROOT)): list(dangers(ast.parse(path.read_text(encoding="utf-8"))))
        for path in SOURCES
    }
    assert {name: what for name, what in found.items() if what} == ALLOWED
    assert len(found) > 200


@pytest.mark.parametrize("name", [name for name, what in ALLOWED.items() if what == ["import yaml"]])
def test_of_yaml_only_events_are_read_and_plain_values_written(name: str) -> None:
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "yaml"}  # fmt: skip
    assert used <= {"parse", "dump", "SafeLoader", "SafeDumper", "YAMLError"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_pin_of_a_lock_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).strip())
    assert entries
    for entry in entries:
        assert PIN.match(entry), entry[:80]
        assert "--hash=sha256:" in entry, entry[:80]
    assert "://" not in text
    assert "index" not in text


def test_loopback_is_all_that_is_listened_on() -> None:
    text = (ROOT / "sim" / "ensemble" / "execution" / "cluster.py").read_text(encoding="utf-8")
    assert "127.0.0.1" in text
    assert "0.0.0.0" not in text  # noqa: S104 - the address that must not be there


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    ("host", "origin", "served"),
    [
        ("127.0.0.1:8765", None, True),
        ("127.0.0.1:8765", "http://127.0.0.1:8765", True),
        ("localhost:8765", "http://localhost:8765", True),
        ("evil.example:8765", None, False),  # a name that its owner lets lead to this machine
        ("evil.example:8765", "http://evil.example:8765", False),
        ("127.0.0.1:8765", "https://evil.example", False),
        ("127.0.0.1:8765", "http://127.0.0.1:9999", False),
        ("127.0.0.1:8765", "null", False),
        ("", None, False),
    ],
)
def test_the_live_view_answers_only_the_page_it_serves(
    kind: str, host: str, origin: str | None, served: bool
) -> None:
    seen: list[str] = []
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    named = {"host": host, "origin": origin}
    headers = [(name.encode(), value.encode()) for name, value in named.items() if value is not None]
    asyncio.run(refuse_other_sites(app)({"type": kind, "headers": headers}, None, send))
    assert bool(seen) == served
    assert [message.get("status", message.get("code")) for message in sent[:1]] == (
        [] if served else [403 if kind == "http" else 1008]
    )


def test_the_live_view_listens_on_loopback_through_its_guard() -> None:
    text = (ROOT / "sim" / "app" / "viewer" / "serve.py").read_text(encoding="utf-8")
    assert 'HOST = "127.0.0.1"' in text
    assert "uvicorn.run(refuse_other_sites(app), host=HOST" in text


@pytest.mark.skipif(os.name == "nt", reason="no owners of files")
@pytest.mark.parametrize("mode", [0o700, 0o770, 0o777])
def test_machine_code_is_read_only_where_nobody_else_can_write(
    mode: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, own = tmp_path / "store", tmp_path / "own"
    store.mkdir()
    monkeypatch.setenv("SIM_CACHE_DIR", str(store))
    monkeypatch.setenv("XDG_CACHE_HOME", str(own))
    apart = own / "sim" / "compiled"
    for folder in (store, store / "compiled"):
        folder.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            os.chown(folder, 0, 5)  # a group of several, which root alone may name
        folder.chmod(mode)
        alone = mode == 0o700 or (mode == 0o770 and folder.stat().st_gid == os.geteuid())
        assert compiled.compiled_root() == (store / "compiled" if alone else apart)
        folder.chmod(0o700)
    monkeypatch.setattr(os, "geteuid", lambda: 12_345)
    assert compiled.compiled_root() == apart


@pytest.mark.parametrize("name", ["../outside.txt", "/outside.txt", "figures/../../outside.txt", "..\\outside.txt"])  # fmt: skip
def test_a_stored_sweep_writes_nothing_outside_its_folder(name: str, tmp_path: Path) -> None:
    stored = tmp_path / "a.zip"
    for names, intact in ((("sweep.csv", name), False), (("sweep.csv", "figures/a.svg"), True)):
        with ZipFile(stored, "w") as archive:
            for file in names:
                archive.writestr(file, b"1")
        assert sweep_cache.is_intact(stored) == intact


def test_a_stored_sweep_unpacks_to_no_more_than_its_own_size(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("sweep.csv", b"0" * 1_000_000)
    assert not sweep_cache.is_intact(tmp_path / "a.zip")


LOGS = (
    "hydra: {job_logging: {version: 1, handlers: {x: {(): os.mkdir, path: made}}, root: {handlers: [x]}}}\n"
)
CODE = {  # of a folder of experiments: its files, and what is wrong with them
    "logging": ({"experiment/a.yaml": LOGS}, "a.yaml:2 hydra.job_logging can name code to be run"),
    "environment": (
        {"experiment/a.yaml": "hydra: {job: {env_set: {SIM_BROWSER: ./made}}}\n"},
        "a.yaml:2 hydra.job can name code to be run",
    ),
    "below": (
        {"experiment/a.yaml": "defaults: [b]\n", "experiment/b.yaml": LOGS},
        "b.yaml:2 hydra.job_logging can name code to be run",
    ),
    "in a circle": (
        {"experiment/a.yaml": "defaults: [b]\n", "experiment/b.yaml": "defaults: [a]\nrns: 1\n"},
        "b.yaml:3 rns is unknown",
    ),
    "callbacks": (
        {
            "experiment/a.yaml": "defaults: [{override /hydra/callbacks: y}]\n",
            "hydra/callbacks/y.yaml": "x: {_target_: os.mkdir, path: made}\n",
        },
        "a.yaml:2 defaults[0] = {'override /hydra/callbacks': 'y'} leads to a file that is no experiment",
    ),
    "a group": (
        {"experiment/a.yaml": "defaults: [/other/y@_global_]\n", "other/y.yaml": LOGS},
        "a.yaml:2 defaults[0] = '/other/y@_global_' leads to a file that is no experiment",
    ),
}


@pytest.mark.parametrize("case", CODE)
def test_no_experiment_can_name_code(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files, fault = CODE[case]
    monkeypatch.chdir(tmp_path)
    for name, text in files.items():
        path = tmp_path / "mine" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# @package _global_\n{text}", encoding="utf-8")
    words = ["run", "scenario=toy_corridor", "runs=1", "out=done", "--config-dir", "mine", "experiment=a"]
    assert cli.main(words) == 2
    assert fault in capsys.readouterr().err
    assert not (tmp_path / "made").exists()
