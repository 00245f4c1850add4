"""Drawings of the page as SVG text, from plain values. No style: classes only, so that the style sheet decides.

Read ``axes`` (a frame that maps numbers to places, and one function a mark) and ``charts`` (rows of marks on one scale, lines
over days, dots in a square, bars: for the folded sections). Then the drawings of the brief: ``course`` (districts held day by
day, with what was reported), ``falls`` (the chance that places fall, rising day by day), ``ground`` (the map that moves, as
plain values for the script) and ``stills`` (maps of three days beside each other, for print and where no script runs).

>>> from sim.page.drawing.axes import steps
>>> steps(0, 34)
[0.0, 10.0, 20.0, 30.0]
"""
