"""Makers of the documents: record, parameters, pictures."""
