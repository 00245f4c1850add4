import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.codes import CAPITAL_LOST
from sim.base.errors import UsageError
from sim.base.parameters import LogNormal
from sim.evidence.count_words import mass
from sim.evidence.likelihood import log_mean, report_log_likelihood
from sim.evidence.source_and_count import Baseline
from sim.inference.weights import alone, culprit, ess, leave_one_out, weigh
from tests.records import RED, held_series, make_record, make_terrain
from tests.reports import make_count, make_source

D = 398


def make_runs(held, days=1, ends=None):
    """Runs of 398 districts in which red holds ``held`` ([R] or [R, T+1]); as_of is the last day."""
    series = {"held": held_series(np.asarray(held), days, D)}
    return make_record(
        [()] * len(held), terrain=make_terrain(D), days=days, as_of=days, horizon=0, ends=ends, series=series
    )


def report(name="count", value=230.0, day=1, **fields):
    return make_count(name, day=day, low=value, high=value, basis=float(D), **fields)


def sources(*made):
    return {source.id: source for source in made}


def test_a_gaussian_toy_has_its_analytic_posterior():
    held = np.rint(np.random.default_rng(4).normal(200, 30, 20_000)).astype(int)
    found = weigh(make_runs(held), [report()], sources(make_source(noise=12.0)), seed=1)
    precision = 1 / 30**2 + 1 / 12**2
    mean, sd = (200 / 30**2 + 230 / 12**2) / precision, precision**-0.5
    error = 3.3 * sd / np.sqrt(found.ess)
    assert found.values @ held == pytest.approx(mean, abs=error)
    assert np.sqrt(found.values @ (held - mean) ** 2) == pytest.approx(sd, abs=error)
    evidence = np.exp(-0.5 * 30**2 / (30**2 + 12**2)) / np.sqrt(2 * np.pi * (30**2 + 12**2))
    assert np.exp(found.log_evidence) == pytest.approx(evidence, rel=3.3 / np.sqrt(found.ess))


def test_the_bias_of_a_source_is_learned():
    source = make_source(noise=5.0, bias=LogNormal(1.0, 0.3))
    found = weigh(make_runs(np.full(20_000, 100)), [report(value=150.0)], sources(source), seed=1)
    bias = found.bias["gazette"]
    # prior log-bias N(0, .3), report pins it to log 1.5 within 5/150: the posterior is very near the report
    precision = 1 / 0.3**2 + (150 / 5) ** 2
    expected = np.exp(np.log(1.5) * (150 / 5) ** 2 / precision)
    assert found.values @ bias == pytest.approx(expected, abs=3.3 * (5 / 100) / np.sqrt(found.ess) + 0.002)
    assert bias.mean() == pytest.approx(np.exp(0.3**2 / 2), abs=3.3 * 0.32 / np.sqrt(20_000))


def test_the_bias_acts_on_changes_when_the_source_counted_at_the_start():
    held = np.array([[100, 160], [100, 200]])
    source = make_source(noise=0.0, baseline={"red": Baseline(73, D)})
    found = weigh(make_runs(held), [report(value=133.0)], sources(source), seed=1)
    np.testing.assert_array_equal(found.values, [1, 0])


def test_the_lag_is_integrated():
    held = np.tile(np.arange(100, 141), (3, 1)) + np.array([[0], [10], [20]])
    record = make_runs(held, days=40)
    found = weigh(record, [report(value=130.0, day=40)], sources(make_source(noise=6.0, lag=(0, 4))), seed=1)
    expected = log_mean(
        [
            report_log_likelihood(mass(130, 130, "exactly", D), held[:, 40 - lag].astype(float), 6.0)
            for lag in range(5)
        ]
    )
    np.testing.assert_allclose(found.by_report["count"], expected, atol=1e-9)


def test_trap_forgetting_that_the_war_is_on_lets_finished_runs_speak():
    ends = {0: (1, CAPITAL_LOST), 1: (0, CAPITAL_LOST)}
    record = make_runs(np.array([230, 230, 230, 225]), ends=ends)
    remembered = weigh(record, [report()], sources(make_source(noise=12.0)), seed=1)
    assert remembered.alive.tolist() == [False, False, True, True]
    assert remembered.values[:2].sum() == 0
    forgotten = weigh(record, [report()], sources(make_source(noise=12.0)), seed=1, alive=False)
    assert forgotten.values[:2].sum() > 0.4
    assert forgotten.alive.tolist() == remembered.alive.tolist()


def test_a_run_that_ends_after_the_question_is_asked_still_weighs():
    record = make_record([()] * 2, as_of=10, days=60, ends={0: (11, CAPITAL_LOST)})
    assert weigh(record, [], {}, seed=1).values.tolist() == [0.5, 0.5]


def test_without_evidence_every_run_has_its_prior_weight_ended_or_not():
    record = make_runs(np.array([230, 230, 100, 100]), ends={0: (1, CAPITAL_LOST)})
    found = weigh(record, [report()], sources(make_source()), seed=1, evidence="none")
    assert found.values.tolist() == [0.25] * 4
    assert (found.used, found.by_report, found.pareto_k) == ((), {}, None)
    assert found.ess == pytest.approx(4)


def test_seed_evidence_weighs_only_the_seeds_statements():
    counts = [report("own", statement="T4"), report("other", value=200.0, statement="start")]
    found = weigh(
        make_runs([200, 230]), counts, sources(make_source()), 1, evidence="seed", seed_statements={"T4"}
    )
    assert found.used == ("own",)


def test_deleting_counts_that_are_not_fit_changes_no_bit():
    fit = [report("a"), report("b", value=240.0, source="other")]
    others = [report(use, value=20.0, use=use) for use in ("start", "check", "score", "context")]
    record = make_runs(np.arange(180, 280))
    told = sources(make_source(noise=12.0), make_source("other", noise=12.0))
    short, long = weigh(record, fit, told, 1), weigh(record, [*others, *fit], told, 1)
    assert short.values.tobytes() == long.values.tobytes()
    assert short.used == long.used == ("a", "b")


def test_a_share_of_an_unknown_area_is_refused_and_not_left_out():
    area = [report("area", value=0.5, measure="share_of_area")]
    with pytest.raises(UsageError, match="a network that knows the areas of its districts"):
        weigh(make_runs(np.arange(180, 190)), area, sources(make_source()), 1)


def test_reports_of_one_source_share_one_switch():
    gained = make_count("gained", day=1, since=0, low=30.0, high=30.0, basis=float(D))
    told = sources(make_source(noise=3.0, unreliable=0.2))
    found = weigh(make_runs(np.array([[200, 230], [200, 210]])), [report(), gained], told, 1)
    raw = [np.exp(term.alone) for term in found.terms]
    expected = np.log(0.8 * raw[0] * raw[1] + 0.2 / (D + 1) ** 2)
    assert list(found.by_source) == ["gazette"]
    np.testing.assert_allclose(found.by_source["gazette"], expected)
    np.testing.assert_allclose(found.by_report["count"], np.log(0.8 * raw[0] + 0.2 / (D + 1)))


def test_echoes_of_one_origin_share_one_switch_and_one_weight():
    told = sources(*(make_source(name, noise=9.0, unreliable=0.1) for name in ("gazette", "herald", "globe")))
    record = make_runs(np.arange(180, 280))
    once = weigh(record, [report("a")], told, 1)
    echoed = weigh(record, [report(name, source=name, origin="ministry") for name in told], told, 1)
    assert list(echoed.by_source) == ["ministry"]
    np.testing.assert_allclose(echoed.values, once.values, rtol=1e-9)
    believed = weigh(record, [report(name, source=name) for name in told], told, 1)
    assert believed.ess < 0.9 * once.ess


def test_an_origin_that_is_a_declared_source_brings_its_own_doubt():
    told = sources(make_source(unreliable=0.4), make_source("ministry", unreliable=0.05))
    record = make_runs(np.arange(180, 280))
    assert weigh(record, [report(origin="ministry")], told, 1).terms[0].unreliable == 0.05
    assert weigh(record, [report(origin="somebody")], told, 1).terms[0].unreliable == 0.4


def test_an_absence_has_its_own_switch():
    none = make_count("none", day=1, unit="capitals", low=0.0, high=0.0, basis=3.0)
    found = weigh(make_runs([200, 230]), [report(), none], sources(make_source()), 1)
    assert list(found.by_source) == ["gazette", "gazette:none"]
    assert list(leave_one_out(found)) == ["gazette", "gazette:none"]


def test_successive_stocks_of_one_tracker_are_weighed_as_increments():
    held = np.array([[100, 130, 160], [100, 150, 180], [100, 130, 180]])
    counts = [report("late", value=180.0, day=2), report("early", value=150.0, day=1)]
    found = weigh(make_runs(held, days=2), counts, sources(make_source(noise=10.0)), 1)
    late = next(term for term in found.terms if term.id == "late")
    # increments 30, 30, 50 against a reported 30: the level of the late stock is not counted again
    assert late.joint[0] == pytest.approx(late.joint[1])
    assert late.joint[2] == pytest.approx(late.joint[0] - 0.5 * (20 / 10) ** 2, abs=1e-3)
    early = next(term for term in found.terms if term.id == "early")
    np.testing.assert_allclose(found.by_source["gazette"], late.joint + early.alone)
    assert late.alone[0] == pytest.approx(late.alone[1] - 0.5 * (20 / 10) ** 2, abs=1e-3)


@given(st.lists(st.floats(-30, 0), min_size=1, max_size=40), st.floats(-500, 500))
def test_the_effective_sample_lies_between_one_and_all_and_ignores_a_common_factor(logs, shift):
    found = ess(np.array(logs))
    assert 1 - 1e-9 <= found <= len(logs) + 1e-9
    assert ess(np.array(logs) + shift) == pytest.approx(found)


def test_equal_weights_are_all_effective_one_weight_is_one_and_none_is_none():
    assert ess(np.zeros(50)) == pytest.approx(50)
    assert ess(np.array([0.0] + [-np.inf] * 9)) == 1
    assert ess(np.full(5, -np.inf)) == 0


def test_leaving_a_source_out_is_the_same_as_never_having_heard_it():
    told = sources(make_source(noise=9.0, unreliable=0.1), make_source("other", noise=9.0))
    record, counts = make_runs(np.arange(180, 280)), [report("a"), report("b", value=210.0, source="other")]
    both = weigh(record, counts, told, 1)
    np.testing.assert_array_equal(
        leave_one_out(both)["other"].values, weigh(record, counts[:1], told, 1).values
    )
    np.testing.assert_array_equal(alone(both)["b"].values, weigh(record, counts[1:], told, 1).values)


def test_contradictory_evidence_leaves_no_weight_and_names_the_culprit():
    told = sources(*(make_source(name, noise=0.0) for name in ("gazette", "herald", "globe")))
    counts = [report("a"), report("b", source="herald"), report("odd", value=3.0, source="globe")]
    found = weigh(make_runs([225, 230, 235]), counts, told, 1)
    assert found.ess == 0
    assert found.values.tolist() == [0, 0, 0]
    assert found.pareto_k is None
    assert found.log_evidence == -np.inf
    assert culprit(found) == "odd"
    assert leave_one_out(found)["globe"].values.tolist() == [0, 1, 0]


def test_when_no_single_removal_helps_the_culprit_is_the_report_that_takes_most_by_itself():
    told = sources(*(make_source(name, noise=0.0) for name in ("gazette", "herald", "globe")))
    counts = [
        report("fits"),
        report("odd", value=3.0, source="herald"),
        report("odder", value=4.0, source="globe"),
    ]
    assert culprit(weigh(make_runs([230, 230, 230]), counts, told, 1)) == "odd"
    assert culprit(weigh(make_runs([230]), [], {}, 1)) is None


@pytest.mark.parametrize(
    ("counts", "arguments", "message"),
    [
        (
            [report()],
            {"evidence": "sead"},
            "evidence = 'sead' is unknown; expected all, seed or none; nearest: seed",
        ),
        ([report(source="gazete")], {}, "count count: source = 'gazete' is unknown; nearest: gazette"),
        ([report(day=9)], {}, "count count cannot be used in the likelihood: day 9 lies outside the runs"),
    ],
)
def test_what_cannot_be_weighed_is_refused_with_its_value(counts, arguments, message):
    with pytest.raises(UsageError, match=message):
        weigh(make_runs([230]), counts, sources(make_source()), 1, **arguments)


def test_weights_do_not_depend_on_the_batch_a_run_is_in():
    record = make_record([[(3, 4, RED)], [(4, 5, RED)], []], runs=[17, 3, 40])
    single = make_record([[(3, 4, RED)]], runs=[17])
    told = sources(make_source(bias=LogNormal(1, 0.3), noise=2.0))
    assert weigh(single, [make_count()], told, 9).log_values[0] == pytest.approx(
        weigh(record, [make_count()], told, 9).log_values[0], abs=2e-4
    )


def test_an_absence_told_by_the_same_origin_takes_nothing_from_its_count():
    none = make_count("none", day=1, unit="capitals", low=0.0, high=0.0, basis=3.0, origin="ministry")
    record, told = make_runs([200, 230]), sources(make_source(noise=12.0))
    both = weigh(record, [report(origin="ministry"), none], told, 1)
    assert [term.power for term in both.terms] == [1, 1]
    assert list(both.by_source) == ["ministry", "gazette:none"]
