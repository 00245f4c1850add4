"""``sim ablation campaigns=all``: the exam of the campaigns with every mechanism off in turn: what each does to scores and coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sim.app.exam.record import campaigns_asked, examine_all, over_campaigns
from sim.app.exam.tables import cell
from sim.base.compiled import LAW_VERSION
from sim.base.errors import DONE
from sim.exam.ablation_effect import Parts, all_scores, differences, parts
from sim.exam.collect import make_table
from sim.exam.origin_scenario import SETTINGS, Setting
from sim.exam.stock_scores import claim_rows, stock_rows
from sim.law.parameters import OFF
from sim.output.folder import open_folder
from sim.output.json_documents import finish_study, write_json, write_rows
from sim.scenario.campaign import Campaign, read_campaign
from sim.scenario.reader import with_law
from sim.scenario.scenario import Scenario
from sim.session.console import Console
from sim.session.job import Job

RUNS = 200  # of every origin and setting
WHOLE = "as it is"
COLUMNS = {
    "mechanism": "without",
    "named_brier": "named: Brier",
    "named_auc": "AUC",
    "unit_brier": "units: Brier",
    "unit_auc": "mean AUC",
    "unit_slope": "slope",
    "crps": "CRPS",
    "share_90": "in 90 %",
    "claims_brier": "claims: Brier",
}
Row = dict[str, Any]


def main(job: Job) -> int:
    """Run every setting over the campaigns with the same random numbers, print and write; returns the exit code."""
    if job.campaigns == ("all",):
        job = replace(job, campaigns=None)
    session = over_campaigns(job, RUNS)
    job, console = session.job, session.console
    campaigns = [read_campaign(name) for name in campaigns_asked(job)]
    console.say(
        f"{len(campaigns)} campaigns: {len(OFF) + 1} settings of {job.runs:,} runs an origin, same random numbers"
    )
    with open_folder(job) as folder:
        rows = measure(campaigns, job, console)
        print_rows(console, rows)
        ablation = document(rows, campaigns, job)
        write_json(folder.part / "ablation.json", ablation)
        write_rows(folder.part / "ablation.csv", rows)
        finish_study(folder, session, "ablation.json", runs=job.runs)
    return DONE


def measure(campaigns: Sequence[Campaign], job: Job, console: Console) -> list[Row]:
    """One row per setting: its figures, and their differences to the whole law with errors."""
    rows: list[Row] = []
    baseline: Mapping[str, Parts] = {}
    for name in ("", *OFF):
        setting = without_mechanism(SETTINGS[job.start], name)
        sheets = examine_all(campaigns, job.run_count, job.seed, job.workers, setting=setting)
        scores = parts(make_table(sheets, baselines=False), stock_rows(sheets), claim_rows(sheets))
        baseline = baseline or scores
        row = {"mechanism": name or WHOLE, **all_scores(scores)}
        rows.append(row | (differences(scores, baseline) if name else {}))
        console.say(f"{len(rows)} of {len(OFF) + 1}: {rows[-1]['mechanism']}")
    return rows


def without_mechanism(setting: Setting, mechanism: str) -> Setting:
    """``setting`` with a mechanism of the law switched off; as it is for the empty name."""

    def without(campaign: Campaign, origin: date, horizon: int) -> Scenario:
        return with_law(setting(campaign, origin, horizon), {}, [mechanism] if mechanism else [])

    return without


def document(rows: Sequence[Row], campaigns: Sequence[Campaign], job: Job) -> Row:
    """``ablation.json`` of the campaigns."""
    return {
        "schema": "sim.exam_ablation/1",
        "law_version": LAW_VERSION,
        "runs": job.runs,
        "seed": job.seed,
        "start": job.start,
        "campaigns": [campaign.name for campaign in campaigns],
        "origins": sum(len(campaign.origins) for campaign in campaigns),
        "rows": list(rows),
    }


def ablation_cells(row: Row) -> tuple[str, ...]:
    """Cells of one row: the whole law in figures, a setting by its differences with their standard errors."""
    return (str(row["mechanism"]), *(format_cell(row, name) for name in list(COLUMNS)[1:]))


def format_cell(row: Row, name: str) -> str:
    """``0.172``, or ``+0.013 (0.004)`` where the row has a difference."""
    change, error = row.get(f"{name}_change"), row.get(f"{name}_error")
    if row["mechanism"] == WHOLE or change is None:
        return cell(row[name])
    return f"{change:+.3f}" + ("" if error is None else f" ({error:.3f})")


def print_rows(console: Console, rows: Sequence[Row]) -> None:
    """The table on the terminal."""
    console.say("\nthe whole law, then what changes without a mechanism (standard error, over campaigns)")
    console.say_table([tuple(COLUMNS.values()), *map(ablation_cells, rows)])
