"""Many settings of one scenario, and what its verdicts are sensitive to. Axes: P points, K settings.

Read ``settings`` (named numbers and choices), ``axes`` and ``designs`` (where the points lie), ``point_runs`` and
``row_store`` (run, judge, keep one row a point), ``targets`` (what is watched); then ``effects`` (from one ensemble),
``indices`` (Morris, Sobol), ``prim`` (scenario discovery), ``contours``, ``optimise``, ``compare`` and
``definition_axes``. ``sums`` reduces runs that are not kept to sums that are exact in any order.

    points = make_points("latin", parse_axes(["law.momentum.gain:0:3"], setup), 500, seed=1)
"""
