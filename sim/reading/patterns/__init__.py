"""Which pattern attaches a count to a faction."""
