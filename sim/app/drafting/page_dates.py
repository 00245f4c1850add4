"""The days a saved page bears: ``published_days`` that it states of itself, ``post_days`` of the posts of a live page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from sim.reading.syntax.date_windows import window
from sim.scenario.files.date_texts import read_day

Tree = Any  # an lxml.html element
META = {
    "article:published_time", "og:published_time", "date", "pubdate", "publishdate", "publish-date", "publication_date",
    "datepublished", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created", "sailthru.date", "parsely-pub-date",
    "citation_publication_date", "citation_date", "article.published",
}  # fmt: skip
DAY = re.compile(r"\s*([0-9]{4})[-/]([0-9]{2})[-/]([0-9]{2})(?![0-9])")
YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
LONGEST_DAY = 60  # characters of a day in words
PARAGRAPHS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "div")
SENTENCE = 4  # words beside a <time> that make it part of a sentence
DEEPEST = 40  # levels of JSON looked into


def day_of(stamp: object) -> date | None:
    """The day that a time stamp begins with, or that words with a year name ("12 April 2030"); None if it is none."""
    match = DAY.match(str(stamp or ""))
    if match is None:
        day_span = window(" ".join(str(stamp or "")[:LONGEST_DAY].split()), date.max)
        return day_span[0] if day_span and day_span[0] == day_span[1] and YEAR.search(str(stamp)) else None
    try:
        return read_day("-".join(match.groups()))
    except ValueError:
        return None


def published_days(tree: Tree) -> tuple[tuple[date, str], ...]:
    """Days of publication that a page states of itself, each once, with the place where it does."""
    places: dict[date, str] = {}
    for day, source in (*meta_days(tree), *json_days(tree), *time_days(tree)):
        if day is not None:
            places.setdefault(day, source)
    return tuple(places.items())


def meta_days(tree: Tree) -> Iterator[tuple[date | None, str]]:
    """Days in <meta> elements."""
    for element in tree.iter("meta"):
        name = next((element.get(k) for k in ("property", "name", "itemprop") if element.get(k)), "")
        if name.lower() in META:
            yield day_of(element.get("content")), name


def json_days(tree: Tree) -> Iterator[tuple[date | None, str]]:
    """Days under datePublished in JSON-LD."""
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or ""):
            continue
        try:
            value = json.loads(element.text_content())
        except (ValueError, RecursionError):
            continue
        for stamp in values_under(value, "datePublished", DEEPEST):
            yield day_of(stamp), "datePublished"


def values_under(value: Any, name: str, depth: int) -> Iterator[Any]:
    """Every value under a key of nested JSON."""
    if depth and isinstance(value, dict):
        for key, part in value.items():
            if key == name:
                yield part
            yield from values_under(part, name, depth - 1)
    elif depth and isinstance(value, list):
        for part in value:
            yield from values_under(part, name, depth - 1)


def time_days(tree: Tree) -> Iterator[tuple[date | None, str]]:
    """Days of <time> elements outside sentences: those marked as the publication, else the only one of the page."""
    times = heading_times(tree)
    publication_times = [
        t for t in times if t.get("pubdate") is not None or t.get("itemprop") == "datePublished"
    ]
    for element in publication_times or (times if len({time_day(t) for t in times}) == 1 else []):
        yield time_day(element), "<time>"


def time_day(element: Tree) -> date | None:
    """The day of a <time> element."""
    return day_of(element.get("datetime") or element.text_content())


def heading_times(tree: Tree) -> list[Tree]:
    """The <time> elements that stand over or under a text, not in a sentence."""
    word_counts: dict[Tree, int] = {}  # words beside the elements of a parent
    elements = []
    for element in tree.iter("time"):
        parent = element.getparent()
        if parent is not None and parent not in word_counts:
            word_counts[parent] = sum(len(piece.split()) for piece in own_texts(parent))
        if time_day(element) is not None and (parent is None or word_counts[parent] < SENTENCE):
            elements.append(element)
    return elements


def is_heading_time(element: Tree) -> bool:
    """True for a <time> that opens a paragraph or list entry as its heading: "12 Apr The Reds took 3 towns"."""
    parent, tail = element.getparent(), (element.tail or "").lstrip()
    if parent is None or parent.tag not in ("p", "li", "dd", "blockquote") or (parent.text or "").strip():
        return False
    opens = bool(tail) and (tail[0].isupper() or tail[0] in "-–—:|·") or not tail and len(parent) > 1
    return opens and parent[0] is element and time_day(element) is not None


def own_texts(parent: Tree) -> Iterator[str]:
    """The text that stands in an element itself, not in those within it."""
    yield parent.text or ""
    for child in parent:
        yield child.tail or ""


def post_days(tree: Tree) -> dict[str, date]:
    """The day of each paragraph of a page whose posts bear times of their own, by its letters; empty for other pages.

    A time speaks for all of the smallest element around it that holds paragraphs and no other time; where several times
    share one, each speaks for what follows it.
    """
    times = heading_times(tree)
    if len({time_day(element) for element in times}) < 2:
        return {}
    days: dict[str, date | None] = {}
    times_by_box: dict[Any, list[Any]] = {}
    for element in times:
        times_by_box.setdefault(container(element), []).append(element)
    for box in sorted(times_by_box, key=lambda entry: len(list(entry.iterancestors()))):
        day = time_day(times_by_box[box][0]) if len(times_by_box[box]) == 1 else None
        for element in box.iter(*PARAGRAPHS, "time"):
            if element in times_by_box[box]:
                day = time_day(element)
            words = letters(element.text_content())
            if element.tag != "time" and words and day is not None:
                days[words] = day
    return {words: day for words, day in days.items() if day is not None}


def container(element: Tree) -> Tree:
    """The smallest element around a <time> that holds a paragraph."""
    for parent in element.iterancestors():
        if any(
            len(block.text_content().split()) > SENTENCE
            for block in parent.iter("p", "li", "blockquote")
            if block is not parent
        ):
            return parent
    return element.getroottree().getroot()


def letters(text: str) -> str:
    """The letters and digits of a text, small: by them a paragraph of the article is known again in the page."""
    return "".join(re.findall(r"\w", text.lower()))
