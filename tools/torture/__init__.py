"""What the program must survive: one small program a row, a common harness, and the table in docs/trust.md."""
