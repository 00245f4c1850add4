"""Studies of the model itself.

Read ``hindcast`` (forecasts from earlier days, scored) and ``forecast`` (daily probabilities as a table); ``ablation``
(each mechanism off), ``calibrate`` with ``calibration_report`` (simulation-based calibration), ``match`` (priors from an
earlier campaign), ``noise`` (share of chance in the spread) and ``bench`` (speed, from a checkout only).

    sim hindcast scenario=toy_corridor runs=500     # sim.app.studies.hindcast
"""
