"""Past calls of an exam for the calibration of verdicts, beside baselines and features.

Read ``questions`` (places, standard questions and claims, with features and simple forecasts), ``ladder`` (the forecasts,
each fitted on the other campaigns), ``scores`` (their scores as rows), ``past_calls`` (the document that comes with
the program) and ``bands`` (how wide bands of counts have to be).

    ladder = lessons(sheets, table, past_calls)["ladder"]   # one row per sort of question and forecast
"""
