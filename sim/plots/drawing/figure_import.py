"""The first import of matplotlib's figures, made cheaper."""

from __future__ import annotations


def import_figures() -> None:
    """Import matplotlib's figures without the tables of properties in their docstrings, which take a third of the time."""
    from matplotlib import artist as artists

    write_table = artists.kwdoc
    artists.kwdoc = lambda artist: ""
    try:
        import matplotlib.figure  # noqa: F401 - for whoever draws
    finally:
        artists.kwdoc = write_table
