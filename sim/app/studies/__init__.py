"""Studies of the model itself: ablation, calibration, hindcast, forecast, matching, noise."""
