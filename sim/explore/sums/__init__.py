"""Streaming aggregation: exact sums over runs that are not stored, the same in any order.

Read ``exact_sums`` (sums of weights as integers by power of two), ``aggregate`` (``Aggregate``: sums that merge exactly,
and a sample of runs), ``condense`` (the runs of a portion to an ``Aggregate``) and ``portions`` (the fixed grid, as work
for any executor).

>>> import numpy as np
>>> from sim.explore.sums.exact_sums import add_up, ratio
>>> part, rest = add_up(np.log([0.1, 0.2])), add_up(np.log([0.7]))
>>> round(ratio(part, part + rest), 6)
0.3
"""
