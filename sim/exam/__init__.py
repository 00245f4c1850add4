"""The exam: every campaign of the library is asked the same questions at fixed horizons, whatever anybody said of it.

Read ``truth`` (what happened), ``questions`` (what is asked), ``origin_scenario`` (the scenario that is run from an
origin), ``origin_sheet`` and ``answers`` (what the runs say), ``baselines`` (simple forecasts from the same
information), ``collect`` and ``table`` (all questions in one table), ``summary``, ``stock_scores`` and
``ablation_effect`` (scores); ``coarse_partition`` is the same ground in fewer districts. Rooms:
``calibration`` (what past calls teach of chances) and ``wars`` (what they teach of parameters).

    sheet = examine(set_paper(campaign, origin, truth), run_prior(200, seed=1, workers=2))
"""
