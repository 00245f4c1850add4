"""The observation model: sources, counts, words as probability mass functions, likelihood of a report given a run.

Read ``source_and_count`` (the values), ``count_words`` (what "about 80" can mean on 0..B), ``likelihood`` (probability of
a report given the true number), ``counting_errors`` and ``signals`` (reports without numbers); ``quantiles``
serves tables. Functions of numbers only: no run, no scenario.

>>> from sim.evidence.count_words import mass
>>> weights = mass(3, 5, "range", 10)
>>> len(weights), int(weights.argmax()) in (3, 4, 5)
(11, True)
"""
