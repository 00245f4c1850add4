"""Clauses, noun groups, numerals, dates and parties of a sentence."""
