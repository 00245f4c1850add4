"""``read_page``: the article of a saved web page, the days it bears, and what of the page the article leaves out.

trafilatura finds the article. Before that the page is made plain: note marks and struck-out words go, and inline elements
that the library drops (times, buttons, labels) leave their words in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from sim.app.drafting.page_dates import is_heading_time, letters, own_texts, post_days, published_days
from sim.app.drafting.typesetting import plain
from sim.reading.claims import read_claims
from sim.reading.lexical.function_words import listed
from sim.reading.quantities import read_all

Tree = Any  # an lxml.html element, which only the extra ``texts`` brings
Stated = tuple[tuple[date, str], ...]
STRUCK = ("del", "s", "strike")
INLINE = listed(  # what the library drops with its words
    "time output label button data meter progress mark abbr acronym q kbd var samp dfn bdi bdo tt sub ruby rb rt nobr blink"
    " legend"
)
BLOCKS = tuple(sorted(listed("p h1 h2 h3 h4 h5 h6 li figcaption td th caption summary blockquote dd dt div")))
ASIDE = {"nav", "footer", "script", "style", "noscript", "template", "form", "head"}
NOTE = re.compile(r"\s*[\[(]?\s*(?:[0-9]{1,3}|[a-z]|[*†‡§]+|(?:note|nb) ?[0-9]+)\s*[\])]?\s*", re.IGNORECASE)
UNSEEN = re.compile(r"line-through|display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MARKED = re.compile(r"\b(?:foot|end)?note|\bref|\bcit|vertical-align\s*:\s*su[pb]", re.IGNORECASE)
UNIT = re.compile(r"(?:\bkm|\bmi|miles|\bm)\s?$")
MOST_QUOTED = 3  # blocks left out that are quoted


def read_page(trafilatura: Any, data: bytes) -> tuple[str, tuple[tuple[int, date], ...], Stated, list[str]]:
    """Text with a blank line between paragraphs, days of its parts, days of publication it states, and remarks."""
    tree = trafilatura.load_html(data)
    if tree is None:
        return "", (), (), []
    stated_days = published_days(tree)
    make_plain(tree)
    posts = post_days(tree)
    blocks = [*descriptions(tree), *(words for words in block_texts(tree) if words)]
    text = plain("\n\n".join(str(trafilatura.extract(tree, include_comments=False) or "").splitlines()))
    return text, days_in(text, posts), stated_days, omitted_remarks(text, blocks)


def make_plain(tree: Tree) -> None:
    """Take out note marks and struck-out words, and unwrap inline elements that stand in a sentence."""
    for element in [element for element in tree.iter() if is_hidden(element)]:
        element.drop_tree()
    for element in list(tree.iter("time")):
        if is_heading_time(element):
            move_before_parent(element)
    for element in list(tree.iter("sup")):
        drop_raised_mark(element)
    for element in list(tree.iter("sub", "a", "span")):
        if is_mark(element):
            element.drop_tree()
    in_sentences: dict[Tree, bool] = {}  # by parent, so that a page of one long list is looked at once
    for element in list(tree.iter()):
        if isinstance(element.tag, str) and (element.tag in INLINE or "-" in element.tag):
            parent = element.getparent()
            if parent not in in_sentences:
                in_sentences[parent] = in_sentence(element)
            if in_sentences[parent]:
                element.drop_tag()


def is_hidden(element: Tree) -> bool:
    """True for what a reader sees struck out, or not at all."""
    if element.tag in STRUCK:
        return True
    is_hidden_element = element.get("hidden") is not None if isinstance(element.tag, str) else False
    return element.getparent() is not None and (
        is_hidden_element or bool(UNSEEN.search(element.get("style") or ""))
    )


def is_mark(element: Tree) -> bool:
    """True for a note mark that is lowered, a link within the page, or raised by its style, right behind a word or number."""
    words = element.text_content()
    if not words.strip() or not NOTE.fullmatch(words) or not re.search(r"\w$", text_before(element)):
        return False
    is_local_link = (element.get("href") or "#").startswith("#")
    is_styled = bool(MARKED.search(f"{element.get('class') or ''} {element.get('style') or ''}"))
    return element.tag == "sub" or is_styled or (element.tag == "a" and is_local_link)


def move_before_parent(element: Tree) -> None:
    """Put the time that opens a paragraph or a list entry in front of it."""
    parent, words = element.getparent(), element.tail or ""
    element.tail = None
    parent.remove(element)
    parent.text = words.lstrip(" \t\r\n-–—:|·")
    parent.addprevious(element)


def drop_raised_mark(element: Tree) -> None:
    """Take out a raised note mark; a raised 2 behind a unit of length is a square, "th" stays behind its number."""
    words = element.text_content()
    if words.strip() == "2" and UNIT.search(text_before(element)):
        element.text, children = "²", list(element)
        for child in children:
            element.remove(child)
        element.drop_tag()
    elif NOTE.fullmatch(words) or not words.strip():
        element.drop_tree()
    else:
        element.drop_tag()


def text_before(element: Tree) -> str:
    """The text just before an element within its parent."""
    previous = element.getprevious()
    if previous is not None:
        return str(previous.tail or previous.text_content() or "")
    parent = element.getparent()
    return str(parent.text or "") if parent is not None else ""


def in_sentence(element: Tree) -> bool:
    """True if words stand beside an element in its parent."""
    parent = element.getparent()
    if parent is None or parent.tag in ("body", "html"):
        return False
    return any(re.search(r"\w", text) for text in own_texts(parent))


def block_texts(tree: Tree) -> Iterator[str]:
    """The words of every smallest block of the page outside menus and footers, in order."""
    for element in tree.iter(*BLOCKS):
        if any(child.tag in BLOCKS for child in element.iterdescendants()):
            continue
        if not any(parent.tag in ASIDE for parent in element.iterancestors()):
            yield " ".join(element.text_content().split())


def descriptions(tree: Tree) -> list[str]:
    """The teasers that a page gives of itself in its head."""
    names = ("description", "og:description", "twitter:description")
    elements = [
        element for element in tree.iter("meta") if (element.get("name") or element.get("property")) in names
    ]
    return [" ".join((description.get("content") or "").split()) for description in elements]


def days_in(text: str, posts: dict[str, date]) -> tuple[tuple[int, date], ...]:
    """Places in ``text`` from each of which on it is of the day of another post."""
    starts: list[tuple[int, date]] = []
    for line in re.finditer(r"[^\n]+", text):
        day = posts.get(letters(line[0]))
        if day is not None and (not starts or starts[-1][1] != day):
            starts.append((line.start(), day))
    return tuple(starts)


def omitted_remarks(text: str, blocks: list[str]) -> list[str]:
    """A remark on blocks of the page with counts or claims that are not in the article."""
    article = letters(text)
    omitted_blocks = list(dict.fromkeys(words for words in blocks if letters(plain(words)) not in article))
    informative = [words for words in omitted_blocks if read_all(words).quantities or read_claims(words)]
    if not informative:
        return []
    quotes = "; ".join(f'"{words[:120]}"' for words in informative[:MOST_QUOTED])
    remainder = f" and {len(informative) - MOST_QUOTED} more" if len(informative) > MOST_QUOTED else ""
    return [f"left out of the article (a teaser or caption?): {quotes}{remainder}"]
