"""Figures of sweeps: drawn without warning, no text over another, and what they say is in their numbers."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sim.base.errors import OutputError
from sim.plots.drawing.bars import InputBar, Tornado
from sim.plots.drawing.files import save_figure
from sim.plots.drawing.sheet import new_figure, overlaps
from sim.plots.studies.slices import Slices, draw_slices
from sim.plots.studies.threshold_plane import Phase, draw_phase
from sim.plots.studies.tornado import draw_tornado

TICKS = np.linspace(0, 1, 101)
RASTER = 1 / (1 + np.exp(-(TICKS[None, :] - TICKS[:, None]) / 0.08))
POINTS = np.array([[0.0, 0.0, 0.5], [0.0, 2.0, 0.02], [10.0, 0.0, 0.97], [10.0, 2.0, np.nan]])
PHASE = Phase(
    claim="“they cannot take and hold a city”",
    when="before the evidence",
    x=("shock.gain (logit)", 0.0, 10.0),
    y=("external.after", 0.0, 2.0),
    raster=RASTER,
    points=POINTS,
    star=(4.0, 1.0),
    footer="toy · as of 2030-04-15 · seed 1",
)
HOSTILE = "x$_$y <script> \u202eabc {} 中文 " * 20
BARS = [
    InputBar("accounts.recovery", (0.3, 0.2, 0.4), (0.2, 0.7)),
    InputBar("momentum.gain", (0.1, 0.05, 0.15), (0.6, 0.5)),  # both ends above the middle
    InputBar("assault.rate", (0.01, 0.0, 0.03), (0.44, 0.45)),
]
TORNADO = Tornado("“losing steam”", 0.45, BARS, "share of variance", "", True, "toy · seed 1")


WORDS = {
    "shock.gain (logit)": "effect of one capital newly taken, held and known to be held, on capitulation elsewhere (logit)",
    "external.after": "external support once the decline of what had been given from outside is over",
}
PHASES = {
    "plain": PHASE,
    "in words": replace(PHASE, labels=WORDS),
    "nothing known": replace(PHASE, raster=None, points=POINTS[3:], star=None),
    "flat": replace(PHASE, raster=np.full((101, 101), 0.3), points=POINTS[1:2]),
    "hostile": replace(PHASE, claim=HOSTILE, x=(HOSTILE[:60], 0.0, 1e-6), y=(HOSTILE[:60], -1e6, 1e6)),
}


@pytest.mark.parametrize("name", PHASES)
def test_a_plane_is_drawn_without_text_over_text(name: str) -> None:
    figure = new_figure()
    drawing = draw_phase(figure, PHASES[name])
    assert overlaps(figure) == []
    assert len(drawing.columns["p"]) == len(PHASES[name].points)


def test_the_title_of_a_plane_is_computed_from_its_points() -> None:
    assert "from 2\u00a0% to 97\u00a0%; between them it tips" in draw_phase(new_figure(), PHASE).title
    below = replace(PHASE, points=POINTS[:2])
    assert "everywhere below one half" in draw_phase(new_figure(), below).title
    assert "no point has enough" in draw_phase(new_figure(), replace(PHASE, points=POINTS[3:])).title


def test_the_contour_is_white_with_a_dark_halo() -> None:
    figure = new_figure()
    draw_phase(figure, PHASE)
    contours = [one for one in figure.axes[0].collections if one.get_path_effects()]
    assert len(contours) == 3
    assert {tuple(one.get_edgecolor()[0][:3]) for one in contours} == {(1.0, 1.0, 1.0)}


TORNADOES = {
    "from runs": TORNADO,
    "morris": replace(TORNADO, bars=[replace(bar, ends=None) for bar in BARS], main="mean change"),
    "sobol": replace(
        TORNADO,
        bars=[replace(bar, ends=None, other=(0.05, -0.1, 0.2)) for bar in BARS],
        other="first-order index",
    ),
    "level": replace(
        TORNADO, share=False, middle=131.0, bars=[InputBar("a", (0.5, 0.4, 0.6), (95.2, 160.0))]
    ),
    "none": replace(TORNADO, bars=[], middle=None),
    "one that does nothing": replace(TORNADO, bars=[InputBar("a", (0.0, 0.0, 0.0), (0.45, 0.45))]),
    "many": replace(TORNADO, bars=BARS * 12),
    "hostile": replace(TORNADO, claim=HOSTILE, bars=[replace(BARS[0], name=HOSTILE)]),
}


@pytest.mark.parametrize("name", TORNADOES)
def test_bars_are_drawn_without_text_over_text(name: str) -> None:
    figure = new_figure()
    draw_tornado(figure, TORNADOES[name])
    assert overlaps(figure) == []


SLICES = Slices(
    claim="“losing steam”",
    when="before the evidence",
    share=True,
    settings=[
        ("idle", np.linspace(0, 1, 40)[::-1].tolist()),
        ("momentum.gain (logit)", (np.arange(40) % 7 / 7.0).tolist()),
        ("without", ["none", "loot"] * 20),
        ("fixed", [1.0] * 40),
    ],
    p=0.2 + 0.5 * (np.arange(40) % 7 / 7.0),
    footer="toy",
)
SEVERAL = {
    "plain": SLICES,
    "no number": replace(SLICES, p=np.full(40, np.nan)),
    "level": replace(SLICES, share=False, p=SLICES.p * 300),
    "all the same": replace(SLICES, p=np.full(40, 0.5)),
    "many": replace(SLICES, settings=list(SLICES.settings) * 5),
    "hostile": replace(SLICES, claim=HOSTILE, settings=[(HOSTILE, [HOSTILE, "b"] * 20)]),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_panels_are_drawn_without_text_over_text(name: str) -> None:
    figure = new_figure()
    draw_slices(figure, SEVERAL[name])
    assert overlaps(figure) == []


def test_points_that_lie_close_together_are_told_apart_and_equal_ones_are_not() -> None:
    close = replace(SLICES, p=0.58 + 0.004 * SLICES.p)
    figure = new_figure()
    assert draw_slices(figure, close).title == "“losing steam”: 58\u00a0% at all 40 points"
    for axes in figure.axes:
        labels = [text.get_text() for text in axes.get_yticklabels()]
        assert len(set(labels)) == len(labels)


def test_the_setting_that_moves_it_most_comes_first() -> None:
    assert "it depends most on momentum.gain" in draw_slices(new_figure(), SLICES).title
    assert "from 20\u00a0% to 63\u00a0% over 40 points" in draw_slices(new_figure(), SLICES).title


def test_the_title_names_only_inputs_that_stand_out() -> None:
    title = draw_tornado(new_figure(), TORNADO).title
    assert "accounts.recovery and momentum.gain" in title
    assert "assault.rate" not in title


def test_figures_of_a_sweep_show_words_and_their_tables_the_names() -> None:
    figure, words = new_figure(), {"momentum.gain": "belief in an advance"}
    drawing = draw_tornado(figure, replace(TORNADO, labels=words))
    shown = [text.get_text() for text in figure.texts]
    assert "belief in an advance" in shown and "momentum.gain" not in shown
    assert "momentum.gain" in drawing.columns["input"]
    assert "external.after" in draw_phase(new_figure(), PHASES["in words"]).columns


def test_a_figure_is_saved_with_its_numbers(tmp_path: Path) -> None:
    save_figure(tmp_path, "plane", lambda figure: draw_phase(figure, PHASE))
    with (tmp_path / "plane.csv").open(encoding="utf-8") as file:
        assert [row["p"] for row in csv.DictReader(file)] == ["0.5", "0.02", "0.97", ""]
    assert (tmp_path / "plane.png").stat().st_size > 5_000


def test_a_figure_that_cannot_be_written_is_an_output_error_and_one_that_can_has_few_colours(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"file/plane: the figure cannot be written"):
        save_figure(tmp_path / "file", "plane", lambda figure: draw_phase(figure, PHASE))
    drawn = save_figure(tmp_path / "new" / "deep", "plane", lambda figure: draw_phase(figure, PHASE))
    with Image.open(drawn.file) as picture:
        assert picture.mode == "P"
