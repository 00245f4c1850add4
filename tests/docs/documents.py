"""Documents as the tests see them: fenced blocks, headings and links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = (
    "README.md",
    "CHANGELOG.md",
    "outputs/README.md",
    *sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "docs").rglob("*.md")),
)
TUTORIALS = tuple(name for name in DOCUMENTS if name.startswith("docs/tutorials/"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One fenced block: the document, its number there, its language, its text."""

    document: str
    number: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.document}:{self.number}"


def read(document: str) -> str:
    """The text of a document."""
    return (ROOT / document).read_text(encoding="utf-8")


def blocks(document: str, *languages: str) -> list[Block]:
    """The fenced blocks of a document, in order; only those in some languages if any are named."""
    found = [
        Block(document, n, language, text)
        for n, (language, text) in enumerate(FENCE.findall(read(document)), 1)
    ]
    return [block for block in found if not languages or block.language in languages]


def script(document: str) -> Block:
    """All shell blocks of a tutorial as one: each goes on where the one before it stopped."""
    return Block(document, 0, "bash", "\n".join(block.text for block in blocks(document, "bash")))


def prose(document: str) -> str:
    """The text outside fenced blocks."""
    return FENCE.sub("", read(document))


def links(document: str) -> list[str]:
    """Targets of all links and pictures outside fenced blocks."""
    return LINK.findall(prose(document))


def anchors(document: str) -> set[str]:
    """What a link into a document may name after ``#``: headings in lower case, spaces as hyphens."""
    plain = (re.sub(r"[^\w\- ]", "", text.lower()) for _, text in HEADING.findall(prose(document)))
    return {text.strip().replace(" ", "-") for text in plain}
