"""Floor 8: the report page. One offline HTML file without scripts."""
