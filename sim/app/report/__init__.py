"""The main job, and the verbs that read or show a finished report.

Read ``report`` (the main job) and ``summary`` (its lines on the terminal); then ``check`` (a scenario without
simulation) and ``watch`` (one run day by day). On finished folders: ``open_page``, ``brief`` (with ``browser``, which
prints a page as PDF), and ``export`` with its formats ``geopackage``, ``workbook`` (rows from ``spreadsheet_rows``) and
``citations``.

    sim brief outputs/latest                        # sim.app.report.brief
"""
