"""``sim record``: the exam over the campaigns of the library, every origin, every unit near a front, fixed horizons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sim.app.exam.files import write_exam
from sim.app.exam.page import print_exam
from sim.base.compiled import LAW_VERSION
from sim.base.errors import DONE, UsageError, nearest
from sim.calibration.calls import from_plain
from sim.exam.calibration.bands import with_band_factors
from sim.exam.calibration.past_calls import past_calls
from sim.exam.calibration.scores import lessons
from sim.exam.collect import make_table
from sim.exam.origin_scenario import SETTINGS, Setting, from_history
from sim.exam.origin_sheet import OriginAnswers, cached_sheet, run_prior
from sim.exam.questions import set_paper
from sim.exam.stock_scores import claim_rows, claim_summary, count_summary, stock_rows
from sim.exam.summary import (
    binary_rows,
    expected_rows,
    extreme_rows,
    per_campaign,
    reliability_rows,
    steps_rows,
    windows_within,
)
from sim.exam.table import QuestionTable
from sim.exam.truth import read_truth
from sim.output.folder import open_folder
from sim.scenario.blocks.population import with_population
from sim.scenario.campaign import Campaign, campaign_names, read_campaign
from sim.scenario.scenario import Scenario
from sim.session.console import Console
from sim.session.job import Job
from sim.session.options import OPTIONS
from sim.session.session import Session

RUNS = 2000  # of every origin
LABEL = "campaigns"  # what stands for a scenario in the job


def main(job: Job) -> int:
    """Examine every origin, score, print, write; returns the exit code."""
    session = over_campaigns(job, RUNS)
    job, console = session.job, session.console
    with open_folder(job) as folder:
        campaigns = [read_campaign(name) for name in campaigns_asked(job)]
        setting = with_population_priors(SETTINGS[job.start], job.population)
        sheets = examine_all(campaigns, job.run_count, job.seed, job.workers, console, setting)
        table = make_table(sheets)
        dates = stock_rows(sheets)
        past = past_calls(sheets, table, dates, job.run_count, job.seed, job.start)
        dates = with_band_factors(dates, from_plain(past).counts)
        record_document = {**document(table, sheets, dates, job), **lessons(sheets, table, past)}
        print_exam(console, record_document)
        write_exam(folder, session, record_document, table, past)
    console.say(f"page: {folder.path / 'record.html'}")
    return DONE


def over_campaigns(job: Job, runs: int) -> Session:
    """The session of a job over campaigns, so many runs each if none are asked for; UsageError if it names a scenario too."""
    if job.scenario not in (OPTIONS["scenario"].default, LABEL):
        raise UsageError(
            f"scenario = {job.scenario!r} is not read beside campaigns=; expected campaigns=[NAME,...] alone"
        )
    return Session(replace(job, scenario=LABEL).with_runs(runs))


def campaigns_asked(job: Job) -> list[str]:
    """Names of the campaigns asked for; UsageError for one that is not there."""
    shipped_names = campaign_names()
    if job.campaigns == ("all",):
        return list(shipped_names)
    for name in job.campaigns or ():
        if name not in shipped_names and "/" not in name:
            raise UsageError(
                f"campaigns = {name!r} is not a campaign of the library{nearest(name, shipped_names)}"
            )
    return list(job.campaigns or shipped_names)


def examine_all(
    campaigns: Sequence[Campaign],
    runs: int,
    seed: int,
    workers: int | None = None,
    console: Console | None = None,
    setting: Setting = from_history,
) -> list[OriginAnswers]:
    """A sheet for every origin of every campaign; answers stored before are not simulated again."""
    write_line: Callable[[str], None] = console.say if console else lambda text: None
    sheets = []
    for campaign in campaigns:
        truth, reused_count = read_truth(campaign), 0
        for origin in campaign.origins:
            sheet, before = cached_sheet(
                set_paper(campaign, truth, origin), runs, seed, run_prior(runs, seed, workers), setting
            )
            reused_count += before
            sheets.append(sheet)
        write_line(
            f"{campaign.name}: {len(campaign.origins)} origins"
            + (f", {reused_count} of them from the store" if reused_count else "")
        )
    return sheets


def with_population_priors(setting: Setting, population: str | None) -> Setting:
    """``setting`` with the priors of a population; None: with those the scenario names."""

    def with_priors(campaign: Campaign, origin: date, horizon: int) -> Scenario:
        return with_population(setting(campaign, origin, horizon), population)

    return with_priors


def document(
    table: QuestionTable, sheets: Sequence[OriginAnswers], dates: Sequence[dict[str, Any]], job: Job
) -> dict[str, Any]:
    """``record.json``.

    dates   of ``stock_rows``, with their factors
    """
    campaigns = {sheet.paper.campaign.name for sheet in sheets}
    claims = claim_rows(sheets)
    within_two, windows = windows_within(table)
    return {
        "schema": "sim.record/1",
        "law_version": LAW_VERSION,
        "runs": job.runs,
        "seed": job.seed,
        "start": job.start,
        "population": job.population,
        "campaigns": sorted(campaigns),
        "origins": len(sheets),
        "questions": len(table),
        "censored": table.censored,
        "scores": binary_rows(table),
        "by_campaign": per_campaign(table),
        "extremes": extreme_rows(table),
        "expected": expected_rows(table),
        "windows": {"within_two": within_two, "n": windows},
        "reliability": reliability_rows(table),
        "steps": steps_rows(table),
        "counts": count_summary(dates),
        "dates": dates,
        "claims": claims,
        "claim_scores": claim_summary(claims) if claims else None,
    }
