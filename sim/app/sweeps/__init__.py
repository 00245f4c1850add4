"""Sweeps, sensitivity analysis and paired comparison of one scenario.

Read ``sweep`` (a whole design as one job) and ``result`` (points, rows and tables that all three verbs share), then
``sensitivity`` with ``influences`` (sensitivity of one target as plain values) and ``ranking`` (from the points of a sweep),
and ``compare``. ``page`` and ``figures`` present a sweep, ``tables`` writes its rows; ``setting_names`` puts settings in words.

    sim sweep scenario=toy_corridor over=[law.momentum.gain:0:3] points=20      # sim.app.sweeps.sweep
"""
