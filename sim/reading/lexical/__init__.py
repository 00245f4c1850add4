"""Words: a text as tokens, the tables of words the rules know, verb forms and words of date.

Read ``function_words`` (numbers, units, words of grammar) and ``control_verbs`` (who holds, gained, lost, retook or
contests places) first: a new word of an old kind is one entry there. ``tokens`` cuts a text into words, numbers and
marks; ``line_ends`` says which ends of line end a statement, ``marks`` blanks note marks and levels thousands,
``numeral`` is a number as stated. ``inflection`` makes the forms of a verb, ``verbs`` asks whether a word is a verb
where it stands. ``dates`` finds words of date, ``date_days`` the days they mean; ``language`` tells English.

>>> from sim.reading.lexical.tokens import tokens
>>> [token.low for token in tokens("They re-took 1,200 km² on 3 May.")]
['they', 'retook', '1,200', 'km²', 'on', '3', 'may', '.']
"""
