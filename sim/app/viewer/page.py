"""The page of ``sim view``: Mesa's own view of a run, with map, lines, and sliders. Solara loads this file by its name."""

from __future__ import annotations

import os

import solara
from mesa.visualization import Slider, SolaraViz
from mesa.visualization.utils import update_counter

from sim.app.viewer.model import (
    PlayedModel,
    day_line,
    day_state,
    faction_names,
    lines,
    reported_marks,
    sliders,
)
from sim.plots.drawing.cells import district_cells
from sim.plots.studies.played_run import draw_holders, draw_lines
from sim.scenario.reader import read_scenario

CHOSEN = "SIM_VIEW"  # scenario, seed and run as ``serve`` was asked for, in this variable, a line each
MOST_RUNS = 999
STACKED = """
.v-input__slider .v-input__slot { flex-wrap: wrap; }
.v-input__slider .v-label { flex: 0 0 100%; height: auto !important; white-space: normal; position: static !important; font-size: 0.85rem; }
.v-tabs-bar { display: none; }
"""  # what a slider means stands above it, as long as it is; a single page needs no tab


@solara.component
def Holders(model: PlayedModel) -> None:
    """The map of today."""
    update_number = update_counter.get()
    cells = solara.use_memo(lambda: district_cells(model.scenario.terrain), [id(model.scenario)])
    figure = draw_holders(model.scenario.terrain, cells, **day_state(model), names=faction_names(model))
    with solara.Column():
        solara.Text(day_line(model), classes=["standing"])
        solara.FigureMatplotlib(figure, dependencies=[update_number, id(model), model.day], format="png")


@solara.component
def Lines(model: PlayedModel) -> None:
    """Districts held, momentum and reserves up to today."""
    update_number = update_counter.get()
    figure = draw_lines(lines(model), faction_names(model), model.days, reported_marks(model))
    solara.FigureMatplotlib(figure, dependencies=[update_number, id(model), model.day], format="png")


@solara.component
def Page() -> None:
    """Everything; a model of its own for every browser tab."""
    name, seed, run = (os.environ.get(CHOSEN) or "toy_corridor\n1\n0").split("\n")
    model = solara.use_memo(lambda: PlayedModel(read_scenario(name), int(seed), int(run)), [])
    ranges = solara.use_memo(lambda: sliders(model), [])
    chosen_values = {
        field: Slider(
            label, value=default_value, min=low, max=high, step=(high - low) / 100 or 1.0, dtype=float
        )
        for field, (label, default_value, low, high) in ranges.items()
    }
    solara.Style(STACKED)
    SolaraViz(
        model,
        components=[(Holders, 0), (Lines, 0)],
        model_params={
            "scenario": model.scenario,
            "seed": model.seed,
            "run": Slider("run (Reset applies)", int(run), 0, MOST_RUNS, 1),
            **chosen_values,
        },
        name=model.scenario.title or name,
        play_interval=100,
    )
