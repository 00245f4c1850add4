"""The law of motion, written once as compiled scalar code. No clock, no files, no generator.

Read ``state`` (what the law reads and what it moves), ``parameters`` (all of them, with priors), ``start`` (the first day) and ``day``
(the order of a day). A day calls, in this order: ``support`` and ``tempo`` (what comes from outside and varies), ``rout`` (sides that break),
``presence``, ``initiative`` and ``posture`` (what a faction decides), ``front`` and ``pressure`` (where it can act, and how much),
``contest`` (all orders at once), ``retake`` (winning back, giving up), ``capture`` (carrying out the falls), ``reports`` (what is known of places)
and ``accounts`` (the bill, beliefs, the end). ``doors`` opens the steps one by one to Python, for the Mesa model.

>>> from sim.law.parameters import PARAMETERS
>>> PARAMETERS["momentum.gain"].unit
'logit'
"""
