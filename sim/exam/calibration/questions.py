"""What the ladder is climbed with: places, standard questions and claims of an exam, with plain features and simple forecasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from sim.calibration.calls import PastCalls
from sim.calibration.maps import Calibration, fit
from sim.calibration.topics import Asked, class_of
from sim.claims.definitions import leaves
from sim.exam.baselines import RATE, RECENT, RULES, SPREAD, STILL, near, side_history
from sim.exam.calibration.ladder import Questions
from sim.exam.origin_sheet import OriginAnswers
from sim.exam.questions import FARTHEST, SAME, steps_from_held
from sim.exam.standard_questions import LARGE, StandardQuestion, known
from sim.exam.stock_scores import claim_rows
from sim.exam.table import MODEL, QuestionTable
from sim.exam.truth import analysed_map, side_codes
from sim.score.baselines import COUNT_BASELINES, History, chance_within, event_rate, normal_below

TREND, AS_FORECAST = "linear trend", "as said"
TRUSTED = 0.95  # chance that a claim taken at its word has
NOTHING_NEW = 0.05


def place_questions(table: QuestionTable, histories: Histories) -> Questions:
    """Units near a front, named places and capitals."""
    keys = zip(table.campaign.tolist(), table.origin.tolist(), table.mover.tolist(), strict=True)
    capture_counts = [histories[key][1] for key in keys]
    steps = np.log(np.minimum(near(table.steps), FARTHEST + 1))
    return Questions(
        group=table.group,
        kind=np.char.add(np.char.add(table.kind, " "), table.horizon.astype(str)),
        line=np.where(table.who == SAME, "on the move", "not"),
        features=np.column_stack([steps, np.log1p(capture_counts), np.log(table.horizon)]),
        p=table.p[MODEL],
        happened=table.happened,
        given={name: table.p[name] for name in (STILL, RATE, SPREAD, RULES) if name in table.p},
    )  # fmt: skip


Key = tuple[str, str, int]  # campaign, origin, side
Histories = Mapping[Key, tuple[History, int]]


def histories_of(sheets: Sequence[OriginAnswers]) -> Histories:
    """What either side was known to hold, and its captures of the last RECENT days, at every origin."""
    return {key_of(sheet, side): side_history(sheet.paper, side) for sheet in sheets for side in (0, 1)}


def key_of(sheet: OriginAnswers, side: int) -> Key:
    """Key of a side at an origin."""
    return sheet.paper.campaign.scenario.name, sheet.paper.origin.isoformat(), side


def standard_questions(sheets: Sequence[OriginAnswers], histories: Histories) -> tuple[Questions, np.ndarray]:
    """The standard questions with a known answer, and the topic of each: [N]."""
    rows = [
        (sheet, question, float(sheet.answers.standard[0][place]))
        for sheet in sheets
        for place, question in known(sheet.paper.standard_questions)
        if np.isfinite(sheet.answers.standard[0][place])
    ]
    topics = np.array([question.topic for _, question, _ in rows])
    by_method = {
        name: np.array([simple(sheet, question, name, histories) for sheet, question, _ in rows])
        for name in (STILL, RATE, TREND)
    }
    capture_counts = [
        histories[key_of(sheet, standard_question.side)][1] for sheet, standard_question, _ in rows
    ]
    horizons = [standard_question.horizon for _, standard_question, _ in rows]
    questions = Questions(
        group=np.array([sheet.paper.campaign.group for sheet, _, _ in rows]),
        kind=np.array([f"{question.topic} {question.horizon}" for _, question, _ in rows]),
        line=np.array(
            [
                class_of(standard_question.topic, sheet.paper.last == standard_question.side)
                for sheet, standard_question, _ in rows
            ]
        ),
        features=np.column_stack([np.zeros(len(rows)), np.log1p(capture_counts), np.log(horizons)]),
        p=np.array([p for _, _, p in rows]),
        happened=np.array([question.outcome == 1 for _, question, _ in rows]),
        given=by_method,
    )
    return questions, topics


def simple(sheet: OriginAnswers, question: StandardQuestion, method: str, histories: Histories) -> float:
    """What a simple forecast from the same information says; one half where it has nothing to say."""
    days = float(question.horizon)
    if question.topic in ("slower than before", "slower next", "has taken back"):
        return 0.5
    if question.topic.startswith("takes"):
        if method == STILL or question.topic != "takes a district":
            return NOTHING_NEW
        return chance_within(event_rate(float(histories[key_of(sheet, question.side)][1]), RECENT), days)
    if method == STILL:
        return 1 - NOTHING_NEW if question.topic == "no net gain" else NOTHING_NEW
    mean, spread = drift(sheet, question, method, histories)
    limit = {"no net gain": 0.5, "net loss": -0.5}.get(question.topic)
    total = sheet.paper.campaign.scenario.terrain.districts
    chance_below = normal_below((LARGE * total if limit is None else limit) - mean, spread)
    return 1 - chance_below if limit is None else chance_below


def drift(
    sheet: OriginAnswers, question: StandardQuestion, method: str, histories: Histories
) -> tuple[float, float]:
    """Mean and spread of the net gain in the window: captures of both sides go on, or the line through the past."""
    days = float(question.horizon)
    if method == RATE:
        own_captures, other_captures = (
            event_rate(float(histories[key_of(sheet, side)][1]), RECENT) * days
            for side in (question.side, 1 - question.side)
        )
        return own_captures - other_captures, max((own_captures + other_captures) ** 0.5, 0.3)
    history = histories[key_of(sheet, question.side)][0]
    mean, spread = COUNT_BASELINES[TREND](history, np.array([history.last[0] + days]))
    return float(mean[0]) - history.last[1], float(spread[0])


def claim_questions(sheets: Sequence[OriginAnswers], past: PastCalls, histories: Histories) -> Questions:
    """Claims as they stand, calibrated as a verdict is."""
    claim_of = {(claim.group, claim.id): claim for claim in past.claims}
    by_name = {(sheet.paper.campaign.name, sheet.paper.origin.isoformat()): sheet for sheet in sheets}
    rows = [(by_name[row["campaign"], row["origin"]], row) for row in claim_rows(sheets)]
    claims = [claim_of[sheet.paper.campaign.group, row["claim"]] for sheet, row in rows]
    classes = [Asked(claim.topic, claim.contrary, claim.days, past=claim.past) for claim in claims]
    p = np.array([claim.p for claim in claims])
    group = np.array([claim.group for claim in claims])

    @lru_cache(maxsize=512)
    def fitted(groups_out: frozenset[str]) -> Calibration:
        return fit(past.without(groups_out), samples=0)

    def calibrate(groups_out: frozenset[str], test: np.ndarray) -> np.ndarray:
        fitted_maps = fitted(groups_out)
        return np.array([fitted_maps.chance(classes[row], float(p[row])).p for row in np.flatnonzero(test)])

    return Questions(
        group=group,
        kind=np.array([f"{claim.topic.rpartition(',')[0]} {claim.contrary}" for claim in claims]),
        line=np.array([claim.topic for claim in claims]),
        features=np.array([
            [np.log(steps_to(sheet, row["claim"])), np.log1p(max(histories[key_of(sheet, side)][1] for side in (0, 1))), np.log(past_claim.days)]
            for (sheet, row), past_claim in zip(rows, claims, strict=True)
        ]),
        p=p,
        happened=np.array([claim.happened for claim in claims]),
        given={AS_FORECAST: np.full(len(p), TRUSTED)},
        calibrate=calibrate,
    )  # fmt: skip


def steps_to(sheet: OriginAnswers, claim: str) -> int:
    """Steps from the front of whoever does not hold it to the nearest place the headline names; 1 where it names none."""
    campaign = sheet.paper.campaign
    terrain = campaign.scenario.terrain
    sheet_claim = next(claim_read for claim_read in sheet.claims if claim_read.id == claim)
    headline = next(
        definition for definition in sheet_claim.definitions if definition.id == sheet_claim.headline
    )
    names: set[str] = set()
    for leaf in leaves(headline):
        place = leaf.parameters.get("place")
        names |= set(leaf.parameters.get("places") or ([place] if place else []))
    sides = side_codes(campaign)[analysed_map(campaign, sheet.paper.origin)[0]]
    steps = [
        int(steps_from_held(terrain, sides == 1 - sides[row])[row])
        for row in (terrain.row[name] for name in sorted(names))
        if sides[row] in (0, 1)
    ]
    return max(1, min(min(steps, default=1), FARTHEST + 1))
