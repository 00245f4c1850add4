"""One origin examined: the runs, their answer to every question, and where it is stored.

A sheet's address is the hash of everything that decides it (code, scenario, seed, runs, questions), so an interrupted
exam resumes where it stopped. Runs are not stored, only what they say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.compiled import cache_root
from sim.claims.types import Claim
from sim.ensemble.engine import Ensemble, Plan, simulate
from sim.ensemble.execution.executor import Threads
from sim.ensemble.store import MOTION_VERSION
from sim.exam.answers import Answers, Stock, answer
from sim.exam.origin_scenario import Setting, from_history
from sim.exam.questions import HORIZONS, Paper
from sim.explore.row_store import read_row, write_row
from sim.inference.judging_version import judging_version
from sim.scenario.campaign import CHALLENGING, Campaign
from sim.scenario.files.hashing import digest, simulation_hash
from sim.scenario.files.resolved import plain
from sim.scenario.scenario import Scenario

OWN = tuple(
    f"exam/{name}.py"
    for name in ("answers", "questions", "origin_sheet", "standard_questions", "origin_scenario", "truth")
)
Run = Callable[[Scenario], Ensemble]


@dataclass(frozen=True)
class OriginAnswers:
    """A paper with its answers."""

    paper: Paper
    answers: Answers
    claims: tuple[Claim, ...]


def claims_at(campaign: Campaign, origin: date) -> tuple[Claim, ...]:
    """The claims of an origin."""
    return tuple(claim for claim in campaign.at(origin).claims if claim.as_of == origin and claim.testable)


def days_ahead(claims: tuple[Claim, ...]) -> int:
    """Days the runs must reach beyond the origin: the longest horizon, of the exam or of a claim."""
    claim_days = [
        abs(int(value))
        for claim in claims
        for definition in claim.definitions
        for key, value in definition.parameters.items()
        if key in ("horizon", "days", "after", "day", "closes") and value is not None
    ]
    return max([*HORIZONS, *claim_days])


def stocks_asked(paper: Paper) -> list[tuple[date, int, int]]:
    """(day, side, known number) of the districts the challenging side holds: at the horizons and wherever it changed."""
    horizons = [paper.origin + timedelta(days=number) for number in HORIZONS]
    days = {*horizons, *paper.truth.days(paper.origin, max(horizons))}
    known_stocks = [(day, paper.truth.held(CHALLENGING, day)) for day in sorted(days)]
    return [(day, CHALLENGING, number) for day, number in known_stocks if number is not None]


def run_prior(runs: int, seed: int, workers: int | None) -> Run:
    """Runs drawn from the prior, simulated and not stored."""

    def run(scenario: Scenario) -> Ensemble:
        return simulate(Plan(scenario, seed, runs, keep=False), Threads(workers))

    return run


def examine(paper: Paper, run: Run, setting: Setting = from_history) -> OriginAnswers:
    """Answers to the paper by the runs of the campaign's scenario as of its origin."""
    claims = claims_at(paper.campaign, paper.origin)
    ensemble = run(setting(paper.campaign, paper.origin, days_ahead(claims)))
    answers = answer(
        paper.campaign,
        ensemble,
        paper.asked,
        stocks_asked(paper),
        claims,
        standard_questions=paper.standard_questions,
    )
    return OriginAnswers(paper, answers, claims)


def cached_sheet(
    paper: Paper, runs: int, seed: int, run: Run, setting: Setting = from_history
) -> tuple[OriginAnswers, bool]:
    """``examine``, or its stored result; True if it was stored."""
    claims = claims_at(paper.campaign, paper.origin)
    path = sheet_path(paper, claims, setting(paper.campaign, paper.origin, days_ahead(claims)), runs, seed)
    row = read_row(path)
    if row is not None:
        return OriginAnswers(paper, answers_of(row), claims), True
    sheet = examine(paper, run, setting)
    write_row(path, row_of(sheet.answers), "a sheet of the exam")
    return sheet, False


def sheet_path(paper: Paper, claims: tuple[Claim, ...], scenario: Scenario, runs: int, seed: int) -> Path:
    """File of a sheet."""
    paper_questions = paper.asked
    questions = [
        column.tolist()
        for column in (paper_questions.district, paper_questions.mover, paper_questions.horizon)
    ]
    stocks = [[day.isoformat(), side, number] for day, side, number in stocks_asked(paper)]
    standard = [asdict(question) for question in paper.standard_questions]
    counts = [asdict(count) for count in scenario.counts if count.use == "fit"]
    sources = [asdict(source) for source in scenario.sources.values()]
    parts = [
        judging_version(OWN), simulation_hash(scenario), scenario.calendar.as_of, scenario.days, runs, seed,
        questions, standard, stocks, [asdict(claim) for claim in claims], counts, sources, paper.campaign.sides,
    ]  # fmt: skip
    name = digest(plain(parts))[:32]
    return cache_root() / "exam" / MOTION_VERSION / name[:2] / f"{name}.row"


def row_of(answers: Answers) -> dict[str, Any]:
    """Answers as JSON."""
    row = {name: getattr(answers, name).tolist() for name in ("chance", "prior", "standard")}
    row["ess"] = answers.ess
    for name in ("stocks", "stocks_prior"):
        row[name] = [{**asdict(stock), "day": stock.day.isoformat()} for stock in getattr(answers, name)]
    for name in ("claims", "claims_prior"):
        row[name] = {claim: share.tolist() for claim, share in getattr(answers, name).items()}
    return row


def answers_of(row: dict[str, Any]) -> Answers:
    """Answers from JSON."""

    def stock(values: dict[str, Any]) -> Stock:
        day, lists = date.fromisoformat(values["day"]), ("quantiles", "crps")
        return Stock(**{**values, "day": day, **{name: tuple(values[name]) for name in lists}})

    shape = (len(row["chance"]), -1)
    read: dict[str, Any] = {"ess": row["ess"]}
    read |= {name: np.array(row[name]).reshape(shape) for name in ("chance", "prior", "standard")}
    read |= {name: tuple(map(stock, row[name])) for name in ("stocks", "stocks_prior")}
    for name in ("claims", "claims_prior"):
        read[name] = {claim: np.array(share) for claim, share in row[name].items()}
    return Answers(**read)
