"""Claims of a report as definitions that are true, false or undefined of one run's record; verdicts on them.

Read ``types`` (``Claim``, ``Definition``, ``Verdict``), ``kind`` (what a kind of definition is) and ``kinds`` (their
registry); ``cities``, ``places``, ``stocks``, ``recapture``, ``momentum``, ``effectiveness`` and ``war_end`` hold the
kinds. ``definitions`` combines them by all / any / not; ``estimate`` computes weighted shares with intervals; ``judge`` the
verdicts; ``likelihood_words`` and ``sentences`` express them in words.

>>> from sim.claims.likelihood_words import interval, percent
>>> percent(0.42), interval(0.31, 0.996)
('42 %', '31 to >99 %')
"""
