"""Texts of reports from files: plain text, saved web pages, PDF. Nothing is fetched.

Pages need trafilatura and PDF files pypdf (the extra ``texts``), imported only here and only when asked for.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sim.base.errors import UsageError
from sim.scenario.days import read_day
from sim.scenario.draft import Text

MOST_BYTES = 20_000_000  # of one file
MOST_CHARACTERS = 1_000_000  # of one text
MOST_PAGES = 300  # of a PDF
MOST_FILES = 500  # of a folder
DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ _-]+([A-Za-z][A-Za-z0-9]*))?")
INSTALL = "which is not installed; expected: pip install 'territorial-sim[texts]'"


def read_texts(path: Path, published: date | None, source: str | None) -> list[Text]:
    """The text of a file, or of every file of a folder by name; UsageError for one that cannot be read.

    A file called 2030-04-15_radio.txt is of that day and of the source ``radio``; ``published`` and ``source``
    hold for files whose name does not say.
    """
    if not path.is_dir():
        return [read_text(path, path.name, published, source)]
    files = [one for one in sorted(path.iterdir()) if one.suffix.lower() in READERS and one.is_file()]
    if not files:
        raise UsageError(f"{path} holds no {', '.join(READERS)} files; expected the texts of reports")
    if len(files) > MOST_FILES:
        raise UsageError(f"{path} holds {len(files):,} texts; expected at most {MOST_FILES}")
    return [read_text(one, f"{path.name}/{one.name}", published, source) for one in files]


def read_text(path: Path, name: str, published: date | None, source: str | None) -> Text:
    """The text of one file with its digest, day and source, called ``name``."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UsageError(
            f"{path}: {path.suffix or 'no suffix'} is not read; expected one of {', '.join(READERS)}"
        )
    data = read_bytes(path)
    text = reader(path, data)
    if not text.strip():
        raise UsageError(f"{path} holds no text that can be read")
    if len(text) > MOST_CHARACTERS:
        raise UsageError(
            f"{path} has {len(text):,} characters; expected at most {MOST_CHARACTERS:,}, one report a file"
        )
    day, teller = named(path)
    return Text(name, text, hashlib.sha256(data).hexdigest(), day or published, teller or source)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; UsageError if it cannot be read or is too large."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}; expected the text of a report") from None
    if len(data) > MOST_BYTES:
        raise UsageError(f"{path} has more than {MOST_BYTES:,} bytes; expected at most that")
    return data


def named(path: Path) -> tuple[date | None, str | None]:
    """Day and source that a file's name gives; None where it gives none."""
    found = DATED.match(path.stem)
    if found is None:
        return None, None
    try:
        return read_day(found[1]), found[2]
    except ValueError:
        return None, None


def plain_text(path: Path, data: bytes) -> str:
    """Text in UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from None


def page_text(path: Path, data: bytes) -> str:
    """The article of a saved web page, without menus and comments, a blank line between paragraphs."""
    trafilatura = need("trafilatura", f"{path}: a saved page")
    text = str(trafilatura.extract(data, include_comments=False) or "")
    return "\n\n".join(text.splitlines())


def pdf_text(path: Path, data: bytes) -> str:
    """The text of a PDF's first MOST_PAGES pages; UsageError if the file is damaged or locked."""
    pypdf = need("pypdf", f"{path}: a PDF file")
    try:
        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        return "\n\n".join(pages[n].extract_text() for n in range(min(len(pages), MOST_PAGES)))
    except Exception as error:  # a damaged file fails in many ways; each means that it cannot be read
        raise UsageError(f"{path} cannot be read as PDF: {type(error).__name__}: {error}") from None


def need(library: str, what: str) -> Any:
    """A library of the extra ``texts``; UsageError naming the extra if it is not installed."""
    import importlib

    logging.getLogger(library).setLevel(logging.CRITICAL)  # what it would say, the error says
    try:
        return importlib.import_module(library)
    except ImportError:
        raise UsageError(f"{what} needs {library}, {INSTALL}") from None


READERS: dict[str, Callable[[Path, bytes], str]] = {
    ".txt": plain_text,
    ".html": page_text,
    ".htm": page_text,
    ".pdf": pdf_text,
}
