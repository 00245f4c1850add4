"""``sim ablation``: every mechanism off in turn, and other target rules, with the same random numbers: what each one does.

With ``campaigns=`` the exam of the library is what is compared (``sim.app.exam.ablation``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from sim.analysis.conditioning import ENOUGH, with_batches
from sim.analysis.pipeline import read
from sim.app.exam import ablation
from sim.base.codes import CHALLENGER, INCUMBENT
from sim.base.errors import DONE, UsageError
from sim.claims.definitions import evaluate
from sim.claims.estimate import LEAST_SHOWN, estimate
from sim.claims.types import Definition
from sim.ensemble.engine import Ensemble, run_ensemble
from sim.ensemble.execution.executor import Threads
from sim.inference.weights import Weights, weigh_ensemble
from sim.law.parameters import OFF
from sim.output.folder import open_folder
from sim.output.json_documents import finish_study, write_json, write_rows
from sim.record.holdings import retaken
from sim.record.observables import captures_by_channel
from sim.record.regimes import REGIMES, regimes
from sim.scenario.files.hashing import simulation_hash
from sim.scenario.reader import with_law
from sim.scenario.scenario import Scenario
from sim.session.console import Console
from sim.session.job import Job
from sim.session.options import OPTIONS
from sim.session.session import Session

RUNS = 2_000
WHOLE = "as it is"
AT_RANDOM = {"target_choice": "targets at random"}  # the rule that is left when a mechanism is off
RULES: dict[str, dict[str, float]] = {  # other target rules as settings: a sharper choice, cities first
    "targets greedily": {"pressure.focus": 5.0},
    "cities first": {"pressure.city": 8.0},
}
Row = dict[str, Any]


@dataclass(frozen=True)
class Setting:
    """One row of the table: mechanisms off and parameters fixed."""

    name: str
    without: tuple[str, ...] = ()
    law: Mapping[str, float] = field(default_factory=dict)


def settings() -> list[Setting]:
    """The whole law, each mechanism off, each target rule."""
    mechanisms_off = [
        Setting(AT_RANDOM.get(name, f"without {name.replace('_', ' ')}"), without=(name,)) for name in OFF
    ]
    rules = [Setting(name, law=law) for name, law in RULES.items()]
    return [Setting(WHOLE), *mechanisms_off, *rules]


def main(job: Job) -> int:
    """Run every setting with the same random numbers, compare with the whole law, print and write. UsageError for an option it cannot use."""
    if job.campaigns is not None:
        return ablation.main(job)
    if job.start != OPTIONS["start"].default:
        raise UsageError(
            f"start = {job.start} is read with campaigns= only; expected campaigns=all beside it"
        )
    scenario, todo = read(job), settings()
    session = Session(job.with_runs(min(scenario.runs, RUNS)))
    job, console, watch = session.job, session.console, session.watch
    console.say(
        f"{scenario.title}: {len(todo)} settings of {job.runs:,} runs, seed {job.seed}, common random numbers"
    )
    with open_folder(job) as folder:
        rows: list[Row] = []
        baseline: Mapping[str, Any] = {}
        for setting in todo:
            ensemble = simulate(scenario, setting, job)
            quantities = run_quantities(ensemble)
            baseline = baseline or quantities
            before = {"setting": setting.name, **prior_row(ensemble, quantities, baseline)}
            rows.append(before | after_evidence(*condition_setting(ensemble, job)))
        watch.lap("run")
        print_ablation(console, rows)
        if min(row["ess"] for row in rows) < LEAST_SHOWN and job.inference != "batches":
            console.say(
                "too few effective runs for a number after the evidence: inference=batches adds them (minutes)"
            )
        document = {
            "schema": "sim.ablation/1", "scenario": scenario.name, "seed": job.seed, "runs": job.runs,
            "evidence": job.evidence, "rows": rows,
        }  # fmt: skip
        write_json(folder.part / "ablation.json", document)
        write_rows(folder.part / "ablation.csv", rows)
        draw(
            folder.part / "figures", rows, f"{scenario.name} · {job.runs:,} runs a setting · seed {job.seed}"
        )
        watch.lap("write")
        finish_study(folder, session, "ablation.json", simulation_hash(scenario), runs=job.runs)
    return DONE


def simulate(scenario: Scenario, setting: Setting, job: Job) -> Ensemble:
    """The runs of one setting; run k has the random numbers of run k of every other."""
    changed_scenario = with_law(scenario, setting.law, setting.without)
    return run_ensemble(changed_scenario, runs=job.run_count, seed=job.seed, workers=job.workers)


def headlines(scenario: Scenario) -> dict[str, Definition]:
    """Headline of each testable claim, by claim id."""
    return {
        claim.id: definition
        for claim in scenario.claims
        for definition in claim.definitions
        if claim.testable and definition.id == claim.headline
    }


def run_quantities(ensemble: Ensemble) -> dict[str, np.ndarray]:
    """What is compared run by run: name -> float64 [R], NaN where it is not defined or the run failed."""
    record, scenario = ensemble.record, ensemble.scenario
    taker, loser = (int(np.flatnonzero(record.roles == role)[0]) for role in (CHALLENGER, INCUMBENT))
    channels = captures_by_channel(record, taker, 0, record.days)
    total = channels.sum(axis=1)
    held_share = record.series["held"][:, -1, taker] / scenario.terrain.districts
    quantities = {
        "held_share": held_share.astype(np.float64),
        "capitals": record.series["capitals"][:, -1, taker].astype(np.float64),
        "capitulation_share": np.where(total > 0, channels[:, 1] / np.maximum(total, 1), np.nan),
        "recaptures": np.bincount(retaken(record, loser).run, minlength=record.runs).astype(np.float64),
    }
    for claim, definition in headlines(scenario).items():
        truth = evaluate(definition, record).astype(np.float64)
        quantities[claim] = np.where(truth < 0, np.nan, truth)
    return {name: by_run_number(values, ensemble) for name, values in quantities.items()}


def by_run_number(values: np.ndarray, ensemble: Ensemble) -> np.ndarray:
    """``values`` [R] of the runs that did not fail, each at its run number, so that two settings pair run by run."""
    values_by_run = np.full(ensemble.runs + len(ensemble.failed), np.nan)
    values_by_run[ensemble.record.run] = values
    return values_by_run


def condition_setting(ensemble: Ensemble, job: Job) -> tuple[Ensemble, Weights]:
    """The runs and their weights; with ``inference=batches`` further runs where the reports lie (minutes)."""
    weigh = partial(weigh_ensemble, evidence=job.evidence)
    if job.inference != "batches" or job.evidence == "none":
        return ensemble, weigh(ensemble)
    return with_batches(ensemble, weigh, ENOUGH, Threads(job.workers))


def prior_row(
    ensemble: Ensemble, quantities: Mapping[str, np.ndarray], baseline: Mapping[str, np.ndarray]
) -> Row:
    """One row before the evidence: means with their paired change, and the shares of the regimes; name -> float64 [R] both."""
    row: Row = {"runs": ensemble.runs}
    for name, values in quantities.items():
        change, error = paired_change(values, baseline[name])
        label = name if name not in headlines(ensemble.scenario) else f"{name}_prior"
        row |= {label: defined_mean(values), f"{label}_change": change, f"{label}_error": error}
    side = int(np.flatnonzero(ensemble.record.roles == CHALLENGER)[0])
    kinds = np.bincount(regimes(ensemble.record, side), minlength=len(REGIMES)) / ensemble.runs
    return row | dict(zip(REGIMES, kinds.tolist(), strict=True))


def after_evidence(ensemble: Ensemble, weights: Weights) -> Row:
    """The headlines after the evidence with their intervals, and the effective runs; None below 20 of them."""
    row: Row = {"ess": weights.ess}
    for claim, definition in headlines(ensemble.scenario).items():
        posterior = estimate(evaluate(definition, ensemble.record), weights.values)
        row |= {f"{claim}_p": posterior.p, f"{claim}_low": posterior.low, f"{claim}_high": posterior.high}
    return row


def defined_mean(values: np.ndarray) -> float | None:
    """Mean of the runs that define it; None if none does; ``values`` [R]."""
    defined_values = values[np.isfinite(values)]
    return float(defined_values.mean()) if len(defined_values) else None


def paired_change(values: np.ndarray, before: np.ndarray) -> tuple[float | None, float | None]:
    """(mean change, standard error) over the runs [R] both settings define; the random numbers are the same, so they are paired."""
    change = values - before
    change = change[np.isfinite(change)]
    if len(change) < 2:
        return None, None
    return float(change.mean()), float(change.std(ddof=1) / np.sqrt(len(change)))


def print_ablation(console: Console, rows: Sequence[Row]) -> None:
    """The table: what each setting leaves of the war and of each headline."""
    claims = [name.removesuffix("_p") for name in rows[0] if name.endswith("_p")]
    heads = ("setting", "held", "capitals", "surrendered", "retaken", "ESS", *REGIMES[1:])
    console.say_table([heads, *map(setting_cells, rows)])
    console.say("\nheadlines before the evidence (change, standard errors of it) and after it")
    headlines = [(row["setting"], *(headline_cell(row, claim) for claim in claims)) for row in rows]
    console.say_table([("setting", *claims), *headlines])


def setting_cells(row: Row) -> tuple[str, ...]:
    """What one setting leaves of the war: shares in per cent, numbers, effective runs, shares of the regimes."""
    return (
        row["setting"], percent_cell(row["held_share"]), number_cell(row["capitals"]), percent_cell(row["capitulation_share"]),
        number_cell(row["recaptures"]), number_cell(row["ess"]), *(percent_cell(row[name]) for name in REGIMES[1:]),
    )  # fmt: skip


def headline_cell(row: Row, claim: str) -> str:
    """``97 % (-2.1, 5.0 errors) -> 67 %``."""
    change, error = row[f"{claim}_prior_change"], row[f"{claim}_prior_error"]
    shift = "" if not change or not error else f" ({100 * change:+.1f}, {abs(change) / error:.1f} errors)"
    return f"{percent_cell(row[f'{claim}_prior'])}{shift} -> {percent_cell(row[f'{claim}_p'])}"


def percent_cell(value: float | None) -> str:
    """A share in per cent, or a dash."""
    return "-" if value is None else f"{100 * value:.1f} %"


def number_cell(value: float | None) -> str:
    """A number with one digit, or a dash."""
    return "-" if value is None else f"{value:.1f}"


def draw(place: Any, rows: Sequence[Row], foot: str) -> None:
    """Paired changes as one picture."""
    from sim.plots.drawing.files import save_figure  # brings matplotlib
    from sim.plots.studies.ablation import draw_ablation

    save_figure(place, "ablation", partial(draw_ablation, rows=rows, foot=foot))
