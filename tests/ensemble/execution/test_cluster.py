"""The cluster: the same bits as on threads, whatever dies and whoever sees the store; errors that say what to mend."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from sim.base.compiled import cache_root
from sim.base.errors import OutputError, SimError, UsageError
from sim.ensemble.block import BLOCK
from sim.ensemble.engine import Plan, rebuild
from sim.ensemble.execution.cluster import Cluster
from sim.ensemble.execution.executor import Threads, open_executor
from sim.ensemble.store import block_path
from sim.explore.point_runs import Sweep, SweepProgress, run_points
from sim.explore.settings import Setup
from sim.explore.sums.portions import aggregate, pack
from sim.scenario.scenario import Scenario
from sim.session.exit_codes import GO_ON
from tests.ensemble.execution.clusters import ended, scheduler, wait_for_workers, worker
from tests.test_floors import SIM

pytest.importorskip("distributed")
RUNS = 24 * BLOCK


@dataclass(frozen=True)
class House:
    """A scheduler and the two processes that work for it."""

    address: str
    workers: tuple[subprocess.Popen[bytes], subprocess.Popen[bytes]]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two workers, in a folder of their own, for all tests that leave them alive."""
    folder = tmp_path_factory.mktemp("house")
    with scheduler(folder) as address, worker(address, folder) as one, worker(address, folder) as two:
        wait_for_workers(address, 2)
        yield House(address, (one, two))


def stored(plan: Plan) -> dict[str, bytes]:
    """Every block of a plan on disk, by its file name."""
    return {path.name: path.read_bytes() for path in sorted(plan.folder.glob("*.block"))}


def by_threads(scenario: Scenario, runs: int = RUNS) -> dict[str, bytes]:
    """What the local executor leaves in the store, which is emptied again."""
    plan = Plan(scenario, 1, runs)
    plan.carry_out(Threads(2), lambda *_: None)
    found = stored(plan)
    for path in plan.folder.glob("*.block"):
        path.unlink()
    return found


@pytest.mark.usefixtures("own_store")
def test_workers_that_see_the_store_write_their_own_blocks_and_the_bits_are_those_of_threads(
    toy: Scenario, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = by_threads(toy)
    plan = Plan(toy, 1, RUNS)
    monkeypatch.setattr(Plan, "simulate", lambda *_: pytest.fail("simulated here"))
    with open_executor("dask", address=house.address) as executor:
        blocks = plan.carry_out(executor, lambda *_: None)
        assert executor.where == f"dask at {house.address}: 2 processes write their blocks into this store"
        assert (executor.workers, executor.shared) == (2, True)
    assert stored(plan) == wanted
    assert sorted(blocks) == list(plan.numbers)
    assert not list(plan.root.glob(".seen-*"))  # the mark is gone


def test_workers_that_do_not_see_the_store_return_their_blocks_and_the_asker_keeps_them(
    toy: Scenario, house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_CACHE_DIR", "here")  # a relative folder is another one where the workers are
    wanted = by_threads(toy)
    plan = Plan(toy, 1, RUNS)
    with open_executor("dask", address=house.address) as executor:
        plan.carry_out(executor, lambda *_: None)
        assert executor.where.endswith("2 processes return their blocks")
        assert not executor.shared
        with pytest.raises(UsageError, match=r"keep = events: dask at .* expected workers that see here"):
            run_points(Sweep(Setup(toy), 60, 1, 2, keep=True, executor=executor), [{}], SweepProgress(1), lambda _: None)  # fmt: skip
    assert stored(plan) == wanted


@pytest.mark.usefixtures("own_store")
def test_a_worker_killed_in_mid_work_costs_the_blocks_it_had_in_work_and_no_bit(
    toy: Scenario, tmp_path: Path
) -> None:
    wanted = by_threads(toy)
    plan = Plan(toy, 1, RUNS)
    before: dict[str, int] = {}

    def kill() -> None:
        before.update({path.name: path.stat().st_ino for path in plan.folder.glob("*.block")})
        victim.kill()

    # what the victim had done but not yet sent when it was stopped is waited for: then nothing else comes before its death
    deadline = threading.Timer(20.0, kill)

    def progress(done: int, total: int, reused: int) -> None:
        if done == 4 * BLOCK:
            victim.send_signal(signal.SIGSTOP)  # whatever it is at stays undone
            deadline.start()
        if done == 12 * BLOCK and deadline.is_alive():
            deadline.cancel()
            kill()

    with scheduler(tmp_path) as address, worker(address, tmp_path) as victim, worker(address, tmp_path) as other:  # fmt: skip
        wait_for_workers(address, 2)
        with open_executor("dask", address=address) as executor:
            plan.carry_out(executor, progress)
            assert executor.workers == 2
        assert (victim.wait(), other.poll()) == (-signal.SIGKILL, None)
    assert stored(plan) == wanted
    assert len(before) >= 4
    anew = [
        name
        for name, inode in before.items()
        if block_path(plan.folder, int(name[:6])).stat().st_ino != inode
    ]
    assert len(anew) <= 1  # the victim may have been stopped between writing a block and saying so


@pytest.mark.usefixtures("own_store")
def test_a_sweep_gives_the_same_rows_on_a_cluster(toy: Scenario, house: House, tmp_path: Path) -> None:
    points = [
        {"law.momentum.gain": gain, "evidence": seen} for gain in (0.5, 1.0) for seen in ("all", "none")
    ]
    sweep = Sweep(Setup(toy), 300, 1, 2)
    here = run_points(replace(sweep), points, SweepProgress(4), lambda _: None)
    for path in sweep.rows.folder.rglob("*.row"):
        path.unlink()
    with open_executor("dask", address=house.address) as executor:
        tally = SweepProgress(4)
        away = run_points(replace(sweep, keep=True, executor=executor), points, tally, lambda _: None)
    assert (away, tally.reused, tally.runs) == (here, 0, 600)
    assert len(list(sweep.rows.folder.rglob("*.row"))) == 4
    assert len(stored(Plan(toy, 1, 300))) == 0
    assert len(list((sweep.root / "store").rglob("*.block"))) == 4  # two simulations of two blocks


@pytest.mark.parametrize("cache", ["shared", "here"])
def test_sums_over_dropped_runs_are_the_same_bits_on_a_cluster(
    toy: Scenario, house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / cache) if cache == "shared" else cache)
    one, _ = aggregate(toy, 1, RUNS, "all", Threads(2), lambda *_: None)
    files = sorted((tmp_path / cache).rglob("*.portion"))
    data = [path.read_bytes() for path in files]
    for path in files:
        path.unlink()
    with open_executor("dask", address=house.address) as executor:
        other, reused = aggregate(toy, 1, RUNS, "all", executor, lambda *_: None)
        assert executor.shared == (cache == "shared")
    assert (pack(other), reused) == (pack(one), 0)
    assert [path.read_bytes() for path in files] == data


@pytest.mark.usefixtures("own_store")
def test_an_error_of_a_worker_comes_back_as_it_was_raised(toy: Scenario, house: House) -> None:
    plan = Plan(toy, 1, BLOCK)

    def block_the_way(*_: int) -> None:
        plan.folder.parent.mkdir(parents=True)
        plan.folder.write_text("in the way")

    expected = pytest.raises(OutputError, match=r"cannot write .*000000\.block: File exists")
    with open_executor("dask", address=house.address) as executor, expected:
        plan.carry_out(executor, block_the_way)


@pytest.mark.usefixtures("own_store")
def test_when_every_worker_started_here_has_died_the_error_says_so(
    toy: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.ensemble.execution.cluster.LOOK", 0.1)
    expected = r"all 1 worker processes have ended \(exit codes \[-9\]\); finished blocks are stored"
    with open_executor("dask", 1) as executor:
        assert isinstance(executor, Cluster)
        assert executor.shared

        def kill_all(done: int, total: int, reused: int) -> None:
            executor.own[0].kill()

        with pytest.raises(SimError, match=expected):
            Plan(toy, 1, RUNS).carry_out(executor, kill_all)


@pytest.mark.usefixtures("own_store")
def test_without_a_worker_the_job_says_that_it_waits_and_goes_on_when_one_comes(
    toy: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.ensemble.execution.cluster.LOOK", 0.1)
    said: list[str] = []
    late: list[subprocess.Popen[bytes]] = []

    def say(text: str) -> None:
        said.append(text)
        late.append(stack.enter_context(worker(address, tmp_path)))

    with scheduler(tmp_path) as address, ExitStack() as stack, open_executor("dask", address=address, say=say) as executor:  # fmt: skip
        assert executor.where == f"dask at {address}: no worker yet"
        assert len(Plan(toy, 1, BLOCK).carry_out(executor, lambda *_: None)) == 1
    assert said == [f"no worker at {address}: waiting for one"]


@pytest.mark.usefixtures("own_store")
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{port}", "127.0.0.1:{port}"])
def test_a_scheduler_that_does_not_answer_is_a_usage_error_that_names_it(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.ensemble.execution.cluster.PATIENCE", 0.5)
    with socket.socket() as silent:  # takes calls and says nothing
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        given = address.format(port=silent.getsockname()[1])
        expected = rf"executor\.address = {given}: no scheduler answers .*expected tcp://HOST:PORT"
        with pytest.raises(UsageError, match=expected), open_executor("dask", address=given):
            pass


@pytest.mark.usefixtures("own_store")
@pytest.mark.parametrize("given", ["nowhere", "http://127.0.0.1:80", "tcp://127.0.0.1:1"])
def test_an_address_that_is_none_is_a_usage_error(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ensemble.execution.cluster.PATIENCE", 0.5)
    with (
        pytest.raises(UsageError, match=rf"executor\.address = {given}: no scheduler answers"),
        open_executor("dask", address=given),
    ):
        pass


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(
            UsageError,
            match=r"needs distributed, which is not installed; expected the extra cluster: pip install '.\[cluster\]'",
        ),
        open_executor("dask"),
    ):
        pass


@pytest.mark.usefixtures("own_store")
def test_the_log_of_the_library_is_silent_whatever_it_calls_critical() -> None:
    """A scheduler calls a client that has left critical: after Ctrl-C that would be pages of traceback."""
    with open_executor("dask", 1):
        levels = [
            logging.getLogger(name).getEffectiveLevel()
            for name in ("distributed.scheduler", "distributed.core")
        ]
    assert min(levels) > logging.CRITICAL


def test_an_unknown_executor_and_an_address_for_threads_are_refused() -> None:
    with (
        pytest.raises(UsageError, match="executor = 'ray' is unknown; expected one of local, dask"),
        open_executor("ray"),
    ):
        pass
    with (
        pytest.raises(UsageError, match=r"executor\.address = tcp://h:1 is read with executor=dask only"),
        open_executor("local", address="tcp://h:1"),
    ):
        pass


def test_a_worker_with_other_code_is_refused(toy: Scenario) -> None:
    with pytest.raises(SimError, match="a worker runs version .* expected 0123456789ab"):
        rebuild("0123456789ab", (toy, 1, BLOCK, 0, None), True, Path())


@pytest.mark.parametrize(
    ("end", "code", "said"),
    [
        (signal.SIGINT, 130, f"sim: {GO_ON}\n"),
        pytest.param(signal.SIGKILL, -9, "", marks=pytest.mark.slow),
    ],
)
def test_a_job_that_is_ended_leaves_no_process_of_the_cluster_it_started(
    tmp_path: Path, end: signal.Signals, code: int, said: str
) -> None:
    import psutil

    share_compiled_code(tmp_path / "cache")
    environment = {**os.environ, "SIM_CACHE_DIR": str(tmp_path / "cache"), "PYTHONPATH": str(SIM.parent)}
    words = ["scenario=toy_corridor", "runs=400000", "out=done", "executor=dask", "workers=2"]
    child = subprocess.Popen(
        [sys.executable, "-m", "sim", *words],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    with ended(child):
        limit = time.monotonic() + 120
        while len(list((tmp_path / "cache" / "store").rglob("*.block"))) < 3:
            assert time.monotonic() < limit and child.poll() is None
            time.sleep(0.05)
        family = psutil.Process(child.pid).children(recursive=True)
        everyone = (psutil.Process(child.pid), *family)
        heard = {one.laddr.ip for process in everyone for one in process.net_connections() if one.status == "LISTEN"}  # fmt: skip
        os.killpg(child.pid, end)  # as Ctrl-C does on a terminal: to the whole group
        told = child.communicate(timeout=60)[1].decode()
    assert (child.returncode, told) == (code, said)
    assert psutil.wait_procs(family, timeout=20)[1] == []
    assert len(family) >= 2
    assert heard == {"127.0.0.1"}


def share_compiled_code(cache: Path) -> None:
    """A store that is empty but for the code compiled before."""
    cache.mkdir()
    (cache / "compiled").symlink_to(cache_root().resolve() / "compiled", target_is_directory=True)
