"""Past calls of an exam for the calibration of later verdicts, beside baselines and features."""
