"""Pictures of few colours: what is kept, and what at most is lost."""

from __future__ import annotations

import numpy as np

from sim.plots.drawing.files import in_few_colours


def opaque(colours: np.ndarray) -> np.ndarray:
    """uint8 [H, W, 4] of uint8 [H, W, 3]."""
    return np.dstack([colours, np.full(colours.shape[:2], 255, dtype=np.uint8)])


def test_a_picture_of_at_most_256_colours_stays_as_it_is() -> None:
    dice = np.random.default_rng(1)
    ink = dice.integers(0, 256, (200, 3), dtype=np.uint8)
    colours = ink[dice.integers(0, len(ink), (30, 50))]
    assert np.array_equal(np.asarray(in_few_colours(opaque(colours)).convert("RGB")), colours)


def test_many_colours_become_256_near_them_and_white_stays_white() -> None:
    grey = np.linspace(0, 1, 60)[:, None, None]
    inks = np.random.default_rng(2).integers(0, 256, (1, 20, 3))
    colours = (255 * grey + inks * (1 - grey)).astype(np.uint8)
    picture = in_few_colours(opaque(colours))
    kept = np.asarray(picture.convert("RGB")).astype(int)
    assert picture.mode == "P" and len(np.unique(kept.reshape(-1, 3), axis=0)) <= 256
    assert np.abs(kept - colours).max() <= 48
    assert (kept[-1] >= 254).all()
