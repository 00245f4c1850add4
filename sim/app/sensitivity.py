"""``sim sensitivity``: what moves the verdicts, ranked, and what would have to be true.

``method=ranks`` reads one ensemble (weighed, with batches where needed): parameters and biases of sources, sources
left out, definitions, and regions in which a claim holds or fails. ``morris`` and ``sobol`` run a batch a point.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.app.console import Console, Stopwatch, table_of
from sim.app.documents import write_json
from sim.app.executing import executor_of
from sim.app.folder import Folder, open_folder
from sim.app.job import Job
from sim.app.learning import learn
from sim.app.pace import points_progress
from sim.app.steps import read, run
from sim.app.swept import (
    SWEEP_RUNS,
    base_of,
    finish,
    footer_of,
    keeps_blocks,
    target_label,
    texts_of,
    write_table,
)
from sim.base.compiled import is_compiled_before
from sim.base.errors import DONE, FAILED_RUNS, UsageError
from sim.claims.words import percent
from sim.ensemble.draws import varying
from sim.ensemble.engine import Ensemble
from sim.explore.discover import Box, find_box
from sim.explore.effects import Effect, find_effects
from sim.explore.indices import Index, analyse, library, sample, through_priors
from sim.explore.points import FEWEST, Sweep, Tally, check_memory, run_points
from sim.explore.targets import Target, choose_targets, observe
from sim.inference.weights import Weights, leave_one_out, normalise
from sim.law.parameters import PARAMETERS
from sim.plots.tornado import Bar, Tornado
from sim.scenario.scenario import Scenario

SHOWN = 5  # inputs told on the terminal
POINTS = 500  # of morris and sobol, unless told


@dataclass(frozen=True)
class Found:
    """What moves one target.

    when      before or after the evidence
    middle    the target over all runs
    effects   from one ensemble; ``indices`` from a sweep (one of them is empty)
    others    rows of sources left out and of other definitions: kind, name, value
    boxes     regions in which the claim holds, and fails
    """

    target: str
    label: str
    share: bool
    when: str
    middle: float | None
    effects: Sequence[Effect] = ()
    indices: Sequence[Index] = ()
    others: Sequence[tuple[str, str, float | None]] = ()
    boxes: Sequence[Box] = ()

    @property
    def inputs(self) -> list[Effect | Index]:
        """Effects or indices, the strongest first."""
        return [*self.effects, *self.indices]


def main(job: Job) -> int:
    """Find, tell and write what moves the targets; returns the exit code."""
    console, watch = Console(), Stopwatch()
    scenario = read(job)
    targets = choose_targets(job.of or (), scenario)
    if job.method == "ranks" and (job.over or job.points):
        raise UsageError(
            "over and points are read with method=morris or sobol only; method = ranks reads one ensemble"
        )
    job = replace(job, runs=job.runs or (scenario.runs if job.method == "ranks" else SWEEP_RUNS))
    with open_folder(job) as folder:
        find = from_runs if job.method == "ranks" else from_points
        found, failed = find(job, scenario, targets, console, watch)
        tell(console, found, job.method)
        path = write(folder, job, scenario, found, watch)
        console.say(f"table: {path / 'sensitivity.csv'}")
    return FAILED_RUNS if failed else DONE


def from_runs(
    job: Job, scenario: Scenario, targets: Sequence[str], console: Console, watch: Stopwatch
) -> tuple[list[Found], bool]:
    """(what moves each target, whether runs failed), from one weighed ensemble."""
    with executor_of(job, console) as executor:
        ensemble = run(scenario, job, console, watch, executor)
        ensemble, weights = learn(ensemble, job, console, executor)
    after = weights.evidence != "none" and weights.ess >= FEWEST
    if weights.evidence != "none" and not after:
        console.say(f"effective sample {weights.ess:.0f}, below {FEWEST:.0f}: told before the evidence")
    shares = weights.values if after else weights.prior
    seen = {one.name: one for one in observe(scenario, ensemble.record)}
    columns = input_columns(ensemble, weights)
    found = []
    for name in targets:
        one = seen[name]
        found.append(
            Found(
                target=name,
                label=target_label(scenario, name),
                share=one.share,
                when="after the evidence" if after else "before the evidence",
                middle=mean_of(one, shares),
                effects=find_effects(columns, one, shares, job.seed),
                others=[*left_out(one, weights, after), *other_definitions(scenario, seen, one, shares)],
                boxes=find_boxes(columns, one, shares, job.seed),
            )
        )
    watch.lap("find")
    return found, bool(ensemble.failed)


def input_columns(ensemble: Ensemble, weights: Weights) -> dict[str, np.ndarray]:
    """Everything drawn for a run that differs between runs: parameters, and the bias of each source that was weighed."""
    sources = {count.source for count in ensemble.scenario.counts if count.id in weights.used}
    drawn = {name: ensemble.parameters[PARAMETERS[name].field] for name in varying(ensemble.scenario)}
    biases = {
        f"source.{name}.bias": values
        for name, values in weights.bias.items()
        if name in sources and np.ptp(values) > 0
    }
    return {name: np.ascontiguousarray(values, dtype=np.float64) for name, values in (drawn | biases).items()}


def mean_of(target: Target, shares: np.ndarray) -> float | None:
    """Weighted mean over the defined runs."""
    weight = np.where(target.defined, shares, 0.0)
    return float(weight @ target.numbers / weight.sum()) if weight.sum() > 0 else None


def left_out(target: Target, weights: Weights, after: bool) -> list[tuple[str, str, float | None]]:
    """The target without each source's reports."""
    if not after:
        return []
    return [
        ("source", group, mean_of(target, normalise(one.log_values)))
        for group, one in leave_one_out(weights).items()
    ]


def other_definitions(
    scenario: Scenario, seen: Mapping[str, Target], target: Target, shares: np.ndarray
) -> list[tuple[str, str, float | None]]:
    """The same claim by its other definitions."""
    claim = next((one for one in scenario.claims if target.name.startswith(f"{one.id}.")), None)
    names = [] if claim is None else [f"{claim.id}.{one.id}" for one in claim.definitions]
    return [("definition", name, mean_of(seen[name], shares)) for name in names if name != target.name]


def find_boxes(columns: Mapping[str, np.ndarray], target: Target, shares: np.ndarray, seed: int) -> list[Box]:
    """Where the claim holds, and where it fails."""
    if not target.share:
        return []
    both = (find_box(columns, target, shares, wanted=wanted, seed=seed) for wanted in (True, False))
    return [box for box in both if box is not None]


def from_points(
    job: Job, scenario: Scenario, targets: Sequence[str], console: Console, watch: Stopwatch
) -> tuple[list[Found], bool]:
    """(what moves each target, whether runs failed), from a design through the priors."""
    names = chosen_parameters(job, scenario)
    library("sample.morris")  # say that it is missing before anything is simulated
    unit = sample(job.method, names, job.points or POINTS, job.seed)
    points = through_priors(job.method, names, unit, scenario)
    setup = base_of(scenario, job)
    sweep = Sweep(
        setup, job.runs or SWEEP_RUNS, job.seed, job.workers or os.cpu_count() or 1, keeps_blocks(job)
    )
    check_memory(sweep)
    if not is_compiled_before():
        console.say("compiling the law (once, about half a minute)")
    console.say(f"{job.method} over {len(names)} parameters: {len(points):,} points of {sweep.runs:,} runs")
    watch.lap("read")
    with executor_of(job, console) as executor, points_progress(console) as progress:
        rows = run_points(replace(sweep, executor=executor), points, Tally(len(points)), progress)
    watch.lap("run")
    found = [found_in_rows(job, scenario, names, unit, rows, target) for target in targets]
    return found, any(row["error"] or row["runs_failed"] for row in rows)


def chosen_parameters(job: Job, scenario: Scenario) -> tuple[str, ...]:
    """The parameters named in ``over``, or all whose prior varies; UsageError for one that does not vary."""
    free = varying(scenario)
    given = [text.removeprefix("law.") for text in texts_of(job.over, "over")]
    for name in given:
        if name not in free:
            raise UsageError(
                f"over = {name!r} is no parameter of the law that varies in {scenario.name}; "
                "expected names such as law.momentum.gain (their priors give the range)"
            )
    return tuple(given) or free


def found_in_rows(
    job: Job,
    scenario: Scenario,
    names: Sequence[str],
    unit: np.ndarray,
    rows: Sequence[Mapping[str, Any]],
    target: str,
) -> Found:
    """Indices of one target: after the evidence if every point has enough effective runs, else before it."""
    key = "p" if any(f"{target}.prior.p" in row for row in rows) else "mean"
    after = [row.get(f"{target}.posterior.{key}") for row in rows]
    whole = all(value is not None for value in after)
    values = after if whole else [row.get(f"{target}.prior.{key}") for row in rows]
    known = [value for value in values if value is not None]
    return Found(
        target=target,
        label=target_label(scenario, target),
        share=key == "p",
        when="after the evidence" if whole else "before the evidence",
        middle=float(np.mean(known)) if known else None,
        indices=analyse(job.method, names, unit, values, job.seed),
    )


def tell(console: Console, found: Sequence[Found], method: str) -> None:
    """The strongest inputs of each target that stand out from noise, and the regions."""
    for one in found:
        middle = "" if one.middle is None else f": {as_text(one.middle, one.share)} {one.when}"
        console.say(f"{one.label}{middle}")
        clear = [bar for bar in bars_of(one) if bar.main[1] > 0][:SHOWN]
        for line in table_of([(f"  {bar.name}", *told_bar(bar, method, one.share)) for bar in clear]):
            console.say(line)
        if not clear:
            console.say("  no single input stands out from the noise")
        for box in one.boxes:
            console.say(f"  {sentence(box, one.when)}")


def as_text(value: float, share: bool) -> str:
    """A probability or a level."""
    return percent(value) if share else f"{value:.4g}"


def told_bar(bar: Bar, method: str, share: bool) -> tuple[str, ...]:
    """One input in words."""
    value, low, high = bar.main
    index = {"ranks": "share of variance", "morris": "mean change mu*", "sobol": "total index"}[method]
    said = f"{index} {value:.2g} ({low:.2g} to {high:.2g})"
    if bar.ends is None:
        return (said,)
    first, last = (as_text(end, share) for end in bar.ends)
    return said, f"lowest fifth {first}, highest fifth {last}"


def sentence(box: Box, when: str) -> str:
    """A region as a sentence with its density, coverage, and stability."""
    where = " and ".join(bound.to_text() for bound in box.bounds)
    mass = "posterior" if when.startswith("after") else "prior"
    back = ", ".join(f"{name} {100 * share:.0f} %" for name, share in (box.stability or {}).items())
    unseen = "" if np.isnan(box.elsewhere) else f" ({percent(box.elsewhere)} of runs not used to find it)"
    return (
        f"{'holds' if box.wanted else 'fails'} in {percent(box.density)} of runs{unseen} where {where}; "
        f"that region has {percent(box.support)} of the {mass} and {percent(box.coverage)} of the runs in which it "
        f"{'holds' if box.wanted else 'fails'}; bounded again in resamples: {back}"
    )


def bars_of(found: Found) -> list[Bar]:
    """The bars of the figure and the terminal."""
    if found.effects:
        return [
            Bar(one.name, (one.first, one.first_low, one.first_high), (one.lowest, one.highest))
            for one in found.effects
        ]
    return [
        Bar(
            one.name,
            (one.main, one.main_low, one.main_high),
            None,
            None
            if one.other_low is None or one.other_high is None
            else (one.other, one.other_low, one.other_high),
        )
        for one in found.indices
    ]


def write(folder: Folder, job: Job, scenario: Scenario, found: Sequence[Found], watch: Stopwatch) -> Path:
    """Fill the folder and complete it; returns its path."""
    from sim.app.planes import draw_bars  # brings matplotlib

    rows = [row for one in found for row in rows_of(one)]
    if rows:
        keys = dict.fromkeys(key for row in rows for key in row)
        write_table(folder.part, "sensitivity", [{**dict.fromkeys(keys), **row} for row in rows])
    document = {
        "schema": "sim.sensitivity/1",
        "scenario": scenario.name,
        "method": job.method,
        "targets": [document_of(one) for one in found],
    }
    write_json(folder.part / "sensitivity.json", document)
    names = {"ranks": "share of variance", "morris": "mean change (mu*)", "sobol": "total index"}
    for one in found:
        footer = footer_of(
            scenario, job, f"{job.runs:,} runs" + (" a point" if job.method != "ranks" else "")
        )
        data = Tornado(
            claim=f"{one.label}, {one.when},",
            middle=one.middle,
            bars=bars_of(one),
            main=names[job.method],
            other="first-order index" if job.method == "sobol" else "",
            share=one.share,
            footer=footer,
        )
        draw_bars(folder.part / "figures", f"tornado_{one.target}", data)
    return finish(folder, job, scenario, watch, runs=job.runs)


def rows_of(found: Found) -> list[dict[str, Any]]:
    """One flat row an input, source and definition."""
    head = {"target": found.target, "when": found.when, "overall": found.middle}
    ranked = [{**head, "kind": "input", **one.to_dict()} for one in found.inputs]
    others = [{**head, "kind": kind, "name": name, "value": value} for kind, name, value in found.others]
    return [*ranked, *others]


def document_of(found: Found) -> dict[str, Any]:
    """One target as it stands in sensitivity.json."""
    return {
        "target": found.target,
        "label": found.label,
        "when": found.when,
        "overall": found.middle,
        "inputs": [one.to_dict() for one in found.inputs],
        "others": [{"kind": kind, "name": name, "value": value} for kind, name, value in found.others],
        "regions": [{**box.to_dict(), "sentence": sentence(box, found.when)} for box in found.boxes],
    }
