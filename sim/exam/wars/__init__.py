"""Priors learned across the wars of the library: windows, what happened in them, likelihoods."""
