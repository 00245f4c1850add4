"""The report page: one offline HTML file; only its own style and script act.

Read ``summary`` (the brief: bottom line, confidence, claims; plain values that page, JSON and Markdown share),
``drawing`` (SVG from plain values), ``sections`` (the folded sections as rows of text), then ``page``
(``report.html``), ``sweep`` (``sweep.html``), ``difference`` with ``difference_inputs`` (``diff.html``) and ``exam``
(the page of the exam). ``templates`` holds HTML, style sheet and script; everything is computed before they see it.

    write_page(report, drawn, folder)
"""
