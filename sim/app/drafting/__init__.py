"""From texts of reports to drafts that a person confirms, and to the folder of a new scenario.

Read ``draft`` (``sim draft``) and ``report_texts`` (files as texts with their days), which reads web pages by
``web_pages`` (the article; ``page_dates``: the days a page bears), PDF files by ``pdf_files``, and takes out of both what
``typesetting`` put in. ``review`` lets a person confirm the entries of a draft. ``new`` (``sim new``) makes a scenario of
reports and a network: ``network_files`` copies and proposes the network, ``default_windows`` fits definitions to its dates.

>>> from sim.app.drafting.typesetting import plain
>>> plain("The Reds took three dis-\\ntricts, the \\ufb01rst of them on Sunday.").split()[3:5]
['three', 'districts,']
"""
