"""Run an ensemble: draw, look into the store, simulate what is missing, put together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.base.codes import MANNERS, ROLES
from sim.base.compiled import LAW_VERSION, cache_root
from sim.base.errors import SimError, UsageError
from sim.base.html_display import html_table
from sim.ensemble.block import BLOCK, Block, Worker
from sim.ensemble.draws import draw_laws, draw_starts, draw_variants
from sim.ensemble.execution.executor import Threads, open_executor
from sim.ensemble.execution.work import Executor
from sim.ensemble.lineage import Lineage
from sim.ensemble.proposal import Proposal
from sim.ensemble.store import MOTION_VERSION, pack, read_block, store_folder, unpack, write_block
from sim.ensemble.uniforms import Numbers
from sim.ensemble.world import build_world, war_matrix
from sim.law.parameters import LAW_DTYPE
from sim.law.state import EVENT, World
from sim.record.record import SERIES_COUNTS, SERIES_LEVELS, Record
from sim.scenario.files.resolved import simulation_hash
from sim.scenario.reader import with_law
from sim.scenario.scenario import Scenario, earlier_holders

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[int, int, int], None]  # runs done, runs in all, runs of those taken from the store
READERS, AHEAD = 2, 16  # threads that read stored blocks, and blocks read before the first of them is used
EVENT_COLUMNS = ("day", "district", "giver", "taker", "manner")


@dataclass(frozen=True)
class Ensemble:
    """R runs of a scenario with the parameters drawn for each; axes: R runs, T + 1 days (day 0 is the start), F factions.

    ``record`` holds what happened (start map, events, daily series), ``events`` the same events as an Arrow table, and
    ``series`` the daily series by name, [R, T + 1, F]. Runs that failed are listed in ``failed`` by number, with the
    reason, and are not among the R.
    """

    scenario: Scenario
    record: Record
    parameters: np.recarray  # LAW_DTYPE [R]
    variant: np.ndarray  # int16 [R], index into scenario.variants
    tracker: np.ndarray  # int16 [R], index into scenario.trackers
    seed: int
    failed: dict[int, str]
    law_version: str
    simulation_hash: str
    reused: int  # runs taken from the store
    log_prior: (
        np.ndarray
    )  # float64 [R], log(prior density / density the parameters were drawn from); 0 without batches
    proposals: tuple[Proposal, ...] = ()  # of the batches after the first
    lineage: Lineage | None = None  # of the last runs, if a filter made them
    dependence: float = (
        1.0  # share of the effective runs that is left because runs of a filter resemble each other
    )
    islands: np.ndarray | None = None  # int32 [R], island of the filter that each run is of, -1 for others

    def __repr__(self) -> str:
        return f"Ensemble({self.scenario.name!r}: {', '.join(f'{fact} {value}' for fact, value in self._facts())})"

    def _facts(self) -> list[tuple[str, str]]:
        """What a notebook shows."""
        return [
            ("runs", f"{self.runs:,}" + (f", {len(self.failed):,} failed" if self.failed else "")),
            ("days", str(self.days)),
            ("districts", str(self.record.terrain.districts)),
            ("factions", ", ".join(self.record.factions)),
            ("seed", str(self.seed)),
            ("law", self.law_version),
        ]

    def _repr_html_(self) -> str:
        """A small table."""
        return html_table(f"ensemble of {self.scenario.name}", self._facts())

    @property
    def runs(self) -> int:
        """R."""
        return self.record.runs

    @property
    def days(self) -> int:
        """T."""
        return self.record.days

    @property
    def series(self) -> dict[str, np.ndarray]:
        """Daily series: name -> [R, T+1, F]."""
        return self.record.series

    @property
    def numbers(self) -> Numbers:
        """The uniform numbers each run is made of, but for the parameters of later batches."""
        if self.lineage is None:
            return Numbers(self.seed, self.record.run)
        return self.lineage.numbers_after(Numbers(self.seed, self.record.run))

    @cached_property
    def events(self) -> pa.Table:
        """run, day, district, from, to, manner; sorted by run and day; names as dictionaries."""
        return events_table(self.record, 0, self.runs)


def events_table(record: Record, begin: int, stop: int) -> pa.Table:
    """Events of the run rows ``begin .. stop`` as a pyarrow table."""
    import pyarrow as pa  # 20 MB, and many jobs write no table

    rows = slice(record.event_first[begin], record.event_first[stop])
    district = record.event_district[rows]
    return pa.table(
        {
            "run": record.run[record.event_run[rows]],
            "day": record.event_day[rows],
            "district": named(
                np.where(district < 0, len(record.terrain.ids), district), [*record.terrain.ids, ""]
            ),
            "from": named(record.event_from[rows], record.factions),
            "to": named(record.event_to[rows], record.factions),
            "manner": named(record.event_manner[rows], MANNERS),
        }
    )


def named(codes: np.ndarray, names: Sequence[str]) -> pa.DictionaryArray:
    """Codes int [N] as a dictionary array of their names."""
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(list(names)))


def run_ensemble(
    scenario: Scenario,
    *,
    runs: int = 10_000,
    seed: int = 1,
    horizon: int | None = None,
    law: Mapping[str, object] | None = None,
    without: Sequence[str] = (),
    workers: int | None = None,
    executor: str | Executor = "local",
    address: str | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Simulate ``runs`` runs of a scenario from its priors; runs already in the store are not computed again.

    seed      random seed, 0 to 2**63 - 1
    horizon   days simulated after ``as_of``; None: the scenario's
    law       overrides of the priors: dotted parameter name -> number or prior ('uniform(0, 3)')
    without   names of mechanisms to switch off
    workers   threads or processes; None: all cores
    executor  "local": threads; "dask" (extra cluster): processes, of the scheduler at ``address`` if one is given
    progress  called with (runs done, runs in all, runs reused)

    The same scenario and seed give the same result bit for bit, for any number of workers, on any executor, and after
    any interruption. Raises UsageError for arguments out of range, OutputError if the store cannot be written.
    """
    check_arguments(runs, seed, horizon, workers)
    if law or without:
        scenario = with_law(scenario, law or {}, without)
    if horizon is not None:
        scenario = replace(scenario, horizon=horizon)
    with open_executor(executor, workers, address) as pool:
        return simulate(Plan(scenario, seed, runs), pool, progress)


def simulate(plan: Plan, executor: Executor | None = None, progress: Progress | None = None) -> Ensemble:
    """Carry out a plan, on all cores of this machine unless stated otherwise; see ``run_ensemble``."""
    assembly = Assembly(plan)
    plan.carry_out(executor or Threads(), progress or (lambda done, total, reused: None), assembly.add)
    return assembly.ensemble()


def check_arguments(runs: int, seed: int, horizon: int | None, workers: int | None) -> None:
    """UsageError for the first argument that is out of range."""
    if not 1 <= runs <= 100_000_000:
        raise UsageError(f"runs = {runs} is out of range; expected 1 to 100,000,000")
    if not 0 <= seed < 2**63:
        raise UsageError(f"seed = {seed} is out of range; expected 0 to {2**63 - 1}")
    if horizon is not None and not 1 <= horizon <= 3650:
        raise UsageError(f"horizon = {horizon} is out of range; expected 1 to 3650 days")
    if workers is not None and not 1 <= workers <= 1024:
        raise UsageError(f"workers = {workers} is out of range; expected 1 to 1024")


class Plan:
    """Which blocks make the ensemble, and how each is made: the ``Work`` whose items are block numbers."""

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        runs: int,
        first: int = 0,
        proposal: Proposal | None = None,
        *,
        keep: bool = True,
        root: Path | None = None,
    ) -> None:
        """Runs ``first .. first + runs``; ``first`` lies on the grid of blocks.

        keep   store what is simulated; what is stored is used in any case
        root   of the store; None: this process's own
        """
        self.scenario, self.seed, self.runs, self.first, self.proposal = scenario, seed, runs, first, proposal
        self.keep, self.root = keep, root or cache_root()
        self.days = scenario.days
        self.hash = simulation_hash(scenario)
        address = self.hash if proposal is None else f"{self.hash}-{proposal.digest}"
        self.folder: Path = store_folder(address, seed, self.root)
        self.world: World = build_world(scenario, self.days)
        self.reused = 0
        self.drawn = np.zeros(runs, dtype=bool)  # the runs that were simulated here, and their parameters
        self.parameters = np.empty(runs, dtype=LAW_DTYPE).view(np.recarray)
        self.stop = threading.Event()
        self.local = threading.local()

    def __reduce__(self) -> tuple[Any, ...]:
        """A plan goes to another process as what it was made of."""
        arguments = (self.scenario, self.seed, self.runs, self.first, self.proposal)
        return rebuild, (MOTION_VERSION, arguments, self.keep, self.root)

    @property
    def numbers(self) -> Sequence[int]:
        """Block numbers on the fixed grid."""
        return range(self.first // BLOCK, (self.first + self.runs + BLOCK - 1) // BLOCK)

    @property
    def wanted(self) -> Sequence[int]:
        """Run numbers, in order."""
        return range(self.first, self.first + self.runs)

    def size(self, number: int) -> int:
        """Runs wanted of a block."""
        return min(BLOCK, self.first + self.runs - number * BLOCK)

    def carry_out(
        self, executor: Executor, progress: Progress, take_block: Callable[[int, Block], None] | None = None
    ) -> dict[int, Block]:
        """All blocks by number, from the store, or simulated and stored; none if ``take_block`` gets them as they come."""
        blocks: dict[int, Block] = {}
        take_block = take_block or blocks.__setitem__
        missing_blocks, self.reused = [], 0
        with ThreadPoolExecutor(READERS) as readers:  # disk and digests work outside the interpreter's lock
            numbers = iter(self.numbers)
            while batch := list(islice(numbers, AHEAD)):
                for number, block in zip(batch, readers.map(self.stored, batch), strict=True):
                    if block is None:
                        missing_blocks.append(number)
                        continue
                    self.reused += self.size(number)
                    take_block(number, block)
        runs_done = self.reused
        progress(runs_done, self.runs, self.reused)
        # an interruption here must stop the workers
        with closing(executor.each(self, missing_blocks)) as finished:
            for number, block in finished:
                take_block(number, block)
                runs_done += block.runs
                progress(runs_done, self.runs, self.reused)
        return blocks

    def stored(self, number: int) -> Block | None:
        """A block from the store, None if it is not there."""
        return read_block(self.folder, number, self.size(number))

    def simulate(self, number: int) -> Block:
        """One block, computed."""
        return self.simulate_runs(number * BLOCK, self.size(number))

    def simulate_runs(self, first: int, size: int) -> Block:
        """The runs ``first .. first + size``."""
        if not hasattr(self.local, "worker"):
            self.local.worker = Worker(self.world, self.days, self.stop)
        runs = np.arange(first, first + size)
        laws = draw_laws(self.scenario, self.seed, runs, self.proposal)
        rows = np.searchsorted(self.wanted, runs)
        self.parameters[rows], self.drawn[rows] = laws, True
        _, held_counts, contested_counts = draw_starts(self.scenario, self.seed, runs)
        block: Block = self.local.worker.run_block(self.seed, first, laws, held_counts, contested_counts)
        return block

    def laws(self, runs: np.ndarray) -> np.recarray:
        """Parameters of some of the runs, not drawn again where all were simulated here."""
        if not self.drawn.all():
            return draw_laws(self.scenario, self.seed, runs, self.proposal)
        if len(runs) == self.runs:
            return self.parameters
        return self.parameters[np.searchsorted(self.wanted, runs)].view(np.recarray)

    def here(self, number: int) -> Block:
        """Simulate one block, and store it if blocks are stored."""
        block = self.simulate(number)
        if self.keep:
            write_block(self.folder, number, block)
        return block

    def fetch(self, number: int) -> Block:
        """A block from the store, or made."""
        block = self.stored(number)
        return self.here(number) if block is None else block

    def away(self, number: int, shared: bool) -> bytes | None:
        """A block made in another process: left in the store if that is shared, else its bytes."""
        if shared and self.keep:
            self.here(number)
            return None
        return pack(self.simulate(number))

    def receive(self, number: int, parcel: bytes | None) -> Block:
        """The block that another process made; what cannot be read (yet) is made here."""
        if parcel is None:
            return self.fetch(number)
        block = unpack(parcel)
        if block is None:
            return self.here(number)
        if self.keep:
            write_block(self.folder, number, block)
        return block


def rebuild(code: str, arguments: tuple[Any, ...], keep: bool, root: Path) -> Plan:
    """A plan that came from another process; SimError if that has another version of the code of motion."""
    check_code(code, MOTION_VERSION)
    return Plan(*arguments, keep=keep, root=root)


def check_code(expected_code: str, own_code: str) -> None:
    """SimError unless both processes have the same code: their bits would differ."""
    if expected_code != own_code:
        raise SimError(
            f"a worker runs version {own_code} of the code; expected {expected_code}, as where the job was started"
        )


def assemble(plan: Plan, blocks: dict[int, Block]) -> Ensemble:
    """Put blocks together in run order; failed runs are left out and named. ``blocks`` is emptied on the way."""
    assembly = Assembly(plan)
    for number in plan.numbers:
        assembly.add(number, blocks.pop(number))
    return assembly.ensemble()


class Assembly:
    """The record of a plan while its blocks come in, in any order; no block is needed once it has been added."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.wanted = np.array(plan.wanted)  # rising, not always without gaps
        self.series: dict[str, np.ndarray] = {}  # name -> [R, T+1, F], columns contiguous
        self.end = np.empty((plan.runs, 2), dtype=np.int32)
        self.used = np.zeros(plan.runs, dtype=np.int64)
        self.events = {
            name: np.empty(0, EVENT[name]) for name in EVENT_COLUMNS
        }  # behind each other as they come
        self.place: dict[int, slice] = {}  # by block, its rows in them
        self.taken = 0  # runs whose events are in them
        self.errors: dict[int, str] = {}

    def add(self, number: int, block: Block) -> None:
        """Take over the wanted runs of one block."""
        begin, end = np.searchsorted(self.wanted, (block.first, block.first + block.runs))
        size = int(end - begin)
        rows = slice(begin, begin + size)
        if not self.series:
            shape = (self.plan.runs, *block.counts.shape[1:3])
            kinds = (SERIES_COUNTS, block.counts.dtype), (SERIES_LEVELS, block.levels.dtype)
            self.series = {name: np.empty(shape, dtype) for names, dtype in kinds for name in names}
        for names, values in ((SERIES_COUNTS, block.counts), (SERIES_LEVELS, block.levels)):
            for column, name in enumerate(names):
                self.series[name][rows] = values[:size, ..., column]
        self.end[rows], self.used[rows] = block.end[:size], block.event_count[:size]
        new_events = block.events[: int(block.event_count[:size].sum())]
        self.taken += size
        self.take_events(number, new_events)
        self.errors |= {run: text for run, text in block.errors.items() if run < block.first + size}

    def take_events(self, number: int, new_events: np.ndarray) -> None:
        """The events of a block behind those of the blocks before it, in columns that are made for as many as all runs will have."""
        first = max((place.stop for place in self.place.values()), default=0)
        self.place[number] = place = slice(first, first + len(new_events))
        if place.stop > len(self.events["day"]):
            share = self.taken / self.plan.runs
            for name, column in self.events.items():
                self.events[name] = np.empty(int(1.1 * place.stop / share), column.dtype)
                self.events[name][:first] = column[:first]
        for name, column in self.events.items():
            column[place] = new_events[name]

    def ensemble(self) -> Ensemble:
        """All runs that did not fail; SimError if all did."""
        plan, scenario, failed_runs = self.plan, self.plan.scenario, dict(sorted(self.errors.items()))
        if len(failed_runs) == plan.runs:
            raise SimError(
                f"all {plan.runs} runs failed; the first: run {min(failed_runs)}: {failed_runs[min(failed_runs)]}"
            )
        runs = self.wanted
        valid_runs = runs[~np.isin(runs, list(failed_runs))] if failed_runs else runs
        return Ensemble(
            scenario=scenario,
            record=self.record(valid_runs),
            parameters=plan.laws(valid_runs),
            variant=draw_variants(scenario, plan.seed, valid_runs),
            tracker=draw_starts(scenario, plan.seed, valid_runs)[0],
            seed=plan.seed,
            failed=failed_runs,
            law_version=LAW_VERSION,
            simulation_hash=plan.hash,
            reused=plan.reused,
            log_prior=np.zeros(len(valid_runs)),
            proposals=() if plan.proposal is None else (plan.proposal,),
        )

    def record(self, good: np.ndarray) -> Record:
        """The ``Record`` of the runs numbered ``good``, int64."""
        order = [self.place[number] for number in self.plan.numbers]
        events = {}
        for name in EVENT_COLUMNS:
            column = self.events.pop(name)
            events[name] = np.concatenate([column[place] for place in order])
        series, end, event_counts = self.series, self.end, self.used
        if len(good) < self.plan.runs:
            rows = np.searchsorted(self.wanted, good)
            selected = np.isin(np.repeat(np.arange(self.plan.runs), event_counts), rows)
            series, end, event_counts = (
                {name: array[rows] for name, array in series.items()},
                end[rows],
                event_counts[rows],
            )
            events = {name: event[selected] for name, event in events.items()}
        return make_record(self.plan.scenario, good, series, end, event_counts, events)


def make_record(
    scenario: Scenario,
    runs: np.ndarray,
    series: dict[str, np.ndarray],
    end: np.ndarray,
    event_counts: np.ndarray,
    events: np.ndarray | Mapping[str, np.ndarray],
) -> Record:
    """The ``Record`` of the runs numbered ``runs`` [R].

    series        name -> [R, T+1, F]
    end           int32 [R, 2], day and cause
    event_counts  int64 [R], how many of the EVENT records ``events`` (or columns by name) each run has
    """
    return Record(
        terrain=scenario.terrain,
        factions=scenario.faction_ids,
        roles=np.array([ROLES.index(faction.role) for faction in scenario.factions], dtype=np.int8),
        war=war_matrix(scenario),
        default=scenario.faction_ids.index(scenario.default_holder),
        calendar=scenario.calendar,
        horizon=scenario.horizon,
        days=scenario.days,
        run=runs,
        end_day=end[:, 0].copy(),
        end_cause=end[:, 1].astype(np.int8),
        series=series,
        event_first=np.concatenate([[0], np.cumsum(event_counts)]),
        event_day=np.ascontiguousarray(events["day"]),
        event_district=np.ascontiguousarray(events["district"]),
        event_from=np.ascontiguousarray(events["giver"]),
        event_to=np.ascontiguousarray(events["taker"]),
        event_manner=np.ascontiguousarray(events["manner"]),
        earlier=earlier_holders(scenario),
    )


__all__ = ["Ensemble", "Progress", "events_table", "run_ensemble"]
