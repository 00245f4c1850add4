"""Many runs of one scenario: prior draws, start maps, the loop over runs and days, the store.

Read ``engine`` (``run_ensemble``, ``Plan``), ``draws`` and ``uniforms`` (every number of every run has an address),
``world`` (arrays the law reads), ``block`` (the compiled loop; ``compilation`` compiles it ahead) and ``store``. ``proposal`` and ``join`` serve later
batches, ``resumable_runs`` and ``lineage`` the particle filter, ``replay`` and ``selected_runs`` single runs,
``history_prior`` priors learned from an earlier campaign. ``arrow_columns`` hands arrays to Arrow without copies,
``execution`` holds threads, Dask processes and memory.

    ensemble = run_ensemble(read_scenario("toy_corridor"), runs=500, seed=1)
"""
