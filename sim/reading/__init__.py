"""From a report's text to counts and claims: rules for English in readable stages, standard library only.

tokens -> sentences and clauses -> numerals -> phrases (unit, total) -> relation -> faction, date -> quantities.
"""
