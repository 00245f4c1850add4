"""The brief at the top of the page: bottom line, confidence, claims.

Read ``brief`` (was the report right, and how sure can one be? Plain values that page, JSON and Markdown share) with
``confidence`` (how well founded an answer is, apart from how likely it is) and ``subjects`` (what a claim is about, in two or
three words). Then ``strips`` (a scale from 0 to 100 per cent that stretches to any width), ``brief_drawings`` (the drawings and
short words of the brief) and ``markdown`` (the brief as text, with tables in place of drawings).

>>> from sim.page.summary.strips import place
>>> place(0.41), place(1.0)  # at the end a dot would be cut
('41.0%', '98.8%')
"""
