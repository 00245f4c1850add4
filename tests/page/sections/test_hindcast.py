"""The section on forecasts from earlier days: there only with scores, true to them, plain about what they prove."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from sim.page.page import write_page
from sim.page.sections.dependence import dependences
from sim.page.sections.hindcast import earlier_section, more_counts
from sim.plots.reports.hindcast_panel import EARLIER, today
from sim.plots.reports.registry import FIGURES, draw_all, names_of
from sim.plots.studies.hindcast import draw_standings
from sim.scenario.files.stored_scores import count_behind
from tests.plots.made_reports import made_report
from tests.plots.made_scores import made_scores

pytestmark = pytest.mark.usefixtures("blank_pictures")


def sentences(**changes: object) -> str:
    section = earlier_section(made_report(earlier=made_scores(**changes)))
    assert section is not None
    return " ".join(section["sentences"]).replace("\u00a0", " ")


def test_without_scores_there_is_no_section_and_no_figure() -> None:
    report = made_report()
    assert earlier_section(report) is None and names_of(report) == tuple(FIGURES)


@pytest.mark.pictures
def test_with_scores_the_page_has_section_link_and_figures(tmp_path: Path) -> None:
    report = made_report(earlier=made_scores(looked_ahead=["<script>alert(1)</script>"]))
    drawn = draw_all(report, tmp_path)
    html = write_page(report, drawn, tmp_path).read_text(encoding="utf-8")
    assert html.count("<img ") == 0 and '<a href="#earlier">' in html
    section = re.findall(r'<section id="earlier">.*?</section>', html, re.DOTALL)[0]
    assert section.count("<figure ") == len(EARLIER)
    assert "<script>alert" not in html and "&lt;script&gt;alert(1)" in section


def test_scores_of_an_earlier_version_show_what_they_have(tmp_path: Path) -> None:
    scores = {name: part for name, part in made_scores().items() if name not in ("pit", "questions")}
    for row in scores["standings"]:
        del row["difference"]
    report = made_report(earlier=scores)
    assert set(names_of(report)) - set(FIGURES) == set(EARLIER) - {"earlier_pit", "earlier_questions"}
    html = write_page(report, draw_all(report, tmp_path), tmp_path).read_text(encoding="utf-8")
    section = re.findall(r'<section id="earlier">.*?</section>', html, re.DOTALL)[0]
    assert section.count("<figure ") == len(EARLIER) - 2


def test_the_difference_to_the_best_baseline_has_its_interval() -> None:
    section = earlier_section(made_report(earlier=made_scores()))
    assert section is not None
    assert [row["difference"] for row in section["rows"]] == ["+10 (−2 to +22)", "-"]


def test_sentences_count_what_the_scores_hold() -> None:
    told = sentences()
    assert "2 earlier days, 3 Jun to 10 Jun 2021" in told
    assert "A simpler forecast did better on 1 of 2 targets." in told
    assert "The 50 % interval held 50 % of 2 counts" in told
    assert (
        "The 3 falls of capitals and 2 counts of one list behind these scores belong to one event, so" in told
    )


def test_only_pooled_rows_of_counts_say_how_often_intervals_held() -> None:
    rows = made_scores()["rows"]
    other = [{**row, "group": "capitals", "value": 0.9} for row in rows]
    single = [{**row, "origin": "2021-06-03", "value": 0.0} for row in rows]
    assert sentences(rows=[*rows, *other, *single]) == sentences()


def test_scores_of_other_priors_or_another_law_are_said_to_be() -> None:
    assert "Made with the priors and the law of this report" in sentences()
    assert "The priors of this report differ from" in sentences(
        frozen={"date": "2026-01-01", "sha256": "cd" * 32}
    )
    assert "The law of this report differs from" in sentences(law_version="other")
    both = sentences(law_version="other", frozen={"date": "2026-01-01"})
    assert "The priors and the law of this report differ from" in both


def test_a_better_rival_changes_sentence_and_title(tmp_path: Path) -> None:
    scores = made_scores()
    scores["standings"][1] |= {"loses_to": ["uniform"]}
    report = made_report(earlier=scores)
    titles = {one.name: one.title for one in draw_all(report, tmp_path)}
    assert "2 of 2 targets" in titles["earlier_scores"]
    assert "2 of 2 targets" in sentences(standings=scores["standings"])
    calm = replace(report, earlier={**scores, "origins": []})
    assert earlier_section(calm) is None


def test_other_counts_than_the_headlines_weigh_are_told_beside_the_figure_and_under_the_headline() -> None:
    report = made_report()
    as_of = report.scenario.calendar.as_of.isoformat()
    scores = made_scores()
    weighed_here = [row["id"] for row in report.evidence if row["weight_loss"] is not None]
    scores["origins"].append({"origin": as_of, "weighed": [*weighed_here, "one_more"], "ess": 9.0})
    then = {"origin": as_of, "claim": "losing_steam", "definition": "", "p": 0.81, "low": 0.75, "high": 0.87}
    claim = next(v.claim for v in report.verdicts if v.claim.id == "losing_steam")
    scores["history"].append({**then, "definition": claim.headline})
    report = replace(report, earlier=scores)
    section = earlier_section(report)
    assert section is not None
    told = section["sentences"][-1].replace("\u00a0", " ")
    more, here = len(weighed_here) + 1, len(weighed_here)
    assert f"{more} counts, where the headlines of this report use {here} (besides one_more)" in told
    assert "81 % there, " in told
    under = next(
        one["said"] for one in dependences(report) if "lowdown" in one["name"] or "halt" in one["name"]
    ).replace("\u00a0", " ")
    assert under.startswith(f"With {more} counts: 81 % (75")
    assert f"on {more} reported counts instead of the {here} of this report" in more_counts(report)
    assert more_counts(made_report()) == ""
    scores["origins"][-1]["weighed"] = weighed_here
    same = earlier_section(replace(report, earlier=scores))
    assert same is not None and not any("use every count" in sentence for sentence in same["sentences"])


def test_the_headline_of_the_report_is_marked_apart_from_the_earlier_ones(tmp_path: Path) -> None:
    report = made_report(earlier=made_scores())
    marked = today(report)
    assert marked["losing_steam"][0] == report.scenario.calendar.as_of.isoformat()
    drawn = {one.name: one for one in draw_all(report, tmp_path)}
    rows = drawn["earlier_updating"].csv.read_text(encoding="utf-8").splitlines()
    (own,) = [row for row in rows if "losing_steam" in row and "this report" in row]
    assert float(own.split(",")[-3].strip('"')) == pytest.approx(marked["losing_steam"][1], abs=1e-4)


@pytest.mark.parametrize(
    ("clearly", "expected"),
    [
        (None, "1 of 2 targets"),
        ([], "1 of 2 targets, clearly on none"),
        (["uniform"], "1 of 2 targets, clearly on 1"),
    ],
)
def test_a_lead_within_the_errors_is_a_lead_and_said_to_be_no_clear_one(
    clearly: list[str] | None, expected: str
) -> None:
    rows = made_scores()["standings"]
    rows[0]["loses_clearly_to"] = clearly
    assert count_behind(rows, "targets") == expected
    figure = draw_standings(Figure(), [{**row, "model_error": None} for row in rows], "foot")
    assert figure.title == f"A simpler forecast did better on {expected}"


def test_where_no_simpler_forecast_leads_none_is_clearly_ahead() -> None:
    rows = [{**row, "loses_to": [], "loses_clearly_to": []} for row in made_scores()["standings"]]
    assert count_behind(rows, "earlier tests", "in") == "0 of 2 earlier tests"
