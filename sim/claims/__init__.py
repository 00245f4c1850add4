"""Claims of a report as definitions that are true, false or undefined of one run's record."""
