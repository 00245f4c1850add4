"""Patterns of statements without numbers."""
