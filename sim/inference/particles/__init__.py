"""The particle filter over whole runs.

Read ``filter`` (islands joined to the prior runs: the entry), ``island`` (roots simulated from report to report,
resampled, with Metropolis steps), ``shift`` (how roots are drawn), ``island_jobs`` (islands as stored work) and
``bias_cells`` (biases of sources integrated over a grid, and drawn at the end).

    joined, weights = run_filter(ensemble, "all", roots=65_536)   # the prior runs and the particles behind them
"""
