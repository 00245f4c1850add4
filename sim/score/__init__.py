"""Proper scoring rules, and the baselines that a model is scored against.

Read ``proper`` (Brier, log, CRPS: smaller is better), then ``baselines`` and ``contagion`` (forecasts from a count's
own history, and by spreading over the network), ``hazard`` (shares by distance and time), ``ranking``,
``recalibration`` and ``resampling`` (discrimination, calibration, and confidence intervals of scores), ``anchors`` (what people forecast at the time).

>>> from sim.score.proper import brier
>>> float(brier(0.8, True).round(2))
0.04
"""
