"""Figures of sweeps, forecasts, calibration, ablation and the exam."""
