"""The ladder: from one half to the pool of everything, each rung out of sample, so that it is seen what adds something.

Every war counts alike where something is learned. Axes: N questions, G groups (wars).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.score.proper import brier, log_score
from sim.score.ranking import auc, calibration_line
from sim.score.recalibration import fit_lines, group_weights, log_odds, logistic, regress, ridge

HALF, BASE, KIND = "one half", "base rate", "base rate of the kind"
FEATURES, MODEL, CALIBRATED, POOL = "three features", "model", "model, calibrated", "pool"
POOLED = (KIND, FEATURES, CALIBRATED)
BELIEVED = 5.0  # effective questions that the base rate counts for within a kind
EXTREME = 0.05


Calibrate = Callable[[frozenset[str], np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Questions:
    """N questions of one sort.

    group, kind, line   text [N]; kind has its own base rate, line its own calibration
    features            float64 [N, 3]: log steps from the front, log(1 + places taken of late), log days; 0 where there is none
    p                   the model's chance; ``given`` further chances that learn nothing from other wars, by name
    calibrate           (wars left out, bool [N] of what is asked) -> calibrated chances; None: by the lines of these questions
    """

    group: np.ndarray
    kind: np.ndarray
    line: np.ndarray
    features: np.ndarray
    p: np.ndarray
    happened: np.ndarray
    given: Mapping[str, np.ndarray]
    calibrate: Calibrate | None = None

    def __len__(self) -> int:
        return len(self.p)


def rung_chances(questions: Questions) -> dict[str, np.ndarray]:
    """Chances of every rung: name -> float64 [N], learned without the war that is asked."""
    size = len(questions)
    rung_values = {HALF: np.full(size, 0.5), **questions.given, MODEL: questions.p}
    questions = numbered(questions)
    learned = {name: np.full(size, 0.5) for name in (BASE, KIND, FEATURES, CALIBRATED, POOL)}
    for war in np.unique(questions.group):
        war_rows, training_rows = questions.group == war, questions.group != war
        by_rung = learn(questions, training_rows, war_rows)
        weights = pool_weights(questions, training_rows)
        by_rung[POOL] = logistic(stacked(by_rung) @ weights)
        for name, chances in by_rung.items():
            learned[name][war_rows] = chances
    return {**rung_values, **learned}


def numbered(questions: Questions) -> Questions:
    """The same with groups, kinds and lines as numbers, which are compared much faster than text."""
    names, group = np.unique(questions.group, return_inverse=True)
    recalibrate = questions.calibrate

    def calibrate(groups_out: frozenset[str], test: np.ndarray) -> np.ndarray:
        if recalibrate is None:
            raise TypeError("these questions have lines of their own")
        return recalibrate(frozenset(str(names[int(name)]) for name in groups_out), test)

    return replace(
        questions,
        group=group,
        kind=np.unique(questions.kind, return_inverse=True)[1],
        line=np.unique(questions.line, return_inverse=True)[1],
        calibrate=None if recalibrate is None else calibrate,
    )


def learn(questions: Questions, train: np.ndarray, test: np.ndarray) -> dict[str, np.ndarray]:
    """What the learning rungs say to ``test`` after ``train``, bool [N] each, of ``numbered`` questions."""
    outcomes = questions.happened[train].astype(np.float64)
    weight = group_weights(questions.group[train])
    total, hits = float(weight.sum()), float(weight @ outcomes)
    base = (hits + 0.5) / (total + 1.0)
    kinds = int(questions.kind.max()) + 1
    kinds_of_rows = questions.kind[train]
    row_weights = group_weights(questions.group[train] * kinds + kinds_of_rows)
    number = np.bincount(kinds_of_rows, row_weights, minlength=kinds)
    true = np.bincount(kinds_of_rows, row_weights * outcomes, minlength=kinds)
    shares = (true + BELIEVED * base) / (number + BELIEVED)
    return {
        BASE: np.full(int(test.sum()), base),
        KIND: shares[questions.kind[test]],
        FEATURES: by_features(questions.features[train], outcomes, weight, questions.features[test]),
        CALIBRATED: by_lines(questions, train, test, base)
        if questions.calibrate is None
        else questions.calibrate(frozenset(np.unique(questions.group[~train]).tolist()), test),
    }


def by_features(
    past: np.ndarray, outcomes: np.ndarray, weight: np.ndarray, features: np.ndarray
) -> np.ndarray:
    """Probabilities from a penalised logistic regression on standardised features: float64 [M].

    past   float64 [N, 3], came, weight [N]; now   float64 [M, 3]
    """
    mean, spread = past.mean(axis=0), np.maximum(past.std(axis=0), 1e-9)
    is_constant = past.std(axis=0) < 1e-9
    design = np.column_stack([np.ones(len(past)), np.where(is_constant, 0.0, (past - mean) / spread)])
    coefficients = regress(design, (weight * outcomes)[None], weight[None], ridge(2.0, 1.0, 1.0, 1.0))[0]
    return logistic(
        np.column_stack([np.ones(len(features)), np.where(is_constant, 0.0, (features - mean) / spread)])
        @ coefficients
    )


def by_lines(questions: Questions, train: np.ndarray, test: np.ndarray, base: float) -> np.ndarray:
    """The model's probabilities through the line of their class: float64 [M]; ``base`` where a class was never asked elsewhere.

    train, test   bool [N], M of them true in ``test``
    """
    probabilities = np.full(int(test.sum()), base)
    for name in np.unique(questions.line[test]):
        training_rows = questions.line[train] == name
        line_rows = questions.line[test] == name
        if training_rows.any():
            mass = group_weights(questions.group[train][training_rows])
            line = fit_lines(
                questions.p[train][training_rows],
                (mass * questions.happened[train][training_rows])[None],
                mass[None],
            )
            probabilities[line_rows] = logistic(
                line.level[0] + line.slope[0] * (log_odds(questions.p[test][line_rows]) - line.centre[0])
            )
    return probabilities  # fmt: skip


def pool_weights(questions: Questions, train: np.ndarray) -> np.ndarray:
    """Weights of POOLED in log-odds, none negative, learned on their forecasts out of sample: float64 [3]."""
    parts, outcomes, weight = [], [], []
    for war in np.unique(questions.group[train]):
        inner, held_out = train & (questions.group != war), train & (questions.group == war)
        if not inner.any():
            continue
        parts.append(stacked(learn(questions, inner, held_out)))
        outcomes.append(questions.happened[held_out].astype(np.float64))
        weight.append(group_weights(questions.group[held_out]))
    if not parts:
        return np.full(len(POOLED), 1.0 / len(POOLED))
    design, hits, mass = np.vstack(parts), np.concatenate(outcomes), np.concatenate(weight)
    active = np.arange(design.shape[1])
    while True:  # the most negative one leaves until none is
        coefficients = regress(
            design[:, active], (mass * hits)[None], mass[None], ridge(*[0.5] * len(active)), 1.0 / len(POOLED)
        )[0]
        if coefficients.min() >= 0 or len(active) == 1:
            weights_all = np.zeros(design.shape[1])
            weights_all[active] = np.maximum(coefficients, 0.0)
            return weights_all
        active = np.delete(active, int(coefficients.argmin()))  # fmt: skip


def stacked(chances: Mapping[str, np.ndarray]) -> np.ndarray:
    """Log-odds of the pooled rungs: float64 [N, 3]."""
    return np.column_stack([log_odds(chances[name]) for name in POOLED])


def rung_rows(sort: str, questions: Questions, rungs: Mapping[str, np.ndarray]) -> list[dict[str, object]]:
    """One row a forecast: Brier and log score, over questions and as the mean over wars, slope, and the extreme calls.

    rungs   name -> probabilities float64 [N]
    """
    outcomes = questions.happened
    rows: list[dict[str, object]] = []
    for name, p in rungs.items():
        squared, log_scores = brier(p, outcomes), log_score(p, outcomes)
        line = calibration_line(p, outcomes)
        low, high = p < EXTREME, p > 1 - EXTREME
        rows.append(
            {
                "sort": sort, "rung": name, "n": len(questions), "true": int(outcomes.sum()), "wars": len(np.unique(questions.group)),
                "brier": float(squared.mean()), "log": float(log_scores.mean()),
                "brier_by_war": over_wars(squared, questions.group), "log_by_war": over_wars(log_scores, questions.group),
                "slope": None if line is None else line[1], "auc": auc(p, outcomes),
                "extreme": int((low | high).sum()), "wrong": int((low & outcomes).sum() + (high & ~outcomes).sum()),
            }
        )  # fmt: skip
    return rows


def over_wars(values: np.ndarray, groups: np.ndarray) -> float:
    """Mean over wars of the mean of each; ``values``, ``groups`` [N]."""
    return float(np.mean([values[groups == group].mean() for group in np.unique(groups)]))
