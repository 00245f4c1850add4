"""Parts of a document that a command writes: they stand between two comments that name them."""

from __future__ import annotations

import re
from pathlib import Path

from sim.base.errors import UsageError
from sim.output.folder import write_text

CHECKOUT = Path(__file__).resolve().parents[2]


def marks(name: str) -> tuple[str, str]:
    """The comments before and after the part ``name``."""
    return f"<!-- {name}: begin, written by a command -->", f"<!-- {name}: end -->"


def with_part(text: str, name: str, body: str) -> str:
    """``text`` with ``body`` as its part ``name``; UsageError unless the part stands there exactly once."""
    begin, end = marks(name)
    parts = re.findall(re.escape(begin) + r".*?" + re.escape(end), text, re.DOTALL)
    if len(parts) != 1:
        raise UsageError(
            f"the part {name!r} stands {len(parts)} times in the document; expected it once: {begin}"
        )
    return text.replace(parts[0], f"{begin}\n{body.strip()}\n{end}")


def write_parts(document: str, parts: dict[str, str]) -> Path:
    """Write the parts by name into a document of the checkout; returns its path."""
    path = checkout_file(document)
    text = path.read_text(encoding="utf-8")
    for name, body in parts.items():
        text = with_part(text, name, body)
    write_text(path, text)
    return path


def checkout_file(name: str) -> Path:
    """A document of the checkout; UsageError in an installed wheel, which has none."""
    path = CHECKOUT / name
    if not path.parent.is_dir():
        raise UsageError(f"{path} has no folder; expected a checkout of the project, where its documents are")
    return path
