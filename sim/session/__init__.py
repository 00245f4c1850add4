"""One command: its checked options, the console, the executor, exit codes."""
