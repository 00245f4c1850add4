"""Many settings of one scenario: sweep, sensitivity, compare."""
