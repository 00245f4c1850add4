"""What an exam teaches about later verdicts: past calls, and the ladder of forecasts."""
