"""From a report's text to counts and claims: rules for English in readable stages, standard library only.

``lexical``: tokens, tables of words, verb forms, dates. ``syntax``: sentences and clauses -> numerals (``numerals``,
``hedges``) -> number phrases: numeral, unit, total -> chunks: a clause as a row of noun groups, counts, verb groups
and links. ``patterns``: what attaches a count to a faction, from the left (``left_context``, ``prepositional_verbs``,
``nominalised``, ``fixed_phrases``), from the right (``right_context``, ``verbs_of_subject``, ``states``, ``fronted``,
``level_changes``), in a second part (``clefts``), else the nearest word of control (``fallback``); what special words
say there stands in tables of ``rows``. ``context``: what
a sentence leaves to those before it. ``claim_grammar``: statements without numbers. ``quantities`` and ``claims`` are
the entries.

A new way of saying who holds, gained, lost, retook or contests places is one entry in a table of ``control_verbs``;
verbs stand there in their plain form and ``inflection`` makes the others.

>>> from sim.reading.quantities import read_quantities
>>> [(row["low"], row["unit"], row["relation"]) for row in read_quantities("The rebels captured five districts on Monday.")]
[(5, 'district', 'gained')]
"""
