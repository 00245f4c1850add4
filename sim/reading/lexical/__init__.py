"""Words: tokens, tables of words, inflection, dates."""
