"""Execution of work on threads or Dask processes, and its memory.

Read ``work`` (the protocol: work, items, executor), ``executor`` (threads of this process, and the choice between the two)
and ``cluster`` (Dask); ``memory`` estimates the bytes of runs.

    with open_executor(2, None, None, print) as executor:
        ensemble = run_ensemble(scenario, runs=500, seed=1, executor=executor)
"""
