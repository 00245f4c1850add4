"""sim draft on the command line: texts in, a draft out, errors that say what is missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sim.app.drafting.report_texts import read_texts
from sim.app.entry import cli
from sim.base.errors import UsageError
from sim.scenario.drafting.draft_file import read_draft
from tests.scenario.drafts import REPORT, with_drafts

PAGE = (
    "<html><head><title>News</title><script>var a = 5;</script></head><body><nav>Home</nav><article><h1>Advance</h1>"
    + "".join(
        f"<p>{REPORT} The weather was mild in paragraph {word}.</p>" for word in ("one", "two", "three")
    )
    + "</article></body></html>"
)
PDF_TEXT = "The Reds have taken 3 to 5 districts since 1 March."


def pdf(text: str) -> bytes:
    """A PDF of one page with one line."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += str(number).encode() + b" 0 obj\n" + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = str(len(body)).encode()
    return (
        body + b"xref\n0 6\n0000000000 65535 f \n" + table
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n" + start + b"\n%%EOF\n"
    )  # fmt: skip


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, output and errors of ``sim draft``."""
    code = cli.main(["draft", *words])
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with one report."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path


def test_a_report_becomes_a_draft_on_standard_output(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(
        capsys, "news.txt", "--published", "2030-04-15", "--scenario", "toy_corridor", "--source=gazette"
    )
    assert (code, err) == (0, "")
    (here / "draft.yaml").write_text(out, encoding="utf-8")
    (count,) = read_draft(here / "draft.yaml", "draft.yaml")["reports"][0]["counts"]
    assert (count["faction"], count["low"], count["status"]) == ("red", 3, "draft")


def test_a_draft_written_to_a_file_is_told_and_kept_when_the_text_is_the_same(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("news.txt", "--published", "2030-04-15", "--out", "draft.yaml")
    code, out, _ = said(capsys, *words)
    assert code == 0 and "1 count, 1 claim, 2 other numbers seen: draft.yaml" in out
    assert "next: sim draft --walk draft.yaml" in out
    path = here / "draft.yaml"
    decided = path.read_text(encoding="utf-8").replace("status: draft", "status: rejected")
    path.write_text(decided, encoding="utf-8")
    assert "1 text unchanged since the last draft" in said(capsys, *words)[1]
    kept = read_draft(path, "draft.yaml")
    assert [one["status"] for one in (*kept["reports"][0]["counts"], *kept["claims"])] == ["rejected"] * 2
    (here / "news.txt").write_text(REPORT + " More.", encoding="utf-8")
    assert said(capsys, *words)[0] == 0
    again = read_draft(path, "draft.yaml")
    assert [one["status"] for one in (*again["reports"][0]["counts"], *again["claims"])] == ["draft", "draft"]
    assert len(again["reports"]) == 1


def test_a_folder_of_texts_pages_and_pdf_becomes_one_series_with_origins(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = here / "reports"
    reports.mkdir()
    (reports / "2030-04-14_radio.txt").write_text(REPORT, encoding="utf-8")
    (reports / "2030-04-15_paper.html").write_text(PAGE, encoding="utf-8")
    (reports / "2030-04-16_wire_evening.pdf").write_bytes(pdf(PDF_TEXT))
    (reports / "notes.doc").write_bytes(b"left alone")
    assert said(capsys, "reports", "--out", "draft.yaml")[0] == 0
    found = read_draft(here / "draft.yaml", "draft.yaml")["reports"]
    assert [(one["source"], one["published"]) for one in found] == [
        ("radio", "2030-04-14"), ("paper", "2030-04-15"), ("wire", "2030-04-16"),
    ]  # fmt: skip
    assert [one["text"]["file"] for one in found][0] == "reports/2030-04-14_radio.txt"
    assert {count["origin"] for one in found for count in one["counts"]} == {"2030_04_14_radio_gained"}


@pytest.mark.parametrize(("library", "name"), [("trafilatura", "a.html"), ("pypdf", "a.pdf")])
def test_a_missing_extra_is_named(
    library: str, name: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / name).write_bytes(b"something")
    monkeypatch.setitem(sys.modules, library, None)
    expected = rf"needs {library}, which is not installed; expected the extra texts: pip install '.\[texts\]' in the folder of the checkout"
    with pytest.raises(UsageError, match=expected):
        read_texts(here / name, None, None)


REFUSED = {
    ("news.txt",): "news.txt has no day of publication; expected --published DATE, or a name like 2021-08-05_news.txt",
    ("news.txt", "--published", "yesterday"): "published = 'yesterday' is not a date; expected a date like 2021-08-05",
    ("news.txt", "--published", "2030-02-30"): "published = '2030-02-30' is not a calendar date",
    ("none.txt", "--published", "2030-04-15"): "none.txt does not exist; ",
    ("news.doc", "--published", "2030-04-15"): "news.doc: .doc is not read; expected one of .txt, .html, .htm, .pdf",
    ("latin.txt", "--published", "2030-04-15"): "latin.txt is not UTF-8 (byte 1); save it as UTF-8",
    ("empty.txt", "--published", "2030-04-15"): "empty.txt holds no text that can be read",
    ("broken.pdf", "--published", "2030-04-15"): "broken.pdf cannot be read as PDF",
    ("empty", "--published", "2030-04-15"): "empty holds no .txt, .html, .htm, .pdf files",
    (): "sim draft: no text is given; expected sim draft [REPORT|FOLDER]",
    ("news.txt", "--publisht", "2030-04-15"): "'--publisht' is an unknown option; nearest: published",
    ("news.txt", "--published"): "argument --published: expected one argument; the form is sim draft",
    ("news.txt", "--source", "a b"): "--source = 'a b'; expected an id",
    ("news.txt", "--published", "2030-04-15", "--scenario", "toy_coridor"): "is neither a scenario nor a path; nearest: toy_corridor",
    ("--walk", "none.yaml"): "none.yaml cannot be read",
    ("news.txt", "--walk", "a.yaml"): "sim draft --walk takes a draft file and --scenario only",
}  # fmt: skip


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_cannot_be_drafted_is_refused_with_the_reason(
    words: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "latin.txt").write_bytes("äöü".encode("latin-1").rjust(4, b"a")[:2] + b"\xff")
    (here / "empty.txt").write_text(" \n", encoding="utf-8")
    (here / "news.doc").write_text("x", encoding="utf-8")
    (here / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (here / "empty").mkdir()
    code, out, err = said(capsys, *words)
    assert (code, out) == (2, "") and REFUSED[words] in err, err
    assert err.count("\n") == 1


def test_an_unwritable_place_is_the_disks_trouble(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "news.txt", "--published", "2030-04-15", "--out", "none/draft.yaml")
    assert code == 5 and "--out = none" in err


@pytest.mark.usefixtures("blank_pictures")
def test_runs_refuse_drafts_unless_told_otherwise_and_say_so_in_every_output(
    here: Path, own_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = with_drafts(here / "toy")
    path = folder / "drafts.yaml"
    text = (
        path.read_text(encoding="utf-8")
        .replace("basis: null", "basis: 12")
        .replace("use: null", "use: check")
    )
    path.write_text(text, encoding="utf-8")
    assert cli.main(["scenario=toy", "runs=64", "out=done"]) == 2
    assert (
        "is an unconfirmed draft" in capsys.readouterr().err
        and not (here / "done" / "verdicts.json").exists()
    )
    assert cli.main(["scenario=toy", "runs=64", "out=done", "drafts=true"]) in (0, 4)
    told = capsys.readouterr().out
    expected = (
        "nconfirmed drafts used: news_gained; drafts left out because they have gaps: news_losing_momentum"
    )
    assert expected in told
    assert expected in (here / "done" / "report.html").read_text(encoding="utf-8")
    assert '"unconfirmed": [\n  "news_gained"\n ]' in (here / "done" / "verdicts.json").read_text(
        encoding="utf-8"
    )
    assert "drafts=True" in (here / "done" / "manifest.json").read_text(encoding="utf-8")
