"""Patterns of the runs, what verdicts go with, and the last line on the terminal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.analysis.coverage import count_rows
from sim.analysis.leave_one_out import dependence_line
from sim.app.report.summary import claim_cells
from sim.base.codes import ASSAULT, CAPITAL_LOST, CAPITULATION
from sim.output.report_content import as_weighed, bottom_line, named_coverage, regime_shares
from sim.page.sections.drivers import (
    CITY,
    Dependence,
    carriers,
    correlation,
    dependence,
    narrowed,
    prior_driven,
)
from sim.page.sections.patterns import patterns
from sim.plots.drawing.report_data import Report
from sim.plots.drawing.text import percent
from tests.plots.made_reports import made_report, made_verdict
from tests.records import BLUE, RED, make_record, make_terrain

CAPITALS = tuple(range(0, 120, 5))  # 24 of 120


def large_report(**changes: object) -> Report:
    """Four runs on 120 districts, 24 of them capitals: a burst, a quiet one, a large advance, a war won early."""
    rural = [row for row in range(120) if row not in CAPITALS]
    advance = [(10, row, RED, CAPITULATION) for row in rural[:15]] + [
        (12, row, RED, ASSAULT) for row in rural[15:20]
    ]
    back = [(15, rural[0], BLUE, ASSAULT)]
    burst = [(32, row, RED, CAPITULATION) for row in CAPITALS[:16]]
    record = make_record(
        [[*advance, *back, *burst], [(5, rural[0], RED, ASSAULT)], advance, [(3, rural[0], RED, ASSAULT)]],
        terrain=make_terrain(120, capitals=CAPITALS[:-1], national=CAPITALS[-1]),
        ends={3: (20, CAPITAL_LOST)},
    )
    report = made_report(runs=4)
    values = {"weights": np.array([0.5, 0.0, 0.5, 0.0]), "record": record, **changes}
    return replace(report, parameters={"momentum.gain": np.arange(4.0)}, **values)


def rows_of(report: Report) -> dict[str, tuple[str, str]]:
    return {row["name"]: (row["before"], row["after"]) for row in patterns(report)}


def test_a_page_shows_as_used_what_weighed() -> None:
    scenario = made_report().scenario
    uses = {one.id: one.use for one in scenario.counts}
    fit = sorted(name for name, use in uses.items() if use == "fit")
    assert len(fit) > 1
    shown = {one.id: one.use for one in as_weighed(scenario, frozenset(fit[:1])).counts}
    assert shown == {**uses, **dict.fromkeys(fit[1:], "check")}


def test_patterns_are_told_before_and_after_the_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.page.sections.patterns.LEAST_SHOWN", 1)
    rows = rows_of(large_report())
    part = {name.split(":")[0].split(" by ")[0].split(",")[0]: said for name, said in rows.items()}
    assert part["the war is still on"] == (percent(0.75), percent(1.0))
    assert part["the war has ended"] == (percent(0.25), percent(0.0))
    assert part["large advance with quiet capitals"] == (percent(0.5), percent(1.0))
    burst = next(said for name, said in rows.items() if name.startswith("burst: "))
    assert burst == (percent(0.25), percent(0.5))
    assert rows["burst, among the history-like runs"] == (percent(0.5), percent(0.5))


def test_the_season_is_scaled_to_the_network_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.page.sections.patterns.LEAST_SHOWN", 1)
    names = " ".join(rows_of(large_report()))
    assert "net gain of 18 to 66 districts" in names and "at least 14 of 24 capitals" in names
    few = replace(large_report(), record=make_record([[]] * 4))
    assert "history-like" not in " ".join(rows_of(few))


def test_a_share_of_hardly_any_runs_is_not_told() -> None:
    assert rows_of(large_report())["burst, among the history-like runs"] == ("too few runs", "too few runs")


def test_captures_without_fighting_and_taken_back_are_counted_up_to_the_day_of_the_report(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sim.page.sections.patterns.LEAST_SHOWN", 1)
    rows = rows_of(large_report(weights=np.array([1.0, 0.0, 0.0, 0.0])))
    easy = next(said for name, said in rows.items() if "without fighting" in name)
    back = next(said for name, said in rows.items() if "captures taken back" in name)
    days = next(said for name, said in rows.items() if "days until" in name)
    assert easy[1].startswith(percent(0.75)) and back[1].startswith(percent(0.05))
    assert days == ("5 (5 to 5)", "5 (5 to 5)")


def test_without_evidence_there_is_nothing_after_it() -> None:
    assert {after for _, after in rows_of(large_report(weights=None)).values()} == {"–"}


def test_regime_shares_follow_the_weights() -> None:
    record = large_report().record
    assert regime_shares(record, np.array([0.0, 1.0, 0.0, 0.0]))["stalemate"] == 1.0
    assert sum(regime_shares(record).values()) == pytest.approx(1.0)


def test_a_weighted_correlation_counts_runs_by_weight() -> None:
    x, y = np.array([0.0, 1.0, 2.0, 9.0]), np.array([0.0, 1.0, 2.0, -9.0])
    assert correlation(x, y, np.array([1.0, 1.0, 1.0, 0.0])) == pytest.approx(1.0)
    assert correlation(x, np.ones(4), np.ones(4)) == 0.0 == correlation(x, y, np.zeros(4))
    w = np.array([1.0, 2.0, 3.0, 4.0])
    assert correlation(x, y, w) == pytest.approx(
        np.cov(x, y, aweights=w)[0, 1] / np.sqrt(np.cov(x, aweights=w) * np.cov(y, aweights=w))
    )


def test_a_parameter_of_two_values_that_decides_the_verdict_goes_with_it_wholly() -> None:
    report = made_report(runs=400)
    two = np.repeat([0.0, 1.0], 200)
    law = {"loot.on": report.scenario.law["momentum.gain"]}
    report = replace(report, parameters={"loot.on": two}, scenario=replace(report.scenario, law=law))
    found = dependence(report, {"no_major_city": two.astype(np.int8)})
    assert found.strength("loot.on", "no_major_city", np.full(400, 1 / 400)) == pytest.approx(1.0)


def city_report() -> tuple[Report, Dependence]:
    """A report on a city claim that goes with shock.gain, which the evidence leaves alone."""
    rng = np.random.default_rng(3)
    names = [*CITY, "assault.rate"]
    report = made_report(runs=4000)
    columns = {name: rng.random(4000) for name in names}
    law = dict.fromkeys(names, report.scenario.law["momentum.gain"])
    weights = np.full(4000, 1 / 4000)
    weights[columns["assault.rate"] > 0.3] = 0
    report = replace(
        report,
        parameters=columns,
        scenario=replace(report.scenario, law=law),
        weights=weights / weights.sum(),
    )
    truth = {"no_major_city": (columns["shock.gain"] < 0.5).astype(np.int8)}
    return report, dependence(report, truth)


def test_the_sentence_on_cities_names_what_they_go_with_and_how_little_it_moved() -> None:
    report, found = city_report()
    sentence, rows = carriers(report, found)
    assert "most associated with: shock.gain (−0.8" in sentence
    assert "rests mostly on the priors" in sentence
    assert [row["name"] for row in rows][0] == "shock.gain" and set(CITY) <= {row["name"] for row in rows}
    assert rows[0]["correlation"].startswith("−0.8")


def test_nothing_is_said_on_cities_without_evidence_or_without_a_claim_on_them() -> None:
    report, found = city_report()
    assert carriers(replace(report, weights=None), found) == ("", [])
    assert carriers(replace(report, verdicts=report.verdicts[:1]), found) == ("", [])


def test_parameters_that_matter_and_were_not_moved_are_prior_driven() -> None:
    report, found = city_report()
    assert [name for name, _ in prior_driven(report, found)] == ["shock.gain"]


def test_the_last_line_names_the_widest_meaning_and_the_strongest_source() -> None:
    report = made_report()
    line = dependence_line(report.scenario, report.verdicts, report.without)
    assert line == (
        "most sensitive to the definition of “the offensive is losing steam” (18 % to 76 %); and to the source Long War Journal tracker "
        "(“the movement has no resources to capture and hold Kabul and…” 30 % without it, 62 % with it)"
    )
    assert dependence_line(report.scenario, (), {}) == ""


def test_a_swing_that_does_not_show_is_not_named() -> None:
    verdict = made_verdict("c", "q", {"one": (0.2, 0.30), "two": (0.2, 0.303)})
    assert dependence_line(made_report().scenario, (verdict,), {"lwj": {"c": 0.301}}) == ""


def test_the_terminal_is_short_about_what_cannot_be_tested_or_graded() -> None:
    untestable, ungraded = made_verdict("a", "q", {}), made_verdict("b", "q", {"d": (0.2, 0.3)})
    (headline,) = ungraded.definitions
    low = replace(
        headline, word=None, graded=False, why_not="undefined in 29 % of the weight, more than 20 %"
    )
    assert claim_cells(untestable) == ("a", "-", "", "not testable")
    assert claim_cells(replace(ungraded, definitions=(low,)))[3] == (
        "not graded: undefined in 29 % of the weight, more than 20 %"
    )


def test_the_bottom_line_names_what_cannot_be_tested_in_one_short_sentence() -> None:
    report = made_report()
    silent = made_verdict("delay_is_the_cause", "", {})
    silent = replace(silent, claim=replace(silent.claim, statement="T3"))
    last = bottom_line((*report.verdicts, silent), report.scenario)[-1]
    assert last.startswith("Not testable here, for the reasons under Claims: “") and last.endswith(
        "; nothing to judge"
    )
    assert "the model has no such thing" not in last


def test_the_known_past_is_named_by_who_said_what() -> None:
    report = made_report()
    rows = named_coverage(report.scenario, {"counts": count_rows(report.evidence)})
    assert rows[0]["name"].startswith("Long War Journal tracker, ") and rows[0]["name"].endswith(" (used)")
    assert [row["id"] for row in rows] == [
        row["id"] for row in report.evidence if row["use"] in ("fit", "check")
    ]


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.131, "13\u00a0% narrower"),
        (-0.1, "10\u00a0% wider"),
        (0.0, "unchanged"),
        (-0.004, "unchanged"),
    ],
)
def test_a_parameter_is_told_narrower_or_wider(share: float, told: str) -> None:
    assert narrowed(share) == told
