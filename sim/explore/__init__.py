"""Sweeps and sensitivity analysis of one scenario. Axes: P points, K settings.

Read ``settings`` (named numbers and choices), ``axes`` and ``designs`` (where the points lie), ``point_runs`` and
``row_store`` (run, judge, store one row per point), ``targets`` (the outputs analysed); then ``effects`` (from one ensemble),
``indices`` (Morris, Sobol), ``prim`` (scenario discovery), ``contours``, ``optimise``, ``compare`` and
``definition_axes``. ``sums`` aggregates runs that are not stored, exactly and in any order.

    points = make_points("latin", parse_axes(["law.momentum.gain:0:3"], setup), 500, seed=1)
"""
