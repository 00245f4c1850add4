"""The brief: one answer a claim in plain words, how sure, and three figures, from plain values that JSON can hold."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sim.claims.kind import Names
from sim.claims.kinds import KINDS
from sim.claims.likelihood_words import SCALES, central_word, percent, printed
from sim.claims.types import Definition
from sim.law.parameters import PARAMETERS
from sim.page.drawing import ground
from sim.page.drawing.axes import ChartFrame, days_below, steps, width_of
from sim.page.drawing.course import draw_counts, free_place, short_label
from sim.page.drawing.ground import ground_data, ground_title, with_provinces
from sim.page.drawing.stills import EDGES, grade, stills
from sim.page.page import brief_page, write_page
from sim.page.sections.inputs import ALONE, full_meaning, meaning, spelled_out, with_unit
from sim.page.summary.brief import (
    CALLED,
    OPEN,
    UNGRADED,
    UNTESTABLE,
    afterwards,
    answer,
    firm_words,
    how_sure,
    make_brief,
)
from sim.page.summary.brief_drawings import safe_json, shown
from sim.page.summary.confidence import HIGH, LOW, MEDIUM, agreement, confidence, record_level
from sim.page.summary.strips import lanes
from sim.page.summary.subjects import SUBJECTS, subjects
from sim.plots.drawing.report_data import Report
from sim.plots.reports.cities import biggest_cities
from sim.plots.reports.maps import holding_by_day
from sim.record.observables import hold_probability
from sim.record.regimes import capital_falls
from tests.plots.made_reports import estimate, grid_terrain, made_report, made_verdict
from tests.plots.reports.test_registry import REPORTS, won

WORDS = 500  # the most a brief may have


class Section(HTMLParser):
    """Text and tags of the element with id ``brief``."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.depth, self.text, self.tags = 0, "", [""]
        self.before: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth or dict(attrs).get("id") == "brief":
            self.depth += tag == "section"
            self.tags.append(tag)
        elif self.tags == [""]:
            self.before.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= bool(self.depth) and tag == "section"

    def handle_data(self, data: str) -> None:
        self.text += f" {data}" if self.depth else ""


@pytest.mark.parametrize("kind", REPORTS)
def test_every_kind_of_report_has_a_brief_of_at_most_500_words(kind: str, tmp_path: Path) -> None:
    report = REPORTS[kind]()
    brief = json.loads(json.dumps(make_brief(report), allow_nan=False))
    section = Section(write_page(report, [], tmp_path, brief).read_text(encoding="utf-8"))
    assert len(section.text.split()) <= WORDS and brief["answer"] in section.text
    assert section.tags.count("h1") == 1 and section.before[-2:] == ["a", "main"]
    assert 2 <= section.tags.count("h2") <= 3 and "nan" not in section.text.lower().split()
    assert Section(brief_page(brief)).text.split() == section.text.split()


def test_every_judged_claim_has_one_sentence_with_its_number_and_word(tmp_path: Path) -> None:
    report = made_report()
    brief = make_brief(report)
    text = " ".join(Section(write_page(report, [], tmp_path, brief).read_text(encoding="utf-8")).text.split())
    asked = [one for one in brief["claims"] if one["state"] in (CALLED, OPEN)]
    assert asked
    for one in asked:
        assert one["word"] == central_word(one["p"]) and one["number"].split("\u00a0")[0] in text
        assert text.count(one["says"]) == 1 and f"{one['confidence']} confidence" in text
    assert {one["state"] for one in brief["claims"]} == {CALLED, OPEN, UNGRADED, UNTESTABLE}


@pytest.mark.parametrize("scale", SCALES)
def test_equal_printed_numbers_have_equal_words(scale: str) -> None:
    found: dict[str, set[str]] = {}
    for p in np.linspace(0.0101, 0.9899, 4000):
        found.setdefault(percent(float(p)), set()).add(central_word(float(p), scale))
    assert all(len(words) == 1 for words in found.values())
    assert printed(0.447) == 0.45 and printed(0.003) == 0.003


@pytest.mark.parametrize(
    "values,level",
    [((0.6, 0.9), HIGH), ((0.6, 0.5), MEDIUM), ((0.1, 0.9), LOW), ((0.5,), HIGH), ((0.448, 0.7), MEDIUM)],
)
def test_answers_on_opposite_sides_leave_no_confidence(values: tuple[float, ...], level: int) -> None:
    assert agreement(values, "icd203") == level


def test_confidence_is_its_weakest_reason_and_says_which() -> None:
    now = replace(estimate(0.30), low=0.28, high=0.33)
    weak = confidence(now, [0.3, 0.8], [0.2, 0.3], HIGH, "icd203")
    assert weak.level == LOW and weak.reasons() == ["readings"]
    assert confidence(now, [0.3], [0.2, 0.3], HIGH, "icd203").level == HIGH
    assert confidence(now, [0.3], [0.3], HIGH, "icd203").reasons() == ["models"]
    wide = replace(now, high=0.47)
    assert confidence(wide, [0.3], [0.2, 0.3], HIGH, "icd203").reasons() == ["chance"]


@pytest.mark.parametrize("lost,level", [((), MEDIUM), ((1, 1, 0), MEDIUM), ((1, 0), HIGH), ((0,), HIGH)])
def test_nothing_is_surer_than_the_record(lost: tuple[int, ...], level: int) -> None:
    rows = [{"loses_to": ["persistence"] if one else []} for one in lost]
    assert record_level({"standings": rows} if rows else None) == level


def test_a_low_confidence_answer_is_left_open_unless_it_is_extreme() -> None:
    split = made_verdict("a", "q", {"one": (0.5, 0.2), "two": (0.5, 0.9)})
    extreme = made_verdict("b", "q", {"one": (0.5, 0.97), "two": (0.5, 0.1)})
    firm = made_verdict("c", "q", {"one": (0.5, 0.1), "two": (0.5, 0.2)})
    states = {
        one["id"]: (one["state"], one["call"])
        for one in make_brief(made_report(verdicts=(split, extreme, firm)))["claims"]
    }
    assert states == {
        "a": (OPEN, "perhaps wrong"),
        "b": (CALLED, "almost certainly right"),
        "c": (CALLED, "very likely wrong"),
    }


@pytest.mark.parametrize(
    "good,asked,said",
    [
        (1, 1, "The one firm answer proved correct."),
        (0, 1, "The one firm answer proved wrong."),
        (2, 2, "Both firm answers proved correct."),
        (3, 3, "All three firm answers proved correct."),
        (1, 3, "One of three firm answers proved correct."),
    ],
)
def test_what_happened_counts_firm_answers_only(good: int, asked: int, said: str) -> None:
    assert firm_words(good, asked) == said


def judged_row(about: str, state: str, call: str | None, **more: object) -> dict[str, object]:
    """A claim of the brief with what its sentences read."""
    plain = {"confidence": "medium", "split": [], "halved": False, "p": 0.5, "model_p": None}
    return {"about": about, "state": state, "call": call, "outcome": None, **plain, **more}


def test_the_headline_says_who_was_right_about_what_and_how_surely() -> None:
    rows = [
        judged_row("a halt", CALLED, "very likely wrong"),
        judged_row("the cities", CALLED, "very likely wrong"),
        judged_row("a slowdown", OPEN, "perhaps right"),
        judged_row("reserves", OPEN, None),
        judged_row("morale", UNGRADED, None),
    ]
    assert (
        answer(rows, "A Ministry")
        == "A Ministry: very likely wrong about a halt and the cities, perhaps right about a slowdown; it could go either way on reserves."
    )
    assert answer(rows[3:]) == "It could go either way on reserves."
    coin = [judged_row("the fall of a city", OPEN, None, halved=True)]
    assert answer(coin) == "The answer is no better than a coin on the fall of a city."
    assert answer(rows[2:] + coin, "A Ministry").endswith(
        "it could go either way on reserves; the answer is no better than a coin on the fall of a city."
    )
    assert answer(rows[4:], "A Ministry") == "No claim of this report could be judged."
    assert answer([], "", "About 2 of 7 held") == "No claim was made to judge. About 2 of 7 held."
    many = [judged_row(f"thing {k}", OPEN, None) for k in range(6)]
    assert answer(many) == "It could go either way on thing 0, thing 1, thing 2 and three more."


def test_a_calibrated_answer_says_why_it_is_not_the_models() -> None:
    coin = judged_row("a halt", OPEN, None, halved=True, model_p=0.9)
    turned = judged_row("recovery", OPEN, "perhaps wrong", p=0.2, model_p=0.8)
    said = how_sure([coin, turned], None)
    assert (
        "One half means no information: on other wars the model predicted such claims no better than a coin."
        in said
    )
    assert said.endswith("Other wars overrule the model on recovery.")
    assert "overrule" not in how_sure([{**turned, "model_p": 0.3}], None)
    assert "coin" not in how_sure([{**coin, "halved": False}], None)


def test_what_turned_out_is_told_side_by_side() -> None:
    rows = [
        judged_row(name, OPEN, None, outcome=outcome)
        for name, outcome in (("a", True), ("b", False), ("c", True), ("d", None))
    ]
    assert afterwards(rows) == "In the end the report was right about a and c; wrong about b."


def test_a_page_without_claims_has_no_empty_sections(tmp_path: Path) -> None:
    report = made_report(verdicts=(), coverage=(), prior_driven=(), evidence=(), ess=900.0)
    brief = json.loads(json.dumps(make_brief(report)))
    page = write_page(report, [], tmp_path, brief).read_text(encoding="utf-8")
    assert brief["answer"].startswith("No claim was made to judge. About ")
    assert (
        "What would change the verdict" not in page
        and 'id="bottom"' not in page
        and "Words follow" not in page
    )
    assert "No claim was made in this scenario" in page and 'href="#bottom"' not in page


def test_the_map_says_equal_counts_once() -> None:
    report = made_report()
    days = [10, 20, 30]
    title = ground_title(report, days, np.array([[90.0, 10.0]] * 3), 1.0)
    assert title.endswith("80\u00a0%: 1 on 11\u00a0May, 21\u00a0May and 31\u00a0May alike")
    assert "alike" not in ground_title(report, days, np.array([[90.0, 10.0], [1, 1], [1, 1]]), 1.0)


def test_a_claim_is_called_by_the_kind_of_its_headline_and_never_two_alike() -> None:
    def verdict(name: str, kind: str, **parameters: object):  # type: ignore[no-untyped-def]
        made = made_verdict(name, "q", {"one": (0.5, 0.2)})
        return replace(
            made,
            claim=replace(
                made.claim, definitions=(Definition("one", kind, parameters=parameters),), headline="one"
            ),
        )

    names = Names(places={"K": "Kabul"})
    rows = [
        verdict("a", "no_net_gain"),
        verdict("b", "slower_gross"),
        verdict("c_two", "bends_down"),
        verdict("d", "falls_by", place="K"),
        verdict("e_new", "brand_new"),
    ]
    assert subjects(rows, names) == {
        "a": "a halt", "b": "b", "c_two": "c two", "d": "the fall of Kabul", "e_new": "brand new",
    }  # fmt: skip
    assert set(SUBJECTS) <= set(KINDS)


def test_places_above_a_chance_are_counted_before_it_is_rounded(monkeypatch: pytest.MonkeyPatch) -> None:
    report = made_report()
    frames = len(ground_data(report, 1.0)["dates"])
    places = report.record.terrain.districts
    chance = np.full((frames, places), 0.2)
    chance[:, :2] = 0.803, 0.8
    monkeypatch.setattr(ground, "holding_by_day", lambda report, days: chance[: len(days)])
    data = ground_data(report, 1.0)
    assert data["sure_places"] == [1] * frames
    assert data["chance"][0][:3] == [80, 80, 20]
    assert "1 on" in data["title"]
    assert ": 1 of 24 districts" in stills(data)


@pytest.mark.parametrize(
    "report",
    [
        made_report(),
        won(made_report(), 7, 50),
        REPORTS["by province"](),
        made_report(weights=None, ess=None, pareto_k=None),
        replace(
            won(made_report(), 7, 50),
            record=replace(won(made_report(), 7, 50).record, roles=np.array([1, 0], dtype=np.int8)),
        ),
    ],
    ids=["plain", "won", "by province", "unweighed", "default holder followed"],
)
def test_the_chance_of_every_day_is_that_of_the_runs_on_that_day(report: Report) -> None:
    days = [0, 13, 49, 50, report.last_day]
    expected = np.array([held_on(report, day) for day in days])
    assert holding_by_day(report, days) == pytest.approx(expected, abs=1e-5)


def held_on(report: Report, day: int) -> np.ndarray:
    """The same chance from the map of one day."""
    won_by_then = report.won_day <= day
    share = float(report.shares[won_by_then].sum())
    others = np.where(won_by_then, 0.0, report.shares)
    chance = share + (1 - share) * hold_probability(report.record, report.focus, day, others)
    province = report.record.terrain.province_of
    means = np.bincount(province, weights=chance) / np.bincount(province)
    return np.asarray(means[province] if report.by_province else chance)


def test_a_recent_report_names_no_district_in_the_brief_or_its_values() -> None:
    brief = make_brief(REPORTS["by province"]())
    assert brief["ground"]["unit"] == "provinces" and not re.search(
        r"District|D00", json.dumps(brief["ground"])
    )
    assert not re.search(r"District \d", brief_page(brief))


def test_values_inside_the_page_cannot_end_their_element() -> None:
    text = safe_json({"name": "</script><!-- & \u2028", "p": [1, None]})
    assert not re.search("[<>&\u2028]", text) and json.loads(text)["name"] == "</script><!-- & \u2028"
    with pytest.raises(ValueError, match="not JSON compliant"):
        safe_json(float("nan"))


def test_simulation_error_is_told_last_and_small_and_models_only_where_there_are_several() -> None:
    rows = make_brief(made_report())["claims"]
    told = lanes(next(one for one in rows if len(one["readings"]) > 1))
    assert [one["label"].split(" (")[0] for one in told] == ["Readings", "Simulation error"]
    assert [one["small"] for one in told] == [False, True]
    row = next(one for one in rows if len(one["readings"]) > 1)
    assert (
        lanes({**row, "model_p": 0.3})[-1]["label"] == "Calibration"
    )  # the interval is that of the number shown
    assert lanes(next(one for one in rows if one["state"] == UNTESTABLE)) == []


def test_a_claim_that_is_not_graded_is_hollow_and_has_no_word() -> None:
    (row,) = (one for one in make_brief(made_report())["claims"] if one["state"] == UNGRADED)
    assert row["word"] == "" and row["confidence"] is None and row["why"]
    lone = make_brief(
        made_report(verdicts=tuple(v for v in made_report().verdicts if v.claim.id == row["id"]))
    )
    assert lone["answer"] == "No claim of this report could be judged."
    if row["p"] is not None:
        assert 'class="hollow"' in shown(lone)["claims"][0]["strip"]


@pytest.mark.parametrize("p,place", [(0, 0), (4, 0), (5, 1), (59, 3), (60, 4), (95, 6), (100, 6)])
def test_classes_of_the_map_begin_at_their_edge(p: int, place: int) -> None:
    assert grade(p) == place and len(EDGES) == 6


@pytest.mark.parametrize(
    "low,high,expected",
    [(0, 12, [0, 5, 10]), (0, 398, [0, 100, 200, 300]), (0, 1, [0, 1]), (0, 3, [0, 1, 2, 3])],
)
def test_axes_of_counts_have_whole_round_numbers(low: float, high: float, expected: list[float]) -> None:
    assert steps(low, high, 4) == expected


def test_tiles_bear_their_names_cut_where_they_are_long() -> None:
    short_names, long_names = (
        make_brief(made_report(grid_terrain(3, 3, names=names, known=False)))["ground"]["places"]
        for names in ("P{}", "A very long name of a place {}")
    )
    assert [one["written"] for one in short_names] == [f"P{row}" for row in range(9)]
    assert all(one["written"].startswith("A very") and one["written"].endswith("…") for one in long_names)


def test_a_title_stands_for_the_claim_wherever_it_is_named(tmp_path: Path) -> None:
    report = REPORTS["plain"]()
    first = report.verdicts[0]
    title = "a <b>Title</b> of Its Own"
    named = replace(first, claim=replace(first.claim, title=title))
    titled = replace(report, verdicts=(named, *report.verdicts[1:]))
    brief = make_brief(titled)
    assert title in [one["about"] for one in brief["claims"]]
    page = write_page(titled, [], tmp_path, brief).read_text(encoding="utf-8")
    assert page.count("A &lt;b&gt;Title&lt;/b&gt; of Its Own") >= 2 and "<b>Title" not in page
    assert titled.claim_name(named.claim) == title and named.to_dict()["title"] == title


def test_names_of_provinces_cover_neither_labels_nor_each_other() -> None:
    places = [
        {"name": f"d{row}", "in": name, "x": x, "y": 100, "seat": 0}
        for row, (name, x) in enumerate([("Here", 300), ("There", 330), ("Far", 700), ("Town", 500)] * 20)
    ]
    places.append({"name": "Town", "in": "Town", "x": 500, "y": 300, "seat": 1, "label": [15, 11, "start"]})
    ground = with_provinces({"places": places, "tiles": False, "width": 1000, "height": 400}, made_report())
    assert [one["name"] for one in ground["provinces"]] == ["Far", "Here"]
    assert "provinces" not in with_provinces({"places": places[:9], "tiles": False}, made_report())


def test_labels_of_counts_are_cut_only_where_there_is_no_room() -> None:
    count = {"id": "a", "used": True, "day": 10, "x": 10.0, "low": 5.0, "middle": 5.0, "high": 5.0}
    count["label"] = short_label("An Office with a Long Name: +80-100")
    wide, narrow = ChartFrame(600, 260, 0, 100, 0, 10), ChartFrame(330, 260, 0, 100, 0, 10)
    said = ["".join(draw_counts(frame, [count], 90)) for frame in (wide, narrow)]
    assert "An Office with a Long Name: +80-100" in said[0]
    assert "An Office…: +80-100" in said[1]
    line = [(x, wide.y(5.0)) for x in np.linspace(wide.left, wide.end, 200)]
    places = [free_place(wide, (0, 0, 1, 1), 5, [])]
    assert places and "".join(draw_counts(wide, [count], 90, line)) != said[0]  # it leaves the middle line


def test_inputs_are_said_in_words_with_their_dotted_names_small_where_they_are_first_named() -> None:
    said = spelled_out(
        "holds where rout.length stays above 9 and <b>; rout.length 95 %, nobody.knows 5 %, rout.length"
    )
    assert said == (
        'holds where mean length of a rout <code class="small">rout.<wbr>length</code> stays above 9\u00a0days and &lt;b&gt;; '
        "mean length of a rout 95 %, nobody.knows 5 %, mean length of a rout"
    )
    assert spelled_out("where assault.rate stays below 0.059").endswith(" stays below 0.059\u00a0a day")
    assert with_unit("momentum.limit") == "bound of momentum (momentum.limit)"


def test_what_an_input_means_stands_by_itself() -> None:
    assert set(ALONE) <= set(PARAMETERS)
    leaning = re.compile(r"such an? change|they feel|time it lasts|below it|the next one")
    assert [name for name, one in PARAMETERS.items() if leaning.search(one.meaning)]
    assert not [name for name in PARAMETERS if leaning.search(meaning(name))]
    assert full_meaning("pressure.focus").endswith(
        "weightiest places; 0 chooses at random, 1 by weight, 5 and more greedily"
    )
    assert (
        full_meaning("accounts.recruits")
        == f"{ALONE['accounts.recruits']}; 0: the target is fixed; 1: it grows with territory"
    )
    assert full_meaning("nobody.knows") == meaning("nobody.knows") == ""


@pytest.mark.parametrize("width", [120, 200, 360])
def test_dates_under_an_axis_do_not_touch(width: int) -> None:
    frame = ChartFrame(width=width, height=200, x0=0, x1=500, y0=0, y1=1)
    dates = [str(one) for one in days_below(frame, date(2012, 3, 20))]
    places = [float(re.search(r' x="([\d.]+)"', one).group(1)) for one in dates]  # type: ignore[union-attr]
    assert dates and all(b - a >= width_of("Apr 2012") / 2 for a, b in zip(places, places[1:], strict=False))


def test_dates_under_an_axis_stand_evenly_apart_where_the_first_is_moved_inside() -> None:
    frame = ChartFrame(width=360, height=200, x0=0, x1=230, y0=0, y1=1, right=130)
    dates = re.findall(r">([^<]+)</text>", str(days_below(frame, date(2021, 10, 31))))
    months = [
        "Nov 2021",
        "Dec 2021",
        *(f"{name} 2022" for name in ("Jan", "Feb", "Mar", "Apr", "May", "Jun")),
    ]
    assert len(dates) > 1 and len({months.index(b) - months.index(a) for a, b in pairwise(dates)}) == 1


def test_titles_of_a_time_of_several_years_say_the_years() -> None:
    far = make_brief(made_report(days=460, horizon=420))
    assert far["course"]["title"].count("2021") == 1 and far["course"]["title"].count("2022") == 1
    assert "202" not in make_brief(made_report())["course"]["title"]


def test_a_city_held_from_the_first_day_is_not_said_to_fall(monkeypatch: pytest.MonkeyPatch) -> None:
    report = made_report()
    falls = capital_falls(report.record, report.focus, -1)
    named = biggest_cities(report)
    assert len(named) > 1
    falls[:, named[0]] = 0
    monkeypatch.setattr("sim.plots.reports.cities.capital_falls", lambda *_: falls)
    assert biggest_cities(report) == named[1:]
    monkeypatch.setattr("sim.plots.reports.cities.capital_falls", lambda *_: 0 * falls)
    assert biggest_cities(report) == named


def test_printed_maps_say_their_years_where_they_lie_in_several_and_what_they_count() -> None:
    far = str(stills(make_brief(made_report(days=460, horizon=420))["ground"])).replace("\u00a0", " ")
    assert "<b>10 Jun 2021</b>: " in far and far.count("above 80 %</figcaption>") == 3
    assert "<b>10 Jun</b>: " in str(stills(make_brief(made_report())["ground"])).replace("\u00a0", " ")
