"""From a report's text to counts and claims: rules for English in readable stages, standard library only.

tokens -> sentences and clauses -> numerals (``numerals``, ``hedges``) -> phrases: numeral, unit, total -> chunks: a clause
as a row of noun groups, counts, verb groups and links -> relation: what governs a count from the left (``left``,
``reached``, ``nouns``, ``frames``), is said of it on the right (``right``, ``acts``, ``states``, ``fronts``, ``levels``) or
in a second part (``clefts``), else the nearest word of control (``loose``) -> quantities.

A new way of saying who holds, gained, lost, retook or contests places is one entry in a table of ``lexicon``; verbs
stand there in their plain form and ``inflection`` makes the others.
"""
