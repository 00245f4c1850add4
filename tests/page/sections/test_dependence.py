"""Sentences beside the bottom line: true in each of the three states of the priors, claims told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.analysis.leave_one_out import dependence_line
from sim.claims.sentences import claim_names
from sim.page.sections.dependence import remarks, warnings
from sim.page.sections.table_rows import SET_ASIDE, statement_rows, trust_rows
from sim.plots.drawing.report_data import Report
from sim.plots.reports.claims import headline_title
from sim.scenario.drafting.unconfirmed_text import frozen_text
from tests.plots.made_reports import made_report

HASH = "ab" * 32
STATES = {  # frozen block -> cell of the table of trust, warning, remark
    ("2026-11-24", HASH, "true"): ("2026-11-24, unchanged since", False, False),
    ("2026-11-24", HASH, "false"): ("2026-11-24, changed since", True, False),
    ("2026-11-24", "pending", "false"): ("never frozen", False, True),
}


def frozen(date: str, sha256: str, valid: str) -> Report:
    """A report with priors in that state."""
    report = made_report()
    block = {"date": date, "sha256": sha256, "valid": valid}
    return replace(report, scenario=replace(report.scenario, frozen=block))


@pytest.mark.parametrize("state", STATES)
def test_priors_are_unchanged_or_changed_or_were_never_frozen(state: tuple[str, str, str]) -> None:
    cell, warned, remarked = STATES[state]
    report = frozen(*state)
    assert dict(trust_rows(report))["priors frozen"] == cell
    assert any("changed after they were frozen" in one for one in warnings(report)) == warned
    told = remarks(report)
    assert bool(told) == remarked
    assert not told or "Priors never frozen; to freeze them before looking at any verdict" in told[0]


def test_the_check_knows_the_same_three_states() -> None:
    told = [frozen_text(frozen(*state).scenario.frozen).partition(";")[0] for state in STATES]
    assert told == [
        "priors frozen on 2026-11-24, unchanged since",
        "priors frozen on 2026-11-24, changed since",
        "priors never frozen",
    ]


def with_quotes(*quotes: str) -> Report:
    """A report whose first claims have these quotes."""
    report = made_report()
    changed = [
        replace(verdict, claim=replace(verdict.claim, quote=quote))
        for verdict, quote in zip(report.verdicts, quotes, strict=False)
    ]
    return replace(report, verdicts=(*changed, *report.verdicts[len(changed) :]))


@pytest.mark.parametrize(
    "quotes",
    [
        ("Their drive is spent, and they take no city",) * 2,
        tuple(f"Their drive is spent in the north, in the south and {where}" for where in ("east", "west")),
    ],
)
def test_claims_with_equal_or_equally_cut_quotes_are_told_apart_by_what_they_mean(
    quotes: tuple[str, str],
) -> None:
    report = with_quotes(*quotes)
    names = [report.claim_name(verdict.claim) for verdict in report.verdicts]
    assert len(set(names)) == len(names)
    assert not any(name.startswith("“Their drive") for name in names[:2])
    first, second = headline_title(report).partition(": ")[2].split("; ")[:2]
    assert first.partition(":")[0] != second.partition(":")[0]
    line = dependence_line(report.scenario, report.verdicts, report.without)
    assert "Their drive is spent" not in line


def test_other_claims_keep_their_quotes() -> None:
    report = with_quotes("Their drive is spent", "They take no city")
    names = claim_names([verdict.claim for verdict in report.verdicts])
    assert list(names.values())[:2] == ["“Their drive is spent”", "“They take no city”"]


def test_a_statement_whose_claim_was_rejected_is_no_claim() -> None:
    report = made_report()
    claims = [one for one in report.scenario.statements if one.role == "claim"]
    judged = {verdict.claim.statement for verdict in report.verdicts}
    roles = {row["id"]: row["role"] for row in statement_rows(report)}
    for one in claims:
        assert roles[one.id] == ("claim" if one.id in judged else SET_ASIDE)
    none = replace(report, verdicts=())
    assert {row["role"] for row in statement_rows(none)} >= {SET_ASIDE}
    assert "claim" not in {row["role"] for row in statement_rows(none)}
