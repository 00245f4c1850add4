"""Every kind of mistake in a scenario: file and line, path, value, what was expected, the nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenario.folders import MAIN, PRIORS, Edit, faults_at, faults_of, read_edited, toy

NAME = "expected 1 to 64 letters, digits, '_', '.' or '-', beginning with a letter, digit or '_'"
COUNT = "toy/scenario.yaml:56 reports[1].counts[0]"
SHAPE: list[tuple[str, Edit, list[str]]] = [
    ("a missing key", (MAIN, "name: toy_corridor\n", ""), ["toy/scenario.yaml:3 name is missing; expected text"]),
    (
        "a misspelt key",
        (MAIN, "default_holder", "default_holdr"),
        [
            "toy/scenario.yaml:3 default_holder is missing; expected text",
            "toy/scenario.yaml:15 default_holdr is unknown; nearest: default_holder",
        ],
    ),
    ("a missing day", (MAIN, "    published: 2030-04-15\n", ""), ["toy/scenario.yaml:50 reports[1].published is missing; expected a date like 2021-08-05 or null"]),
    ("a missing block", (MAIN, "wars: [[red, blue]]\n", ""), ["toy/scenario.yaml:3 wars is missing; expected a list"]),
    ("a number in quotes", (MAIN, "horizon: 30}", 'horizon: "30"}'), ["toy/scenario.yaml:9 dates.horizon = '30'; expected a whole number"]),
    ("a broken number", (MAIN, "horizon: 30}", "horizon: 30.5}"), ["toy/scenario.yaml:9 dates.horizon = 30.5; expected a whole number"]),
    ("a truth value as number", (MAIN, "horizon: 30}", "horizon: true}"), ["toy/scenario.yaml:9 dates.horizon = true; expected a whole number"]),
    ("a time as number", (MAIN, "horizon: 30}", "horizon: 12:30:00}"), ["toy/scenario.yaml:9 dates.horizon = '12:30:00'; expected a whole number"]),
    ("a negative horizon", (MAIN, "horizon: 30}", "horizon: -3}"), ["toy/scenario.yaml:9 dates.horizon = -3; expected at least 1"]),
    ("an endless horizon", (MAIN, "horizon: 30}", "horizon: 40000}"), ["toy/scenario.yaml:9 dates.horizon = 40000; expected at most 3,650"]),
    ("a negative count", (MAIN, "low: 2, high: 4", "low: -2, high: 4"), [f"{COUNT}.low = -2; expected at least 0"]),
    ("a word as number", (MAIN, "low: 2, high: 4", "low: two, high: 4"), [f"{COUNT}.low = 'two'; expected a number"]),
    ("nothing as number", (MAIN, "low: 2, high: 4", "low: null, high: 4"), [f"{COUNT}.low = null; expected a number"]),
    (
        "a misspelt relation",
        (MAIN, "relation: gained", "relation: ganed"),
        ["toy/scenario.yaml:55 reports[1].counts[0].relation = 'ganed' is unknown; nearest: gained; expected one of controls, contests, gained, lost, recaptured"],
    ),
    ("half a window", (MAIN, "window: [2030-03-01, 2030-04-15]", "window: [2030-03-01]"), [f"{COUNT}.window is a list of 1; expected [first day, last day]"]),
    ("a day as window", (MAIN, "window: [2030-03-01, 2030-04-15]", "window: 2030-03-01"), [f"{COUNT}.window = '2030-03-01'; expected [first day, last day]"]),
    (
        "a day that does not exist",
        (MAIN, "window: [2030-03-01, 2030-04-15]", "window: [2030-03-01, 2030-04-31]"),
        [f"{COUNT}.window[1] = '2030-04-31' is not a calendar date; expected a date like 2021-08-05"],
    ),
    ("29 February of a common year", (MAIN, "start: 2030-03-01", "start: 2030-02-29"), ["toy/scenario.yaml:9 dates.start = '2030-02-29' is not a calendar date; expected a date like 2021-08-05"]),
    ("a time zone", (MAIN, "start: 2030-03-01", "start: 2030-03-01T00:00:00+03:00"), ["toy/scenario.yaml:9 dates.start = '2030-03-01T00:00:00+03:00'; expected a date like 2021-08-05"]),
    ("the year 1", (MAIN, "start: 2030-03-01", "start: 0001-01-01"), ["toy/scenario.yaml:9 dates.start = '0001-01-01' is out of range; expected a year from 1800 to 2200"]),
    ("the year 9999", (MAIN, "as_of: 2030-04-15", "as_of: 9999-12-31"), ["toy/scenario.yaml:9 dates.as_of = '9999-12-31' is out of range; expected a year from 1800 to 2200"]),
    ("a war of one", (MAIN, "wars: [[red, blue]]", "wars: [[red]]"), ["toy/scenario.yaml:14 wars[0] is a list of 1; expected two factions"]),
    ("one faction", (MAIN, "  - {id: blue, name: Blues, role: incumbent, supported: true}\n", ""), ["toy/scenario.yaml:12 factions is a list of 1; expected at least 2 entries"]),
    ("a colour by name", (MAIN, "role: challenger}", "role: challenger, colour: red}"), ["toy/scenario.yaml:12 factions[0].colour = 'red'; expected a colour like #1f77b4"]),
    ("an odd grade", (MAIN, "admiralty: B2", "admiralty: G9"), ["toy/scenario.yaml:32 sources[0].admiralty = 'G9'; expected a letter A to F and a digit 1 to 6, as in B2"]),
    ("a script as address", (MAIN, "admiralty: B2", "url: 'javascript:alert(1)'"), ["toy/scenario.yaml:32 sources[0].url = 'javascript:alert(1)'; expected an address beginning with https:// or http://"]),
    ("a name of 300 characters", (MAIN, "id: red,", f"id: {'r' * 300},"), [f"toy/scenario.yaml:12 factions[0].id = '{'r' * 56}...; {NAME}"]),
    ("a path as name", (MAIN, "name: toy_corridor", "name: ../../x"), [f"toy/scenario.yaml:4 name = '../../x'; {NAME}"]),
    ("dots as name", (MAIN, "name: toy_corridor", "name: .."), [f"toy/scenario.yaml:4 name = '..'; {NAME}"]),
    ("an id with an accent", (MAIN, "id: red,", "id: réd,"), [f"toy/scenario.yaml:12 factions[0].id = 'réd'; {NAME}"]),
    ("a very long text", (MAIN, "name: Reds", f"name: {'R' * 20_000}"), [f"toy/scenario.yaml:12 factions[0].name = '{'R' * 56}...; expected at most 10,000 characters"]),
    ("text as network", (MAIN, "about: >", "network: x\nabout: >"), ["toy/scenario.yaml:18 has the key 'network' twice"]),
    ("a list as prior", (PRIORS, 'prior: "uniform(1, 4)"', "prior: [1, 4]"), ["toy/priors.yaml:6 law.pressure.tempo_challenger.prior is a list of 2; expected text or a number"]),
    ("trust above one", (PRIORS, "unreliable: 0.1", "unreliable: 1.1"), ["toy/priors.yaml:11 sources.gazette.unreliable = 1.1; expected at most 1"]),
    ("a campaign that looks at no parameter", (PRIORS, "variants:\n", "matched: {campaign: before, scores: {momentum.gian: 1}, intercept: 1, source: made up, argument: made up}\nvariants:\n"), ["toy/priors.yaml:13 matched.scores.momentum.gian is not a parameter of the law; nearest: momentum.gain"]),
    ("a campaign without scores", (PRIORS, "variants:\n", "matched: {campaign: before, scores: {}, intercept: 1, source: made up, argument: made up}\nvariants:\n"), ["toy/priors.yaml:13 matched.scores names no parameter; expected slopes by parameter, or no matched"]),
    ("an intercept of no variant", (PRIORS, "variants:\n", "matched: {campaign: before, scores: {momentum.gain: 1}, intercept: {basis: 1}, source: made up, argument: made up}\nvariants:\n"), ["toy/priors.yaml:13 matched.intercept.basis is not a variant; nearest: base", "toy/priors.yaml:13 matched.intercept lacks base; expected one for each variant, or a number"]),
    ("a lag of one number", (PRIORS, "lag: [0, 5]", "lag: 5"), ["toy/priors.yaml:11 sources.gazette.lag = 5; expected [fewest, most] days"]),
    ("a variant without weight", (PRIORS, "weight: 1,", "weight: 0,"), ["toy/priors.yaml:14 variants[0].weight = 0; expected more than 0"]),
    ("another schema", (MAIN, "sim.scenario/1", "sim.scenario/7"), ["toy/scenario.yaml:3 schema = 'sim.scenario/7' is unknown; nearest: sim.scenario/1; expected one of sim.scenario/1"]),
    ("a definition that is a number", (MAIN, "{id: no_net_gain_14, kind: no_net_gain, faction: red, after: 14}", "3"), ["toy/scenario.yaml:73 claims[0].definitions[1] = 3; expected keys and values"]),
]  # fmt: skip
MEANING: list[tuple[str, Edit, list[str]]] = [
    ("more than all", (MAIN, "low: 2, high: 4", "low: 2, high: 40"), [f"{COUNT}.high = 40 is more than basis = 12"]),
    ("high below low", (MAIN, "low: 2, high: 4, modifier: range", "low: 6, high: 4, modifier: range"), [f"{COUNT}.high = 4 is below low = 6"]),
    ("a share above one", (MAIN, "low: 2, high: 4, modifier: range", "low: 0.5, high: 1.5, modifier: share"), [f"{COUNT}.high = 1.5 is more than a share of 1"]),
    ("half that is no half", (MAIN, "modifier: range", "modifier: half"), [f"{COUNT}.modifier = 'half' does not fit: half = 2 to 4 of 12: expected 0.5, or a count near half of the total"]),
    ("a broken total", (MAIN, "window: [2030-03-01, 2030-04-15], basis: 12", "window: [2030-03-01, 2030-04-15], basis: 12.5"), [f"{COUNT}.basis = 12.5 is not a total; expected a whole number"]),
    ("a weighed share of area", (MAIN, "low: 2, high: 4, modifier: range", "low: 0.2, high: 0.4, modifier: share, measure: share_of_area"),
     [f"{COUNT}.measure = 'share_of_area' cannot be used in the likelihood on a network without it; expected a column area_km2 of every district, or use: check"]),
    ("a reversed window", (MAIN, "window: [2030-03-01, 2030-04-15]", "window: [2030-04-15, 2030-03-01]"), [f"{COUNT}.window = 2030-04-15 to 2030-03-01 is reversed; expected the first day first"]),
    ("a flow without window", (MAIN, "window: [2030-03-01, 2030-04-15], ", ""), ["toy/scenario.yaml:55 reports[1].counts[0].window is missing; expected [first day, last day] of the flow"]),
    ("a stock without day", (MAIN, "date: 2030-04-15, basis: 3", "basis: 3"), ["toy/scenario.yaml:58 reports[1].counts[1].date is missing; expected the day of the stock"]),
    ("a count of the future", (MAIN, "window: [2030-03-01, 2030-04-15]", "window: [2030-03-01, 2031-04-15]"), [f"{COUNT}.window = 2031-04-15 is after published = 2030-04-15; expected a day up to that"]),
    ("a compared count before the start", (MAIN, "window: [2030-03-01, 2030-04-15]", "window: [2029-03-01, 2030-04-15]"),
     [f"{COUNT}.window = 2029-03-01 is before start = 2030-03-01, where there are no runs; expected a later day, or use: context"]),
    ("reversed dates", (MAIN, "start: 2030-03-01, as_of: 2030-04-15", "start: 2030-06-01, as_of: 2030-04-15"), ["toy/scenario.yaml:9 dates.as_of = 2030-04-15 is not after start = 2030-06-01; expected a later day"]),
    ("the same day twice", (MAIN, "start: 2030-03-01, as_of: 2030-04-15", "start: 2030-04-15, as_of: 2030-04-15"), ["toy/scenario.yaml:9 dates.as_of = 2030-04-15 is not after start = 2030-04-15; expected a later day"]),
    ("a war of a hundred years", (MAIN, "as_of: 2030-04-15", "as_of: 2130-04-15"), ["toy/scenario.yaml:9 dates.as_of = 2130-04-15 is 36,569 days after start = 2030-03-01; expected at most 3,650"]),
    ("an unknown faction", (MAIN, "faction: red, relation: gained", "faction: rde, relation: gained"), ["toy/scenario.yaml:55 reports[1].counts[0].faction = 'rde' is not a faction of this scenario; nearest: red"]),
    ("an unknown enemy", (MAIN, "wars: [[red, blue]]", "wars: [[red, bleu]]"), ["toy/scenario.yaml:14 wars[0][1] = 'bleu' is not a faction of this scenario; nearest: blue"]),
    ("a war with itself", (MAIN, "wars: [[red, blue]]", "wars: [[red, blue], [red, red]]"), ["toy/scenario.yaml:14 wars[1] = red against itself; expected two factions"]),
    ("an unknown district", (MAIN, "places: [T12]", "places: [T99x]"),
     ["toy/scenario.yaml:86 claims[1].definitions[1].places = 'T99x'; expected a list of district ids; known: T01, T02, T03, T04, T05, T06, T07, T08, T09, T10, T11, T12"]),
    ("an unknown source", (MAIN, "id: april\n    source: gazette", "id: april\n    source: gazete"), ["toy/scenario.yaml:51 reports[1].source = 'gazete' is not a source of this scenario; nearest: gazette"]),
    ("an unknown statement", (MAIN, "gazette_april, statement: S1", "gazette_april, statement: S9"), ["toy/scenario.yaml:55 reports[1].counts[0].statement = 'S9' is not a statement of this scenario; known: S1, S2, S3, public, start"]),
    ("an id twice", (MAIN, "id: S2", "id: S1"), [
        "toy/scenario.yaml:28 statements[1].id = 'S1' is used twice; expected names that differ",
        "toy/scenario.yaml:67 claims[0].statement = 'S2' is not a statement of this scenario; known: S1, S3"]),
    ("a count twice", (MAIN, "id: gazette_no_city", "id: gazette_april"), ["toy/scenario.yaml:58 reports[1].counts[1].id = 'gazette_april' is used twice; expected names that differ"]),
    ("evidence published after as_of", (MAIN, "published: 2030-04-15", "published: 2030-04-16"),
     ["toy/scenario.yaml:52 reports[1].published = 2030-04-16 is after as_of = 2030-04-15, but a count has use: fit; expected a day up to as_of, or use: score"]),
    ("evidence published on an unknown day", (MAIN, "published: 2030-04-15", "published: null"),
     ["toy/scenario.yaml:52 reports[1].published = null is an unknown day, but a count has use: fit; expected a day up to as_of, or use: score"]),
    ("an event nobody knew of", (MAIN, "published: 2030-03-20", "published: 2030-05-20"), ["toy/scenario.yaml:63 events[0].published = 2030-05-20 is after as_of = 2030-04-15; expected what was known by then"]),
    ("a reversed event", (MAIN, "from: 2030-04-01, to: 2030-04-03", "from: 2030-04-03, to: 2030-04-01"), ["toy/scenario.yaml:62 events[0].to = 2030-04-01 is before from = 2030-04-03"]),
    ("an event out of range", (MAIN, "value: 0.3", "value: -3"), ["toy/scenario.yaml:62 events[0].value = -3 is out of range for lull; expected 0 to 1000"]),
    ("a statement both weighed and judged", (MAIN, "gazette_april, statement: S1", "gazette_april, statement: S2"),
     ["toy/scenario.yaml:67 claims[0].statement = 'S2' is used as evidence (gazette_april) and judged as a claim; expected one of the two"]),
    ("a start count that is weighed", (MAIN, "basis: 12, use: start}\n      - {id: gazette_march_contested", "basis: 12, use: fit}\n      - {id: gazette_march_contested"),
     ["toy/scenario.yaml:37 start[0].held.red = 'gazette_march' has use: fit; expected use: start"]),
    ("a start count of the wrong class", (MAIN, "contested: {red: gazette_march_contested}", "contested: {red: gazette_march}"),
     ["toy/scenario.yaml:38 start[0].contested.red = 'gazette_march' has relation: controls; expected relation: contests"]),
    ("an unknown start count", (MAIN, "held: {red: gazette_march}", "held: {red: gazette_marsh}"), ["toy/scenario.yaml:37 start[0].held.red = 'gazette_marsh' is not a count of this scenario; nearest: gazette_march"]),
    ("a headline that is no definition", (MAIN, "headline: any_city_7", "headline: any_city_8"), ["toy/scenario.yaml:83 claims[1].headline = 'any_city_8' is not a definition of this claim; nearest: any_city_7"]),
    ("a claim without headline", (MAIN, "    headline: any_city_7\n", ""), ["toy/scenario.yaml:79 claims[1].headline is missing; expected one of its definitions; known: any_city_7, last_city_7"]),
    ("a claim that is not testable for no reason", (MAIN, "    headline: any_city_7\n", "    testable: false\n"), ["toy/scenario.yaml:79 claims[1].why_not is missing; expected the reason why the claim is not testable"]),
    ("a misspelt kind", (MAIN, "kind: no_net_gain", "kind: no_net_gian"), ["toy/scenario.yaml:73 claims[0].definitions[1].kind = 'no_net_gian' is unknown; nearest: no_net_gain"]),
    ("a misspelt parameter", (MAIN, "after: 14", "aftr: 14"), ["toy/scenario.yaml:73 claims[0].definitions[1].aftr is unknown to no_net_gain; nearest: after"]),
    ("a parameter out of range", (MAIN, "share: 0.25", "share: 25"), ["toy/scenario.yaml:78 claims[0].definitions[2].all[1].share = 25; expected a number from 0 to 1"]),
    ("a parameter that is a mapping", (MAIN, "after: 14", "after: {a: 1}"), ["toy/scenario.yaml:73 claims[0].definitions[1].after is keys and values; expected one value, or a list of at most 1,000 values"]),
    ("a definition without name", (MAIN, "{id: no_net_gain_14, kind", "{kind"), ["toy/scenario.yaml:73 claims[0].definitions[1].id is missing; expected a short name of the definition, such as no_net_gain_14"]),
    ("a definition twice", (MAIN, "id: no_net_gain_14", "id: slower_than_before"), ["toy/scenario.yaml:73 claims[0].definitions[1].id = 'slower_than_before' is used twice; expected names that differ"]),
    ("a combination of nothing", (MAIN, "{id: no_net_gain_14, kind: no_net_gain, faction: red, after: 14}", "{id: x, all: []}"),
     ["toy/scenario.yaml:73 claims[0].definitions[1].all is a list of 0; expected a list of definitions"]),
    ("a combination and a kind", (MAIN, "        all:\n", "        kind: ended\n        all:\n"), ["toy/scenario.yaml:74 claims[0].definitions[2] has all and also kind; expected one of all, any, not alone"]),
    ("a reserved name of Windows", (MAIN, "name: toy_corridor", "name: CON"), ["toy/scenario.yaml:4 name = 'CON' cannot name a folder on every machine; expected another name"]),
    ("an unknown parameter of the law", (PRIORS, "pressure.tempo_challenger", "pressure.tempo_chalenger"), ["toy/priors.yaml:6 law.pressure.tempo_chalenger is not a parameter of the law; nearest: pressure.tempo_challenger"]),
    ("a reversed prior", (PRIORS, "uniform(1, 4)", "uniform(4, 1)"), ["toy/priors.yaml:6 law.pressure.tempo_challenger.prior = 'uniform(4, 1)' is not a distribution; expected finite numbers, low < high, positive spread"]),
    ("an unknown distribution", (PRIORS, "uniform(1, 4)", "unifrom(1, 4)"), ["toy/priors.yaml:6 law.pressure.tempo_challenger.prior = 'unifrom(1, 4)' names an unknown distribution; nearest: uniform"]),
    ("a bias in words", (PRIORS, "bias: 1.0", "bias: much"), ["toy/priors.yaml:11 sources.gazette.bias = 'much' is not understood; expected a number or one of uniform(low, high), normal(mean, sd), lognormal(median, sigma), gamma(shape, scale)"]),
    ("a reversed lag", (PRIORS, "lag: [0, 5]", "lag: [5, 0]"), ["toy/priors.yaml:11 sources.gazette.lag = 5 to 0 days is reversed; expected the smaller number first"]),
    ("an own start of more than all", (PRIORS, "controls: 3", "controls: 30"), ["toy/priors.yaml:11 sources.gazette.baseline.red.controls = 30 is more than basis = 12"]),
    ("an own start of nobody", (PRIORS, "{red: {controls", "{rad: {controls"), ["toy/priors.yaml:11 sources.gazette.baseline.rad is not a faction of the scenario; nearest: red"]),
    ("a misspelt source of trust", (PRIORS, "  gazette:", "  gazete:"), [
        "toy/scenario.yaml:51 reports[1].source = 'gazette' is used in the likelihood but its reliability is not given; expected sources.gazette in the priors",
        "toy/priors.yaml:11 sources.gazete is not a source of the scenario; nearest: gazette"]),
    ("a misspelt key of the network", (MAIN, "  weights: border_km", "  wieghts: border_km"), ["toy/scenario.yaml:20 network.wieghts is unknown; nearest: weights"]),
    ("a key of the network in other signs", (MAIN, "  weights: border_km", "  max-km 2:x: 3"), ["toy/scenario.yaml:20 network.max-km 2:x is unknown; known: allegiance, districts, edges, from, parts, source, weights"]),
    ("a key of the network over two lines", (MAIN, "  weights: border_km", '  "a\\nb": 3'), ["toy/scenario.yaml:20 network.'a\\nb' is unknown; known: allegiance, districts, edges, from, parts, source, weights"]),
    ("an unknown source of networks", (MAIN, "  districts: districts.csv", "  from: grahp\n  districts: districts.csv"), ["toy/scenario.yaml:18 network.from = 'grahp' is not a source of networks; nearest: graph"]),
    ("a table that is not there", (MAIN, "edges: edges.csv", "edges: edge.csv"), ["toy/scenario.yaml:19 network.edges = 'edge.csv' does not exist; expected a file in the scenario's folder"]),
    ("a number of parts in words", (MAIN, "parts: 1", "parts: one"), ["toy/scenario.yaml:21 network.parts = 'one'; expected a whole number from 1 to 100,000"]),
    ("an unknown end of an edge", ("edges.csv", "T01,T03", "T01,T99"), ["toy/edges.csv:2 b = 'T99' is not a district; nearest: T09"]),
    ("a population that is no number", ("districts.csv", "30000", "nan"), ["toy/districts.csv:2 population = 'nan': expected a number from 0 to 1e+11"]),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), [case[1:] for case in SHAPE], ids=[case[0] for case in SHAPE])
def test_a_mistake_of_form_is_told(
    edit: Edit, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert faults_of(tmp_path, monkeypatch, edit) == expected


@pytest.mark.parametrize(
    ("edit", "expected"), [case[1:] for case in MEANING], ids=[case[0] for case in MEANING]
)
def test_a_mistake_of_meaning_is_told(
    edit: Edit, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert faults_of(tmp_path, monkeypatch, edit) == expected


def test_the_example_of_the_contract_reads_word_for_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = faults_of(
        tmp_path,
        monkeypatch,
        (MAIN, "low: 2, high: 4, modifier: range", "low: 80, high: 60, modifier: range"),
    )
    assert lines[0] == "toy/scenario.yaml:56 reports[1].counts[0].high = 60 is below low = 80"


def test_faults_of_all_files_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = faults_of(
        tmp_path,
        monkeypatch,
        (MAIN, "high: 4", "high: 40"),
        (MAIN, "wars: [[red, blue]]", "wars: [[red, bleu]]"),
        (PRIORS, "uniform(1, 4)", "uniform(4, 1)"),
        ("edges.csv", "T01,T03", "T01,T99"),
    )
    assert [line.split()[0] for line in lines] == [
        "toy/scenario.yaml:14", "toy/edges.csv:2", "toy/scenario.yaml:56", "toy/priors.yaml:6",
    ]  # fmt: skip


def test_a_mistake_of_form_does_not_hide_those_of_the_other_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = faults_of(
        tmp_path,
        monkeypatch,
        (MAIN, "high: 4", "high: four"),
        (PRIORS, "uniform(1, 4)", "uniform(4, 1)"),
        ("edges.csv", "T01,T03", "T01,T99"),
    )
    assert [line.split()[0] for line in lines] == [
        "toy/scenario.yaml:56",
        "toy/edges.csv:2",
        "toy/priors.yaml:6",
    ]


def test_broken_yaml_in_both_files_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = faults_of(
        tmp_path, monkeypatch, (MAIN, "wars: [[red, blue]]", "wars: [[red, blue]"), (PRIORS, "law:", "\tlaw:")
    )
    assert [line.split()[0] for line in lines] == ["toy/scenario.yaml:15", "toy/priors.yaml:3"]


def test_a_folder_without_priors_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (toy(tmp_path / "toy") / PRIORS).unlink()
    assert faults_at("toy") == [
        "toy/priors.yaml is missing; expected the priors, or a block 'priors:' in the scenario file"
    ]


@pytest.mark.parametrize(
    "edit",
    [
        (MAIN, "published: 2030-04-15", "published: 2030-04-15 # the day of the question itself"),
        (
            MAIN,
            "use: fit,\n         reason: the only count after the start}",
            "use: score,\n         reason: late}",
        ),
        (MAIN, "start: 2030-03-01, as_of: 2030-04-15", "start: 2028-02-29, as_of: 2030-04-15"),
        (MAIN, "title: A made-up", "title: کندهار 🚩 喀布尔 $x$_$y$"),
    ],
    ids=[
        "published on the day",
        "a late count for scoring",
        "29 February of a leap year",
        "text of the world",
    ],
)
def test_what_only_looks_odd_is_read(edit: Edit, tmp_path: Path) -> None:
    assert read_edited(tmp_path, edit).terrain.districts == 12
