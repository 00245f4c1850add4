"""The command line: one file per verb, each with ``main(job)`` or ``main(words)`` that returns the exit code.

Read ``entry`` first (``cli`` dispatches by ``sim.session.verbs``; ``hydra_entry`` is the only file that knows Hydra),
then ``report`` (the main job, ``check``, ``watch``, ``brief``, ``export``), ``drafting`` (``draft``, ``new``),
``sweeps`` (``sweep``, ``sensitivity``, ``compare``), ``exam`` (``record``), ``replay`` (``diff``, ``rerun``,
``reproduce``, ``store``), ``viewer`` (``view``) and ``studies`` (``hindcast``, ``forecast``, ``ablation``, ``calibrate``, ``match``,
``noise``, ``bench``).

    sim scenario=toy_corridor runs=500              # sim.app.report.report
"""
