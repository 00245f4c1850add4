"""One command: its validated options, and its console, clock and executor while it runs.

Read ``options`` (every option, declared once) and ``job`` (the frozen value ``Job``), then ``verbs`` (module of each
verb), ``exit_codes`` (errors to one line and a code), ``console``, ``folding`` and ``point_progress`` (terminal output),
``session`` (a job with its console, clock and executor) and ``temporary_store``.

    job = make_job({"scenario": "toy_corridor", "runs": 500})
"""
