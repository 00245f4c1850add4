"""What the wars of the library say of the parameters: a likelihood for each, and the population of all but some.

What a window says is stored under the hash of everything that decides it, so an interrupted job resumes where it stopped, and
nothing of one war changes what is stored of another. Axes: K parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.compiled import LAW_VERSION, cache_root
from sim.ensemble.draws import varying
from sim.ensemble.engine import Plan, simulate
from sim.ensemble.execution.executor import Threads
from sim.ensemble.proposal import scores
from sim.ensemble.store import MOTION_VERSION
from sim.exam.truth import Truth, read_truth
from sim.exam.wars.happenings import HAPPENINGS, TAILED, of_runs, of_truth
from sim.exam.wars.windows import Window, cut_windows, scenario_of
from sim.explore.row_store import read_row, write_row
from sim.inference.judging_version import judging_version
from sim.inference.lessons import Lesson, learn
from sim.inference.population import PopulationDistribution, population
from sim.law.parameters import PARAMETERS
from sim.scenario.blocks.population import NONE, SCHEMA, with_population
from sim.scenario.campaign import Campaign
from sim.scenario.files.hashing import digest, simulation_hash
from sim.scenario.scenario import Scenario

OWN = tuple(
    f"exam/{name}.py"
    for name in ("origin_scenario", "questions", "truth", "wars/happenings", "wars/teaching", "wars/windows")
)
DIGITS = 2  # of means and widths as written: their standard errors are larger
LEAST_MOVE, LEAST_WIDENING = 0.05, 0.02  # less of both is not written: nothing spoke of the parameter
NARROWEST = 1.0  # width of a file: bands hold too few dates with the priors of the code already, so none is made narrower
WindowDone = Callable[[bool], None]  # called after each window; True if it was stored


@dataclass(frozen=True)
class CampaignLikelihood:
    """A campaign as a likelihood of the scores of ``names``: precision [K, K], and precision times mean [K]."""

    name: str
    group: str
    windows: int
    names: tuple[str, ...]
    precision: np.ndarray
    pull: np.ndarray


def teachable(scenario: Scenario) -> tuple[str, ...]:
    """Parameters whose prior is that of the code, drawn, and in no model variant another."""
    variant_parameters = {name for variant in scenario.variants for name in variant.law}
    return tuple(
        name
        for name in varying(scenario)
        if scenario.law[name].origin == "code" and name not in variant_parameters
    )


def campaign_lessons(
    campaign: Campaign,
    runs: int,
    seed: int,
    workers: int | None = None,
    progress: WindowDone = lambda is_reused: None,
) -> CampaignLikelihood:
    """What a campaign says, from so many runs of every window."""
    truth, windows = read_truth(campaign), cut_windows(campaign)
    names = teachable(with_population(campaign.scenario, NONE))
    lessons = []
    for window in windows:
        lesson, is_reused = cached_lesson(window, truth, names, runs, seed, workers)
        lessons.append(lesson)
        progress(is_reused)
    return CampaignLikelihood(
        campaign.name, campaign.group, len(windows), names,
        np.sum([window_lesson.precision for window_lesson in lessons], axis=0), np.sum([window_lesson.pull for window_lesson in lessons], axis=0),
    )  # fmt: skip


def cached_lesson(
    window: Window, truth: Truth, names: tuple[str, ...], runs: int, seed: int, workers: int | None
) -> tuple[Lesson, bool]:
    """The lesson of a window, and whether it was stored before."""
    scenario, real_happenings = with_population(scenario_of(window), NONE), of_truth(window, truth)
    # random numbers of their own for each window
    seed_of_window = int(digest([seed, window.campaign.name, window.number])[:12], 16)
    simulation_parts = [judging_version(OWN), simulation_hash(scenario), seed_of_window, runs]
    parts = [*simulation_parts, list(map(str, real_happenings)), window.campaign.sides, names]
    address = digest(parts)[:32]
    path = cache_root() / "lessons" / MOTION_VERSION / address[:2] / f"{address}.row"
    row = read_row(path)
    if row is not None:
        return read_lesson(row, len(names)), True
    ensemble = simulate(Plan(scenario, seed_of_window, runs, keep=False), Threads(workers), None)
    drawn_scores = scores(names, seed_of_window, ensemble.record.run)
    lesson = learn(
        drawn_scores, of_runs(window, ensemble.record), real_happenings, np.isin(HAPPENINGS, TAILED)
    )
    row = {name: getattr(lesson, name).tolist() for name in ("slopes", "noise", "surprise")}
    write_row(path, row, "a lesson of a campaign")
    return lesson, False


def read_lesson(row: dict[str, Any], size: int) -> Lesson:
    """A stored lesson on ``size`` parameters."""
    surprise = np.array(row["surprise"], dtype=np.float64)
    count = len(surprise)
    return Lesson(
        np.array(row["slopes"]).reshape(count, size), np.array(row["noise"]).reshape(count, count), surprise
    )


def learn_over_wars(wars: Sequence[CampaignLikelihood]) -> tuple[tuple[str, ...], PopulationDistribution]:
    """(names [K], population) of some wars; a war says nothing of a parameter that it does not draw."""
    drawn_names = {name for past_war in wars for name in past_war.names}
    names = tuple(name for name in PARAMETERS if name in drawn_names)
    place = {name: k for k, name in enumerate(names)}
    precisions, pull_vectors = [], []
    for war in wars:
        at = np.array([place[name] for name in war.names])
        precision, pull_vector = np.zeros((len(names), len(names))), np.zeros(len(names))
        precision[np.ix_(at, at)], pull_vector[at] = war.precision, war.pull
        precisions.append(precision)
        pull_vectors.append(pull_vector)
    return names, population(precisions, pull_vectors)


def population_content(
    wars: Sequence[CampaignLikelihood], left_out: str | None, runs: int, seed: int
) -> dict[str, Any]:
    """What a population file holds: learned from the wars that are not of the group ``left_out``."""
    training_wars = [war for war in wars if war.group != left_out]
    names, learned = learn_over_wars(training_wars)
    widths = np.maximum(learned.width, NARROWEST)
    scores = {
        name: [round(float(mean), DIGITS), round(float(width), DIGITS)]
        for name, mean, width in zip(names, learned.mean, widths, strict=True)
        if abs(mean) >= LEAST_MOVE or width >= NARROWEST + LEAST_WIDENING
    }
    return {
        "schema": SCHEMA,
        "law_version": LAW_VERSION,
        "left_out": left_out,
        "campaigns": sorted(war.name for war in training_wars),
        "windows": sum(war.windows for war in training_wars),
        "runs": runs,
        "seed": seed,
        "scores": scores,
    }
