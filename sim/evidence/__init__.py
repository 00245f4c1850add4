"""What was reported: sources, counts, words as mass functions, and how likely a report is given a run."""
