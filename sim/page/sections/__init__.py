"""The folded sections of the page, as rows of text: everything is computed here, before the template sees it.

Read ``inputs`` (what a parameter means, in words) and ``table_rows`` (the rows of most tables), which the others use; then
``hindcast`` (what forecasts from earlier days scored), ``dependence`` (what the bottom line depends on), ``drivers`` (which
parameters go with a verdict), ``sensitivity`` (what moves the verdicts, in one ranking a claim), ``coverage`` (the gate and the
model variants), ``patterns`` (the runs against the known past) and ``folded_figures`` (the figures, titled by their findings).

>>> from sim.page.sections.inputs import with_unit
>>> with_unit("rout.length")
'mean length of a rout (rout.length, days)'
"""
