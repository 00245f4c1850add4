"""Calibration of verdicts on the record of past calls in other wars.

Read ``topics`` (which past questions a kind of definition is compared with), ``calls`` (past calls: probability, outcome,
war), ``maps`` (the calibration map fitted to them, with its bootstrap interval) and ``verdicts`` (the calibrated
probability beside the model's own, the reference class in words, and the strongest word that the record allows) and
``bands`` (how many times as wide the bands of counts had to be). The calls themselves are data of the package, ``past_calls.json``, and are produced by ``sim record``.

    calibration = fit(shipped())                    # the map from the model's probability to the calibrated one
"""
