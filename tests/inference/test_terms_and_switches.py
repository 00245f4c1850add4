"""How reports become terms, share switches and increments; and what is asked of an ensemble when it is weighed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.base.errors import UsageError
from sim.base.parameters import LogNormal
from sim.evidence.count_words import DEFAULT, Words, count_mass
from sim.evidence.likelihood import group_log_likelihood
from sim.inference import weights as module
from sim.inference.predict import bias_draws
from sim.inference.report_terms import (
    ReportContext,
    difference,
    doubt,
    earlier_stock,
    echoes,
    group_of,
    is_absence,
    lags_of,
    make_terms,
    quantity_of,
    source_of,
)
from sim.inference.weights import culprit, log_sum, normalise, reweigh, weigh, weigh_ensemble
from tests.inference.test_weights import D, make_runs, report, sources
from tests.reports import make_count, make_source


def test_lags_are_those_of_the_source_and_any_day_of_a_month() -> None:
    count, source = make_count(day=30), make_source(lag=(1.0, 3.0))
    assert lags_of(count, source).tolist() == [1, 2, 3]
    month = replace(count, date_from=count.date - timedelta(days=2))
    assert lags_of(month, source).tolist() == [1, 2, 3, 4, 5]


def test_the_difference_of_two_masses_is_that_of_independent_numbers() -> None:
    later, earlier = np.array([0.0, 0.5, 0.5]), np.array([0.25, 0.75])
    mass, first = difference(later, earlier)
    values = first + np.arange(len(mass))
    assert first == -1 and mass.sum() == pytest.approx(1)
    assert mass @ values == pytest.approx(1.5 - 0.75)
    assert mass.tolist() == pytest.approx([0.0, 0.375, 0.5, 0.125])


def test_an_unknown_source_is_named_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="count a: source = 'gazete' is unknown; nearest: gazette"):
        source_of(make_count("a", source="gazete"), sources(make_source()))


def test_an_absence_is_a_stock_of_zero_and_nothing_else() -> None:
    assert is_absence(make_count(low=0.0, high=0.0))
    assert not is_absence(make_count(low=0.0, high=1.0))
    assert not is_absence(make_count(since=3, low=0.0, high=0.0))


def test_switches_echoes_and_doubt() -> None:
    plain, echo = make_count("a"), make_count("b", origin="ministry")
    none = make_count("none", low=0.0, high=0.0, origin="ministry")
    assert [group_of(one) for one in (plain, echo, none)] == ["gazette", "ministry", "gazette:none"]
    all_of_them = [plain, echo, none, make_count("c", source="herald", origin="ministry")]
    assert [echoes(one, all_of_them) for one in all_of_them] == [1, 2, 1, 2]
    declared = sources(make_source(unreliable=0.4), make_source("ministry", unreliable=0.05))
    assert doubt(plain, declared) == 0.4 and doubt(echo, declared) == 0.05
    assert doubt(replace(echo, origin="rumour"), declared) == 0.4
    with pytest.raises(UsageError, match="nobody"):
        doubt(make_count(source="nobody"), declared)


@pytest.mark.parametrize(
    "change",
    [
        {"source": "herald"}, {"faction": "blue"}, {"relation": "contests"}, {"unit": "capitals"}, {"kind": "flow"},
        {"measure": "share_of_area"}, {"places": ("T01", "T02"), "within": "P"},
    ],
)  # fmt: skip
def test_stocks_of_other_things_are_no_earlier_stocks(change: dict[str, Any]) -> None:
    later, earlier = make_count("later", day=30), make_count("earlier", day=20)
    assert earlier_stock(later, [later, earlier]) is earlier
    other = replace(earlier, **change)
    assert quantity_of(other) != quantity_of(later)
    assert earlier_stock(later, [later, other]) is None


def test_shares_of_places_are_the_same_quantity_as_counts_of_them() -> None:
    assert quantity_of(make_count(measure="share_of_districts")) == quantity_of(make_count())


def test_the_earlier_stock_is_the_latest_that_is_not_itself_an_echo_or_an_absence() -> None:
    later = make_count("later", day=30)
    counts = [
        later,
        make_count("first", day=10),
        make_count("second", day=20),
        make_count("same day", day=30),
    ]
    assert earlier_stock(later, counts) is counts[2]
    odd = [replace(counts[2], origin="ministry"), replace(counts[2], low=0.0, high=0.0), counts[1]]
    assert earlier_stock(later, odd) is counts[1]
    for alone in (
        make_count(day=30, since=3), replace(later, origin="ministry"), make_count(day=30, low=0.0, high=0.0),
        make_count(day=30, places=("T01",)),
    ):  # fmt: skip
        assert earlier_stock(alone, counts) is None
    assert earlier_stock(counts[1], counts) is None


def context(**fields: Any) -> ReportContext:
    """Runs of 180 to 189 districts and one source."""
    record, told = make_runs(np.arange(180, 190)), sources(make_source(noise=4.0, **fields))
    bias = {name: bias_draws(1, record.run, source) for name, source in told.items()}
    return ReportContext(record, told, bias)


def test_a_context_knows_noise_and_the_best_a_run_could_do() -> None:
    one, count = context(), report(value=185.0)
    assert one.noise(count) == 4.0
    every = one.error(count).log_likelihood(count_mass(count, DEFAULT), np.arange(D + 1.0))
    assert one.best(count) == every.max() >= one.log_likelihood(count).max()
    assert one.predicted(count) is one.predicted(count)


def test_words_other_than_the_usual_ones_reach_every_likelihood() -> None:
    usual = context()
    other = replace(usual, words=Words(about=2.0), seen={})
    early, late = (
        make_count(name, day=day, low=187.0, high=187.0, modifier="about", basis=D)
        for name, day in (("e", 0), ("l", 1))
    )
    masses = [count_mass(count, other.words) for count in (early, late)]
    noise, x = other.error(late), np.arange(180.0, 190.0)
    np.testing.assert_allclose(other.log_likelihood(late), noise.log_likelihood(masses[1], x))
    added, first = difference(masses[1], masses[0])
    np.testing.assert_allclose(
        other.log_likelihood(late, early), noise.log_likelihood(added, np.zeros(10), first)
    )
    assert other.best(late) == noise.log_likelihood(masses[1], np.arange(D + 1.0)).max() < usual.best(late)


def test_weights_of_plain_runs_have_the_defaults_of_independent_ones() -> None:
    record = make_runs(np.arange(180, 184))
    found = weigh(record, [], sources(make_source()), 1)
    assert (found.dependence, found.ensemble, found.evidence) == (1.0, None, "all")
    assert found.possible.dtype == bool and found.ess == 4.0
    assert weigh(record, [], sources(make_source()), 1, evidence="none").possible.tolist() == [True] * 4


def test_reports_of_a_group_need_one_number_of_values_and_one_power_each() -> None:
    for logs, outcomes in ((1, 2), (2, 1)):
        with pytest.raises(ValueError, match="zip"):
            group_log_likelihood([np.zeros(2)] * logs, [2.0] * outcomes, 0.1, [1.0, 1.0])


def test_a_term_stands_for_itself_and_for_its_group() -> None:
    count = report("late", value=185.0, day=1)
    (term,) = make_terms(context(unreliable=0.2), [count])
    assert (term.id, term.group, term.outcomes, term.power, term.unreliable) == (
        "late",
        "gazette",
        D + 1,
        1.0,
        0.2,
    )
    np.testing.assert_array_equal(term.log_likelihood, group_log_likelihood([term.alone], [D + 1], 0.2))
    other = replace(term, power=0.5, joint=term.alone + 1)
    assert other.by_itself().power == 1.0
    np.testing.assert_array_equal(other.by_itself().joint, term.alone)


def test_weights_show_what_they_are() -> None:
    found = weigh(make_runs(np.arange(180, 190)), [report(value=185.0)], sources(make_source(noise=4.0)), 1)
    shown = repr(found)
    assert shown.startswith("Weights(evidence all, runs 10, effective ") and shown.endswith(", counts 1)")
    assert f"Pareto k {'unknown' if found.pareto_k is None else format(found.pareto_k, '.2f')}" in shown
    assert repr(replace(found, pareto_k=0.314)).count("Pareto k 0.31") == 1
    assert repr(replace(found, pareto_k=None)).count("Pareto k unknown") == 1
    html = found._repr_html_()
    assert "weights" in html and "effective" in html and found.runs == 10


def test_the_prior_of_plain_draws_is_even_and_others_have_theirs() -> None:
    record, told = make_runs(np.arange(180, 184)), sources(make_source(noise=4.0))
    assert weigh(record, [], told, 1).prior.tolist() == [0.25] * 4
    log_prior = np.log([0.1, 0.2, 0.3, 0.4])
    found = weigh(record, [], told, 1, log_prior=log_prior, dependence=0.5)
    assert found.prior == pytest.approx([0.1, 0.2, 0.3, 0.4]) and found.values == pytest.approx(found.prior)
    assert found.log_evidence == pytest.approx(0.0)
    assert found.ess == pytest.approx(0.5 / 0.3) and found.dependence == 0.5
    again = reweigh(found, ())
    assert (again.dependence, again.evidence, again.ess) == (0.5, "all", found.ess)
    np.testing.assert_array_equal(again.log_prior, log_prior)
    given = {"gazette": np.array([1.0, 1.1, 1.2, 1.3])}
    assert weigh(record, [report()], told, 1, bias=given).bias is given


def test_the_log_evidence_is_the_mean_likelihood() -> None:
    found = weigh(make_runs(np.arange(180, 190)), [report(value=185.0)], sources(make_source(noise=4.0)), 1)
    assert np.exp(found.log_evidence) == pytest.approx(np.exp(found.by_source["gazette"]).mean())
    assert log_sum(np.full(3, -np.inf)) == -np.inf and log_sum(np.log([1.0, 2.0])) == pytest.approx(np.log(3))
    assert normalise(np.full(3, -np.inf)).tolist() == [0, 0, 0] and normalise(np.array([])).tolist() == []


def test_nothing_weighed_has_no_culprit() -> None:
    assert culprit(weigh(make_runs(np.arange(180, 190)), [], {}, 1)) is None


def test_an_ensemble_is_weighed_by_all_that_its_scenario_says(monkeypatch: pytest.MonkeyPatch) -> None:
    source = make_source(bias=LogNormal(1.0, 0.2))
    scenario = SimpleNamespace(
        counts=("counts",), sources={"gazette": source}, statements=(SimpleNamespace(id="S1"), SimpleNamespace(id="S2")),
        semantics="words", signals=("signals",), control=("control",),
    )  # fmt: skip
    numbers = SimpleNamespace(of=lambda name: np.array([0.1, 0.9]) if name == "source.gazette.bias" else None)
    ensemble = SimpleNamespace(
        scenario=scenario,
        record="record",
        seed=7,
        log_prior="log_prior",
        dependence=0.3,
        islands="islands",
        numbers=numbers,
    )
    asked: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
    monkeypatch.setattr(module, "weigh", lambda *given, **named: asked.append((given, named)))
    weigh_ensemble(ensemble, "seed")  # type: ignore[arg-type]
    ((given, named),) = asked
    assert given == ("record", ("counts",), {"gazette": source}, 7)
    bias = named.pop("bias")["gazette"]
    assert bias.shape == (2,) and bias[0] < 1 < bias[1]
    assert named == {
        "evidence": "seed", "seed_statements": ["S1", "S2"], "words": "words", "log_prior": "log_prior", "dependence": 0.3,
        "islands": "islands", "signals": ("signals",), "control": ("control",),
    }  # fmt: skip
    weigh_ensemble(ensemble)  # type: ignore[arg-type]
    assert asked[1][1]["evidence"] == "all"
