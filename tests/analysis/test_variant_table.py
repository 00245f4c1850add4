"""Model variants in the main job: verdicts.json, terminal and page tell the same, and few runs get no number."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.analysis.leave_one_out import headline_truth
from sim.analysis.variant_table import cells, conclusion, sentence, spans, variant_rows, within
from sim.app.entry import cli
from sim.inference.variants import Contrast
from tests.scenario.folders import PRIORS, toy

PLAIN = "  - {name: base, weight: 1, law: {}, argument: the law as coded}"
pytestmark = pytest.mark.usefixtures("blank_pictures")
TWO = """  - {name: plain, weight: 3, law: {}, argument: the law as coded}
  - {name: meek, weight: 1, law: {pressure.tempo_challenger: 0, capitulation.rural: 0}, argument: nobody attacks}"""


def test_a_variant_that_cannot_explain_the_reports_loses_its_weight_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    place = toy(tmp_path / "two", (PRIORS, PLAIN, TWO), (PRIORS, "unreliable: 0.1", "unreliable: 0.01"))
    assert cli.main([f"scenario={place}", "runs=1200", "out=done", "inference=weights"]) == 0
    document = json.loads((tmp_path / "done" / "verdicts.json").read_text(encoding="utf-8"))
    plain, meek = document["variants"]
    assert (plain["prior"], meek["prior"]) == (0.75, 0.25)
    assert plain["posterior"] + meek["posterior"] == pytest.approx(1.0)
    assert meek["posterior"] < 0.1 and meek["log_evidence"] < -1.0 < 0.0 < plain["log_evidence"]
    weights = [one["posterior"] for one in (plain, meek)]
    for number, claim in enumerate(document["claims"]):
        (whole,) = [one["posterior"]["p"] for one in claim["definitions"] if one["id"] == claim["headline"]]
        parts = [one["headlines"][number]["posterior"]["p"] for one in (plain, meek)]
        if None not in parts and claim["id"] == "no_city":  # defined in every run, so the average is exact
            assert whole == pytest.approx(float(np.dot(weights, parts)), abs=1e-4)
    said = capsys.readouterr().out
    assert "model variants, prior -> posterior weight" in said and "meek" in said
    page = (tmp_path / "done" / "report.html").read_text(encoding="utf-8")
    assert "<h3>Model variants</h3>" in page and "log evidence" in page.lower()


def test_one_variant_is_no_variant_to_tell(toy_ensemble: sim.Ensemble) -> None:
    weights = sim.condition(toy_ensemble)
    assert conclusion(toy_ensemble, weights) == ""


def test_below_twenty_effective_runs_a_variant_has_no_number(toy_ensemble: sim.Ensemble) -> None:
    weights = sim.condition(toy_ensemble, evidence="none")
    truth = next(iter(headline_truth(sim.judge(toy_ensemble), toy_ensemble.record).values()))
    few, many = (np.arange(toy_ensemble.runs) < number for number in (19, 200))
    assert within(truth, weights, few)["prior"]["p"] is None
    assert within(truth, weights, many)["prior"]["p"] is not None
    assert within(truth, weights, many)["posterior"] is None


def test_rows_without_evidence_tell_the_prior_only(toy_ensemble: sim.Ensemble) -> None:
    weights, verdicts = sim.condition(toy_ensemble, evidence="none"), sim.judge(toy_ensemble)
    rows = variant_rows(toy_ensemble, weights, verdicts, headline_truth(verdicts, toy_ensemble.record))
    assert rows[0]["posterior"] is None and rows[0]["log_evidence"] is None
    assert cells(rows)[0][3] == "-" and spans(rows) == []


@pytest.fixture
def toy_ensemble(own_store: Path) -> sim.Ensemble:
    """300 runs of the toy."""
    return sim.run_ensemble(sim.read_scenario("toy_corridor"), runs=300, seed=1)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (1.1, 2.9, "do not discriminate between model variants: no Bayes factor exceeds 3"),
        (
            3.1,
            9.0,
            "reports discriminate between model variants: Bayes factor 4.0 for a against b, at least 3.1",
        ),
        (2.0, 9.0, "Too few effective runs"),
    ],
)
def test_what_is_said_of_the_farthest_pair_follows_from_its_interval(
    low: float, high: float, said: str
) -> None:
    assert said in sentence(Contrast("a", "b", 4.0, low, high))


def test_fewer_than_two_variants_that_weigh_are_said() -> None:
    assert sentence(None) == "Fewer than two model variants agree with the reports."
