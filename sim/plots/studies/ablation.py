"""What each mechanism does: paired changes when it is off, with twice their standard error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure

from sim.plots.drawing.sheet import GREY, INK, Drawing, open_sheet, write
from sim.plots.drawing.text import shorten

ROW, LEFT = 0.25, 2.1
BAR, SMALL = "#2C6FA6", "#c4c4c4"
SHOWN = (  # column, name, factor, unit
    ("held_share", "districts held", 100.0, "%"),
    ("capitals", "capitals held", 1.0, ""),
    ("capitulation_share", "share surrendered", 100.0, "%"),
    ("recaptures", "recaptures", 1.0, ""),
)


def draw_ablation(figure: Figure, rows: Sequence[Mapping[str, Any]], foot: str) -> Drawing:
    """One line a setting, one panel a quantity; grey where the change is within two standard errors."""
    whole_law, changed_laws = rows[0], rows[1:]
    title = "What the war would be without each mechanism"
    subtitle = "Change of the mean at the last day, under the prior, common random numbers; whiskers: two standard errors; grey: indistinguishable from zero."
    body = 0.75 + ROW * len(changed_laws)
    sheet = open_sheet(figure, body, title, subtitle, foot)
    columns: dict[str, list[Any]] = {"setting": [], "quantity": [], "change": [], "error": []}
    for place, row in enumerate(changed_laws):
        y = 0.35 + ROW * (len(changed_laws) - place - 0.5)
        sheet.write(LEFT - 0.1, y, shorten(str(row["setting"]), 32), ha="right", va="center", fontsize=7.5)
    for column, (name, label, factor, unit) in enumerate(SHOWN):
        axes = sheet.panel(LEFT + column * 1.72, 0.35, 1.5, ROW * len(changed_laws))
        axes.axvline(0, color=GREY, lw=0.8)
        axes.set(ylim=(len(changed_laws) - 0.5, -0.5), yticks=[])
        for place, row in enumerate(changed_laws):
            change, error = row[f"{name}_change"], row[f"{name}_error"]
            if change is None or error is None:
                continue
            is_clear = abs(change) > 2 * error
            axes.barh(place, factor * change, height=0.6, color=BAR if is_clear else SMALL)
            axes.hlines(
                place, factor * (change - 2 * error), factor * (change + 2 * error), color=INK, lw=0.7
            )
            for key, value in zip(columns, (row["setting"], name, change, error), strict=True):
                columns[key].append(value)
        before = whole_law[name]
        text = "" if before is None else f"now {factor * before:.1f}{unit and ' ' + unit}"
        write(axes, 0.0, 1.0 + 0.2 / (ROW * len(changed_laws)), label, transform=axes.transAxes, fontsize=8, fontweight="bold")  # fmt: skip
        write(axes, 0.0, 1.0 + 0.06 / (ROW * len(changed_laws)), text, transform=axes.transAxes, fontsize=7, color=GREY)  # fmt: skip
    return Drawing(title, title, columns)
