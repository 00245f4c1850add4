"""Sweeps, sensitivity analysis and paired comparison of one scenario."""
