"""The first lines of every room name the rooms within it, and their examples give what they say."""

from __future__ import annotations

import doctest
import importlib
import re

import pytest

from tests.test_floors import SIM

ROOMS = sorted(path.parent.name for path in SIM.glob("*/__init__.py") if path.parent.name != "law")
NAMED = re.compile(r"``(\w+)``")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_which_rooms_are_in_it_and_its_example_holds(room: str) -> None:
    module = importlib.import_module(f"sim.{room}")
    rooms = {path.parent.name for path in (SIM / room).glob("*/__init__.py")}
    assert rooms <= set(NAMED.findall(module.__doc__ or ""))
    assert doctest.testmod(module).failed == 0
