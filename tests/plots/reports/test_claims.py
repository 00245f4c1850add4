"""The strip of claims: what its marks and colours mean."""

from __future__ import annotations

from dataclasses import replace

from matplotlib.figure import Figure

from sim.plots.drawing.sheet import GREY
from sim.plots.reports.claims import draw_verdict, subtitle
from tests.plots.made_reports import made_report, made_verdict


def test_what_is_not_graded_is_drawn_grey_and_hollow() -> None:
    for graded in (True, False):
        verdict = made_verdict("c", "q", {"one": (0.2, 0.4)})
        verdict = replace(
            verdict, definitions=tuple(replace(one, graded=graded) for one in verdict.definitions)
        )
        axes = Figure().add_subplot()
        draw_verdict(axes, 0, verdict)
        dot = axes.lines[-1]
        assert (dot.get_markeredgecolor() == GREY) == (not graded)
        assert (dot.get_markerfacecolor() == "white") == (not graded)


def test_every_colour_has_its_legend() -> None:
    said = subtitle(made_report())
    assert "Blue: 50 % or more; red: less; grey and hollow: not graded." in said
