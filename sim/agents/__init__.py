"""The Mesa face: one run, agent by agent, day by day; every rule is a call of the law."""
