"""The figures of a report: one file a figure, and their registry.

Read ``registry`` (all figures of a report by name, and how they become files) and one figure, say ``fan`` (districts held, with
what was reported drawn in at its date). The others: ``claims`` (headlines before and after the evidence), ``definitions`` (every
meaning of every claim), ``evidence`` (what each report implies and moves), ``maps`` (who holds what, at three dates), ``cities``
(when they fall), ``reserves`` (with momentum), ``regimes`` (their shares before and after the evidence), ``trust`` (what the
numbers rest on) and ``hindcast_panel`` (what forecasts from earlier days scored).

>>> from sim.plots.reports.registry import FIGURES
>>> "fan" in FIGURES
True
"""

from sim.plots.drawing.figure_import import import_figures

import_figures()
