"""A scenario says WHAT was reported: frozen values read strictly from plain YAML and tables."""
