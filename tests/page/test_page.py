"""The page: complete, offline, harmless."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from markupsafe import escape

from sim.base.errors import OutputError
from sim.base.parameters import Fixed, LogNormal, Prior, Uniform
from sim.claims.sentences import capital
from sim.page.drawing.charts import Axes, ChartLine, lines_chart
from sim.page.page import with_breaks, write_page
from sim.page.sections.dependence import dependences, warnings
from sim.page.sections.folded_figures import change_bar, charts
from sim.page.sections.table_rows import (
    assumption_groups,
    claim_tables,
    evidence_table,
    prior_text,
    trust_rows,
    web_link,
)
from sim.plots.drawing.report_data import Report, quantity
from sim.plots.drawing.text import percent, share_text
from sim.plots.reports.registry import FIGURES, Drawn, draw_all
from tests.plots.made_reports import made_count, made_report, made_verdict
from tests.plots.reports.test_registry import REPORTS

SECTIONS = ["brief", "bottom", "claims", "evidence", "reserves", "trust", "assumptions", "provenance"]
TABLE = "data:text/csv;base64,"
PAYLOADS = (
    "<script>document.title='hit'</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}",
    "</style><script>alert(1)</script>",
    "\u202egnp.exe",
    "x$_$y",
    "]]><!--<a href=javascript:alert(1)>",
)


class Tags(HTMLParser):
    """All tags with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[Drawn]:
    return draw_all(made_report(), tmp_path_factory.mktemp("figures"))


def page(report: Report, drawn: list[Drawn], folder: Path) -> str:
    return write_page(report, drawn, folder).read_text(encoding="utf-8")


def test_sections_stand_in_order_and_hold_every_figure_once(drawn: list[Drawn], tmp_path: Path) -> None:
    html = page(made_report(), drawn, tmp_path)
    assert re.findall(r'<section id="(\w+)"', html) == SECTIONS
    assert len(re.findall('<figure id="figure-', html)) == 3 and len(html) < 3_000_000
    titles = [one.title for one in charts(made_report()).values()]
    assert len(titles) == 4 and all(f"<h3>{escape(one)}</h3>" in html for one in titles)
    tags = Tags(html).tags
    assert not [tag for tag, _ in tags if tag == "img"]
    assert all(a.get("aria-label") or a.get("aria-hidden") == "true" for tag, a in tags if tag == "svg")


def test_nothing_is_loaded_and_only_the_page_s_own_script_runs(drawn: list[Drawn], tmp_path: Path) -> None:
    html = page(made_report(), drawn, tmp_path)
    parsed = Tags(html)
    policy = next(
        a["content"] or "" for tag, a in parsed.tags if a.get("http-equiv") == "Content-Security-Policy"
    )
    css = html.split("<style>")[1].split("</style>")[0]
    js = html.rsplit("<script>")[1].split("</script>")[0]
    for kind, text in (("style", css), ("script", js)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"; {kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    assert not {tag for tag, _ in parsed.tags} & {"link", "iframe", "object", "base", "form"}
    assert [a for tag, a in parsed.tags if tag == "script"] == [
        {"type": "application/json", "id": "data"},
        {},
    ]
    assert not [name for _, attributes in parsed.tags for name in attributes if name == "style"]
    assert (
        "fetch(" not in js
        and "innerHTML" not in js
        and "http" not in js.replace("http://www.w3.org/2000/svg", "")
    )
    assert all((a["src"] or "").startswith("data:image/png;base64,") for tag, a in parsed.tags if "src" in a)
    assert "url(" not in css and "@import" not in css


def test_only_http_links_are_links(drawn: list[Drawn], tmp_path: Path) -> None:
    parsed = Tags(page(made_report(), drawn, tmp_path))
    links = [a["href"] or "" for tag, a in parsed.tags if tag == "a"]
    assert "https://example.org/lwj" in links
    assert all(link.startswith(("#", "https://", "http://", TABLE)) for link in links)
    assert "javascript:" not in " ".join(links)


def test_the_numbers_behind_every_figure_are_inside_the_file(drawn: list[Drawn], tmp_path: Path) -> None:
    parsed = Tags(page(made_report(), drawn, tmp_path))
    tables = {a["download"]: a["href"] or "" for tag, a in parsed.tags if tag == "a" and "download" in a}
    assert list(tables) == [f"{name}.csv" for name in FIGURES]
    for one in drawn:
        assert base64.b64decode(tables[one.csv.name].removeprefix(TABLE)) == one.csv.read_bytes()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//evil",
        "http://",
        "https://a b",
        "http://[",
        "java\nscript:x",
    ],
)
def test_addresses_that_are_not_plain_web_links_are_dropped(url: str) -> None:
    assert web_link(url) == ""


def poisoned(payload: str) -> Report:
    """A report with the payload in every text of strangers."""
    report = made_report()
    scenario = report.scenario
    verdict = made_verdict(payload, payload, {payload: (0.3, 0.4)}, True)
    sources = {
        name: replace(one, name=payload, url=payload, argument=payload)
        for name, one in scenario.sources.items()
    }
    scenario = replace(
        scenario,
        title=payload, about=payload, name=payload, network_note=payload, sources=sources,
        statements=tuple(replace(one, quote=payload, note=payload) for one in scenario.statements),
        counts=tuple(replace(one, quote=payload, url=payload, reason=payload) for one in scenario.counts),
        events=tuple(replace(one, quote=payload, url=payload, source=payload) for one in scenario.events),
        variants=tuple(replace(one, name=payload, argument=payload) for one in scenario.variants),
        law={name: replace(one, source=payload) for name, one in scenario.law.items()},
    )  # fmt: skip
    return replace(
        report, scenario=scenario, verdicts=(verdict,), sentences=(payload,), notes=(payload,),
        regimes={payload: 0.5}, regimes_after={payload: 0.4}, carried=payload,
        patterns=[dict.fromkeys(("name", "before", "after"), payload)],
        carriers=[dict.fromkeys(("name", "meaning", "before", "after", "shrinkage", "correlation"), payload)],
        manifest={payload: payload, "reproduce": payload}, prior_driven=((payload, 0.0),),
        coverage=[{"name": payload, "low": 0, "median": 1, "high": 2, "reported": payload, "inside": True}],
        without={payload: {payload: 0.1}}, alone={payload: {payload: 0.1}},
    )  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
def test_injected_text_stays_text(payload: str, drawn: list[Drawn], tmp_path: Path) -> None:
    parsed, plain = Tags(page(poisoned(payload), drawn, tmp_path)), Tags(page(made_report(), drawn, tmp_path))
    assert {tag for tag, _ in parsed.tags} == {tag for tag, _ in plain.tags}
    assert not [name for _, attributes in parsed.tags for name in attributes if name.startswith("on")]
    assert payload.replace("\u202e", "") in parsed.text and "\u202e" not in parsed.text
    assert all((a["href"] or "").startswith(("#", TABLE)) for tag, a in parsed.tags if tag == "a")


@pytest.mark.usefixtures("blank_pictures")  # each kind of report has its pictures drawn in tests/plots
@pytest.mark.parametrize("kind", REPORTS)
def test_every_kind_of_report_has_a_page(kind: str, tmp_path: Path) -> None:
    report = REPORTS[kind]()
    html = page(report, draw_all(report, tmp_path), tmp_path)
    assert html.rstrip().endswith("</html>") and "None" not in Tags(html).text.replace("none", "")


def test_numbers_of_the_page_are_numbers_of_the_verdicts(drawn: list[Drawn], tmp_path: Path) -> None:
    report = made_report()
    text = Tags(page(report, drawn, tmp_path)).text
    for verdict in report.verdicts:
        for one in verdict.definitions:
            assert capital(one.text) in text and percent(one.prior.p) in text
            assert one.posterior is not None and percent(one.posterior.p) in text


def test_a_claim_table_keeps_likelihood_and_grading_apart() -> None:
    rows = {row["id"]: row for row in claim_tables(made_report())}
    regained = rows["regained"]["definitions"][0]
    assert regained["word"] == "–" and regained["graded"] == "not graded: fewer than 20 effective runs"
    assert rows["losing_steam"]["definitions"][0]["outcome"] == "true"
    assert rows["losing_steam"]["definitions"][0]["headline"] and not rows["morale"]["testable"]


def test_what_the_answer_hangs_on_is_computed() -> None:
    rows = {row["name"]: row["said"].replace("\u00a0", " ") for row in dependences(made_report())}
    steam = rows["A slowdown"]
    texts = {one.id: one.text for one in made_report().verdicts[0].definitions}
    assert (
        f"The 3 readings of the words give 18 % (“{texts['no_net_gain_14']}”) to 76 % (“{texts['half_the_rate']}”)."
        in steam
    )
    assert "no_net_gain_14" not in steam
    cities = rows["Any city 7"]
    assert (
        "The source that matters most is Long War Journal tracker: 30 % without it, 62 % with it." in cities
    )
    assert (
        "How the places fell in the runs that decide it: capitulation 75 %, assault 20 %, abandonment 5 %."
        in cities
    )


def test_a_source_that_moves_nothing_is_not_named() -> None:
    still = made_report(without={"lwj": {"losing_steam": 0.412}}, verdicts=made_report().verdicts[:1])
    assert not [row for row in dependences(still) if "matters most" in row["said"]]


def test_a_source_whose_absence_does_not_show_in_the_number_told_is_not_named() -> None:
    barely = made_report(without={"lwj": {"losing_steam": 0.4149}}, verdicts=made_report().verdicts[:1])
    assert not [row for row in dependences(barely) if "matters most" in row["said"]]


def test_a_share_names_its_total_once() -> None:
    def said(measure: str, basis: float) -> str:
        count = made_count("one", "lwj", date(2021, 5, 1), 0.57, 0.57, "controls", basis, "context")
        return quantity(replace(count, measure=measure), basis).replace("\u00a0", " ")

    assert said("share_of_districts", 400) == "57 % of 400 districts held"
    assert said("share_of_area", 100) == "57 % of area held"
    assert said("count", 400).endswith(" of 400 held")


def test_nothing_undefined_needs_no_column(tmp_path: Path) -> None:
    verdict = made_report().verdicts[0]
    gap = replace(verdict.definitions[0], posterior=replace(verdict.definitions[0].posterior, undefined=0.1))
    whole, gappy = (
        write_page(
            made_report(verdicts=(replace(verdict, definitions=(one,)),)),
            [],
            tmp_path,
        ).read_text(encoding="utf-8")
        for one in (replace(gap, posterior=replace(gap.posterior, undefined=0.0)), gap)
    )
    assert "<th>Undefined</th>" in gappy and "<th>Undefined</th>" not in whole


def test_meanings_that_all_say_the_same_are_said_to() -> None:
    verdict = made_verdict("c", "q", {"one": (0.2, 0.30), "two": (0.2, 0.303)})
    (row,) = dependences(made_report(verdicts=(verdict,), without={}))
    assert row["said"].replace("\u00a0", " ") == "Both readings of the words give 30 %."


def test_a_claim_without_a_quote_is_told_in_words_and_never_as_empty_quotes(
    drawn: list[Drawn], tmp_path: Path
) -> None:
    report = made_report()
    verdict = made_verdict("delay_is_the_cause", "", {"one": (0.2, 0.3)})
    spoken = replace(verdict, claim=replace(verdict.claim, id="another", statement="T3"))
    report = replace(report, verdicts=(verdict, spoken))
    text = Tags(page(report, drawn, tmp_path)).text
    assert "delay is the cause" in text and "nothing to judge" in text
    assert "delay_is_the_cause" not in text and "“”" not in text


def test_what_happened_stands_in_the_row_and_its_source_once_below(
    drawn: list[Drawn], tmp_path: Path
) -> None:
    report = made_report()
    tables = {row["id"]: row for row in claim_tables(report)}["losing_steam"]
    assert tables["outcomes"] == [{"numbers": "1, 2, 3", "outcome": "true", "source": "known afterwards"}]
    assert (
        Tags(page(replace(report, verdicts=report.verdicts[:1]), drawn, tmp_path)).text.count(
            "known afterwards"
        )
        == 1
    )


def test_patterns_and_what_carries_the_city_verdict_are_on_the_page(
    drawn: list[Drawn], tmp_path: Path
) -> None:
    row = {"name": "a burst", "before": "8\u00a0%", "after": "64\u00a0%"}
    carrier = {
        "name": "shock.gain",
        "meaning": "effect",
        "before": "1",
        "after": "2",
        "shrinkage": "3",
        "correlation": "+0.41",
    }
    report = made_report(patterns=[row], carried="It goes most with shock.gain.", carriers=[carrier])
    text = Tags(page(report, drawn, tmp_path)).text
    assert all(
        word in text
        for word in ("a burst", "64\u00a0%", "most with effect of one capital newly taken", "+0.41")
    )


@pytest.mark.parametrize(
    "prior,expected",
    [
        (Fixed(0.5), "0.5 fixed"),
        (Uniform(0, 3), "0 to 3, uniform"),
        (LogNormal(1.0, 0.5), "1 (0.439 to 2.28), lognormal"),
    ],
)
def test_priors_are_told_as_numbers_people_can_read(prior: Prior, expected: str) -> None:
    assert prior_text(prior) == expected


def test_assumptions_stand_under_their_mechanism() -> None:
    groups = dict(assumption_groups(made_report()))
    assert list(groups) == ["momentum", "contest", "accounts"]
    assert groups["momentum"][0]["assumed"] and not groups["contest"][0]["assumed"]


def test_checks_that_the_runs_do_not_agree_with_after_the_evidence_are_named_with_their_side() -> None:
    report = made_report()
    rows = [dict(row) for row in report.evidence]
    checks = [row for row in rows if row["use"] == "check"]
    checks[0]["posterior_predictive"] = {"p05": 0, "p50": 0, "p95": 0}
    said = dict(trust_rows(replace(report, evidence=rows)))[
        "checks outside the runs' 90 % after the evidence"
    ]
    assert said == f"1 of {len(checks)}: {report.count_name(checks[0]['id'], year=False)} (above)"


def test_coverage_is_told_as_so_many_of_so_many_with_what_lies_outside() -> None:
    said = dict(trust_rows(made_report()))["known past inside the prior's 90 %"]
    assert said == "2 of 3 used and checked counts; outside: median hold of recaptures (days) (prior 8–20)"


@pytest.mark.parametrize(
    "changes,expected",
    [
        ({"ess": 12.0}, "Only 12.0 effective runs: below 20 no verdict"),
        ({"ess": 60.0}, "Only 60 effective runs: below 100 nothing is graded"),
        ({"pareto_k": 0.83}, "Pareto-k is 0.83"),
        ({"weights": np.zeros(40)}, "No run agrees with the evidence"),
        ({"manifest": {"runs_failed": 3}}, "3 runs failed"),
        ({}, "Reports outside what the runs can produce: Ministry of Defence, 26\u00a0May"),
        (
            {},
            "1 of 3 known counts lay outside the range that nine in ten runs gave before any evidence: median hold of recaptures (days)",
        ),
        (
            {},
            "rest on what was assumed: momentum.gain; contest.rate",
        ),
    ],
)
def test_weaknesses_are_said(changes: dict[str, object], expected: str) -> None:
    assert expected in " ".join(warnings(made_report(**changes)))


def test_nothing_weak_is_said_of_a_sound_report() -> None:
    sound = made_report(ess=400.0, evidence=(), coverage=(), prior_driven=())
    assert warnings(sound) == []


def test_fit_says_on_which_side_a_report_lies() -> None:
    report = made_report()
    row = dict(report.evidence[0], outside_support=False, implied={"p05": 1, "p50": 2, "p95": 3})
    runs = {"p05": 10, "p50": 12, "p95": 14}
    said = [
        evidence_table(replace(report, evidence=[{**row, **change}]))[0][1][0]["fit"]
        for change in (
            {"posterior_predictive": runs},
            {"posterior_predictive": {"p05": 0, "p50": 0, "p95": 0}},
            {"posterior_predictive": {"p05": 2, "p50": 2, "p95": 9}},
            {"outside_support": True},
            {"implied": None},
        )
    ]
    assert said == [
        "below the runs' 90\u00a0%",
        "above the runs' 90\u00a0%",
        "agrees",
        "outside what the runs can produce",
        "not compared",
    ]


@pytest.mark.usefixtures("blank_pictures")
def test_a_recent_report_says_why_places_are_hidden(tmp_path: Path) -> None:
    report = made_report(today=made_report().record.calendar.as_of + timedelta(days=3))
    text = Tags(page(report, draw_all(report, tmp_path), tmp_path)).text
    assert "by province only" in text and not re.search(r"District \d", text)


def test_a_page_that_cannot_be_written_is_an_output_error(drawn: list[Drawn], tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(OutputError, match="the page cannot be written .*expected a writable folder"):
        write_page(made_report(), drawn, tmp_path)


def test_every_column_of_every_table_has_a_name(drawn: list[Drawn], tmp_path: Path) -> None:
    heads = re.findall(r"<th\b[^>]*>(.*?)</th>", page(made_report(), drawn, tmp_path))
    assert heads and all(head.strip() for head in heads)


def test_no_id_of_a_statement_and_no_dotted_name_of_a_version_is_shown(
    drawn: list[Drawn], tmp_path: Path
) -> None:
    report = made_report(manifest={"runs_failed": 0, "versions": {"numpy": "2.4"}})
    text = Tags(page(report, drawn, tmp_path)).text
    assert "versions: numpy" in text and "runs failed" in text and "versions.numpy" not in text


def test_what_evidence_widened_stands_on_the_other_side_than_what_it_narrowed() -> None:
    assert 'x="50.0%"' in change_bar(-0.4) and 'x="30.0%"' in change_bar(0.4)


def test_a_long_name_at_the_end_of_a_line_is_broken_and_not_cut() -> None:
    lines = [ChartLine("Government and allies of the north", [(0, 1.0, None, None), (9, 2.0, None, None)])]
    drawn = lines_chart("Two days", lines, Axes(date(2030, 3, 1), 2.0, share=False))
    assert ">Government and</text>" in drawn and ">allies of the north</text>" in drawn


@pytest.mark.parametrize(("share", "said"), [(0.0, "0 %"), (1.0, "100 %"), (0.004, "<1 %"), (0.25, "25 %")])
def test_a_counted_share_may_be_none_or_all(share: float, said: str) -> None:
    assert share_text(share).replace("\u00a0", " ") == said


def test_no_class_of_a_drawing_is_styled_twice() -> None:
    """A mark that takes the name of another one would repaint it wherever that one is drawn."""
    sheet = (files("sim.page") / "templates" / "page.css").read_text(encoding="utf-8")
    screen = re.sub(
        r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", re.sub(r"/\*.*?\*/", "", sheet, flags=re.S)
    )
    rules = [
        (selector.strip(), declaration.partition(":")[0].strip())
        for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", screen)
        for selector in selectors.split(",")
        for declaration in body.split(";")
        if re.fullmatch(r"\.\w+", selector.strip()) and declaration.strip().startswith(("fill", "stroke"))
    ]
    assert len(rules) > 40
    assert [rule for rule, often in Counter(rules).items() if often > 1] == []
    # the bar of a strip is filled and has no rim
    assert [name for selector, name in rules if selector == ".wide"] == ["fill"]


def test_dotted_names_may_be_broken_and_stay_text() -> None:
    assert with_breaks("rout.rate_incumbent") == "rout.<wbr>rate_<wbr>incumbent"
    assert with_breaks("a.<b>&_") == "a.<wbr>&lt;b&gt;&amp;_"
