"""Hypothesis strategies for networks."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from sim.terrain.files.folder import ScenarioFolder
from sim.terrain.files.options import read_options
from sim.terrain.from_generator import OPTIONS, build
from sim.terrain.terrain import Terrain


@st.composite
def terrains(draw: st.DrawFn, most: int = 60) -> Terrain:
    """A connected made-up network of 1 to ``most`` districts, of any shape."""
    shape = draw(st.sampled_from(["grid", "ring", "irregular"]))
    size = draw(st.integers(1, most))
    first = draw(st.integers(1, size))
    numbers = {
        "grid": {"rows": first, "columns": size // first},
        "ring": {"cities": first, "between": size // first - 1},
        "irregular": {"districts": size},
    }[shape]
    rest = {
        "provinces": draw(st.integers(1, size)),
        "past": draw(st.floats(0, 1)),
        "seed": draw(st.integers(0, 99)),
    }
    block = {"from": "generator", "shape": shape, **numbers, **rest}
    return build(ScenarioFolder(Path, ""), read_options(block, OPTIONS))
