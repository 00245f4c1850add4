"""Nothing of a file can become code, and nothing is installed that is not pinned by its hash."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

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
    "sim/ensemble/execution/cluster.py": ["import pickle"]
}  # messages of Dask, which pickles them itself; no file
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
