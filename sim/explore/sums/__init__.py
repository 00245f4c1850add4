"""Streaming aggregation: exact sums over runs that are not stored, the same in any order."""
