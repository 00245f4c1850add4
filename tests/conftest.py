"""Fixtures that several rooms' tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.base.compiled import cache_root
from sim.scenario.reader import read_scenario
from sim.scenario.scenario import Scenario
from tests import blank_pictures as pictures
from tests.warm import compile_all


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile once, bytecode and the law, what several processes are about to need: those that test and those tests start."""
    config = session.config
    if hasattr(config, "workerinput"):
        return
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(cache_root().absolute() / "bytecode"))
    if config.getoption("numprocesses", None):
        compile_all()


@pytest.fixture
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store for this test alone; compiled code stays where it is. The folder."""
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache" / "store"


@pytest.fixture
def blank_pictures(request: pytest.FixtureRequest) -> Iterator[None]:
    """No picture is drawn, unless the test is marked so; see ``tests/blank_pictures.py``."""
    if request.node.get_closest_marker("pictures"):
        yield
        return
    with pictures.blank_pictures():
        yield


@pytest.fixture(scope="session")
def toy() -> Scenario:
    """The toy corridor."""
    return read_scenario("toy_corridor")


@pytest.fixture(scope="session")
def seed_scenario() -> Scenario:
    """The scenario of the seed report."""
    return read_scenario("afghanistan_2021_08_05")


@pytest.fixture(scope="session")
def quiet_scenario() -> Scenario:
    """The quiet year."""
    return read_scenario("afghanistan_2018")
