"""The exam over the library of campaigns: its verbs, tables, page and files.

Read ``record`` (every origin of every campaign, ``sim record``), then ``page`` (terminal, Markdown and page), its ``tables``
and ``files`` (the folder). ``ablation`` repeats the exam with each mechanism off, ``population`` learns priors from all campaigns.

    sim record campaigns=all runs=500               # sim.app.exam.record
"""
