"""Conditioning runs on reports. Axis R: runs.

Read ``predict`` (the observation model: what a source would have reported in each run), ``report_terms`` and
``signal_terms`` (one likelihood term a report), ``weights`` (importance weights, effective sample size) and
``pareto_k`` (their reliability); then ``batches`` (population Monte Carlo) and ``particles`` (the filter).
``variants`` compares model variants, ``history_matching``, ``lessons`` and ``population`` learn priors for other campaigns, ``evidence_table``
sets reports beside runs, ``run_size`` gives the runs for a wanted precision, ``innovations`` brings known maps into the likelihood,
``checks`` tests the inference itself; ``judging_version`` names the code that stored rows depend on.

    weights = weigh_ensemble(ensemble, evidence="all")
    weights.values, weights.ess                     # [R] summing to 1, effective runs
"""
