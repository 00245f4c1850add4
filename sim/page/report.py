"""``Report``, all that a page needs; it lives with the figures because they read it too."""

from __future__ import annotations

from sim.plots.drawing.report_data import Report, told

__all__ = ["Report", "told"]
