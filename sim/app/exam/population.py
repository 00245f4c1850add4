"""``sim match campaigns=all``: what all wars of the library say of the parameters, as priors for a new one.

One file over all, and for each country and time one that knows nothing of it; each is named by the hash of its content.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.app.exam.record import campaigns_asked, over_campaigns
from sim.base.compiled import LAW_VERSION
from sim.base.errors import DONE, UsageError
from sim.base.parameters import Prior
from sim.ensemble.draws import quantile
from sim.exam.wars.teaching import (
    NARROWEST,
    CampaignLikelihood,
    campaign_lessons,
    learn_over_wars,
    population_content,
)
from sim.exam.wars.windows import cut_windows
from sim.law.parameters import PARAMETERS
from sim.output.folder import open_folder
from sim.output.json_documents import finish_study, write_json
from sim.scenario.blocks.population import FOLDER, INDEX, INDEX_SCHEMA, NONE, name_of
from sim.scenario.campaign import Campaign, read_campaign
from sim.session.console import Console, Tick
from sim.session.job import Job

RUNS = 3_000  # of every window
LEAST = 500  # runs below which slopes are luck
LEVELS = (0.05, 0.5, 0.95)
# a mean farther from 0, or a width below it, is listed; the rest is called a guess as before
SHIFTED, NARROWED = 0.1, 0.95
Row = dict[str, Any]


def main(job: Job) -> int:
    """Learn from every campaign, combine them, print and write; returns the exit code. UsageError for an option it cannot use."""
    session = over_campaigns(job, RUNS)
    job, console = session.job, session.console
    if job.run_count < LEAST:
        raise UsageError(f"runs = {job.runs} are too few to learn from; expected {LEAST:,} or more")
    campaigns = [read_campaign(name) for name in campaigns_asked(job)]
    with open_folder(job) as folder:
        with console.progress() as progress:
            wars = learn_wars(campaigns, job, progress)
        population_report = document(wars, job)
        print_population(console, population_report)
        (folder.part / FOLDER).mkdir()
        for name, file in population_report["files"].items():
            write_json(folder.part / FOLDER / f"{name}.json", file)
        write_json(folder.part / FOLDER / INDEX, population_report["index"])
        write_json(folder.part / "population.json", population_report)
        finish_study(folder, session, "population.json", runs=job.runs)
    return DONE


def learn_wars(campaigns: Sequence[Campaign], job: Job, progress: Tick) -> list[CampaignLikelihood]:
    """The likelihood of every campaign; progress counts runs."""
    runs = job.run_count
    total, done, reused_runs = sum(len(cut_windows(campaign)) for campaign in campaigns) * runs, 0, 0

    def count_window(reused: bool) -> None:
        nonlocal done, reused_runs
        done, reused_runs = done + runs, reused_runs + runs * reused
        progress(done, total, reused_runs)

    return [campaign_lessons(campaign, runs, job.seed, job.workers, count_window) for campaign in campaigns]


def document(wars: Sequence[CampaignLikelihood], job: Job) -> Row:
    """``population.json``: the files by name, which is which, and what was learned of each parameter."""
    runs = job.run_count
    groups = sorted({war.group for war in wars})
    full_content = population_content(wars, None, runs, job.seed)
    reduced_by_group = {
        group: population_content(wars, group, runs, job.seed)
        for group in groups
        if any(war.group != group for war in wars)
    }
    names = {group: name_of(row) for group, row in reduced_by_group.items()}
    index = {"schema": INDEX_SCHEMA, "all": name_of(full_content), "without": names, "default": NONE}
    order, population = learn_over_wars(wars)
    a, b, correlation = population.strongest()
    numbers = zip(order, population.mean, population.width, population.sure, strict=True)
    reduced_contents = list(reduced_by_group.values())
    rows = [
        parameter_row(name, float(mean), float(width), float(mean_error), reduced_contents)
        for name, mean, width, mean_error in numbers
    ]
    return {
        "schema": "sim.population_learned/1",
        "law_version": LAW_VERSION,
        "runs": runs,
        "seed": job.seed,
        "wars": [{"name": war.name, "group": war.group, "windows": war.windows} for war in wars],
        "parameters": sorted(rows, key=lambda row: -abs(row["mean"])),
        "strongest_pair": [order[a], order[b], correlation],
        "index": index,
        "files": {index["all"]: full_content}
        | {names[group]: row for group, row in reduced_by_group.items()},
    }


def parameter_row(
    name: str, mean: float, width: float, mean_error: float, reduced_contents: Sequence[Row]
) -> Row:
    """What was learned of one parameter: scores, quantiles before and after, and means in the files that leave a war out."""
    means = [content["scores"].get(name, (0.0, 1.0))[0] for content in reduced_contents] or [mean]
    prior = PARAMETERS[name].prior
    return {
        "parameter": name,
        "mean": mean,
        "error": mean_error,
        "width": width,
        "least": min(means),
        "most": max(means),
        "before": prior_quantiles(prior),
        "after": prior_quantiles(prior.move(mean, max(width, NARROWEST))),
        "told": "moved or narrowed" if abs(mean) >= SHIFTED or width <= NARROWED else "a guess as before",
    }


def prior_quantiles(prior: Prior) -> list[float]:
    """5, 50 and 95 %."""
    return [float(level) for level in quantile(prior, np.array(LEVELS))]


def parameter_cells(row: Row) -> tuple[str, ...]:
    """Cells of one parameter."""
    before, after = ("{1:.3g} ({0:.3g} to {2:.3g})".format(*row[stage]) for stage in ("before", "after"))
    return (
        row["parameter"], f"{row['mean']:+.2f} ± {row['error']:.2f}", f"{row['least']:+.2f} to {row['most']:+.2f}",
        f"{row['width']:.2f}", before, after,
    )  # fmt: skip


HEAD = ("parameter", "mean", "one war left out", "width learned", "prior: median, 5 to 95 %", "for a new war")


def notable_rows(result: Row) -> tuple[list[Row], str]:
    """(notable rows, one sentence on the others)."""
    rows = [row for row in result["parameters"] if row["told"] == "moved or narrowed"]
    unmoved = [row["parameter"] for row in result["parameters"] if row["told"] != "moved or narrowed"]
    a, b, correlation = result["strongest_pair"]
    return rows, (
        f"{len(unmoved)} more that are drawn are guesses as before: {', '.join(unmoved)}. "
        f"Strongest correlation in a new war: {a} and {b}, r = {correlation:+.2f}; too small to be used."
    )


def print_population(console: Console, result: Row) -> None:
    """What was learned, on the terminal."""
    rows, remark = notable_rows(result)
    windows = sum(war["windows"] for war in result["wars"])
    console.say(
        f"{len(result['wars'])} campaigns, {windows} windows of {result['runs']:,} runs; scores of the prior (0 ± 1 before):"
    )
    console.say_table([HEAD, *map(parameter_cells, rows)])
    console.say(remark)
