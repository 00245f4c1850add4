"""Sums over runs that are dropped, exact in any order."""
