"""How values show themselves in a notebook: one line, and a small table of HTML. Standard library only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


def html_table(title: str, rows: Iterable[Sequence[object]], heads: Sequence[str] = ()) -> str:
    """A small table under its title; every cell escaped."""
    head = f"<tr>{''.join(f'<th>{escape(name)}</th>' for name in heads)}</tr>" if heads else ""
    body = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><caption>{escape(title)}</caption>{head}{body}</table>"


def plural(count: int, noun: str) -> str:
    """``1 claim``, ``7 claims``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
