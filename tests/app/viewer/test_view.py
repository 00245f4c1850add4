"""What the live view plays: the same run bit for bit, sliders as parameters, and no step past the end."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents.model import TerritoryModel
from sim.app.entry import cli
from sim.app.viewer import serve
from sim.app.viewer.model import SERIES, PlayedModel, day_line, day_state, lines, reported_marks, sliders
from sim.base.errors import UsageError
from sim.law.parameters import PARAMETERS
from sim.plots.drawing.cells import district_cells
from sim.plots.studies.played_run import draw_holders, draw_lines
from sim.scenario.reader import read_scenario
from sim.scenario.scenario import Scenario


@pytest.fixture(scope="module")
def toy() -> Scenario:
    return read_scenario("toy_corridor")


def test_what_is_played_is_the_run_of_the_batch_until_its_end_and_no_step_more(toy: Scenario) -> None:
    played, plain = PlayedModel(toy, run=4), TerritoryModel(toy, run=4)
    for _ in range(played.days + 5):
        played.step()
        if plain.running:
            plain.step()
    assert played.events.equals(plain.events) and played.day == plain.day == played.steps
    assert not played.running and day_line(played).startswith(f"Day {played.day}, ")


def test_sliders_cover_the_prior_and_set_what_they_name(toy: Scenario) -> None:
    model = PlayedModel(toy, run=4)
    ranges = sliders(model)
    assert len(ranges) >= 6
    for field, (label, own, low, high) in ranges.items():
        assert low <= own <= high and low < high and own == getattr(model.law, field)
        assert any(one.field == field and one.name in label for one in PARAMETERS.values())
    changed = PlayedModel(toy, run=4, **{field: high for field, (*_, high) in ranges.items()})
    assert all(getattr(changed.law, field) == high for field, (*_, high) in ranges.items())
    same = PlayedModel(toy, run=4, **{field: own for field, (_, own, *_) in ranges.items()})
    assert same.law == model.law and (day_state(same)["holder"] == day_state(model)["holder"]).all()
    with pytest.raises(
        UsageError, match="momentum_gian = 1.0 is not a parameter of the law; nearest: momentum_gain"
    ):
        PlayedModel(toy, momentum_gian=1.0)


def test_the_figures_show_the_day(toy: Scenario) -> None:
    model = PlayedModel(toy, run=4)
    while not day_state(model)["fresh"].any() or model.day < 3:
        model.step()
    now = day_state(model)
    assert [int(one) for one in now["holder"]] == [one.place.holder for one in model.districts]
    assert set(lines(model)) == set(SERIES.values())
    assert all(len(line) == model.day + 1 for panel in lines(model).values() for line in panel)
    (first, *_) = reported_marks(model)
    assert (first.day, first.low, first.high) == (0, 3, 3)
    cells = district_cells(toy.terrain)
    figure = draw_holders(toy.terrain, cells, **now, names=["Reds $x$", "Blues"])
    shapes, _, ringed = figure.axes[0].collections
    assert np.unique(shapes.get_facecolors()[:, :3], axis=0).shape[0] == 2
    assert len(ringed.get_paths()) == now["fresh"].sum()
    panels = draw_lines(lines(model), ["Reds", "Blues"], model.days, reported_marks(model)).axes
    assert len(panels) == 3 and panels[0].get_xlim() == (0, model.days)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["toy_corridor", "--port", "x"],
            "port = 'x' is not a whole number; expected a whole number from 0 to 65,535",
        ),
        (["a", "b"], "unrecognized arguments: b; the form is sim view [SCENARIO]"),
        (["nowhere"], "nowhere"),
        (["toy_corridor"], "sim view needs solara, not installed; expected the extra viewer"),
    ],
)
def test_mistakes_are_told(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "missing", lambda: ["solara"])
    assert cli.main(["view", *words]) == 2
    assert said in capsys.readouterr().err
