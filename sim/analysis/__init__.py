"""From a scenario to verdicts: the stages that the command line, Python and the studies share.

Read ``pipeline`` (read, run, condition, judge), ``conditioning`` (importance weights, batches where they are likely to suffice, or the filter),
``aggregated`` (the same from sums, no run stored) and ``result``; then the diagnostics of a verdict: ``coverage``
(prior predictive check), ``quiet_year``, ``leave_one_out`` (sensitivity to sources), ``variant_table``. ``memory_plan``
estimates memory before anything runs, ``progress_lines`` announces what will run, ``series_sample`` chooses the runs
whose daily series a folder has.

>>> import sim
>>> ensemble = sim.run_ensemble(sim.read_scenario("toy_corridor"), runs=64, seed=1)
>>> weights = sim.condition(ensemble)
>>> [verdict.claim.id for verdict in sim.judge(ensemble, weights)]
['losing_steam', 'no_city']
"""
