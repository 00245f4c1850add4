"""Fixtures that several rooms' tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.reader import read_scenario
from sim.scenario.scenario import Scenario
from tests.warm import compile_all


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the law once where several processes are about to test."""
    config = session.config
    if not hasattr(config, "workerinput") and config.getoption("numprocesses", None):
        compile_all()


@pytest.fixture
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store for this test alone; compiled code stays where it is. The folder."""
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache" / "store"


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
