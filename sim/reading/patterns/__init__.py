"""What attaches a count to a faction: who holds, gained, lost, retook or contests the places counted.

Read ``attach``, which asks in the order of the grammar, then what it asks: ``left_context`` (what governs the count:
``verb_objects``, ``prepositional_verbs``, ``nominalised``), ``right_context`` (what is said of it:
``verbs_of_subject``, ``states``), ``fronted`` (places named first), ``level_changes`` (a haul that rose to N),
``clefts`` (statements in two parts), ``fallback`` (the nearest word of control). What special words say stands in
tables of ``rows``, whose facts about a verb are in ``subjects``; ``fixed_phrases`` are verbs with their nouns.

>>> from sim.reading.lexical.tokens import tokens
>>> from sim.reading.patterns.attach import bond
>>> from sim.reading.syntax.chunks import chunked
>>> from sim.reading.syntax.clauses import clauses
>>> from sim.reading.syntax.number_phrases import phrases
>>> [clause] = clauses(tokens("Nine towns fell to the rebels."))
>>> tied = bond(chunked(clause, phrases(clause)), 0, {})
>>> tied.relation, tied.faction
('gained', 'rebels')
"""
