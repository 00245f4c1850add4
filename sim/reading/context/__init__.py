"""What a sentence leaves to those before it: units left out, pronouns, places counted by their names.

Read ``sentence_memory`` (what is handed from clause to clause), then ``elided_units`` (the unit of a bare numeral),
``owners`` (the party behind "they" or nothing) and ``named_lists`` ("captured A, B and C districts" are three).

>>> from sim.reading.context.named_lists import named_lists
>>> from sim.reading.lexical.tokens import tokens
>>> from sim.reading.syntax.clauses import clauses
>>> text = "The army retook Orla and Selm districts."
>>> named_lists(text, clauses(tokens(text))[0])[0].names
['Orla', 'Selm']
"""
