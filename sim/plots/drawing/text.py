"""Text of strangers made harmless and short, and numbers as words of a figure. No drawing here."""

from __future__ import annotations

import math
import re
import textwrap
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache

from matplotlib.font_manager import FontProperties, findfont, get_font

from sim.claims import likelihood_words

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
BREAKS = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]+")
FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
FACE = "DejaVu Sans"  # comes with matplotlib, so that a figure has the same letters everywhere
NO_GLYPH = "\u25a1"


def clean(text: object) -> str:
    """``text`` in NFC without controls that reverse, hide or break it."""
    plain_text = BIDI.sub("", unicodedata.normalize("NFC", str(text)))
    return BREAKS.sub(" ", plain_text).strip()


@cache
def known_letters() -> frozenset[int]:
    """Code points the face of the figures can draw."""
    return frozenset(get_font(findfont(FontProperties(family=FACE))).get_charmap())


def drawable(text: object) -> str:
    """``clean`` text with a box for every letter the face lacks."""
    glyphs = known_letters()
    return "".join(letter if ord(letter) in glyphs else NO_GLYPH for letter in clean(text))


def missing_letters(texts: Iterable[object]) -> list[str]:
    """Letters of ``texts`` that ``drawable`` replaces, sorted."""
    glyphs = known_letters()
    return sorted({letter for text in texts for letter in clean(text) if ord(letter) not in glyphs})


def shorten(text: object, width: int) -> str:
    """``clean`` text of at most ``width`` letters, with an ellipsis where it is cut."""
    cleaned = clean(text)
    return cleaned if len(cleaned) <= width else cleaned[: width - 1].rstrip(" ,;:") + "…"


def wrap(text: object, width: int, lines: int) -> str:
    """``clean`` text in at most ``lines`` lines of ``width`` letters; a number and its % stay together."""
    joined = re.sub(r"(?<=\d) %", "\u00a0%", clean(text))
    return "\n".join(textwrap.wrap(joined, width, max_lines=lines, placeholder=" …"))


def percent(p: float | None, ess: float | None = None) -> str:
    """``41 %``; never 0 or 100 %, see ``sim.claims.likelihood_words``; a dash where there is no number."""
    if p is None or not math.isfinite(p):
        return "–"
    return likelihood_words.percent(p, ess).replace(" ", "\u00a0")


def share_text(share: float | None) -> str:
    """``41 %`` of something counted, where none and all are possible: ``0 %`` and ``100 %`` if exactly so."""
    return f"{100 * share:.0f}\u00a0%" if share in (0.0, 1.0) else percent(share)


def interval(low: float | None, high: float | None) -> str:
    """``31–47 %``; a dash where there is none."""
    if low is None or high is None:
        return "–"
    if percent(low) == percent(high):
        return percent(low)
    return f"{percent(low).removesuffix(chr(160) + '%')}–{percent(high)}"


def number(value: object) -> str:
    """A count or level, whole from ten on, else two significant digits; text stays text."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "–" if value is None else clean(value)
    if not math.isfinite(value):
        return "–"
    value = value or 0  # no minus zero
    digits_text = f"{value:,.0f}" if abs(value) >= 10 or value == int(value) else f"{value:.2g}"
    return digits_text.replace("-", "−").replace("e−", "e-")


RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def digits(value: float) -> str:
    """Three significant digits as people write them: ``1,300``, ``0.0212``, ``3.86×10⁻⁶``."""
    digits_text = f"{value:.3g}"
    if "e" not in digits_text:
        return digits_text.replace("-", "−")
    if abs(value) >= 1:
        return f"{float(digits_text):,.0f}".replace("-", "−")
    base, _, power = digits_text.partition("e")
    return f"{base}×10{str(int(power)).translate(RAISED)}".replace("-", "−", 1)


def day_name(when: date, *, year: bool = False) -> str:
    """``5 Aug`` or ``5 Aug 2021``, the same in every locale, never broken at the end of a line."""
    return f"{when.day}\u00a0{MONTHS[when.month - 1]}" + (f"\u00a0{when.year}" if year else "")


def safe_cell(value: object) -> object:
    """A CSV cell: numbers as they are (6 digits), text that a spreadsheet might run prefixed with ``'``."""
    if hasattr(value, "item"):
        value = value.item()
    if value is None or isinstance(value, int):
        return "" if value is None else str(value).lower() if isinstance(value, bool) else value
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else ""
    cell_text = clean(value)
    return f"'{cell_text}" if FORMULA.match(cell_text) or FORMULA.match(str(value)) else cell_text
