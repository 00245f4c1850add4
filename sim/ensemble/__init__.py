"""Prior draws, start counts, the loop over runs and days, executors and the store."""
