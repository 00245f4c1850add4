"""The command line: dispatch, arguments, Hydra, help.

Read ``cli`` (which verb, and how it is called), then the two ways in: ``arguments`` (argparse, for verbs
without overrides) and ``hydra_entry`` (overrides to ``Job`` values) with ``hydra_schema``, ``hydra_errors``
and ``multirun``. ``experiment_files`` checks experiment files before Hydra reads them; ``start`` is how a
verb that runs a scenario begins. ``help``, ``listing``,
``completion`` and ``version`` print what there is.

    cli.main(["scenario=toy_corridor", "runs=500"])     # the exit code
"""
