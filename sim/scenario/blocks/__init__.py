"""The blocks of a scenario file, checked."""
