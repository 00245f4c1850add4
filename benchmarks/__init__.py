"""Comparisons with other ways of doing the same; not part of the program."""
