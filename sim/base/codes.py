"""Small integers with names: what the law writes and everybody else reads.

A code is an index into the tuple of its names, so tables, JSON and pages print the names.
"""

from __future__ import annotations

MANNERS = ("start", "assault", "capitulation", "abandonment", "reported", "truce", "end", "attacked")
START, ASSAULT, CAPITULATION, ABANDONMENT, REPORTED, TRUCE, END, ATTACKED = range(8)

POSTURES = ("advance", "consolidate", "retreat", "talks")
ADVANCE, CONSOLIDATE, RETREAT, TALKS = range(4)

END_CAUSES = ("none", "capital_lost", "conquest", "truce")
NOT_ENDED, CAPITAL_LOST, CONQUEST, BY_TRUCE = range(4)

ROLES = ("challenger", "incumbent")
CHALLENGER, INCUMBENT = range(2)

RURAL, PROVINCIAL, NATIONAL = range(3)  # rank of a district's seat
