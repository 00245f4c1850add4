"""Every figure: drawn without warning, no text over another, headline equals data, data in the CSV."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sim.base.codes import END
from sim.base.errors import OutputError
from sim.calibration.bands import BandFactor
from sim.claims.likelihood_words import SCALES
from sim.evidence.quantiles import weighted_quantile
from sim.evidence.source_and_count import Baseline, Source
from sim.page.drawing.course import course_data, draw_course
from sim.plots.drawing.report_data import LEVELS, Report, quantity
from sim.plots.drawing.sheet import Drawing, new_figure, overlaps
from sim.plots.drawing.text import percent
from sim.plots.reports.claims import band_edges
from sim.plots.reports.evidence import drawn_groups
from sim.plots.reports.fan import subtitle
from sim.plots.reports.registry import FIGURES, draw_all, draw_one
from sim.scenario.scenario import Faction
from tests.plots.made_reports import evidence_row, grid_terrain, made_report, made_verdict

NAMES = list(FIGURES)
HOSTILE = 'x$_$y <script>alert(1)</script> \u202eabc \u4e2d\u6587 =HYPERLINK("http://a")'


def drawn(name: str, report: Report) -> Drawing:
    return FIGURES[name](new_figure(), report)


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def three_factions() -> Report:
    report = made_report()
    record = report.record
    series = {name: np.concatenate([a, a[:, :, :1] // 2], axis=2) for name, a in record.series.items()}
    record = replace(
        record, factions=("red", "blue", "green"), roles=np.array([0, 1, 1], dtype=np.int8),
        war=np.zeros((3, 3), dtype=np.int8), series=series,
    )  # fmt: skip
    factions = (*report.scenario.factions, Faction("green", "Greens", "incumbent", colour="red; x"))
    return replace(report, record=record, scenario=replace(report.scenario, factions=factions))


def hostile_names() -> Report:
    verdict = made_verdict("c", HOSTILE * 300, {"one": (0.2, 0.3)})
    report = made_report(grid_terrain(names=HOSTILE + " {}"))
    factions = tuple(replace(faction, name=HOSTILE) for faction in report.scenario.factions)
    sources = {name: replace(source, name=HOSTILE) for name, source in report.scenario.sources.items()}
    scenario = replace(report.scenario, factions=factions, sources=sources, title=HOSTILE)
    return replace(report, scenario=scenario, verdicts=(verdict,), regimes={HOSTILE: 1.0})


def bare() -> Report:
    """Nothing was weighed and nothing compared."""
    return made_report(
        weights=None, ess=None, pareto_k=None, verdicts=(), evidence=(), alone={}, without={}, coverage=(),
        regimes={}, regimes_after={}, patterns=(), carriers=(), carried="", notes=(), manifest={}, prior_driven=(),
        sentences=(),
    )  # fmt: skip


REPORTS = {
    "plain": made_report,
    "by province": lambda: made_report(today=made_report().record.calendar.as_of + timedelta(days=90)),
    "without evidence": lambda: made_report(weights=None, ess=None, pareto_k=None),
    "no run agrees": lambda: made_report(weights=np.zeros(40), ess=0.0),
    "bare": bare,
    "one run": lambda: made_report(runs=1),
    "no horizon": lambda: made_report(horizon=0),
    "tiles": lambda: made_report(grid_terrain(known=False)),
    "one district": lambda: made_report(grid_terrain(1, 1)),
    "no capitals": lambda: made_report(replace(grid_terrain(), seat=np.zeros(24, dtype=np.int8))),
    "three factions": three_factions,
    "hostile names": hostile_names,
}


@pytest.mark.parametrize("kind", REPORTS)
@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_drawn_without_warning_and_no_text_lies_on_another(name: str, kind: str) -> None:
    figure = new_figure()
    drawing = FIGURES[name](figure, REPORTS[kind]())
    figure.canvas.draw()
    assert overlaps(figure) == []
    assert drawing.title and drawing.alt and len({len(column) for column in drawing.columns.values()}) <= 1


def test_all_figures_are_written_with_their_data_and_the_same_bytes_again(tmp_path: Path) -> None:
    report = made_report()
    first, second = draw_all(report, tmp_path / "a"), draw_all(report, tmp_path / "b")
    assert [one.name for one in first] == NAMES
    for one, again in zip(first, second, strict=True):
        assert (
            one.file.read_bytes() == again.file.read_bytes()
            and one.csv.read_bytes() == again.csv.read_bytes()
        )
        assert one.file.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n" and b"Software" not in one.file.read_bytes()
        assert len(cells(one.csv)) > 1


def changed(name: str, report: Report) -> Report:
    """The report with one datum changed that the figure shows."""
    record = report.record
    if name in ("claims", "definitions"):
        return replace(report, verdicts=(made_verdict("c", "q", {"d": (0.1, 0.2)}), *report.verdicts[1:]))
    if name == "fan":
        held = record.series["held"] + np.eye(1, record.days + 1, 30, dtype=np.int32)[:, :, None]
        return replace(report, record=replace(record, series={**record.series, "held": held}))
    if name in ("maps", "cities"):
        weights = np.eye(1, record.runs, 3)[0]
        return replace(report, weights=weights)
    if name == "reserves":
        return replace(
            report, record=replace(record, series={**record.series, "reserve": record.series["reserve"] + 1})
        )
    changes: dict[str, dict[str, Any]] = {
        "evidence": {"evidence": [{**row, "low": row["low"] + 1} for row in report.evidence]},
        "trust": {"coverage": [{**row, "median": 1} for row in report.coverage]},
        "regimes": {"regimes": {**report.regimes, "cascade": 0.151}},
    }
    return replace(report, **changes[name])


@pytest.mark.usefixtures("blank_pictures")
@pytest.mark.parametrize("name", NAMES)
def test_changing_one_datum_changes_the_table(name: str, tmp_path: Path) -> None:
    report = made_report()
    before = draw_one(name, report, tmp_path).csv.read_bytes()
    assert draw_one(name, changed(name, report), tmp_path).csv.read_bytes() != before


def test_the_claim_strip_says_the_numbers_of_the_verdicts() -> None:
    report = made_report()
    figure = new_figure()
    drawing = FIGURES["claims"](figure, report)
    texts = [text.get_text() for text in figure.texts]
    posteriors = [v.headline.posterior.p for v in report.verdicts[:2] if v.headline and v.headline.posterior]
    for p in posteriors:
        assert percent(p) in drawing.title and percent(p) in texts
    assert "not testable" in [text.get_text() for text in figure.axes[0].texts]
    assert drawing.columns["now_p"][:3] == [0.41, 0.18, 0.76]


def test_the_fan_says_the_quartiles_of_the_weighted_runs() -> None:
    report = made_report()
    held, order = report.record.series["held"][:, report.last_day, 0], None
    order = np.argsort(held, kind="stable")
    share = np.cumsum(report.shares[order])
    low, high = (held[order][np.searchsorted(share, q - 1e-12)] for q in (0.25, 0.75))
    drawing = drawn("fan", report)
    assert f": {low} to {high} of 24 in half of the runs" in drawing.title
    assert drawing.title.startswith("Districts held by Reds on")
    assert drawing.columns["p25"][report.last_day] == low and drawing.columns["p75"][report.last_day] == high


def test_the_band_that_other_wars_needed_lies_around_the_fan_from_the_report_on() -> None:
    plain = made_report()
    report = replace(plain, band=BandFactor(2.0, 1.5, 3.0, 660, 11))
    columns, before = drawn("fan", report).columns, drawn("fan", plain)
    assert "p05_calibrated" not in before.columns
    now, last = report.record.as_of_day, report.last_day
    assert columns["p05_calibrated"][:now] == [None] * now
    assert columns["p95_calibrated"][now] == columns["p95"][now]
    for day in range(now, last + 1):
        half, first = (columns["p95"][at] - columns["p50"][at] for at in (day, now))
        wanted = columns["p50"][day] + half + max(half - first, 0)
        assert columns["p95_calibrated"][day] == pytest.approx(min(wanted, 24))
    assert "2.0 times as much" in subtitle(report, [])
    assert "Calibrated on other campaigns" in drawn("fan", report).alt
    assert "times as much" not in subtitle(plain, [])
    course, narrow = course_data(report), course_data(plain)
    assert narrow["wide"] == []
    assert course["wide"][0][0] == now and course["wide"][-1] == [
        last,
        columns["p05_calibrated"][last],
        columns["p95_calibrated"][last],
    ]
    assert str(draw_course(course)).count('"calibrated"') == 2
    assert '"calibrated"' not in str(draw_course(narrow))


def test_a_reported_stock_stands_at_its_date_on_the_scale_of_this_network() -> None:
    report = made_report()
    columns = drawn("fan", report).columns
    place = columns["report"].index("stock_0")
    row = next(row for row in report.evidence if row["id"] == "stock_0")
    assert columns["day"][place] == 10 and columns["p50"][place] == pytest.approx(
        row["implied"]["p50"] * 24 / row["basis"]
    )


def test_a_reported_gain_stands_on_the_median_at_the_start_of_its_window() -> None:
    report = made_report()
    columns = drawn("fan", report).columns
    place = columns["report"].index("seed_flow")
    row = next(row for row in report.evidence if row["id"] == "seed_flow")
    assert columns["p50"][place] == pytest.approx(columns["p50"][0] + row["implied"]["p50"])


def test_maps_show_the_weighted_share_of_runs() -> None:
    report = made_report(weights=np.eye(1, 40, 7)[0])
    columns = drawn("maps", report).columns
    last = columns[list(columns)[-1]]
    assert sum(last) == report.record.series["held"][7, report.last_day, 0] and set(last) <= {0.0, 1.0}


def test_city_curves_fall_only_and_end_at_the_share_of_runs_without_the_city() -> None:
    columns = drawn("cities", made_report()).columns
    curves = [column for name, column in columns.items() if name.startswith("not lost")]
    assert curves and all((np.diff(curve) <= 1e-12).all() for curve in curves)
    assert sum(1 - curve[-1] for curve in curves) == pytest.approx(
        float(made_report().shares @ made_report().record.series["capitals"][:, 60, 0])
    )


@pytest.mark.parametrize("days,hidden", [(-90, True), (0, True), (90, True), (91, False), (-91, False)])
def test_places_are_hidden_within_ninety_days_of_the_report(days: int, hidden: bool) -> None:
    report = made_report(today=made_report().record.calendar.as_of + timedelta(days=days))
    assert report.by_province is hidden


def test_no_single_place_is_in_maps_or_cities_of_a_recent_report(tmp_path: Path) -> None:
    report = REPORTS["by province"]()
    for name in ("maps", "cities"):
        figure = new_figure()
        drawing = FIGURES[name](figure, report)
        words = [str(cell) for column in drawing.columns.values() for cell in column] + list(drawing.columns)
        words += [
            text.get_text() for text in [*figure.texts, *(t for axes in figure.axes for t in axes.texts)]
        ]
        assert not [word for word in words if "District" in word or "D00" in word]
        assert any("no single place is named" in word.replace("\n", " ") for word in words)


@pytest.mark.usefixtures("blank_pictures")
def test_hostile_names_are_harmless_in_tables_and_missing_letters_are_noticed(tmp_path: Path) -> None:
    for one in draw_all(hostile_names(), tmp_path):
        text = one.csv.read_text(encoding="utf-8")
        assert "\u202e" not in text + one.title + one.alt
        assert not [cell for row in cells(one.csv) for cell in row if cell[:1] in "=+@" and cell]
        assert "U+4E2D" in one.notice


def test_shrinkage_is_the_share_of_spread_that_the_weights_remove() -> None:
    report = made_report()
    columns = drawn("trust", report).columns
    place = columns["name"].index("momentum.gain")
    column = report.parameters["momentum.gain"]
    mean = np.average(column, weights=report.weights)
    after = np.sqrt(np.average((column - mean) ** 2, weights=report.weights))
    assert columns["shrinkage"][place] == pytest.approx(1 - after / column.std())


def test_record_arrays_of_parameters_are_read_by_their_dotted_names() -> None:
    report = made_report()
    table = np.zeros(40, dtype=[("momentum_gain", float), ("fixed_one", float)])
    table["momentum_gain"] = np.arange(40)
    assert list(replace(report, parameters=table).parameter_columns()) == ["momentum.gain"]


def test_many_reports_on_one_day_leave_no_label_on_another() -> None:
    report = made_report()
    counts = [replace(report.scenario.counts[2], id=f"n{i}") for i in range(14)]
    scenario = replace(report.scenario, counts=tuple(counts))
    figure = new_figure()
    drawing = FIGURES["fan"](
        figure, replace(report, scenario=scenario, evidence=[evidence_row(one) for one in counts])
    )
    assert overlaps(figure) == [] and drawing.columns["report"].count("n13") == 1


def test_a_folder_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "figures").write_text("in the way")
    with pytest.raises(OutputError, match="the figure cannot be written .*expected a writable folder"):
        draw_all(made_report(), tmp_path)


@pytest.mark.parametrize("scale", ["icd203", "ipcc", "phia"])
def test_the_words_of_every_scale_stand_over_their_bands_without_touching(scale: str) -> None:
    report = made_report()
    figure = new_figure()
    FIGURES["claims"](figure, replace(report, scenario=replace(report.scenario, words=scale)))
    texts = [text.get_text() for text in figure.texts]
    assert overlaps(figure) == [] and set(SCALES[scale][0]) <= set(texts)


def test_the_bands_of_icd_203_are_exact() -> None:
    assert band_edges("icd203") == [0.01, 0.05, 0.20, 0.45, 0.55, 0.80, 0.95, 0.99]


def test_a_claim_that_is_not_testable_has_no_number_even_with_definitions() -> None:
    report = made_report()
    first = report.verdicts[0]
    untestable = replace(first, claim=replace(first.claim, testable=False, why_not_testable="no such thing"))
    figure = new_figure()
    drawing = FIGURES["claims"](figure, replace(report, verdicts=(untestable,)))
    assert drawing.title == "No claim could be given a probability"
    assert [text.get_text() for text in figure.axes[0].texts] == ["not testable"]
    assert not [text for text in figure.texts if text.get_text() == "41\u00a0%"]


def test_no_hit_says_less_than_three_over_the_effective_runs() -> None:
    verdict = made_verdict("c", "q", {"d": (0.2, 0.0)})
    assert "<0.8\u00a0%" in drawn("claims", made_report(verdicts=(verdict,))).title


def won(report: Report, run: int, day: int) -> Report:
    """The report with one run in which red wins the war on a day."""
    record = report.record
    place = int(record.event_first[run + 1])
    row = {"day": day, "district": -1, "from": 1, "to": 0, "manner": END}
    events = {
        f"event_{name}": np.insert(getattr(record, f"event_{name}"), place, value)
        for name, value in row.items()
    }
    first = record.event_first + (np.arange(record.runs + 1) > run)
    end_day = np.where(np.arange(record.runs) == run, day, record.end_day).astype(np.int32)
    return replace(report, record=replace(record, event_first=first, end_day=end_day, **events))


def test_a_war_won_counts_as_all_held_in_fan_maps_and_cities_alike() -> None:
    report = won(made_report(weights=np.eye(1, 40, 7)[0]), 7, 50)
    fan, maps, cities = (drawn(name, report).columns for name in ("fan", "maps", "cities"))
    assert fan["p50"][49] < 24 and fan["p50"][50] == fan["p50"][60] == 24
    assert set(maps[list(maps)[-1]]) == {1.0} and sum(maps[list(maps)[-3]]) < 24
    curves = [column for name, column in cities.items() if name.startswith("not lost")]
    assert all(curve[50] == 0.0 for curve in curves) and max(curve[49] for curve in curves) == 1.0
    assert cities["capitals_p50"][50] == len(report.record.terrain.capitals)


def test_the_fan_names_what_was_used_and_only_marks_what_was_checked() -> None:
    report = made_report()
    figure = new_figure()
    drawing = FIGURES["fan"](figure, report)
    said = " ".join(text.get_text() for text in figure.axes[0].texts)
    assert "Long War Journal tracker" in said and "TASS: +" in said and "Ministry" not in said
    assert "check" in drawing.columns["use"] and "as of" in said


def test_a_stock_of_a_source_with_its_own_start_stands_on_the_median_start_plus_its_change() -> None:
    report = made_report()
    lwj = replace(report.scenario.sources["lwj"], baseline={"red": Baseline(controls=3.0, basis=33.0)})
    scenario = replace(report.scenario, sources={**report.scenario.sources, "lwj": lwj})
    columns = drawn("fan", replace(report, scenario=scenario)).columns
    row = next(row for row in report.evidence if row["id"] == "stock_0")
    expected = columns["p50"][0] + 24 * (row["implied"]["p50"] / row["basis"] - 3 / 33)
    assert columns["p50"][columns["report"].index("stock_0")] == pytest.approx(expected)


def test_the_evidence_figure_leaves_out_what_no_run_speaks_of_and_says_so() -> None:
    report = made_report()
    silent = {**report.evidence[0], "use": "context", "prior_predictive": None, "posterior_predictive": None}
    figure = new_figure()
    drawing = FIGURES["evidence"](figure, replace(report, evidence=[*report.evidence[1:], silent]))
    said = " ".join(text.get_text() for text in figure.texts).replace("\n", " ")
    drawn_ids = [row["id"] for _, some in drawn_groups([*report.evidence[1:], silent]) for row in some]
    assert silent["id"] not in drawn_ids and {row["use"] for row in report.evidence} - {"fit"}
    assert "runs –" not in said and f" {len(report.evidence) - len(drawn_ids)} other reports" in said
    assert silent["id"] in drawing.columns["id"]


def test_regimes_are_told_before_and_after_the_evidence() -> None:
    figure = new_figure()
    drawing = FIGURES["regimes"](figure, made_report())
    said = [text.get_text() for text in figure.texts]
    assert "15\u00a0% before" in said and "60\u00a0% after" in said
    assert drawing.columns["share_after"][drawing.columns["regime"].index("cascade")] == 0.6


def test_the_lightest_runs_move_no_quantile() -> None:
    weights = np.full(40, 1e-12)
    weights[:20] = np.random.default_rng(1).random(20) + 0.1
    report = made_report(weights=weights / weights.sum())
    held = report.record.series["held"][:, :, 0]
    assert list(report.heavy) == list(range(20))
    assert np.array_equal(report.bands(held), weighted_quantile(held[:, :61], weights, LEVELS))


def test_prior_weights_are_what_stands_before_the_evidence() -> None:
    prior = np.arange(1.0, 41.0)
    report = made_report(weights=None, prior=prior)
    assert report.shares == pytest.approx(prior / prior.sum()) and report.before.sum() == pytest.approx(1)


def test_a_picture_has_a_palette_and_a_white_ground(tmp_path: Path) -> None:
    png = draw_one("fan", made_report(), tmp_path).file
    with Image.open(png) as image:
        assert image.mode == "P" and image.convert("RGB").getpixel((1, 1)) == (255, 255, 255)


def test_dates_of_more_than_one_year_are_told_with_their_year() -> None:
    near, far = made_report(), made_report(days=460, horizon=420)
    assert near.when(3).count("\u00a0") == 1 and far.when(3).count("\u00a0") == 2


@pytest.mark.parametrize(
    "changes,expected",
    [
        ({}, "5–6 held"),
        ({"low": 0.0, "high": 0.0, "unit": "capitals"}, "no capital held"),
        ({"low": 80.0, "high": 80.0, "modifier": "more_than", "relation": "gained"}, "more than 80 gained"),
        ({"modifier": "several", "unit": "capitals", "relation": "contests"}, "several capitals contested"),
        (
            {"low": 0.5, "high": 0.54, "modifier": "share", "measure": "share_of_districts"},
            "50–54\u00a0% of districts held",
        ),
    ],
)
def test_what_a_count_says_is_told_in_a_few_words(changes: dict[str, Any], expected: str) -> None:
    count = replace(made_report().scenario.counts[0], **{"low": 5.0, "high": 6.0, **changes})
    assert quantity(count) == expected


@pytest.mark.parametrize(
    "name,short",
    [
        ("Long War Journal (Foundation)", "Long War Journal"),
        ("Bild, via axar.az", "Bild"),
        ("(all)", "(all)"),
    ],
)
def test_a_long_source_name_is_cut_at_its_first_parenthesis_or_comma(name: str, short: str) -> None:
    assert Source("s", name, "press").short == short
