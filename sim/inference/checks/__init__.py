"""Checks of the inference: calibration, coverage, prior predictive check, noise."""
