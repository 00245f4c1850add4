"""The stale-cache trap: numba's file cache does not see an edit in a called function of another file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from sim.base import compiled
from sim.base.compiled import PACKAGE, cache_root, code_version, without_docstrings

ASK = """
import numpy as np
from sim.base.compiled import LAW_VERSION, door
from sim.law.rout import stress
from sim.law.state import allocate

@door
def asked(e, state):
    return stress(e, state)

state = allocate(1, 1, 1)
state.sides["momentum"] = -1.0
print(LAW_VERSION, round(100 * asked(0, state)), sum(asked.dispatcher().stats.cache_hits.values()))
"""
ASK_AGAIN = f"""{ASK}
import sys
print("numba.core.inline_closurecall" in sys.modules)
"""
WIDTHS = """
import numpy as np
from sim.base.compiled import compiled, door

@compiled
def grown(number, by):
    return number + by

@compiled
def twice(number):
    return grown(number, number)

@door
def asked(small, large, part):
    return twice(small) + twice(large) + twice(4) + grown(part, 0.5)

print(asked(np.int8(100), 3_000_000_000, 0.25))
print(*(len(part.dispatcher().overloads) for part in (twice, grown)))
for part in (twice, grown):
    for made in part.dispatcher().overloads.values():
        print(made.library.get_pointer_to_function(made.fndesc.mangled_name))
"""

INDICES = """
import sys
import numpy as np
from sim.base.compiled import compiled, door

@compiled
def moved(values, index, table):
    values[index] += 1.0
    table[index, index] = values[index]
    return values[index] + table[index, index]

@door
def asked(values, index, table):
    return moved(values, index, table)

def outcome(index):
    try:
        return asked(np.zeros(3), index, np.zeros((3, 3)))
    except IndexError:
        return "IndexError"

print(*(outcome(kind(index)) for kind in (np.int8, np.int64, np.uint32) for index in (0, 2)))
if sys.argv[1:]:
    print(*(outcome(index) for index in (-1, 3, np.int8(-1))))
print("select" in asked.dispatcher().inspect_llvm(asked.dispatcher().signatures[0]))
"""

TUPLES = """
from typing import NamedTuple
import numpy as np
from sim.base.compiled import compiled, door

class Pair(NamedTuple):
    large: np.ndarray
    small: np.ndarray
    kind: int

@compiled
def total(pair, by):
    pair.small[0] += 1
    return by * pair.large[0] + 7 * pair.small[0] + pair.kind

@compiled
def passed_on(pair, by):
    return total(pair, by) if by > 0 else total(pair, -by)

@door
def asked(large, small):
    pair = Pair(large, small, 3)
    other = pair
    result = passed_on(pair, 1)
    for turn in range(2):
        before = pair
        pair = Pair(small, large, 5)
        result += 10 * total(before, 1)
        result += 100 * passed_on(pair, turn - 1)
    return result + 1000 * total(other, 1)

print(asked(np.ones(3), np.zeros(3)))
for made in passed_on.dispatcher().overloads.values():
    for function in made.library._final_module.functions:
        if function.name == made.fndesc.llvm_func_name:
            print(len(list(function.arguments)))
"""

PASSES = """
import hashlib
import sys
from numba.core import event
import sim.base.dispatchers as room
from sim.base.compiled import compiled, door
from sim.law.rout import stress
from sim.law.state import allocate

if sys.argv[1:]:
    room.NOT_USED.clear()

@compiled
def half(state, side):
    total = 0.0
    for day in range(3):
        if state.sides[side].momentum < day:
            total += stress(side, state)
    return total / 2

@door
def asked(side, state):
    return half(state, side) + half(state, 0)

state = allocate(1, 1, 1)
state.sides["momentum"] = -1.0
with event.install_recorder("numba:run_pass") as passes:
    print(asked(0, state))
(made,) = asked.dispatcher().overloads.values()
print(hashlib.sha256(made.library.get_asm_str().encode()).hexdigest())
print(*sorted({one.data["name"].replace(" ", "_") for _, one in passes.buffer}))
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package in a folder of its own, with a script that asks one function of the law through a door."""
    shutil.copytree(PACKAGE, tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "ask.py").write_text(ASK)
    return tmp_path


@cache
def version_before(module: str = "sim.base.compiled", name: str = "LAW_VERSION") -> str:
    """A version of the package as it is, which a copy of it has too."""
    return version_of(PACKAGE.parent, module, name)


def ask(folder: Path) -> tuple[str, int, int]:
    """(law version, number, cache hits) that a fresh process prints."""
    version, number, hits = answers(folder, "ask.py")
    return version, int(number), int(hits)


def answers(folder: Path, script: str, *options: str) -> list[str]:
    """The words that a script of the copied package prints."""
    environment = {
        **os.environ,
        "SIM_CACHE_DIR": str(folder / "cache"),
        "PYTHONPATH": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, folder / script, *options],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace ``old``, which must be there, in a file of the copied package."""
    path = folder / "sim" / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_an_edited_callee_gives_a_new_law_version_and_the_new_number(copy: Path) -> None:
    before, number, hits = ask(copy)
    assert (number, hits) == (77, 0)  # 1 / (1 + 0.3)
    assert ask(copy) == (before, 77, 1)  # the same code comes from the cache
    edit(
        copy,
        "law/rout.py",
        '"""What breaks a side: ',
        '"""What, in other words, breaks a side: ',
    )
    edit(
        copy,
        "law/rout.py",
        "@compiled\ndef stress",
        "# a remark\n\n\n@compiled\ndef stress",
    )
    assert ask(copy)[:2] == (before, 77)  # words do not change the law
    edit(copy, "law/rout.py", "lost * lost / (lost + 0.3)", "lost * lost / (lost + 0.7)")
    after, number, hits = ask(copy)
    assert after != before
    assert (number, hits) == (59, 0)
    edit(copy, "base/dispatchers.py", '"nopython": True,', '"nopython": True, "boundscheck": True,')
    assert ask(copy) == (after, 59, 0)  # another machine code of the same law


def test_what_was_compiled_before_is_loaded_without_the_compiler(copy: Path) -> None:
    (copy / "again.py").write_text(ASK_AGAIN)
    assert answers(copy, "again.py")[1:] == ["77", "0", "True"]
    assert answers(copy, "again.py")[1:] == ["77", "1", "False"]


def test_an_inlined_function_is_compiled_once_for_all_integers_and_never_to_machine_code(copy: Path) -> None:
    (copy / "widths.py").write_text(WIDTHS)
    number, *rest = answers(copy, "widths.py")
    assert float(number) == 200 + 6_000_000_000 + 8 + 0.75
    assert rest[:2] == ["1", "2"]  # one for whole numbers, and of ``grown`` one more for others
    assert rest[2:] == ["0"] * 3


def test_a_named_tuple_is_given_by_its_address_and_is_the_one_that_was_meant(copy: Path) -> None:
    (copy / "tuples.py").write_text(TUPLES)
    number, arguments = answers(copy, "tuples.py")
    assert (
        float(number) == 33_871.0
    )  # what plain Python makes of it, where names are bound anew between two calls
    assert (
        int(arguments) == 4
    )  # where the result and an error go, the tuple, the number; eighteen of numba's own


def test_no_index_counts_from_the_end_and_one_that_would_is_found_where_indices_are_checked(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (copy / "indices.py").write_text(INDICES)
    monkeypatch.delenv("NUMBA_BOUNDSCHECK", raising=False)
    *numbers, has_choice = answers(copy, "indices.py")
    assert numbers == ["2.0"] * 6
    assert has_choice == "False"  # numba's own code chooses between an index and one from the end
    monkeypatch.setenv("NUMBA_BOUNDSCHECK", "1")  # what was compiled without is not what is asked for
    assert answers(copy, "indices.py", "beyond")[:9] == ["2.0"] * 6 + ["IndexError"] * 3


def test_the_passes_left_out_change_nothing_in_the_machine_code(copy: Path) -> None:
    (copy / "passes.py").write_text(PASSES)
    number, code, *passes = answers(copy, "passes.py")
    shutil.rmtree(copy / "cache")
    same_number, same_code, *all_passes = answers(copy, "passes.py", "all")
    assert (number, code) == (same_number, same_code)
    for function in ("[asked]", "[half]", "[stress]"):
        assert f"native_lowering_{function}" in passes
        left_out = {f"{name}_{function}" for name in ("nopython_rewrites", "ir_legalization")}
        assert left_out <= set(all_passes) - set(passes)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("base/dice.py", "1.1102230246251565e-16", "1.1102230246251566e-15"),
        ("base/codes.py", "RURAL, PROVINCIAL, NATIONAL = range(3)", "NATIONAL, PROVINCIAL, RURAL = range(3)"),
        ("law/state.py", "RETAKE_DAYS = 30", "RETAKE_DAYS = 31"),
    ],
)
def test_the_law_version_follows_everything_the_law_reads(copy: Path, file: str, old: str, new: str) -> None:
    before = version_before()
    edit(copy, file, old, new)
    assert version_of(copy) != before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("ensemble/world.py", "rows, columns] *= event.value", "rows, columns] += event.value"),
        ("evidence/count_words.py", "0.05, 0.0, 0.5,", "0.06, 0.0, 0.5,"),
        ("ensemble/draws.py", "a * np.exp(b * normal)", "a * np.exp(2 * b * normal)"),
    ],
)
def test_code_between_a_scenario_and_the_law_changes_the_address_in_the_store_but_not_the_law(
    copy: Path, file: str, old: str, new: str
) -> None:
    law, motion = version_before(), version_before("sim.ensemble.store", "MOTION_VERSION")
    edit(copy, file, old, new)
    assert version_of(copy) == law
    assert version_of(copy, "sim.ensemble.store", "MOTION_VERSION") != motion


@pytest.mark.parametrize(
    "room", ["claims", "evidence", "inference/below", "inference/below/deeper", "record/below"]
)
def test_code_that_judges_runs_counts_however_deep_its_file_stands(copy: Path, room: str) -> None:
    file = copy / "sim" / room / "more.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("LIMIT = 1\n")
    before = version_of(copy, "sim.inference.judging_version", "judging_version()")
    file.write_text("LIMIT = 1  # a remark\n")
    assert version_of(copy, "sim.inference.judging_version", "judging_version()") == before
    file.write_text("LIMIT = 2\n")
    assert version_of(copy, "sim.inference.judging_version", "judging_version()") != before


def test_a_version_knows_where_its_files_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(compiled, "PACKAGE", tmp_path)
    files = [tmp_path / room / "rules.py" for room in ("claims", "record")]
    for file in files:
        file.parent.mkdir()
        file.write_text("LIMIT = 1\n")
    assert code_version(files[:1]) != code_version(files[1:])


def version_of(folder: Path, module: str = "sim.base.compiled", name: str = "LAW_VERSION") -> str:
    """A version of the copied package, computed by itself."""
    line = f"from {module} import {name.partition('(')[0]}; print({name})"
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", line], env=environment, capture_output=True, text=True, check=True, cwd=folder
    )
    return done.stdout.strip()


def test_a_file_outside_the_law_leaves_the_law_version_alone(copy: Path) -> None:
    before = version_before()
    assert version_of(copy) == before
    edit(copy, "base/calendar.py", "(when - self.start).days", "(when - self.start).days + 1")
    assert version_of(copy) == before


def test_docstrings_and_comments_are_no_part_of_the_code() -> None:
    one = 'def f():\n    """Words."""\n    # remark\n    return 1\n'
    assert without_docstrings(one) == without_docstrings("def f():\n    return   1")
    assert without_docstrings(one) != without_docstrings("def f():\n    return 2")


def test_a_named_folder_replaces_the_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path))
    assert cache_root() == tmp_path


def test_the_version_of_unchanged_files_is_read_and_never_trusted_for_changed_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(compiled, "PACKAGE", tmp_path)
    file = tmp_path / "one.py"
    file.write_text("def f():\n    return 1\n")
    version = code_version([file])
    with monkeypatch.context() as quick:
        quick.setattr(compiled, "plain_code", lambda _: pytest.fail("parsed again"))
        assert code_version([file]) == version
    file.write_text("# in other words\ndef f():\n    return 1\n")
    assert code_version([file]) == version
    file.write_text("def f():\n    return 2\n")
    changed = code_version([file])
    assert changed != version
    (kept,) = (tmp_path / "versions").iterdir()
    for damaged in ("", "nonsense", kept.read_text()[:30]):
        kept.write_text(damaged)
        assert code_version([file]) == changed
    kept.unlink()
    kept.mkdir()  # cannot be written
    assert code_version([file]) == changed


def test_every_room_of_compiled_code_is_tested_once_with_every_index_checked() -> None:
    """Compiled code reads beyond an array without a word unless it is asked to check."""
    marked = re.compile(r"^@(compiled|door)\b", re.MULTILINE)
    rooms = {
        path.relative_to(PACKAGE).parts[0]
        for path in PACKAGE.rglob("*.py")
        if marked.search(path.read_text(encoding="utf-8"))
    }
    assert {"base", "law", "ensemble"} <= rooms
    text = (PACKAGE.parent / ".ci" / "run").read_text(encoding="utf-8").replace("\\\n", "")
    (checked,) = re.findall(r"NUMBA_BOUNDSCHECK=1 make test +TESTS='([^']*)'", text)
    assert rooms | {"agents"} <= {path.split("/")[1] for path in checked.split() if path.startswith("tests/")}
    assert "-k" not in checked


def test_laws_that_give_the_same_runs_are_equal_and_the_present_one_is_among_them() -> None:
    assert compiled.LAW_VERSION in compiled.EQUAL_LAWS, "a law that gives other runs empties the set"
    assert compiled.are_equal_laws("38f42880ec00", compiled.LAW_VERSION)
    assert compiled.are_equal_laws("other", "other")
    assert not compiled.are_equal_laws("38f42880ec00", "other")
    assert not compiled.are_equal_laws(None, compiled.LAW_VERSION)
