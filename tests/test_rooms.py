"""The first lines of every room name all that is in it, in reading order, and show an example that holds."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
from pathlib import Path

import pytest

from tests.test_floors import SIM

ROOMS = sorted(
    path.parent.relative_to(SIM).as_posix() for path in SIM.rglob("__init__.py") if path.parent != SIM
)
NAMED = re.compile(r"``(\w+)``")
VAGUE_NAMES = {  # no local variable is named so: they say nothing of a value
    *("told", "said", "found", "kept", "made", "moved"),
    *("gathered", "massed", "hinge", "standing", "rival"),
}
EXAMPLE = re.compile(r"^(>>> |    \S)", re.MULTILINE)


def first_lines(room: str) -> str:
    """The docstring of a room."""
    return importlib.import_module(f"sim.{room.replace('/', '.')}").__doc__ or ""


def contents(room: str) -> set[str]:
    """Names of the files and rooms of a room."""
    files = {path.stem for path in (SIM / room).glob("*.py")} - {"__init__"}
    return files | {path.parent.name for path in (SIM / room).glob("*/__init__.py")}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_names_what_is_in_it_and_shows_an_example(room: str) -> None:
    text = first_lines(room)
    assert contents(room) - set(NAMED.findall(text)) == set()
    assert EXAMPLE.search(text), "an example: lines that begin with >>> or are indented"


@pytest.mark.parametrize("room", ROOMS)
def test_the_example_of_a_room_holds(room: str) -> None:
    assert doctest.testmod(importlib.import_module(f"sim.{room.replace('/', '.')}")).failed == 0


@pytest.mark.parametrize("room", sorted({room for room in ROOMS if "/" not in room}))
def test_a_room_names_the_rooms_in_it(room: str) -> None:
    rooms = {path.parent.name for path in (SIM / room).glob("*/__init__.py")}
    assert rooms <= set(NAMED.findall(first_lines(room)))


def assigned_locals(path: Path) -> set[str]:
    """Names that the functions of a file assign to, loops, comprehensions and ``with`` included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    names = [node for function in functions for node in ast.walk(function) if isinstance(node, ast.Name)]
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}


def test_names_of_locals_say_what_they_hold() -> None:
    paths = [path for path in SIM.rglob("*.py") if "law" not in path.relative_to(SIM).parts]
    vague = {path.relative_to(SIM).as_posix(): assigned_locals(path) & VAGUE_NAMES for path in paths}
    assert {path: names for path, names in vague.items() if names} == {}
