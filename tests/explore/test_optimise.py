"""The search for the best fit: repeatable, led by agreement only, and plain about what cannot be told apart."""

from __future__ import annotations

from typing import Any

import pytest

from sim.base.errors import UsageError
from sim.explore.axes import Axis
from sim.explore.optimise import best_of, check_search, search
from sim.explore.settings import Point

pytest.importorskip("optuna")
AXES = (Axis("law.a", 0.0, 10.0), Axis("without", values=("none", "loot")))


def fit_at(point: Point) -> float:
    """A hill at a = 7 without loot."""
    return -((float(point["law.a"]) - 7) ** 2) - (3 if point["without"] == "none" else 0)


def searched(points: int, seed: int = 1, **changes: Any) -> tuple[list[Point], list[dict[str, Any]]]:
    asked: list[Point] = []
    rows: list[dict[str, Any]] = []

    def ask(more: list[Point]) -> list[dict[str, Any]]:
        found = [{"error": "", "fit": fit_at(point), "fit_error": 0.1, **changes} for point in more]
        asked.extend(more)
        rows.extend(found)
        return found

    search(AXES, points, seed, ask)
    return asked, rows


def test_points_gather_where_agreement_is_best() -> None:
    asked, rows = searched(80)
    assert len(asked) == 80
    best = best_of(asked, rows)
    assert best is not None
    assert best.point["without"] == "loot"
    assert best.point["law.a"] == pytest.approx(7, abs=0.3)
    late = [abs(float(point["law.a"]) - 7) for point in asked[40:]]
    early = [abs(float(point["law.a"]) - 7) for point in asked[:16]]
    assert sum(late) / 40 < 0.6 * sum(early) / 16


def test_the_same_seed_and_rows_give_the_same_points_and_more_points_go_on_from_them() -> None:
    short, long = searched(40)[0], searched(64)[0]
    assert short == searched(40)[0] == long[:40]
    assert searched(40, seed=2)[0] != short


def test_points_that_failed_or_that_no_run_allows_do_not_stop_the_search() -> None:
    asked, rows = searched(24, error="SimError: all runs failed")
    assert len(asked) == 24
    assert best_of(asked, rows) is None
    assert best_of(*searched(24, fit=None, fit_error=None)) is None


def test_points_within_their_errors_of_the_best_are_named() -> None:
    points: list[Point] = [{"law.a": float(n)} for n in range(4)]
    fits = [(-5.0, 0.5), (-1.0, 0.3), (-1.5, 0.4), (-1.0, 0.3)]
    rows = [{"error": "", "fit": fit, "fit_error": error} for fit, error in fits]
    best = best_of(points, rows)
    assert best is not None
    assert (best.number, best.close) == (1, (1, 2, 3))


@pytest.mark.parametrize(
    ("name", "evidence", "expected"),
    [
        ("count.april.low", "all", "'count.april.low' changes what was reported or who is believed"),
        ("source.gazette.unreliable", "all", "expects law.NAME, without or start"),
        ("definition.no_city", "seed", "changes what was reported"),
        ("law.momentum.gain", "none", "evidence = none leaves nothing to agree with"),
    ],
)
def test_only_what_moves_runs_may_be_varied_and_only_with_evidence(
    name: str, evidence: str, expected: str
) -> None:
    with pytest.raises(UsageError, match=expected):
        check_search([Axis(name, 0.0, 1.0)], evidence)
