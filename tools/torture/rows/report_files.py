"""R24, R33: any text, and saved pages and PDF files whose marks and layout were changed: no number is made of two, none is made up.

Every text holds counts of known numbers. What is put between its words is what pages and typesetting put there: inline
elements, note marks, table cells, columns, other sizes of letters. A count with another number than those written is one
that was made of two, or of a note mark. Files damaged byte by byte need only be read or refused in one clear error.
"""

from __future__ import annotations

import random
import time
from datetime import date
from pathlib import Path

from sim.app.drafting.report_texts import read_texts
from sim.base.errors import SimError
from sim.reading.claims import read_claims
from sim.reading.quantities import read_all
from tests.app.drafting.test_report_texts import FILLER, page, pdf
from tools.torture.mutate_bytes import damaged
from tools.torture.trial import Trial

FULL, FAST = 5000, 400
SLOW = 2.0
DAY = date(2030, 4, 15)
PRIMES = (11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89)
SENTENCES = (
    "The Reds have taken {} districts since 1 March , officials said .",
    "The Reds control {} of {} districts .",
    "The Blues hold {} districts and {} villages .",
    "Officials said {} towns fell to the Reds .",
    "The Reds seized {} villages , the ministry said .",
    "Between {} and {} districts are contested .",
)
MARKS = ("<sup>{}</sup>", "<sup>[{}]</sup>", "<sup><a href='#n'>{}</a></sup>", "[{}]", "<sup>[note {}]</sup>")
WRAPS = (
    "<b>{}</b>", "<i>{}</i>", "<span>{}</span>", "<a href='x'>{}</a>", "<em><b>{}</b></em>", "<span class='n'>{}</span>", "<font>{}</font>",
    "<mark>{}</mark>", "<abbr title='x'>{}</abbr>", "<data value='99'>{}</data>", "<time>{}</time>", "<strong>{}</strong>", "<u>{}</u>", "<small>{}</small>",
)  # fmt: skip
GAPS = (
    " ",
    "&nbsp;",
    "\n",
    "&thinsp;",
    "<!-- 97 -->",
    " <wbr>",
    "<span> </span>",
    "<br>",
    "<br/> ",
    " <del>98</del> ",
    " <s>96</s> ",
    "&emsp;",
)
BLOCKS = (
    "<p>{}</p>", "<div>{}</div>", "<ul><li>{}</li></ul>", "<blockquote><p>{}</p></blockquote>", "<table><tr><td>{}</td></tr></table>",
    "<h2>{}</h2>", "<section><p>{}</p></section>", "<p><span>{}</span></p>", "<dl><dd>{}</dd></dl>", "<ol><li>{}</li></ol>",
)  # fmt: skip


def run(trial: Trial) -> None:
    """Pages, tables of pages, PDF files, and damaged ones."""
    total = trial.size(FULL, FAST)
    makers = ((made_page, 0.45), (made_table, 0.1), (made_pdf, 0.2), (damaged_page, 0.15), (damaged_pdf, 0.1))
    read = counts = 0
    for maker, share in makers:
        for number in range(int(total * share)):
            name, data, known = maker(trial.chance)
            problem, found = try_one(trial, name, data, known)
            read, counts = read + (found >= 0), counts + max(found, 0)
            trial.count(f"{maker.__name__} {number}: {problem}: {data[:3000]!r}" if problem else "")
    trial.figure(f"{read} read, {counts} counts in them, each with a number that was written")


def try_one(trial: Trial, name: str, data: bytes, known: set[int] | None) -> tuple[str, int]:
    """What is wrong with how one file was read ("" if nothing), and its counts (-1 if it was refused)."""
    path = trial.folder / name
    path.write_bytes(data)
    before = time.process_time()
    try:
        (text,) = read_texts(path, DAY, None)
        found = read_all(text.text, DAY, text.days).quantities
    except SimError as error:
        found = None
        if not str(error) or len(str(error)) > 4000:
            return f"an error of {len(str(error))} characters", -1
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:200]}", -1
    seconds = time.process_time() - before
    if seconds > SLOW:
        return f"took {seconds:.1f} s", -1
    if found is None:
        return ("refused" if known is not None else ""), -1
    numbers = {row[key] for row in found for key in ("low", "high", "of_total") if row[key] is not None}
    others = [] if known is None else sorted(numbers - known)
    return (
        f"counts hold {others}, written are {sorted(known or ())}; read as {text.text!r}" if others else ""
    ), len(found)


def sentences(chance: random.Random) -> tuple[list[list[str]], set[int]]:
    """Two to four sentences as words, and the numbers in them."""
    numbers = list(PRIMES)
    chance.shuffle(numbers)
    found, known = [], {1}  # of 1 March
    for form in chance.sample(SENTENCES, chance.randint(2, 4)):
        given = sorted(numbers.pop() for _ in range(form.count("{}")))
        known |= set(given)
        found.append(form.format(*given).split(" "))
    return found, known


def made_page(chance: random.Random) -> tuple[str, bytes, set[int] | None]:
    """A page with inline elements, note marks and gaps between the words."""
    found, known = sentences(chance)
    body = "".join(chance.choice(BLOCKS).format(decorated(words, chance)) for words in found)
    return "page.html", page(body).encode(), known


def decorated(words: list[str], chance: random.Random) -> str:
    """The words of a sentence with something of a page about some of them."""
    text = ""
    for word in words:
        if text and word not in (".", ","):
            text += chance.choice(GAPS) if chance.random() < 0.25 else " "
            text += "" if text[-1] in " \n;>" else " "
        shown = chance.choice(WRAPS).format(word) if chance.random() < 0.25 else word
        text += shown + (chance.choice(MARKS).format(chance.randint(1, 9)) if chance.random() < 0.15 else "")
    return text


def made_table(chance: random.Random) -> tuple[str, bytes, set[int] | None]:
    """A table whose numbers stand in cells beside each other, between sentences."""
    numbers = chance.sample(PRIMES, 6)
    cells = [
        f"<tr><td>{place}</td><td>{a}</td><td>{b}</td></tr>"
        for place, a, b in zip(("North", "South", "East"), numbers[::2], numbers[1::2], strict=True)
    ]
    head = "<tr><th>Province</th><th>Districts held</th><th>Districts lost</th></tr>"
    between = chance.choice(("", " ", "\n"))
    return "page.html", page(f"<table>{head}{between.join(cells)}</table>{FILLER}").encode(), set(numbers)


def made_pdf(chance: random.Random) -> tuple[str, bytes, set[int] | None]:
    """A PDF whose words are placed alone, in columns, in several sizes, with raised marks and broken lines."""
    found, known = sentences(chance)
    lines = [set_line(words, chance) for words in found]
    pages = [lines[:2], lines[2:]] if chance.random() < 0.3 and len(lines) > 2 else [lines]
    return "report.pdf", pdf([[(12, 0, one) for one in lines] for lines in pages if lines]), known


def set_line(words: list[str], chance: random.Random) -> str:
    """Operators that set a sentence."""
    style, place = (
        chance.choice(("whole", "words", "kerned", "placed", "raised")),
        chance.randrange(2, len(words)),
    )
    text = " ".join(words).replace(" ,", ",").replace(" .", ".")
    if style == "words":
        return " ".join(f"({word} ) Tj" for word in words) + " T*"
    if style == "kerned":
        return (
            "["
            + " ".join(f"({word}) {chance.choice((-250, -278, -300, -600))}" for word in words)
            + "] TJ T*"
        )
    if style == "placed":
        first, second = " ".join(words[:place]), " ".join(words[place:])
        across = 6 * len(first) + chance.randint(4, 40)
        return f"({first}) Tj {across} 0 Td ({second}) Tj {-across} 0 Td T*"
    if style == "raised":
        first, second = " ".join(words[:place]), " ".join(words[place:])
        return f"({first}) Tj /F1 7 Tf 4 Ts ({chance.randint(1, 9)}) Tj /F1 12 Tf 0 Ts ( {second}) Tj T*"
    return f"({text}) Tj T*"


def damaged_page(chance: random.Random) -> tuple[str, bytes, set[int] | None]:
    """A page damaged byte by byte."""
    return "page.html", damaged(made_page(chance)[1], chance), None


def damaged_pdf(chance: random.Random) -> tuple[str, bytes, set[int] | None]:
    """A PDF damaged byte by byte."""
    return "report.pdf", damaged(made_pdf(chance)[1], chance), None


ODD = (
    "\u202e",
    "\0",
    "\ufeff",
    "e\u0301",
    "\U0001f3d4",
    "٣",
    "³",
    "1,0,0",
    "1.2.3",
    "--",
    "“",
    "(",
    "%",
    "\u2028",
    "Ⅻ",
    "½",
    "\ud7ff",
    "12/13/14",
    "…",
)


def any_text(trial: Trial) -> None:
    """R24: sentences damaged and mixed with odd letters, and long texts; no exception, and time that grows with the text."""
    for number in range(trial.size(5000, 200)):
        text = odd_text(trial.chance, 4)
        with trial.attempt(f"{number}: {text!r}"):
            read_text(text)
    for size in (100_000,) * trial.size(10, 1):
        text = odd_text(trial.chance, size // 60)
        seconds = [timed(text[: int(size * share)]) for share in (0.25, 1.0)]
        problem = f"{seconds[0]:.2f} s for a quarter of a text and {seconds[1]:.2f} s for all of it"
        trial.count(problem if seconds[1] > 7 * seconds[0] + 0.5 else "")
    trial.figure(f"{trial.tried} texts; the last of {len(text):,} letters took {seconds[1]:.1f} s")


def odd_text(chance: random.Random, number: int) -> str:
    """Sentences of which some are damaged."""
    found = []
    for _ in range(max(1, number)):
        text = chance.choice(SENTENCES).replace("{}", str(chance.choice(PRIMES)))
        if chance.random() < 0.5:
            text = damaged(text.encode(), chance).decode("utf-8", "replace")[:600]
        if chance.random() < 0.3:
            place = chance.randrange(len(text) + 1)
            text = text[:place] + chance.choice(ODD) + text[place:]
        found.append(text)
    return " ".join(found)


def read_text(text: str) -> None:
    """Counts and claims of a text."""
    read_all(text, DAY)
    read_claims(text)


def timed(text: str) -> float:
    """Seconds of processor time that reading a text takes."""
    before = time.process_time()
    read_text(text)
    return time.process_time() - before


def shown(path: Path) -> str:
    """The text of a file as it is read, for looking into a failure."""
    return read_texts(path, DAY, None)[0].text
