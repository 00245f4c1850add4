"""Texts of reports from files: plain text, saved web pages, PDF. Nothing is fetched.

Pages need trafilatura and PDF files pypdf (the extra ``texts``), imported only here and only when asked for.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from sim.app.drafting.pdf_files import read_pdf
from sim.app.drafting.typesetting import plain
from sim.app.drafting.web_pages import read_page
from sim.base.errors import UsageError, extra, nearest
from sim.base.limited_files import read_limited
from sim.reading.lexical.language import english_share, is_english
from sim.scenario.drafting.draft import Text
from sim.scenario.files.date_texts import read_day
from sim.session.exit_codes import print_error

MOST_BYTES = 20_000_000  # of one file
MOST_CHARACTERS = 1_000_000  # of one text
MOST_TAGS = 300_000  # of one page
MOST_FILES = 500  # of a folder
DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ _-]+([A-Za-z][A-Za-z0-9]*))?")
INSTALL = extra("texts")


class ReportText(NamedTuple):
    """What a file holds: its text, days of its parts, days of publication it states itself, and remarks.

    days  places in the text from each of which on it is of another day (the posts of a live page)
    sure  True if a day it states may be taken as that of publication where nobody says another
    """

    text: str
    days: tuple[tuple[int, date], ...] = ()
    stated: tuple[tuple[date, str], ...] = ()
    remarks: Sequence[str] = ()
    sure: bool = False


def read_texts(path: Path, published: date | None, source: str | None) -> list[Text]:
    """The text of a file, or of every file of a folder by name; UsageError for one that cannot be read.

    A file called 2030-04-15_radio.txt is of that day and of the source ``radio``; ``published`` and ``source``
    hold for files whose name does not say.
    """
    if not path.exists():
        neighbours = [sibling.name for sibling in path.parent.iterdir()] if path.parent.is_dir() else []
        raise UsageError(
            f"{path} does not exist{nearest(path.name, neighbours)}; expected a report or a folder of reports"
        )
    if not path.is_dir():
        return [read_text(path, path.name, published, source)]
    files = [file for file in sorted(path.iterdir()) if file.suffix.lower() in READERS and file.is_file()]
    if not files:
        raise UsageError(f"{path} holds no {', '.join(READERS)} files; expected the texts of reports")
    if len(files) > MOST_FILES:
        raise UsageError(f"{path} holds {len(files):,} texts; expected at most {MOST_FILES}")
    return [read_text(file, f"{path.name}/{file.name}", published, source) for file in files]


def read_text(path: Path, name: str, published: date | None, source: str | None) -> Text:
    """The text of one file with its sha256, day and source, called ``name``. UsageError if it cannot be read or holds none."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        is_draft = path.suffix.lower() in (".yaml", ".yml")
        hint = " (to confirm what was drafted: sim draft --walk FILE)" if is_draft else ""
        suffix = path.suffix or "no suffix"
        raise UsageError(f"{path}: {suffix} is not read; expected one of {', '.join(READERS)}{hint}")
    data = read_bytes(path)
    report = reader(path, data)
    text = report.text
    if not text.strip():
        raise UsageError(f"{path} holds no text that can be read")
    if len(text) > MOST_CHARACTERS:
        raise UsageError(
            f"{path} has {len(text):,} characters; expected at most {MOST_CHARACTERS:,}, one report a file"
        )
    day, named_source = day_and_source(path)
    day_used = day or published
    remarks = [*report.remarks, *language_remark(text)]
    stated_day = report.stated[0][0] if report.sure and len(report.stated) == 1 else None
    if day_used is None and stated_day is not None:
        remarks.append(
            f"published {stated_day}, as its {report.stated[0][1]} says; --published DATE says otherwise"
        )
    elif stated_day is not None and stated_day != day_used:
        remarks.append(f"taken as of {day_used}; its {report.stated[0][1]} says {stated_day}")
    return Text(
        name,
        text,
        hashlib.sha256(data).hexdigest(),
        day_used or stated_day,
        named_source or source,
        report.days,
        tuple(remarks),
        report.stated,
    )


def language_remark(text: str) -> list[str]:
    """A remark on a text that is not English."""
    if is_english(text):
        return []
    share = english_share(text) or 0.0
    return [
        f"this does not look like English, the only language read ({share:.0%} of its words are English function words)"
    ]


def print_remarks(texts: Sequence[Text]) -> None:
    """What is to be known of the texts, a line each on stderr."""
    for text in texts:
        for remark in text.remarks:
            print_error(f"{text.name}: {remark}")


def missing_date_text(text: Text) -> str:
    """What to say of a text without a day of publication."""
    days = " or ".join(f"{day} ({source})" for day, source in text.stated_dates)
    hint = f"; proposed by the file itself: {days}" if days else ""
    return f"{text.name} has no day of publication; expected --published DATE, or a name like 2021-08-05_{text.name}{hint}"


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; UsageError if it cannot be read or is too large."""
    try:
        return read_limited(path, MOST_BYTES)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}; expected the text of a report") from None


def day_and_source(path: Path) -> tuple[date | None, str | None]:
    """Day and source that a file's name gives; None where it gives none. UsageError for a day that is none."""
    match = DATED.match(path.stem)
    if match is None:
        return None, None
    try:
        return read_day(match[1]), match[2]
    except ValueError:
        raise UsageError(
            f"{path}: its name begins with {match[1]}, which is not a calendar date; expected a name like 2021-08-05_radio{path.suffix}"
        ) from None


def plain_text(path: Path, data: bytes) -> ReportText:
    """Text in UTF-8; UsageError for other bytes."""
    try:
        return ReportText(plain(data.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from None


def page_text(path: Path, data: bytes) -> ReportText:
    """The article of a saved web page, without menus and comments, a blank line between paragraphs."""
    if (tags := data.count(b"<")) > MOST_TAGS:
        raise UsageError(f"{path} has {tags:,} tags; expected at most {MOST_TAGS:,}, one report a page")
    return ReportText(*read_page(import_library("trafilatura", f"{path}: a saved page"), data), sure=True)


def pdf_text(path: Path, data: bytes) -> ReportText:
    """The text of a PDF's first pages; UsageError if the file is damaged or locked."""
    pypdf = import_library("pypdf", f"{path}: a PDF file")
    try:
        text, stated_days, remarks = read_pdf(pypdf, data)
    except Exception as error:  # a damaged file fails in many ways; each means that it cannot be read
        raise UsageError(f"{path} cannot be read as PDF: {type(error).__name__}: {error}") from None
    return ReportText(text, (), stated_days, remarks)


def import_library(library: str, purpose: str) -> Any:
    """A library of the extra ``texts``; UsageError naming the extra if it cannot be imported, and why."""
    import importlib

    logging.getLogger(library).setLevel(logging.CRITICAL)  # what it would say, the error says
    try:
        return importlib.import_module(library)
    except ImportError as error:
        is_missing = isinstance(error, ModuleNotFoundError) and error.name == library
        problem = "is not installed" if is_missing else f"cannot be imported ({error})"
        raise UsageError(f"{purpose} needs {library}, which {problem}; {INSTALL}") from None


READERS: dict[str, Callable[[Path, bytes], ReportText]] = {
    ".txt": plain_text,
    ".html": page_text,
    ".htm": page_text,
    ".pdf": pdf_text,
}
