"""Exploring: many settings of one scenario, and what moves its verdicts."""
