"""The command line: dispatch, arguments, Hydra, help."""
