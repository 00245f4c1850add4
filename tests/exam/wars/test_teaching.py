"""What wars say of the parameters: happenings read alike from runs and truth, a planted population found, a left-out war unheard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.ensemble.engine import Ensemble, Plan, simulate
from sim.ensemble.execution.executor import Threads
from sim.ensemble.proposal import scores
from sim.exam.truth import read_truth
from sim.exam.wars.happenings import HAPPENINGS, TAILED, of_runs, of_truth, turns
from sim.exam.wars.teaching import (
    CampaignLikelihood,
    campaign_lessons,
    learn_over_wars,
    population_content,
    teachable,
)
from sim.exam.wars.windows import LENGTH, cut_windows, scenario_of
from sim.inference.lessons import learn
from sim.inference.population import PopulationDistribution
from sim.law.parameters import PARAMETERS
from sim.record.observables import holders
from sim.scenario.campaign import Campaign
from sim.scenario.reader import with_law
from sim.scenario.scenario import Scenario
from tests.exam.worlds import corridor

PLANTED = "assault.rate"


def run(scenario: Scenario, runs: int, seed: int = 1) -> Ensemble:
    """Runs that are not kept."""
    return simulate(Plan(scenario, seed, runs, keep=False), Threads(1), None)


def told_by(ensemble: Ensemble, row: int, name: str = "war") -> Campaign:
    """The campaign in which a run is what happened."""
    places, days = ensemble.scenario.terrain.ids, ensemble.record.days
    maps = [holders(ensemble.record, day, rows=np.array([row]))[0] for day in range(days + 1)]
    changes = [
        (day, places[d], int(maps[day][d]))
        for day in range(1, days + 1)
        for d in np.flatnonzero(maps[day] != maps[day - 1])
    ]
    made = corridor(*changes, known=LENGTH)
    return replace(made, scenario=replace(made.scenario, name=name), group=name)


def test_windows_follow_each_other_and_begin_from_the_map_of_their_first_day() -> None:
    campaign = corridor((70, "T04", 0), (130, "T05", 0), known=180)
    first, second, third = cut_windows(campaign)
    assert (first.end, second.end) == (second.start, third.start) and first.days == second.days == LENGTH
    row = campaign.scenario.terrain.row
    for window, held in ((first, ""), (second, ""), (third, "T04")):
        maps = holders(run(scenario_of(window), 5).record, 0)
        for name in ("T03", "T04", "T05"):
            expected = 0 if name in ("T03", held) else 1
            assert (maps[:, row[name]] == expected).all()
    assert of_truth(first, read_truth(campaign))[HAPPENINGS.index("still")] == 1.0


def test_what_happened_is_read_alike_from_a_run_and_from_the_truth() -> None:
    window = cut_windows(corridor(known=LENGTH))[0]
    ensemble = run(scenario_of(window), 40)
    found = of_runs(window, ensemble.record)
    moving = np.flatnonzero((found[:, HAPPENINGS.index("taken")] > 0) & (ensemble.record.end_day < 0))[:4]
    assert len(moving) == 4
    for row in moving:
        campaign = told_by(ensemble, int(row))
        np.testing.assert_allclose(of_truth(cut_windows(campaign)[0], read_truth(campaign)), found[row])
    assert turns(np.array([1, 0, 2, -1, 0, 3])) == 2


def test_captures_that_only_maps_tell_have_no_day() -> None:
    campaign = corridor((50, "T04", 0), known=LENGTH)
    rows = tuple(
        replace(one, source="map") if one.day > campaign.maps[0] else one for one in campaign.holdings
    )
    found = dict(
        zip(
            HAPPENINGS,
            of_truth(cut_windows(campaign)[0], read_truth(replace(campaign, holdings=rows))),
            strict=True,
        )
    )
    assert (found["net"], found["taken"]) == (1, 1)
    assert np.isnan([found["burst"], found["still"]]).all()


def test_a_planted_population_is_found_in_direction_and_size() -> None:
    window = cut_windows(corridor(known=LENGTH))[0]
    scenario = scenario_of(window)
    names, prior = teachable(scenario), PARAMETERS[PLANTED].prior
    ensemble = run(scenario, 800)
    drawn, happened = scores(names, 1, ensemble.record.run), of_runs(window, ensemble.record)

    def found(planted: float) -> PopulationDistribution:
        """Of 12 wars of eight windows each, all with the planted score of one parameter, the others as the prior has them."""
        law = {PLANTED: prior.a * np.exp(prior.b * planted)}
        real = of_runs(window, run(with_law(scenario, law, ()), 96, 3).record)
        told = [learn(drawn, happened, one, np.isin(HAPPENINGS, TAILED)) for one in real]
        wars = [
            CampaignLikelihood(str(n), str(n), 8, names, sum(one.precision for one in told[n::12]), sum(one.pull for one in told[n::12]))
            for n in range(12)
        ]  # fmt: skip
        return learn_over_wars(wars)[1]

    k, less, more = names.index(PLANTED), found(-1.0), found(1.0)
    assert less.mean[k] < 0 < more.mean[k]
    assert more.mean[k] - less.mean[k] > 0.3
    for one, planted in ((less, -1.0), (more, 1.0)):
        assert abs(one.mean[k] - planted) < 2 * one.sure[k]
        assert one.width[k] < 0.9
    silent = names.index("uneven.share")  # switched off here
    assert (more.mean[silent], more.width[silent]) == (0, pytest.approx(1, abs=1e-3))


def test_a_file_that_leaves_a_war_out_knows_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path))
    window = cut_windows(corridor(known=LENGTH))[0]
    ensemble = run(scenario_of(window), 40)
    taken = of_runs(window, ensemble.record)[:, HAPPENINGS.index("taken")]
    row = np.argsort(-taken, kind="stable")  # wars in which much happened, unlike the quiet one below
    a, b, c = (
        campaign_lessons(told_by(ensemble, int(row[n]), name), 500, 1, 1) for n, name in enumerate("abc")
    )
    quiet = corridor(known=LENGTH)
    altered = campaign_lessons(
        replace(quiet, scenario=replace(quiet.scenario, name="a"), group="a"), 500, 1, 1
    )
    assert (altered.pull != a.pull).any()
    before, after = (
        [population_content(wars, out, 500, 1) for out in ("a", "b", None)]
        for wars in ([a, b, c], [altered, b, c])
    )
    assert before[0] == after[0] and before[0]["campaigns"] == ["b", "c"]
    assert before[2] != after[2]  # two of these small wars move nothing far enough to be written, three do
    kept: list[bool] = []
    again = campaign_lessons(told_by(ensemble, int(row[1]), "b"), 500, 1, 1, kept.append)
    assert kept == [True]
    np.testing.assert_array_equal(again.precision, b.precision)
