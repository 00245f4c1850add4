"""The particle filter over whole runs."""
