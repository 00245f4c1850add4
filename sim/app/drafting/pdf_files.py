"""``read_pdf``: the running text of a PDF file, without page heads and feet, and its own date as a weak hint."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import date
from typing import Any

from sim.app.drafting.typesetting import plain

MOST_PAGES = 300
MOST_CONTENT = 5_000_000  # bytes of a page's instructions, unpacked
MOST_CONTENTS = (
    10_000_000  # bytes of all pages and of every form as often as it is drawn; about 300 pages of text
)
# of drawing in one file; 300 pages whose words are placed one by one come to about 450,000 (reckoned, not measured)
MOST_OPERATIONS = 500_000
FORM = 25  # operations that drawing a form counts for, by the time it takes
FEWER = "cut it to the pages of the report, or give its text as a .txt file"
MARGIN = 2  # lines at the top and bottom of a page that may be its head or foot
NUMBERED = re.compile(
    r"\W*(?:page|p\.|seite)?\W*[0-9]{1,4}(?:\W*(?:of|/|von)\W*[0-9]{1,4})?\W*", re.IGNORECASE
)
ENDED = (".", "!", "?", "”", '"', ":")
MARK = re.compile(r"\s*[\[(]?[0-9*†‡,]{1,5}[\])]?\s*")
SMALL = 0.8  # of the usual size of letters: what is smaller and touches a word is a note mark


def read_pdf(pypdf: Any, data: bytes) -> tuple[str, tuple[tuple[date, str], ...], list[str]]:
    """Text of the first MOST_PAGES pages, the day in the file's own data, and remarks on pages and lines left out."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    effort = OperationLimit()
    number = len(reader.pages)
    try:
        pages = [page_lines(reader.pages[n], effort) for n in range(min(number, MOST_PAGES))]
    except TooMuchDrawing as far:
        raise ValueError(str(far)) from None
    running = heads_and_feet(pages)
    pages_text = [body_lines(lines, running, len(pages)) for lines in pages]
    omitted_lines = sum(map(len, pages)) - sum(map(len, pages_text))
    remarks = [f"{omitted_lines} lines left out as page headers and footers"] if omitted_lines else []
    if number > MOST_PAGES:
        omitted_pages = f"{number - MOST_PAGES:,} of its {number:,} pages left out"
        remarks.append(f"{omitted_pages}; only the first {MOST_PAGES} are read")
    return plain(join_pages(pages_text)), file_day(reader), remarks


class TooMuchDrawing(BaseException):
    """A file asks for more drawing than it is worth."""


class OperationLimit:
    """Counts operations of drawing and bytes of instructions; TooMuchDrawing beyond MOST_OPERATIONS or MOST_CONTENTS."""

    def __init__(self) -> None:
        self.operations = self.bytes = 0

    def __call__(self, *_: Any, weight: int = 1) -> None:
        self.operations += weight
        if self.operations > MOST_OPERATIONS:
            raise TooMuchDrawing(
                f"needs more than {MOST_OPERATIONS:,} drawing operations; expected at most that: {FEWER}"
            )

    def read(self, data: bytes) -> None:
        """Count the instructions of a page or form that is about to be drawn."""
        self.bytes += len(data)
        if self.bytes > MOST_CONTENTS:
            raise TooMuchDrawing(
                f"has more than {MOST_CONTENTS:,} bytes of instructions; expected at most that: {FEWER}"
            )


def page_lines(page: Any, effort: OperationLimit) -> list[str]:
    """The lines of a page with words in them; raised note marks stand in brackets. ValueError for far too much."""
    content = page.get_contents()
    data = b"" if content is None else content.get_data()
    if len(data) > MOST_CONTENT:
        raise ValueError(f"holds a page of {len(data):,} bytes; expected at most {MOST_CONTENT:,}: {FEWER}")
    effort.read(data)
    draw_form = page.extract_xform_text

    def draw_counted(form: Any, *given: Any, **named: Any) -> Any:
        effort(weight=FORM)
        effort.read(form.get_data())
        return draw_form(form, *given, **named)

    page.extract_xform_text = draw_counted  # forms are drawn by the page, those within forms too
    pieces: list[tuple[str, float]] = []

    def add_piece(text: str, _cm: Any, matrix: Any, _font: Any, size: Any) -> None:
        pieces.append((text, abs(float(size or 0) * float(matrix[3] or 1))))

    page_text = str(page.extract_text(visitor_operand_before=effort, visitor_text=add_piece))
    sizes: Counter[float] = Counter()
    for text, size in pieces:
        sizes[round(size, 1)] += len(text.strip())
    usual_size = sizes.most_common(1)[0][0] if sizes else 0.0
    if "".join(text for text, _ in pieces).split() == page_text.split():
        page_text = ""
        for text, size in pieces:
            raised = (
                0 < size < SMALL * usual_size
                and MARK.fullmatch(text)
                and text.strip()
                and page_text[-1:].strip()
            )
            page_text += f"[{text.strip(' []()')}]" if raised else text
    return [line.strip() for line in page_text.splitlines() if line.strip()]


def heads_and_feet(pages: list[list[str]]) -> set[str]:
    """Lines, their digits aside, that stand at the top or bottom of most pages."""
    counts: Counter[str] = Counter()
    for lines in pages:
        counts.update({without_digits(line) for line in (*lines[:MARGIN], *lines[-MARGIN:])})
    least = max(2, (len(pages) + 1) // 2)
    return {line for line, number in counts.items() if number >= least}


def without_digits(line: str) -> str:
    """A line with its digits alike, as "Page 3 of 9" and "Page 4 of 9" are."""
    return re.sub(r"[0-9]+", "0", line)


def body_lines(lines: list[str], running: set[str], pages: int) -> list[str]:
    """A page without its head and foot: what most of so many pages bear there, and a bare page number."""
    last = len(lines) - 1

    def is_body(place: int, line: str) -> bool:
        edge = place < MARGIN or place > last - MARGIN
        if edge and pages > 1 and without_digits(line) in running:
            return False
        return not (place in (0, last) and last > 0 and NUMBERED.fullmatch(line))

    return [line for place, line in enumerate(lines) if is_body(place, line)]


def join_pages(pages: list[list[str]]) -> str:
    """The pages as one text; a sentence that runs on over a page is not parted."""
    text = ""
    for lines in pages:
        if lines:
            text += ("\n\n" if text.endswith(ENDED) else "\n" if text else "") + "\n".join(lines)
    return text


def file_day(reader: Any) -> tuple[tuple[date, str], ...]:
    """The day on which the file says it was made; empty if it says none."""
    try:
        created = reader.metadata.creation_date if reader.metadata else None
    except Exception:  # dates are written in many ways, and this one is only a hint
        return ()
    return ((created.date(), "the file's own data"),) if created else ()
