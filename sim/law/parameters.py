"""All parameters of the law, from the files of its mechanisms: names, record dtype, off switches, order of the day."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.base.parameters import Parameter
from sim.law import (
    accounts,
    capture,
    contest,
    initiative,
    posture,
    presence,
    pressure,
    retake,
    rout,
    start,
    support,
    tempo,
)
from sim.law.day import DAY

MECHANISMS = (
    start, support, tempo, presence, initiative, posture, pressure, contest, retake, capture, rout, accounts,
)  # fmt: skip

PARAMETERS: dict[str, Parameter] = {
    parameter.name: parameter for mechanism in MECHANISMS for parameter in mechanism.PARAMETERS
}
OFF: dict[str, dict[str, float]] = {
    name: dict(values) for mechanism in MECHANISMS for name, values in mechanism.OFF.items()
}
LAW_DTYPE = np.dtype([(parameter.field, np.float64) for parameter in PARAMETERS.values()])

__all__ = ["DAY", "LAW_DTYPE", "MECHANISMS", "OFF", "PARAMETERS", "law_records"]


def law_records(values: Mapping[str, np.ndarray], runs: int) -> np.recarray:
    """One record a run from dotted names to [R] or scalar values; every parameter must be given."""
    laws = np.zeros(runs, dtype=LAW_DTYPE).view(np.recarray)
    for name, parameter in PARAMETERS.items():
        laws[parameter.field] = values[name]
    return laws
