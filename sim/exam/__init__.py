"""Forecast evaluation (the exam): the same questions at fixed horizons about every campaign of the library.

Read ``truth`` (what happened), ``questions`` and ``standard_questions`` (what is asked of places, and of sides), ``origin_scenario`` (the scenario that is run from an
origin), ``origin_sheet`` and ``answers`` (the forecasts), ``baselines`` (simple forecasts from the same
information), ``collect`` and ``table`` (all questions in one table), ``summary``, ``stock_scores`` and
``ablation_effect`` (scores); ``coarse_partition`` is the same ground in fewer districts. Rooms:
``calibration`` (learns to calibrate probabilities from past calls) and ``wars`` (learns priors across wars).

    sheet = examine(set_paper(campaign, origin, truth), run_prior(200, seed=1, workers=2))
"""
