"""Lines for a terminal, folded between words instead of in the middle of one."""

from __future__ import annotations

import re
from textwrap import wrap

COLUMN = re.compile(r"(?<=\S) {2,}")  # between two columns of a table


def fold_lines(text: str, width: int) -> str:
    """Lines that are too long, folded between words: what follows stands under the last column, or a little in."""
    lines = []
    for line in text.split("\n"):
        last = max((gap.end() for gap in COLUMN.finditer(line)), default=0)
        lead = len(line) - len(line.lstrip()) + 2
        indent = last if lead <= last <= width // 2 else lead
        parts = wrap(
            line, width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False, replace_whitespace=False,
        )  # fmt: skip
        lines += parts if len(line) > width else [line]
    return "\n".join(lines)
