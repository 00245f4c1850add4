"""The first import of matplotlib's figures leaves the library as it is."""

from __future__ import annotations

import subprocess
import sys


def test_figures_are_imported_without_tables_of_properties_and_others_still_get_theirs() -> None:
    code = (
        "from matplotlib import artist; written = artist.kwdoc; import sim.plots.reports; "
        "from matplotlib.lines import Line2D; from matplotlib.axes import Axes; "
        "print(artist.kwdoc is written, 'antialiased' in Line2D.set.__doc__, 'antialiased' in Axes.plot.__doc__, "
        "'antialiased' in artist.kwdoc(Line2D))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False", "False", "True"]
