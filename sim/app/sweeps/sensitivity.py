"""``sim sensitivity``: what the verdicts are most sensitive to, ranked, and regions in which a claim holds or fails.

``method=ranks`` reads one ensemble (conditioned, with batches where needed): parameters and biases of sources, sources
left out, definitions, and regions in which a claim holds or fails. ``morris`` and ``sobol`` run one batch per point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.analysis.conditioning import condition_runs
from sim.analysis.pipeline import run
from sim.analysis.progress_lines import COMPILING
from sim.app.entry.start import start_session
from sim.app.sweeps.influences import (
    Influence,
    Influences,
    bars_of,
    document_of,
    rank_influences,
    region_sentence,
    table_rows_of,
)
from sim.app.sweeps.ranking import MAIN, indices_of
from sim.app.sweeps.result import (
    SWEEP_RUNS,
    axis_texts,
    check_points,
    finish,
    footer_of,
    make_sweep,
    target_label,
    used_counts,
)
from sim.app.sweeps.tables import write_table
from sim.base.compiled import LAW_VERSION, is_compiled_before
from sim.base.errors import DONE, FAILED_RUNS, UsageError
from sim.claims.estimate import LEAST_SHOWN
from sim.claims.likelihood_words import percent
from sim.ensemble.draws import varying
from sim.ensemble.engine import Ensemble
from sim.explore.axes import Axis, parse_axes
from sim.explore.definition_axes import claims_with_choice, headline_column
from sim.explore.effects import find_effects
from sim.explore.indices import sample, through_priors
from sim.explore.point_runs import SweepProgress, run_points
from sim.explore.prim import Box, find_box
from sim.explore.row_store import Row
from sim.explore.settings import Point, Setup
from sim.explore.targets import EVERY, Target, choose_targets, headline_names, observe
from sim.inference.weights import Weights, leave_one_out, normalise
from sim.law.parameters import PARAMETERS
from sim.output.folder import RunFolderWriter, open_folder
from sim.output.json_documents import write_json
from sim.plots.drawing.bars import InputBar, Tornado
from sim.scenario.files.stored_sensitivity import SENSITIVITY
from sim.scenario.scenario import Scenario
from sim.session.console import Console
from sim.session.job import Job
from sim.session.options import OPTIONS, as_word
from sim.session.point_progress import points_progress
from sim.session.session import Session, with_executor

SHOWN = 5  # inputs shown on the terminal
POINTS = 500  # of morris and sobol, unless stated otherwise
BY_RUNS, BY_POINTS = ("inference",), ("over", "points", "keep")  # options of one kind of method only


def main(job: Job) -> int:
    """Find, print and write what influences the targets; returns the exit code."""
    session, scenario = start_session(job, None if job.method == "ranks" else SWEEP_RUNS)
    console = session.console
    targets = choose_targets(job.of or (), scenario)
    check_method_options(job)
    with open_folder(session.job) as folder:
        find = from_runs if job.method == "ranks" else from_points
        influences, has_failed = find(session, scenario, targets)
        print_sensitivity(console, influences, job.method)
        path = write(folder, session, scenario, influences)
        table = path / "sensitivity.csv"
        console.say(f"table: {table}" if table.exists() else f"written: {path / SENSITIVITY}")
    return FAILED_RUNS if has_failed else DONE


def check_method_options(job: Job) -> None:
    """UsageError for an option that the method does not read."""
    unread_options, reader = (BY_POINTS, "morris or sobol") if job.method == "ranks" else (BY_RUNS, "ranks")
    for name in unread_options:
        if (value := getattr(job, name)) != OPTIONS[name].default:
            raise UsageError(
                f"{name} = {as_word(value)} is read with method={reader} only, not with method={job.method}"
            )


def from_runs(session: Session, scenario: Scenario, targets: Sequence[str]) -> tuple[list[Influences], bool]:
    """(influences on each target, whether runs failed), from one conditioned ensemble."""
    seed = session.job.seed
    with with_executor(session) as running:
        ensemble, weights = condition_runs(run(scenario, running), running)
    dependent_runs = weights.dependence < 1.0
    after = weights.evidence != "none" and weights.ess >= LEAST_SHOWN and not dependent_runs
    if weights.evidence != "none" and not after:
        small_sample = f"effective sample {weights.ess:.0f}, below {LEAST_SHOWN:.0f}"
        reason = (
            "runs of a filter resemble each other, which resampled intervals do not see"
            if dependent_runs
            else small_sample
        )
        session.console.say(f"{reason}: reported under the prior")
    shares = weights.values if after else weights.prior
    observed = {claim_outcome.name: claim_outcome for claim_outcome in observe(scenario, ensemble.record)}
    columns = input_columns(ensemble, weights)
    influences = [
        Influences(
            target=target.name,
            label=target_label(scenario, target.name),
            share=target.share,
            when="after the evidence" if after else "before the evidence",
            middle=mean_of(target, shares),
            effects=find_effects(columns, target, shares, seed),
            others=[
                *source_left_out(target, weights, after),
                *other_definitions(scenario, observed, target, shares),
            ],
            boxes=find_boxes(columns, target, shares, seed),
        )
        for target in (observed[name] for name in targets)
    ]
    session.watch.lap("find")
    return influences, bool(ensemble.failed)


def input_columns(ensemble: Ensemble, weights: Weights) -> dict[str, np.ndarray]:
    """Everything drawn for a run that differs between runs: name -> float64 [R], parameters and the bias of each source used in the likelihood."""
    sources = {count.source for count in ensemble.scenario.counts if count.id in weights.used}
    columns = {name: ensemble.parameters[PARAMETERS[name].field] for name in varying(ensemble.scenario)}
    biases = {
        f"source.{name}.bias": values
        for name, values in weights.bias.items()
        if name in sources and np.ptp(values) > 0
    }
    return {
        name: np.ascontiguousarray(values, dtype=np.float64) for name, values in (columns | biases).items()
    }


def mean_of(target: Target, shares: np.ndarray) -> float | None:
    """Weighted mean over the defined runs; ``shares`` [R]."""
    weight = np.where(target.defined, shares, 0.0)
    return float(weight @ target.numbers / weight.sum()) if weight.sum() > 0 else None


def source_left_out(target: Target, weights: Weights, after: bool) -> list[tuple[str, str, float | None]]:
    """The target without each source's reports."""
    if not after:
        return []
    return [
        ("source", group, mean_of(target, normalise(reduced.log_values)))
        for group, reduced in leave_one_out(weights).items()
    ]


def other_definitions(
    scenario: Scenario, observed: Mapping[str, Target], target: Target, shares: np.ndarray
) -> list[tuple[str, str, float | None]]:
    """The same claim by its other definitions; ``shares`` [R]."""
    claim = next(
        (
            scenario_claim
            for scenario_claim in scenario.claims
            if target.name.startswith(f"{scenario_claim.id}.")
        ),
        None,
    )
    names = [] if claim is None else [f"{claim.id}.{definition.id}" for definition in claim.definitions]
    return [("definition", name, mean_of(observed[name], shares)) for name in names if name != target.name]


def find_boxes(columns: Mapping[str, np.ndarray], target: Target, shares: np.ndarray, seed: int) -> list[Box]:
    """Where the claim holds, and where it fails; name -> input [R], ``shares`` [R]."""
    if not target.share:
        return []
    boxes = (find_box(columns, target, shares, wanted=outcome, seed=seed) for outcome in (True, False))
    return [box for box in boxes if box is not None]


def from_points(
    session: Session, scenario: Scenario, targets: Sequence[str]
) -> tuple[list[Influences], bool]:
    """(influences on each target, whether runs failed), from a design through the priors."""
    job, console, watch = session.job, session.console, session.watch
    setup = Setup(scenario, job.evidence)
    inputs = chosen_inputs(job, setup, targets)
    names = [name if isinstance(name, str) else name.name.removeprefix("law.") for name in inputs]
    unit = sample(job.method, names, job.points or POINTS, job.seed)
    points = through_priors(job.method, inputs, unit, scenario)
    if scenario.matched is not None:
        console.say(f"through the priors set one by one, before learning from {scenario.matched.campaign}")
    check_points(points, setup)
    sweep = make_sweep(setup, job)
    if not is_compiled_before():
        console.say(COMPILING)
    console.say(f"{job.method} over {len(names)} inputs: {len(points):,} points of {sweep.runs:,} runs")
    watch.lap("read")
    with with_executor(session) as running, points_progress(console) as progress:
        sweep = replace(sweep, executor=running.executor)
        rows = run_points(sweep, points, SweepProgress(len(points)), progress)
    watch.lap("run")
    influences = [indices_of_target(job, scenario, names, unit, points, rows, target) for target in targets]
    return influences, any(row["error"] or row["runs_failed"] for row in rows)


def chosen_inputs(job: Job, setup: Setup, targets: Sequence[str]) -> tuple[str | Axis, ...]:
    """What ``over`` names: parameters through their priors, else axes; without it all priors and meanings.

    UsageError for a parameter that does not vary, or an axis that makes no sense.
    """
    scenario, texts = setup.scenario, axis_texts(job)
    varying_names, choices = varying(scenario), claims_with_choice(scenario)
    if not texts:
        claim_ids = [claim.id for claim in scenario.claims if f"{claim.id}.{claim.headline}" in targets]
        heads = [f"definition.{claim}" for claim in claim_ids if claim in choices]
        return (*varying_names, *parse_axes(heads, setup)) if heads else varying_names
    inputs: list[str | Axis] = []
    for text in texts:
        name = text.removeprefix("law.")
        if name in varying_names:
            inputs.append(name)
        elif ":" not in text and text.startswith("law."):
            raise UsageError(
                f"over = {name!r} is not a parameter of the law that varies in {scenario.name}; "
                "expected names such as law.momentum.gain (their priors give the range)"
            )
        else:
            inputs += parse_axes([text], setup)
    return tuple(inputs)


def indices_of_target(
    job: Job,
    scenario: Scenario,
    names: Sequence[str],
    unit: np.ndarray,
    points: Sequence[Point],
    rows: Sequence[Row],
    target: str,
) -> Influences:
    """Indices of one target: after the evidence if every point has enough effective runs, else before it.

    unit   float64 [P, K], points in the unit cube
    """
    key = "p" if any(f"{target}.prior.p" in row for row in rows) else "mean"
    columns = [headline_column(scenario, point, target) for point in points]
    after = [row.get(f"{name}.posterior.{key}") for name, row in zip(columns, rows, strict=True)]
    all_after = all(value is not None for value in after)
    before = [row.get(f"{name}.prior.{key}") for name, row in zip(columns, rows, strict=True)]
    values = after if all_after else before
    defined_values = [value for value in values if value is not None]
    indices, why_not = indices_of(job.method, names, unit, values, job.seed)
    return Influences(
        target=target,
        label=target_label(scenario, target),
        share=key == "p",
        when="after the evidence" if all_after else "before the evidence",
        middle=float(np.mean(defined_values)) if defined_values else None,
        method=job.method,
        indices=indices,
        why_not=why_not,
    )


def print_sensitivity(console: Console, influences: Sequence[Influences], method: str) -> None:
    """The strongest inputs of each target that stand out from noise, and the regions."""
    for influence in influences:
        middle = (
            ""
            if influence.middle is None
            else f": {as_text(influence.middle, influence.share)} {influence.when}"
        )
        console.say(f"{influence.label}{middle}")
        clear_bars = [bar for bar in bars_of(influence) if bar.main[1] > 0][:SHOWN]
        console.say_table(
            [(f"  {bar.name}", *input_cells(bar, method, influence.share)) for bar in clear_bars]
        )
        if not clear_bars:
            console.say(f"  {influence.why_not or 'no single input stands out from the noise'}")
        moves = [
            move
            for move in rank_influences(influence)
            if move.kind in ("source", "definition") and move.index is None
        ]
        console.say_table([influence_cells(move, influence) for move in moves[:SHOWN]])
        for box in influence.boxes:
            console.say(f"  {region_sentence(box, influence.when)}")


def influence_cells(move: Influence, influences: Influences) -> tuple[str, ...]:
    """A source left out or another definition, in words."""
    name = move.name.removeprefix(influences.target.rpartition(".")[0] + ".")
    change_text = f"without {name}" if move.kind == "source" else f"defined as {name}"
    return f"  {change_text}", "–" if move.end is None else as_text(move.end, influences.share)


def as_text(value: float, share: bool) -> str:
    """A probability or a level."""
    return percent(value) if share else f"{value:.4g}"


def input_cells(bar: InputBar, method: str, share: bool) -> tuple[str, ...]:
    """One input in words."""
    value, low, high = bar.main
    index_text = f"{MAIN[method]} {value:.2g} ({low:.2g} to {high:.2g})"
    if bar.ends is None:
        return (index_text,)
    first, last = (as_text(end, share) for end in bar.ends)
    return index_text, f"lowest fifth {first}, highest fifth {last}"


def write(
    folder: RunFolderWriter, session: Session, scenario: Scenario, influences: Sequence[Influences]
) -> Path:
    """Fill the folder and complete it; returns its path."""
    from sim.app.sweeps.figures import draw_bars  # brings matplotlib

    job = session.job
    rows = [row for item in influences for row in table_rows_of(item)]
    if rows:
        write_table(folder.part, "sensitivity", rows)
    write_json(folder.part / SENSITIVITY, document_of_job(job, scenario, influences))
    picture_names = [
        item for item in influences if EVERY not in (job.of or ()) or item.target in headline_names(scenario)
    ]
    footer = footer_of(scenario, job, f"{job.runs:,} runs" + (" a point" if job.method != "ranks" else ""))
    for influence in picture_names:
        data = Tornado(
            claim=influence.label,
            when=influence.when,
            middle=influence.middle,
            bars=bars_of(influence),
            main=MAIN[job.method],
            other="first-order index" if job.method == "sobol" else "",
            share=influence.share,
            footer=footer,
        )
        draw_bars(folder.part / "figures", f"tornado_{influence.target}", data)
    return finish(folder, session, scenario, runs=job.runs)


def document_of_job(job: Job, scenario: Scenario, influences: Sequence[Influences]) -> dict[str, Any]:
    """``sensitivity.json``."""
    return {
        "schema": "sim.sensitivity/1",
        "scenario": scenario.name,
        "method": job.method,
        "runs": job.runs,
        "seed": job.seed,
        "evidence": job.evidence,
        "law_version": LAW_VERSION,
        "frozen": dict(scenario.frozen),
        "weighed": [count.id for count in used_counts(scenario, job.evidence)],
        "targets": [document_of(influence) for influence in influences],
    }
