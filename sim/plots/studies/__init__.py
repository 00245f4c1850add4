"""Figures of sweeps, forecasts, calibration, ablation and the exam, which take plain rows in place of a report.

Read ``tornado`` (what moves a verdict: sorted bars), ``slices`` (a sweep over any number of settings, one panel a setting) and
``threshold_plane`` (a plane of two settings, and where a claim holds). Then ``hindcast`` (forecasts over time, and whether 30 %
is 30 %), ``ranks`` (of the truth: flat where inference is right), ``coverage`` (intervals against what they promise),
``ablation`` (what each mechanism does), ``exam`` (the exam drawn) and ``played_run`` (one run while it is played).

>>> from sim.plots.studies.slices import tick_labels
>>> tick_labels([0.25, 0.5, 0.75], share=False)
['0.25', '0.5', '0.75']
"""

from sim.plots.drawing.figure_import import import_figures

import_figures()
