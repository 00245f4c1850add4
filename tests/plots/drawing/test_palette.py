"""Colours that stand for different things can be told apart, by people with each kind of colour blindness too."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from sim.plots.drawing.report_data import TRIO
from sim.plots.drawing.sheet import PALETTE

LEAST = 10.0  # CIE 1976 colour difference
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
SIGHTS = {  # Machado, Oliveira & Fernandes 2009, of linear RGB
    "normal": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}  # fmt: skip


def seen(colour: str, sight: np.ndarray) -> np.ndarray:
    """L*, a*, b* of a colour as somebody sees it."""
    steps = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(steps <= 0.04045, steps / 12.92, ((steps + 0.055) / 1.055) ** 2.4)
    parts = TO_XYZ @ np.clip(sight @ linear, 0, 1) / WHITE
    root = np.where(parts > 216 / 24389, np.cbrt(parts), (24389 / 27 * parts + 16) / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("palette", [TRIO, PALETTE], ids=["factions", "others"])
def test_no_two_colours_look_alike(palette: tuple[str, ...], sight: str) -> None:
    for one, other in combinations(palette, 2):
        apart = np.linalg.norm(seen(one, SIGHTS[sight]) - seen(other, SIGHTS[sight]))
        assert apart >= LEAST, f"{one} and {other} are {apart:.1f} apart"


def test_white_is_a_hundred_and_known_colours_have_their_distance() -> None:
    assert seen("#ffffff", np.eye(3)) == pytest.approx([100, 0, 0], abs=0.02)
    assert seen("#ff0000", np.eye(3)) == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
