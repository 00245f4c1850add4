"""The brief at the top of the page: bottom line, confidence, claims."""
