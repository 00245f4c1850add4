"""The sheet of a figure, its text and files, and the data of a report.

Read ``report_data`` (``Report``: all that figures and page need, as one frozen value), ``text`` (text of strangers made
harmless and short, numbers as words), ``sheet`` (a figure laid out in inches: title, subtitle, footer, panels) and ``files``
(figures and their data as files); ``canvas`` puts the texts down, ``figure_import`` imports
matplotlib for all of them. Then ``cells`` (shapes of districts: outlines, Voronoi cells
or tiles) with ``tile_layout`` (where tiles lie when no position is known), and ``bars`` (bars of a tornado as plain values).

>>> from sim.plots.drawing.text import interval, shorten
>>> shorten("Lashkar Gah, Kandahar and Herat", 13), interval(0.31, 0.47)
('Lashkar Gah…', '31–47\xa0%')
"""
