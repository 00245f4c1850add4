import json

import numpy as np
import pytest

from sim.inference.evidence_table import evidence_row, shown_counts
from sim.inference.report_terms import ReportContext
from sim.inference.weights import weigh
from tests.inference.test_weights import D, make_runs, report, sources
from tests.reports import make_count, make_source

HELD = np.rint(np.random.default_rng(4).normal(200, 20, 2000)).astype(int)
FIELDS = [
    "id",
    "source",
    "statement",
    "published",
    "date",
    "relation",
    "measure",
    "kind",
    "window",
    "basis",
    "low",
    "high",
    "modifier",
    "use",
    "implied",
    "prior_predictive",
    "posterior_predictive",
    "weight_loss",
    "outside_support",
    "fitted",
]


def evidence_rows(record, counts, declared, weights):
    """The row of every count that is shown."""
    context = ReportContext(record, declared, weights.bias)
    return [evidence_row(context, count, weights) for count in shown_counts(counts)]


def rows_of(counts, **arguments):
    record, told = make_runs(HELD), sources(make_source(noise=12.0))
    found = weigh(record, counts, told, 1, **arguments)
    return {row["id"]: row for row in evidence_rows(record, counts, told, found)}


def test_a_row_has_the_contracts_fields_in_order_as_plain_values():
    rows = rows_of([report(), make_count("flow", day=1, since=0, basis=float(D), published=None)])
    assert list(rows["count"]) == FIELDS
    assert rows["count"]["window"] is None
    assert rows["flow"]["window"] == ["2030-03-01", "2030-03-02"]
    assert rows["flow"]["published"] is None
    json.dumps(rows, allow_nan=False)


def test_a_count_that_did_not_weigh_this_time_is_only_checked():
    counts = [report(), make_count("own", day=1, basis=float(D), statement="S2")]
    said = rows_of(counts, evidence="seed", seed_statements=["S2"])
    assert {name: row["use"] for name, row in said.items()} == {"count": "check", "own": "fit"}
    assert {row["use"] for row in rows_of(counts, evidence="none").values()} == {"check"}
    assert {row["use"] for row in rows_of(counts).values()} == {"fit"}


def test_prior_and_posterior_predictives_include_the_counting_error():
    row = rows_of([report()])["count"]
    assert row["implied"] == {"p05": 230, "p50": 230, "p95": 230}
    # prior: N(200, sqrt(20^2 + 12^2)); posterior of the world N(222.1, 10.3), report sd sqrt(10.3^2 + 12^2)
    assert list(row["prior_predictive"].values()) == pytest.approx([161.6, 200, 238.4], abs=4)
    assert list(row["posterior_predictive"].values()) == pytest.approx([196.1, 222.1, 248.1], abs=4)
    assert row["outside_support"] is False


def test_an_effective_sample_that_fits_nothing_is_told_from_one_that_does():
    # every run is equally far from 390 of 398, so the source is dismissed and all runs stay effective
    counts = [report("far", value=390.0)]
    record, told = make_runs(np.full(400, 200)), sources(make_source(noise=2.0))
    found = weigh(record, counts, told, 1)
    (row,) = evidence_rows(record, counts, told, found)
    assert found.ess == pytest.approx(400)
    assert row["fitted"] is False
    assert rows_of([report()])["count"]["fitted"] is True
    assert rows_of([report()], evidence="none")["count"]["fitted"] is None


def test_the_weight_a_report_costs_is_its_own():
    rows = rows_of([report(), report("check", value=20.0, use="check")])
    record, told = make_runs(HELD), sources(make_source(noise=12.0))
    assert rows["count"]["weight_loss"] == pytest.approx(1 - weigh(record, [report()], told, 1).ess / 2000)
    assert rows["check"]["weight_loss"] is None
    assert rows["check"]["posterior_predictive"] is not None


def test_a_planted_report_outside_everything_is_marked():
    rows = rows_of(
        [report(), report("planted", value=20.0, use="check"), report("edge", value=260.0, use="check")]
    )
    assert [rows[name]["outside_support"] for name in ("count", "planted", "edge")] == [False, True, False]


def test_areas_and_populations_stand_in_the_table_without_being_converted():
    row = rows_of([report("area", value=0.5, measure="share_of_area", use="context")])["area"]
    assert [row[field] for field in FIELDS[-5:]] == [None] * 5


def test_a_report_before_the_start_has_no_prediction_and_scoring_counts_are_not_shown():
    rows = rows_of(
        [
            report("old", day=-5, use="context"),
            report("later", use="score"),
            report("begin", day=0, use="start"),
        ]
    )
    assert list(rows) == ["old", "begin"]
    assert rows["old"]["prior_predictive"] is None
    assert rows["begin"]["prior_predictive"] is not None


def test_without_evidence_or_without_any_possible_run_there_is_no_posterior():
    assert rows_of([report()], evidence="none")["count"]["posterior_predictive"] is None
    record, told = make_runs([200, 210]), sources(make_source(noise=0.0))
    found = weigh(record, [report()], told, 1)
    row = evidence_rows(record, [report()], told, found)[0]
    assert row["posterior_predictive"] is None
    assert row["weight_loss"] == 1.0
