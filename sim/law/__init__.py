"""The law of motion, written once as compiled scalar code. No clock, no files, no generator."""
