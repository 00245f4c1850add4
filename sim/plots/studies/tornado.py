"""What moves a verdict: sorted bars. Left the verdict among the lowest and highest values, right the indices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure

from sim.plots.drawing.bars import InputBar, Tornado
from sim.plots.drawing.sheet import INK, PALE, Drawing, Sheet, open_sheet, write
from sim.plots.drawing.text import number, percent, wrap

ROW, MOST = 0.3, 15
LOW, HIGH, BAR, SECOND = "#2C6FA6", "#B5403A", "#8c8c8c", "#1a1a1a"


def draw_tornado(figure: Figure, data: Tornado) -> Drawing:
    """The strongest inputs, one row each."""
    bars = list(data.bars)[:MOST]
    title = tornado_title(data)
    sheet = open_sheet(figure, 0.75 + ROW * max(len(bars), 1), title, subtitle(data, bars), data.footer)
    two_sided = bool(bars) and all(bar.ends is not None for bar in bars)
    for row, bar in enumerate(bars):
        y = 0.5 + ROW * (len(bars) - row - 0.5)
        label = wrap(data.labels.get(bar.name, bar.name), 36, 2)
        sheet.write(2.35, y, label, ha="right", va="center", fontsize=7 if "\n" in label else 8)
    if two_sided:
        draw_ends(sheet, data, bars)
    if bars:
        draw_indices(sheet, data, bars, 6.35 if two_sided else 2.5, 2.4 if two_sided else 6.2)
    return Drawing(title, alt(title, bars), columns(bars, data))


def draw_ends(sheet: Sheet, data: Tornado, bars: Sequence[InputBar]) -> None:
    """From the verdict over all runs to that among the lowest (blue) and highest (red) values of each input."""
    axes = frame(sheet, 2.5, 3.3, len(bars))
    middle = data.middle or 0.0
    ends = [end for bar in bars for end in bar.ends or ()]
    low, high = min(ends + [middle]), max(ends + [middle])
    gap = max(high - low, 1e-9)
    axes.set_xlim(low - 0.16 * gap, high + 0.16 * gap)
    for row, bar in enumerate(bars):
        for end, colour in zip(bar.ends or (), (LOW, HIGH), strict=True):
            axes.barh(row, end - middle, left=middle, color=colour, height=0.62)
        first, last = sorted(bar.ends or ())
        for end, edge, side, shift in (
            (first, min(first, middle), "right", -1),
            (last, max(last, middle), "left", 1),
        ):
            text = percent(end) if data.share else number(end)
            write_end(axes, edge + shift * 0.015 * gap, row, text, side)
    axes.axvline(middle, color=INK, lw=0.9)
    axes.set_xticks([])
    axes.spines[["bottom"]].set_visible(False)


def write_end(axes: Any, x: float, y: float, text: str, side: str) -> None:
    """A number at the end of a bar."""
    write(axes, x, y, text, ha=side, va="center", fontsize=7)


def draw_indices(sheet: Sheet, data: Tornado, bars: Sequence[InputBar], left: float, width: float) -> None:
    """The indices with their intervals."""
    axes = frame(sheet, left, width, len(bars))
    pairs = all(bar.other is not None for bar in bars)
    for row, bar in enumerate(bars):
        draw_index(axes, row - 0.17 * pairs, bar.main, BAR, 0.34 if pairs else 0.6)
        if bar.other is not None and pairs:
            draw_index(axes, row + 0.17, bar.other, SECOND, 0.34)
    lowest, highest = axes.get_xlim()
    axes.set_xlim(min(lowest, 0.0), max(highest, 1e-6))
    axes.axvline(0, color=INK, lw=0.8)
    axes.set_yticks([])
    ticks = [float(xtick) for xtick in axes.get_xticks() if axes.get_xlim()[0] <= xtick <= axes.get_xlim()[1]]
    axes.set_xticks(
        ticks[:: max(1, len(ticks) // 4)],
        [f"{tick:.3g}".replace("-", "−") for tick in ticks[:: max(1, len(ticks) // 4)]],
    )


def draw_index(axes: Any, row: float, index: tuple[float, float, float], colour: str, height: float) -> None:
    """One bar with its interval."""
    value, low, high = index
    axes.barh(row, value, color=colour, height=height)
    axes.plot([low, high], [row, row], color=INK if colour != SECOND else PALE, lw=1.2, solid_capstyle="butt")


def frame(sheet: Sheet, left: float, width: float, rows: int) -> Any:
    """A panel with one row an input, the first on top."""
    axes = sheet.panel(left, 0.5, width, ROW * rows)
    axes.set(ylim=(rows - 0.5, -0.5), yticks=[])
    axes.spines[["left"]].set_visible(False)
    return axes


def tornado_title(data: Tornado) -> str:
    """The strongest inputs by name."""
    if not data.bars:
        return f"{data.claim}: the same everywhere, so nothing moves it"
    names = [data.labels.get(bar.name, bar.name) for bar in data.bars if bar.main[1] > 0][:3]
    if not names:
        return f"{data.claim} depends clearly on no single input"
    return f"{data.claim} depends most on {' and '.join([', '.join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]}"


def subtitle(data: Tornado, bars: Sequence[InputBar]) -> str:
    """What the bars are."""
    text = f"Grey: {data.main}" + (f"; black: {data.other}" if data.other else "") + ", with 95 % intervals."
    if data.when:
        text = f"{text} All {data.when}."
    if not bars or bars[0].ends is None:
        return text
    middle = percent(data.middle) if data.share else number(data.middle)
    return f"Left: from {middle} over all {data.units} to the fifth of {data.units} with the lowest (blue) and highest (red) values. {text}"


def alt(title: str, bars: Sequence[InputBar]) -> str:
    """The bars in words."""
    return f"{title}. " + "; ".join(f"{bar.name} {bar.main[0]:.2g}" for bar in bars) + "."


def columns(bars: Sequence[InputBar], data: Tornado) -> dict[str, list[Any]]:
    """One row an input."""
    return {
        "input": [bar.name for bar in bars],
        "lowest_fifth": [bar.ends[0] if bar.ends else None for bar in bars],
        "highest_fifth": [bar.ends[1] if bar.ends else None for bar in bars],
        "index": [bar.main[0] for bar in bars],
        "index_low": [bar.main[1] for bar in bars],
        "index_high": [bar.main[2] for bar in bars],
    }
