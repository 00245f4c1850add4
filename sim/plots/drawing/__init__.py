"""The sheet of a figure, its text and files, and the data of a report."""
