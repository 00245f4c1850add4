"""``bond``: what ties a phrase to a faction: the verb before it, the passive or state after it, or a neighbour.

The order of the questions is the order of the grammar: what governs the phrase from the left (a verb, a preposition
and its verb, a comparison, an "and"), then what is said about it on the right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.reading.clauses import Clause, adverb
from sim.reading.dates import word_at
from sim.reading.factions import named_after, subject
from sim.reading.grammar import NEGATED, PLANNED, RISKS, SAID, THREATENED, group_start, passive, quiet, standing, verbal
from sim.reading.phrases import Phrase
from sim.reading.states import said_of
from sim.reading.tokens import Token
from sim.reading.words import (
    CHANGE_VERBS,
    CONJUNCTIONS,
    CONTESTS,
    CONTROL_NOUNS,
    CONTROLS,
    DETERMINERS,
    EXPEL,
    GAINED,
    LOST,
    MADE_OF_CONTROL,
    MORE,
    NOUNS,
    PREPOSITIONS,
    RECAPTURED,
    THROUGH,
    TRACKS,
    VERBS,
)
