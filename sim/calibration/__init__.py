"""What past calls in other wars are worth for a verdict: topics, past calls, calibrated chances, reference classes."""
