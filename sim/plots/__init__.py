"""Figures. One file is one figure is one function ``(figure, report) -> Drawing``.

Read ``drawing`` (sheet, text, files, and ``report_data``: the value ``Report`` that figures and page read), then
``reports`` with its ``registry`` (all figures of a report by name) with one file a figure beside it; ``studies``
holds the figures of sweeps, forecasts, calibration, ablation and the exam, which take plain rows instead of a report.

    draw_all(report, folder)                        # folder/figures/NAME.png with NAME.csv
"""
