"""The figure of what the words of a count mean: its numbers are those of the semantics, and no text lies on another."""

from __future__ import annotations

import numpy as np
import pytest

from sim.evidence.count_words import MODIFIERS, Words, mass
from sim.evidence.quantiles import quantiles
from sim.plots.drawing.sheet import new_figure, overlaps
from tests.docs.documents import ROOT
from tools.docs.example_phrases import PHRASES
from tools.docs.wording import draw_words, phrase_text


@pytest.mark.parametrize(
    "words", [Words(), Words(about=2.0, more_than=3.0, at_least=3.0, vague_sd=1.0, share_sd=1.0)]
)
def test_the_figure_is_drawn_without_text_over_text_and_tells_every_word(words: Words) -> None:
    figure = new_figure()
    drawing = draw_words(figure, words)
    assert overlaps(figure) == []
    assert {one.modifier for one in PHRASES} == set(MODIFIERS)
    assert set(drawing.columns["phrase"]) == {phrase_text(one) for one in PHRASES}


def test_title_and_columns_are_the_semantics_own() -> None:
    drawing = draw_words(new_figure())
    chances = mass(200, 200, "more_than", 421)
    low, _, high = quantiles(chances)
    assert f"“More than 200” is taken to mean {low} to {high}" in drawing.title
    rows = zip(*drawing.columns.values(), strict=True)
    drawn = {number: chance for phrase, number, chance in rows if phrase == "more than 200 of 421"}
    assert drawn == {
        n: pytest.approx(float(chances[n])) for n in np.flatnonzero(chances >= 0.01 * chances.max())
    }
    assert draw_words(new_figure(), Words(more_than=0.6)).title != drawing.title


def test_the_picture_of_the_documents_is_there() -> None:
    assert (ROOT / "docs" / "pictures" / "words.png").read_bytes().startswith(b"\x89PNG")
