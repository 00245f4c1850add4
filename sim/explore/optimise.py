"""Which settings come closest to the reports: a search by Optuna (extra ``explore``), for agreement and nothing else.

What is made as large as possible is a row's ``fit``: the logarithm of the mean, over the runs of the point, of the
joint likelihood of all reports used (see ``docs/model.md``). It is no choice of the caller's, so that nothing
else can be optimised, least of all how a side fares. The best point is a best fit and no posterior.
Trials are requested in batches of a fixed size and reported in order, so that the same seed and rows give the same
trials for any number of workers; after an interruption the search is led along its stored rows again.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sim.base.errors import UsageError
from sim.explore.axes import Axis
from sim.explore.indices import extra
from sim.explore.row_store import Row
from sim.explore.settings import Point

BATCH = 8  # points asked for together; never the number of workers, which must not decide what is asked
FIRST = 16  # points at random before the sampler looks at what was found; not a share of ``points``, so that a longer
# search goes on from a shorter one
MOVES_RUNS = (
    "law.",
    "without",
    "start",
)  # what may be varied: runs, not what was reported or who is believed
CLOSE = 2.0  # standard errors within which points cannot be distinguished from the best

Ask = Callable[[list[Point]], list[Row]]


@dataclass(frozen=True)
class Best:
    """The point that agrees best, its fit with standard error, and the points that are indistinguishable from it.

    close    numbers of the points whose fit lies within CLOSE standard errors (of the difference) of the best
    """

    number: int
    point: Point
    fit: float
    error: float
    close: tuple[int, ...]


def check_search(axes: Sequence[Axis], evidence: str) -> None:
    """UsageError if there is nothing to agree with, or an axis would change the reports instead of the runs."""
    if evidence == "none":
        raise UsageError(
            "evidence = none leaves nothing to agree with; design = optimise expects evidence=all or seed"
        )
    for axis in axes:
        if not axis.name.startswith(MOVES_RUNS):
            raise UsageError(
                f"over = {axis.name!r} changes what was reported or who is believed, not the runs; "
                "design = optimise expects law.NAME, without or start"
            )


def search(axes: Sequence[Axis], points: int, seed: int, ask: Ask) -> None:
    """Ask for ``points`` points, each batch chosen by what the earlier ones gave."""
    optuna = extra("optuna", "design = optimise")
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = optuna.samplers.TPESampler(seed=seed % 2**32, n_startup_trials=FIRST)
    study = optuna.create_study(direction="maximize", sampler=sampler)
    space = {axis.name: distribution(optuna, axis) for axis in axes}
    for first in range(0, points, BATCH):
        trials = [study.ask(space) for _ in range(min(BATCH, points - first))]
        rows = ask([point_of(axes, trial.params) for trial in trials])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Optuna's own, about values it handles
            for trial, row in zip(trials, rows, strict=True):
                report_row(optuna, study, trial, row)


def distribution(optuna: Any, axis: Axis) -> Any:
    """The place on a range, 0 to 1, or one of the listed values."""
    if axis.ranged:
        return optuna.distributions.FloatDistribution(0.0, 1.0)
    return optuna.distributions.CategoricalDistribution(axis.values)


def point_of(axes: Sequence[Axis], choices: dict[str, Any]) -> Point:
    """The settings of a trial."""
    return {axis.name: axis.at(choices[axis.name]) if axis.ranged else choices[axis.name] for axis in axes}


def report_row(optuna: Any, study: Any, trial: Any, row: Row) -> None:
    """Report the result of a trial; a point that failed, or no run of which is possible, counts as failed."""
    if row["error"] or row["fit"] is None:
        study.tell(trial, state=optuna.trial.TrialState.FAIL)
    else:
        study.tell(trial, row["fit"])


def best_of(points: Sequence[Point], rows: Sequence[Row]) -> Best | None:
    """The first point with the largest fit; None if no point has one."""
    scored_rows = [n for n, row in enumerate(rows) if row.get("fit") is not None and not row["error"]]
    if not scored_rows:
        return None
    number = max(scored_rows, key=lambda n: (rows[n]["fit"], -n))
    fit, error = rows[number]["fit"], rows[number]["fit_error"]
    close = tuple(
        n
        for n in scored_rows
        if fit - rows[n]["fit"] <= CLOSE * (error**2 + rows[n]["fit_error"] ** 2) ** 0.5
    )
    return Best(number, points[number], fit, error, close)
