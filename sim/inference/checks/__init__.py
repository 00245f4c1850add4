"""Checks of the inference and of its reports.

Read ``calibration`` (simulation-based calibration) with ``simulated_reports`` (reports drawn from the evidence model),
``interval_coverage`` (of Monte Carlo intervals), ``prior_predictive_check`` (all reports together) and ``rate_profile`` (change
between two stocks of a tracker); ``noise`` divides the spread of runs into chance and parameters.

>>> import numpy as np
>>> from sim.inference.checks.calibration import coverage
>>> coverage(np.array([0.1, 0.4, 0.6, 0.9]), level=0.5)     # ranks of the truth: share inside the central half
0.5
"""
