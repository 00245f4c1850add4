"""Texts from files: marks, broken words, struck-out words, days of posts and of publication, what is left out."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from sim.app.drafting import pdf_files
from sim.app.drafting.report_texts import read_texts
from sim.app.drafting.typesetting import plain
from sim.app.entry import cli
from sim.base.errors import UsageError
from sim.reading.lexical.language import english_share, is_english
from sim.reading.quantities import read_all
from sim.scenario.drafting.draft import Text

DAY = date(2030, 4, 15)
FILLER = (
    "<p>Fighting went on in the hills for a third week, residents reached by telephone said, and the roads to the north "
    "were closed to traffic by noon. Aid workers were waiting for leave to move food through the checkpoints.</p>"
)


def page(body: str, head: str = "") -> str:
    """A page whose article is long enough to be found."""
    return (
        f"<html lang='en'><head><title>Hills</title>{head}</head><body><nav><a href='/'>Home</a></nav><article>"
        f"<h1>What we know</h1>{FILLER}{body}{FILLER.replace('third', 'fourth')}</article><footer>Terms</footer></body></html>"
    )


def read(tmp_path: Path, name: str, data: str | bytes, published: date | None = DAY) -> Text:
    """The text of one file."""
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    (text,) = read_texts(path, published, None)
    return text


def counts(text: Text) -> list[tuple[float | None, float | None, str, str | None]]:
    """Numbers, unit and total of every count of a text."""
    found = read_all(text.text, text.published, text.days).quantities
    return [(row["low"], row["high"], row["unit"], row["of_total"]) for row in found]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("The Reds control 12[1] of 36 districts.", [(12, 12, "district", 36)]),
        ("The Reds control 12[4][5] districts.[6] The Blues control 24.", [(12, 12, "district", None), (24, 24, "district", None)]),
        ("The Reds control 9 districts[3] in the north.[note 2]", [(9, 9, "district", None)]),
        ("The Reds control 12(2) districts.", [(12, 12, "district", None)]),
        ("The Reds control 12¹ districts.", [(12, 12, "district", None)]),
        ("The Reds control 12* districts.", [(12, 12, "district", None)]),
        ("The Reds control 12 dis-\ntricts and 3 vil-\nlages.", [(12, 12, "district", None), (3, 3, "village", None)]),
        ("The Blues con-\ntrol 24 districts.", [(24, 24, "district", None)]),
        ("The Reds control fif-\nteen districts.", [(15, 15, "district", None)]),
        ("The para-\nmilitary force holds 12 mu-\nnicipalities.", [(12, 12, "municipality", None)]),
        ("The govern-\nment con-\ntrols 12 mu-\nnicipalities.", [(12, 12, "municipality", None)]),
        ("Since May the gov-\nernment has held\n12 of the 40 mu-\nnicipalities there.", [(12, 12, "municipality", 40)]),
        ("The Reds control 1,\n200 villages.", [(1200, 1200, "village", None)]),
        ("The Reds control twenty-\nfive districts.", [(25, 25, "district", None)]),
        ("The Reds control ﬁfteen districts.", [(15, 15, "district", None)]),
        ("The Reds control 12 dis\u00adtricts.", [(12, 12, "district", None)]),
        ("The Reds control 12 dis\u00ad\ntricts.", [(12, 12, "district", None)]),
        ("The Reds control 1\u202f200 villages.", [(1200, 1200, "village", None)]),
        ("The Reds control 1\u00a0200 villages.", [(1200, 1200, "village", None)]),
        ("The Reds control 1 200 villages.", [(1200, 1200, "village", None)]),
        ("The Reds control 1’200 villages.", [(1200, 1200, "village", None)]),
        ("The Reds control 1.200 villages.", [(1200, 1200, "village", None)]),
        ("The Reds control 1 200 km² of land.", [(1200, 1200, "km2", None)]),
    ],
)  # fmt: skip
def test_a_count_is_read_as_its_author_wrote_it(
    written: str, expected: list[tuple[int, int, str, int | None]], tmp_path: Path
) -> None:
    assert counts(read(tmp_path, "news.txt", written)) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a Taliban-\nheld town", "a Taliban-held\vtown"),
        ("gov-\nernment-held towns", "government-held towns"),
        ("the north-\neast, where", "the northeast,\vwhere"),
        ("rebel-held land; more rebel-\nheld towns", "rebel-held land; more rebel-held\vtowns"),
        ("an area of 40 km²", "an area of 40 km²"),
        ("on 12 200 rebels fell", "on 12 200 rebels fell"),
        ("some 1.200 square kilometres", "some 1.200 square kilometres"),
        ("the (3) towns, and [sic] more", "the (3) towns, and [sic] more"),
        ("hold [12] districts, [I] think", "hold [12] districts, [I] think"),
    ],
)
def test_what_is_no_mark_and_no_broken_word_stays(written: str, expected: str) -> None:
    assert plain(written).replace("north-east", "northeast") == expected


@pytest.mark.parametrize(
    "piece", ["a-\n", "ab", "1 200 ", "1.200", "[1]", " ", "1", "a\u00ad", "-\n", "1\u00a0200"]
)
def test_long_texts_of_any_kind_are_made_plain(piece: str) -> None:
    assert plain(piece * (100_000 // len(piece)))  # what goes back over an unbounded repetition takes minutes


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Reds hold 12<sup>3</sup> districts.", [(12, 12, "district", None)]),
        ("The Reds hold 12<sup><a href='#n'>[3]</a></sup> of 36 districts.", [(12, 12, "district", 36)]),
        ("The Reds hold 40 km<sup>2</sup> of land.", [(40, 40, "km2", None)]),
        ("The Reds hold <del>19</del> <ins>12</ins> districts.", [(12, 12, "district", None)]),
        ("The Reds hold <s>19 districts</s> 12 districts.", [(12, 12, "district", None)]),
        (
            "The Reds hold <span style='text-decoration: line-through'>19</span> 12 districts.",
            [(12, 12, "district", None)],
        ),
        ("The Reds hold <span hidden>19</span> 12 districts.", [(12, 12, "district", None)]),
        ("The Reds hold <span style='display:none'>1</span>2 districts.", [(2, 2, "district", None)]),
        ("The Reds hold 12<sub>1</sub> districts.", [(12, 12, "district", None)]),
        ("The Reds hold 12<a href='#n1'>1</a> districts.", [(12, 12, "district", None)]),
        ("The Reds hold 12<a class='footnote' href='/notes'>1</a> districts.", [(12, 12, "district", None)]),
        (
            "The Reds hold 12<span style='vertical-align:super'>4</span> districts.",
            [(12, 12, "district", None)],
        ),
        ("The Reds hold 1<b>200</b> villages.", [(1200, 1200, "village", None)]),
        (
            "The Reds hold 7 towns and 12&nbsp;000 km<sup>2</sup>.",
            [(7, 7, "town", None), (12000, 12000, "km2", None)],
        ),
        ("The Reds hold <output>12</output> districts.", [(12, 12, "district", None)]),
        ("The Reds hold <label>12 districts</label> now.", [(12, 12, "district", None)]),
        ("The Reds hold <button>12</button> districts.", [(12, 12, "district", None)]),
        ("The Reds hold <data value='12'>12</data> districts.", [(12, 12, "district", None)]),
    ],
)
def test_a_sentence_of_a_page_keeps_its_words_and_loses_its_marks(
    sentence: str, expected: list[tuple[int, int, str, int | None]], tmp_path: Path
) -> None:
    assert counts(read(tmp_path, "page.html", page(f"<p>{sentence}</p>"))) == expected


def test_a_time_in_a_sentence_is_read_as_its_date(tmp_path: Path) -> None:
    sentence = "<p>The Reds have taken 12 districts since <time datetime='2030-03-01'>1 March</time>, officials said.</p>"
    text = read(tmp_path, "page.html", page(sentence))
    reading = read_all(text.text, text.published, text.days)
    assert reading.windows == [(date(2030, 3, 1), DAY)]
    assert text.days == ()


POSTS = (
    "<h2>Bridge closed</h2><p>The Reds took 3 towns yesterday, the radio said, and the bridge was closed to all traffic.</p>",
    "<h2>Calm</h2><p>The Blues retook 2 villages yesterday, the mayor of the port said in a call with reporters.</p>",
)


@pytest.mark.parametrize(
    "body",
    [
        "<section><time datetime='2030-04-12T10:00Z'>12 April</time>{}</section>"
        "<section><time datetime='2030-04-10T18:00Z'>10 April</time>{}</section>",
        "<section>{}<footer><time datetime='2030-04-12'>12 April</time></footer></section>"
        "<section>{}<footer><time datetime='2030-04-10'>10 April</time></footer></section>",
        "<div><time datetime='2030-04-12'>12 April</time>{}<time datetime='2030-04-10'>10 April</time>{}</div>",
        "<div><time>Friday, 12 April 2030</time>{}</div><div><time>April 10, 2030</time>{}</div>",
    ],
    ids=["head", "foot", "flat", "in words"],
)
def test_each_post_of_a_live_page_is_of_its_own_day(body: str, tmp_path: Path) -> None:
    text = read(tmp_path, "live.html", page(body.format(*POSTS)))
    reading = read_all(text.text, text.published, text.days)
    assert [row["low"] for row in reading.quantities] == [3, 2]
    assert reading.windows == [(date(2030, 4, 11),) * 2, (date(2030, 4, 9),) * 2]


@pytest.mark.parametrize(("box", "tag"), [("ul", "li"), ("div", "p")])
def test_a_time_that_opens_a_paragraph_dates_it(box: str, tag: str, tmp_path: Path) -> None:
    body = (
        f"<{box}><{tag}><time datetime='2030-04-12'>12 Apr</time> The Reds took 3 towns yesterday, the radio said.</{tag}>"
        f"<{tag}><time datetime='2030-04-10'>10 Apr</time> - The Blues retook 2 villages yesterday, it said.</{tag}></{box}>"
    )
    text = read(tmp_path, "live.html", page(body))
    reading = read_all(text.text, text.published, text.days)
    assert reading.windows == [(date(2030, 4, 11),) * 2, (date(2030, 4, 9),) * 2]


META = "<meta property='article:published_time' content='2030-04-14T08:00:00+02:00'>"
JSON_LD = '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2030-04-%s"}]}</script>'
TIME = "<p><time datetime='2030-04-14'>14 April 2030</time></p>"


@pytest.mark.parametrize(
    ("head", "body"),
    [(META, ""), (JSON_LD % "14", ""), (META + JSON_LD % "14T06:00:00Z", ""), ("", TIME)],
    ids=["meta", "json", "both", "time"],
)
def test_the_day_a_page_states_is_taken_and_told(head: str, body: str, tmp_path: Path) -> None:
    text = read(tmp_path, "page.html", page(body, head), None)
    assert text.published == date(2030, 4, 14)
    assert [one for one in text.remarks if "published 2030-04-14, as its" in one]


def test_days_that_disagree_are_proposed_and_none_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read(tmp_path, "page.html", page("", META + JSON_LD % "13"), None).published is None
    assert cli.main(["draft", "page.html"]) == 2
    told = capsys.readouterr().err
    assert (
        "proposed by the file itself: 2030-04-14 (article:published_time) or 2030-04-13 (datePublished)"
        in told
    )


def test_another_day_than_the_page_s_own_is_told(tmp_path: Path) -> None:
    text = read(tmp_path, "page.html", page("", META))
    assert text.published == DAY
    assert "taken as of 2030-04-15; its article:published_time says 2030-04-14" in text.remarks


def test_no_day_of_a_post_or_of_a_sentence_is_taken_for_that_of_the_page(tmp_path: Path) -> None:
    inside = "<p>The Reds have taken 12 districts since <time datetime='2030-03-01'>1 March</time>, officials said.</p>"
    assert read(tmp_path, "page.html", page(inside), None).published is None
    posts = "<section><time datetime='2030-04-12'>a</time>{}</section><section><time datetime='2030-04-10'>b</time>{}</section>"
    assert read(tmp_path, "live.html", page(posts.format(*POSTS)), None).published is None


LOST = "The Reds took 7 towns in the south."


@pytest.mark.parametrize(
    "html",
    [
        page("").replace("<article>", f"<div class='teaser'><p>{LOST}</p></div><article>"),
        page(f"<figure><img src='a.jpg'><figcaption>{LOST}</figcaption></figure>"),
        page(f"<aside><p>{LOST}</p></aside>"),
        page("", f"<meta name='description' content='{LOST}'>"),
    ],
    ids=["teaser", "caption", "aside", "description"],
)
def test_what_the_article_leaves_out_of_the_page_is_told(html: str, tmp_path: Path) -> None:
    text = read(tmp_path, "page.html", html)
    assert "7 towns" not in text.text
    (remark,) = text.remarks
    assert f'left out of the article (a teaser or caption?): "{LOST}"' in remark


def test_nothing_is_told_of_a_page_that_is_read_whole(tmp_path: Path) -> None:
    assert read(tmp_path, "page.html", page(f"<p>{LOST}</p>")).remarks == ()


def pdf(pages: list[list[tuple[int, int, str]]]) -> bytes:
    """A PDF whose pages hold lines: size of letters, height above the line before, and words."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        moves = " ".join(f"/F1 {size} Tf {words}" for size, _, words in lines)
        stream = f"BT 72 720 Td 14 TL {moves} ET".encode("latin-1")
        objects.append(
            b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream"
        )
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents "
            + str(len(objects)).encode() + b" 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )  # fmt: skip
    objects[1] = (
        b"<< /Type /Pages /Kids ["
        + b" ".join(b"%d 0 R" % kid for kid in kids)
        + b"] /Count %d >>" % len(kids)
    )
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += str(number).encode() + b" 0 obj\n" + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = str(len(objects) + 1).encode()
    return (
        body + b"xref\n0 " + size + b"\n0000000000 65535 f \n" + table + b"trailer << /Size " + size
        + b" /Root 1 0 R >>\nstartxref\n" + str(len(body)).encode() + b"\n%%EOF\n"
    )  # fmt: skip


def line(words: str) -> tuple[int, int, str]:
    """A line of a PDF in letters of size 12."""
    return 12, 0, f"({words}) Tj T*"


def test_heads_and_feet_of_pages_are_no_part_of_a_sentence(tmp_path: Path) -> None:
    first = [
        line("Hill Gazette 2030"),
        line("The Reds have taken 12 dis-"),
        line("tricts since"),
        line("Page 1 of 3"),
    ]
    second = [
        line("Hill Gazette 2030"),
        line("1 March, it was said."),
        line("The Blues hold 24."),
        line("Page 2 of 3"),
    ]
    third = [line("Hill Gazette 2030"), line("It rained."), line("It snowed."), line("Page 3 of 3")]
    text = read(tmp_path, "report.pdf", pdf([first, second, third]))
    reading = read_all(text.text, text.published)
    assert [row["low"] for row in reading.quantities] == [12, 24]
    assert reading.windows[0] == (date(2030, 3, 1), DAY)
    assert "Gazette" not in text.text and "Page" not in text.text
    assert text.remarks == ("6 lines left out as page headers and footers",)


@pytest.mark.parametrize(
    ("name", "most", "problem"),
    [
        (
            "MOST_CONTENT",
            50,
            "cannot be read as PDF: ValueError: holds a page of 67 bytes; expected at most 50",
        ),
        ("MOST_OPERATIONS", 4, "needs more than 4 drawing operations"),
    ],
)
def test_a_pdf_that_asks_for_too_much_work_is_refused(
    name: str, most: int, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = pdf([[line("The Reds hold 12 districts.")]])
    assert "12 districts" in read(tmp_path, "report.pdf", data).text
    monkeypatch.setattr(pdf_files, name, most)
    with pytest.raises(UsageError, match=problem):
        read(tmp_path, "report.pdf", data)


def test_a_raised_mark_of_a_pdf_does_not_become_part_of_a_number(tmp_path: Path) -> None:
    raised = [
        (12, 0, "(The Reds hold 12) Tj"),
        (7, 4, "4 Ts (4) Tj 0 Ts"),
        (12, 0, "( districts in the hills.) Tj T*"),
    ]
    text = read(tmp_path, "report.pdf", pdf([raised]))
    assert counts(text) == [(12, 12, "district", None)], text.text


FOREIGN = {
    "French": "Les forces armées ont repris douze villages dans le nord du pays, selon un porte-parole du ministère de la Défense.",
    "Spanish": "Las fuerzas armadas han recuperado doce pueblos en el norte del país, según un portavoz del ministerio de Defensa.",
    "German": "Die Armee hat in den Bergen zwölf Dörfer erobert, sagte ein Sprecher am Dienstag, und die Lage ist in der Stadt ruhig.",
    "Dutch": "Het leger heeft twaalf dorpen of steden heroverd, zei een woordvoerder op dinsdag, en de stad is of was in handen van het leger.",
    "Ukrainian": "Збройні сили повернули контроль над дванадцятьма селами на півночі країни.",
    "Arabic": "استعادت القوات المسلحة السيطرة على اثنتي عشرة قرية في شمال البلاد",
}


@pytest.mark.parametrize("language", sorted(FOREIGN))
def test_a_text_that_is_not_english_is_told(language: str, tmp_path: Path) -> None:
    (remark,) = read(tmp_path, "news.txt", FOREIGN[language]).remarks
    assert "does not look like English" in remark


@pytest.mark.parametrize(
    "text",
    [
        "The Reds took 12 districts.",
        "Reds Take Towns",
        "12",
        "THE ARMY HAS RETAKEN TWELVE VILLAGES IN THE NORTH OF THE COUNTRY, A SPOKESMAN FOR THE MINISTRY SAID ON TUESDAY AT NOON.",
        "Reds seize 12 districts. Army retakes two towns. Rebels lose ground in the east. Troops push towards the border post.",
    ],
)
def test_english_of_any_length_and_case_is_english(text: str) -> None:
    assert is_english(text), english_share(text)


def test_why_a_library_of_the_extra_cannot_be_imported_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        """A finder in whose place trafilatura fails for want of a library of its own."""

        def find_spec(self, name: str, path: object = None, target: object = None) -> None:
            if name == "trafilatura":
                raise ImportError("lxml.html.clean module is now a separate project lxml_html_clean")

    monkeypatch.delitem(sys.modules, "trafilatura", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(
        UsageError, match=r"which cannot be imported \(lxml.html.clean module is now a separate"
    ):
        read(tmp_path, "page.html", page(""))
