"""``PlayedModel``: a run whose parameters can be set by name, as sliders do; it stays where it is once it has ended."""

from __future__ import annotations

import numpy as np

from sim.agents.model import TerritoryModel
from sim.base.errors import UsageError, nearest
from sim.ensemble.draws import quantile
from sim.law.parameters import PARAMETERS
from sim.page.sections.inputs import with_unit
from sim.plots.studies.played_run import CountMark
from sim.scenario.scenario import Scenario

FRESH = 3  # days for which a capture is marked
SERIES = {"held": "districts held (bars: reported)", "momentum": "momentum", "reserve": "mobile reserve, FU"}
REPORTED_STOCK = ("districts", "count", "controls", "stock")  # unit, measure, relation, kind
SLIDERS = (  # the parameters that move most claims most (docs/record.md), where the scenario leaves them open
    "momentum.gain", "momentum.half_life", "assault.rate", "capitulation.quiet_logit", "capitulation.support",
    "initiative.pause_challenger", "initiative.spell", "accounts.reserve_challenger", "external.after",
)  # fmt: skip


class PlayedModel(TerritoryModel):
    """Run ``run`` of ensemble ``seed`` with some parameters set; the others stay as the run drew them.

    kwargs   field of the law (momentum_gain) -> value; Mesa asks for this very name. UsageError for an unknown one, or one out of range.
    """

    def __init__(self, scenario: Scenario, seed: int = 1, run: int = 0, **kwargs: float) -> None:
        super().__init__(scenario, seed=seed, run=run)
        if kwargs:
            law = self.law.copy()
            for field, value in kwargs.items():
                parameters_by_field = {parameter.field: parameter for parameter in PARAMETERS.values()}
                if field not in parameters_by_field:
                    raise UsageError(
                        f"{field} = {value} is not a parameter of the law{nearest(field, parameters_by_field)}"
                    )
                law[field] = value
            super().__init__(scenario, seed=seed, run=run, law=law)

    def step(self) -> None:
        """One day; nothing on a day after the last, where a loop over several days may still call it."""
        if self.running:
            super().step()
        else:
            self.steps -= 1  # Mesa has counted the step already


def sliders(model: PlayedModel) -> dict[str, tuple[str, float, float, float]]:
    """Field -> (label, the run's own value, lowest, highest): 1 to 99 % of the prior, the own value inside."""
    slider_ranges = {}
    for name in SLIDERS:
        parameter, law_prior = PARAMETERS[name], model.scenario.law[name]
        if law_prior.prior.fixed:
            continue
        model_value = float(model.law[parameter.field])
        low, high = (float(value) for value in quantile(law_prior.prior, np.array([0.01, 0.99])))
        low, high = (
            min(max(value, parameter.low), parameter.high)
            for value in (min(low, model_value), max(high, model_value))
        )
        slider_ranges[parameter.field] = (with_unit(name), model_value, low, high)
    return slider_ranges


def day_state(model: PlayedModel) -> dict[str, np.ndarray]:
    """Holder int [D], contested and freshly taken bool [D] of the day the model stands on."""
    places = model.state.districts
    is_fresh = np.zeros(len(places), dtype=bool)
    rows = model.room[: model.state.run[0].events]
    recent = rows[(rows["district"] >= 0) & (rows["day"] > max(model.day - FRESH, 0))]
    is_fresh[recent["district"]] = True
    return {
        "holder": np.array(places["holder"]),
        "contested": np.asarray(np.reshape(model.state.pairs["presence"], (-1, len(places))).any(axis=0)),
        "fresh": is_fresh,
    }


def lines(model: PlayedModel) -> dict[str, list[list[float]]]:
    """Title -> [faction][day up to today]."""
    model_series = model.datacollector.model_vars
    return {
        title: [
            [float(value) for value in model_series[f"{column}.{faction.name}"]] for faction in model.factions
        ]
        for column, title in SERIES.items()
    }


def reported_marks(model: PlayedModel) -> list[CountMark]:
    """Reported stocks of districts, on this network's number of districts, up to today."""
    scenario = model.scenario
    marks: list[CountMark] = []
    for count in scenario.counts:
        if (count.unit, count.measure, count.relation, count.kind) != REPORTED_STOCK:
            continue
        day = scenario.calendar.day(count.date)
        if count.whole and 0 <= day <= model.day and count.faction in scenario.faction_ids:
            scale = scenario.terrain.districts / max(count.basis, 1.0)
            place = scenario.faction_ids.index(count.faction)
            marks.append(CountMark(day, place, scale * count.low, scale * count.high))
    return marks


def day_line(model: PlayedModel) -> str:
    """The day in words: date, and how the war stands."""
    date = model.scenario.calendar.date(model.day)
    held_text = ", ".join(
        f"{names} {int(faction.side.held)}"
        for names, faction in zip(faction_names(model), model.factions, strict=True)
    )
    ended = f" The war has ended: {model.end_cause.replace('_', ' ')}." if model.over else ""
    return f"Day {model.day}, {date}: {held_text} districts.{ended}"


def faction_names(model: PlayedModel) -> list[str]:
    """Names of the sides for people, in the scenario's order."""
    return [faction.name for faction in model.scenario.factions]
