"""Studies of the model itself: ablation, simulation-based calibration, hindcast, forecast, history matching, noise."""
