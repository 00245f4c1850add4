"""Proper scores of forecasts, and the simple forecasts a model must beat."""
