"""Forecasts from earlier days, the outcomes they are held against, and their scores."""
