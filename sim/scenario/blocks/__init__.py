"""Blocks of a scenario's files, checked and turned into values.

Read ``checks`` (what all blocks share), ``priors`` (priors.yaml: parameters, variants, reliability, freeze) and ``claims`` (definitions); then
``control`` with ``control_rows`` (who held which place), ``events``, ``statements``, ``known_past`` and ``parts`` (the part of
the network a count refers to). ``place_names`` finds districts by name, ``population`` priors learned over wars.

>>> from sim.scenario.blocks.population import default_population
>>> default_population()    # a new scenario begins with the priors of the code
'none'
"""
