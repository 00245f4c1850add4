"""The folded sections of the page, as rows of text."""
