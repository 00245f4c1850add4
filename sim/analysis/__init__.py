"""From a scenario to verdicts: the stages that the command line, Python and the studies share.

Read ``pipeline`` (read, run, condition, judge), ``conditioning`` (importance weights, then batches, then the filter),
``aggregated`` (the same from sums, no run kept) and ``result``; then what is said beside a verdict: ``coverage``
(were the reports possible at all), ``quiet_year``, ``leave_one_out``, ``variant_table``. ``memory_plan``
reckons before anything runs, ``progress_lines`` says what will run.

    ensemble = sim.run_ensemble(sim.read_scenario("toy_corridor"), runs=500, seed=1)
    verdicts = sim.judge(ensemble, sim.condition(ensemble))
"""
