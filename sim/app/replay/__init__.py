"""Finished folders compared, repeated, and their stored runs."""
