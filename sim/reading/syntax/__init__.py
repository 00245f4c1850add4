"""Sentences: from tokens to clauses, from numerals to number phrases, from both to chunks.

Read ``sentences`` and ``clauses`` (where a statement ends), then ``hedges`` (bounds), ``numerals`` (values),
``units`` (what a numeral counts) and ``number_phrases`` (numeral, unit and total). ``chunks`` makes a clause a row of
noun groups, counts, verb groups and links, with the ``moods`` of its verbs. ``parties`` names who a verb is said of,
``party_names`` which of these words are a party; ``attachment`` is what ties a count to it. ``nearest_date`` gives a
count its words of date, ``date_windows`` the days they mean.

>>> from sim.reading.lexical.tokens import tokens
>>> from sim.reading.syntax.clauses import clauses
>>> from sim.reading.syntax.number_phrases import phrases
>>> [phrase] = phrases(clauses(tokens("Rebels took at least nine of the 34 provinces."))[0])
>>> phrase.numeral.low, phrase.numeral.high, phrase.unit, phrase.total
(9, None, 'province', 34)
"""
