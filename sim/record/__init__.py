"""The record of runs: start map, events, daily series; and observables computed from it. Axis R: runs.

Read ``record`` (the value ``Record``), ``observables`` (counts and maps of a day or window), ``holdings`` (who held
which place from when to when), ``regimes`` (what kind of war it was), ``past`` and ``states`` (patterns and states
that reports speak of), ``parts`` (of a part of the network). ``histograms`` add up over any runs; ``aftermath`` is
the map after a war; ``summer_2021`` is a diagnostic only.

    record = run_ensemble(scenario, runs=500, seed=1).record
    observables.held(record, faction=1, day=30)     # districts held: float64 [R]
"""
