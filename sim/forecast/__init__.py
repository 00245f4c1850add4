"""Forecasts from earlier forecast origins of a scenario, their outcomes, and their scores.

Read ``origins`` (an ensemble as of an earlier day), ``questions`` (what is asked and how it is
resolved), ``targets`` and ``timing`` (forecasts of counts, maps, claims and days, by the model and by baselines),
``outcomes`` (what happened; read after every forecast is made), ``scoring`` and ``revisions`` (how a forecast
changed).

    view = view_at(ensemble, date(2021, 7, 1))      # runs and weights with what was published by then
"""
