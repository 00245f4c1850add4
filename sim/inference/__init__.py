"""Conditioning runs on reports: predicted reports, importance weights, how far to trust the weights."""
