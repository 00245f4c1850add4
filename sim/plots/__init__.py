"""Floor 7: figures. One file is one figure is one function ``(figure, report) -> Drawing``."""
