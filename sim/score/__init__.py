"""Proper scores of forecasts, and the simple forecasts a model must beat.

Read ``proper`` (Brier, log, CRPS: smaller is better), then ``baselines`` and ``contagion`` (forecasts from a count's
own history, and by spreading over the network), ``hazard`` (shares by distance and time), ``ranking`` and
``resampling`` (discrimination, calibration, and how sure a score is), ``anchors`` (what people forecast at the time).

>>> from sim.score.proper import brier
>>> float(brier(0.8, True).round(2))
0.04
"""
