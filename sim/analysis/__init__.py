"""From a scenario to verdicts: runs, conditioning, coverage, leave-one-out, memory and cost."""
