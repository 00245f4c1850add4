"""The rows, one module each."""
