"""From texts to drafts that a person confirms.

Read ``draft`` (all texts to one draft), ``to_count`` and ``to_claim`` (one reading to one entry, with null where the text is
silent), ``shared_origins`` (reports of one statement), ``time_limits`` and ``mentions``; then ``draft_file`` (read, and merged with a new
reading), ``unconfirmed`` (drafts are removed from a scenario, with their gaps) and ``unconfirmed_text`` (the same in words).

>>> from sim.scenario.drafting.mentions import mentioned
>>> mentioned("On Monday the Reds left Elm.", {"reds": "red", "elm": "d07"})
['red', 'd07']
"""
