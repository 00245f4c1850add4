"""Statements without numbers, as rows of classes of words: what moves, and how it moves.

Read ``word_classes`` (the classes, with the role of every tag), ``patterns`` (what a row means and where it holds),
``rules`` (the rows), ``moods`` (said, expected, wished, asked or denied) and ``guards`` (where the words of a row
stand without its meaning: counts, plans, and drives that are no war's).

>>> from sim.reading.claim_grammar.patterns import ClaimClause, matches, pattern
>>> from sim.reading.lexical.tokens import tokens
>>> line = ClaimClause(tokens("Their offensive has stalled."))
>>> list(matches(line, pattern("losing_momentum", "DRIVE ~12 SLOW")))
[(1, 3)]
"""
