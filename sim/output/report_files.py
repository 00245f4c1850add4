"""Everything a finished folder holds, written in the order in which people want it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.analysis.coverage import coverage_document
from sim.analysis.result import Result
from sim.analysis.series_sample import described_sample, series_sample
from sim.calibration.verdicts import basis_of
from sim.claims.types import DefinitionVerdict, Verdict
from sim.inference.evidence_table import ensemble_rows
from sim.inference.signal_terms import signal_rows
from sim.output import aggregate_table
from sim.output.folder import RunFolderWriter, complete, write_text
from sim.output.json_documents import (
    BRIEF,
    compact,
    evidence_document,
    manifest,
    plain,
    write_json,
)
from sim.output.lineage_table import write_lineage
from sim.output.parquet import (
    EVENT_COLUMNS,
    RUN_COLUMNS,
    SERIES_COLUMNS,
    TABLES,
    Column,
    blocks,
    columns_document,
    event_block,
    run_table,
    series_block,
    stream,
)
from sim.output.report_content import build_report
from sim.page.page import write_page
from sim.page.summary.brief import make_brief
from sim.plots.drawing.report_data import Report
from sim.plots.reports.registry import draw_all
from sim.scenario.files.resolved import resolved_yaml
from sim.scenario.reader import read_outcomes
from sim.session.console import Stopwatch
from sim.session.options import ALL, SERIES


@dataclass(frozen=True)
class Finished:
    """The result with what is known to have happened, the rows and coverage of evidence.json, and the page's values."""

    result: Result
    rows: Sequence[Mapping[str, Any]]
    report: Report


def finish(result: Result) -> Finished:
    """What pages and documents are made from. Outcomes are first looked at here."""
    ensemble = result.ensemble
    rows = ensemble_rows(ensemble, result.weights)
    past = coverage_document(ensemble, result.weights, rows)
    verdicts = with_outcomes(result.verdicts, read_outcomes(ensemble.scenario))
    result_with_outcomes = replace(result, verdicts=verdicts, coverage=past)
    return Finished(result_with_outcomes, rows, build_report(result_with_outcomes, rows))


def write_findings(folder: RunFolderWriter, result: Result, watch: Stopwatch) -> Path:
    """Fill the folder and complete it; returns the path of the page."""
    part = folder.part
    with ThreadPoolExecutor(1) as pool:  # most of the tables' time is spent outside the interpreter's lock
        tables = pool.submit(write_tables, part, result)
        finished = finish(result)
        write_documents(part, finished)
        watch.lap("documents")
        pictures = draw_all(finished.report, part)
        watch.lap("figures")
        brief = plain(make_brief(finished.report))
        write_text(part / BRIEF, compact(brief))
        write_page(finished.report, pictures, part, brief)
        watch.lap("page")
        tables.result()
    watch.lap("tables")
    write_json(part / "manifest.json", manifest_document(finished.result, part, watch))
    complete(folder)
    return folder.path / "report.html"


def signals_of(result: Result) -> list[dict[str, Any]]:
    """Statements without numbers beside what the runs say, before and after the evidence."""
    scenario, weights = result.ensemble.scenario, result.weights
    after = weights.values if weights.evidence != "none" else None
    return signal_rows(result.ensemble.record, scenario.sources, scenario.signals, weights.prior, after)


def write_documents(part: Path, finished: Finished) -> None:
    """The JSON documents and the resolved scenario."""
    findings = finished.result
    write_json(part / "verdicts.json", verdicts_document(findings))
    write_json(
        part / "evidence.json", evidence_document(finished.rows, findings.coverage, signals_of(findings))
    )
    write_json(part / "columns.json", columns_document(tables_of(findings), rows_of(findings)))
    write_text(part / "scenario.resolved.yaml", resolved_yaml(findings.ensemble.scenario))


def tables_of(result: Result) -> Mapping[str, Sequence[Column]]:
    """The tables the folder holds, by what is stored of the runs."""
    if result.whole is not None:
        return aggregate_table.TABLES
    left_out = "events.parquet" if result.job.keep == SERIES else ""
    return {name: columns for name, columns in TABLES.items() if name != left_out}


def sampled_series(result: Result) -> np.ndarray:
    """bool [R]: the runs whose daily series the folder holds."""
    record, weights = result.ensemble.record, result.weights
    if result.job.keep in (SERIES, ALL):
        return np.ones(record.runs, dtype=bool)
    return series_sample(record.run, weights.values)


def rows_of(result: Result) -> Mapping[str, str]:
    """Which runs a table holds, where that is worth saying."""
    if result.whole is not None:
        return {}
    return {"series.parquet": described_sample(sampled_series(result), result.weights.values)}


def write_tables(part: Path, result: Result) -> None:
    """The Parquet tables, streamed; one more if runs came from a filter."""
    record, names = result.ensemble.record, tables_of(result)
    if result.whole is not None:
        aggregate_table.write_aggregates(part, result.whole, result.ensemble)
        return
    write_lineage(part, result.ensemble.lineage)
    stream(part / "runs.parquet", RUN_COLUMNS, iter([run_table(result.ensemble, result.weights)]))
    rows = np.flatnonzero(sampled_series(result))
    stream(part / "series.parquet", SERIES_COLUMNS, blocks(record, series_block, rows))
    if "events.parquet" in names:
        stream(part / "events.parquet", EVENT_COLUMNS, blocks(record, event_block))


def with_outcomes(
    verdicts: Sequence[Verdict], outcomes: Mapping[tuple[str, str], tuple[bool | None, str]]
) -> tuple[Verdict, ...]:
    """The verdicts with what happened written beside each definition; probabilities stay as they are."""
    return tuple(
        replace(v, definitions=tuple(with_outcome(v, d, outcomes) for d in v.definitions)) for v in verdicts
    )


def with_outcome(
    verdict: Verdict,
    definition: DefinitionVerdict,
    outcomes: Mapping[tuple[str, str], tuple[bool | None, str]],
) -> DefinitionVerdict:
    """One definition with what is known to have happened, if anything is."""
    outcome, source = outcomes.get((verdict.claim.id, definition.id), (None, ""))
    return replace(definition, outcome=outcome, outcome_source=source)


def verdicts_document(result: Result) -> dict[str, Any]:
    """``verdicts.json``."""
    ensemble, weights, scenario = result.ensemble, result.weights, result.ensemble.scenario
    is_conditioned = weights.evidence != "none"
    return {
        "schema": "sim.verdicts/1",
        "scenario": scenario.name,
        "start": scenario.calendar.start.isoformat(),
        "as_of": scenario.calendar.as_of.isoformat(),
        "horizon_days": scenario.horizon,
        "days": ensemble.days,
        "seed": ensemble.seed,
        "runs": result.runs + result.failed,
        "runs_failed": result.failed,
        "ess": weights.ess,
        "pareto_k": weights.pareto_k if is_conditioned else None,
        "unconfirmed": [draft.id for draft in scenario.unconfirmed if draft.used],
        "evidence": weights.evidence,
        "law_version": ensemble.law_version,
        "simulation_hash": ensemble.simulation_hash,
        "calibration": None if (basis := basis_of(scenario)) is None else basis.to_dict(),
        "claims": [verdict.to_dict() for verdict in result.verdicts],
        "variants": result.variants,
    }


def manifest_document(result: Result, part: Path, watch: Stopwatch) -> dict[str, Any]:
    """``manifest.json``; wall times stand under ``timing`` only."""
    run_counts = {"runs": result.runs + result.failed, "runs_failed": result.failed}
    timing = {"reused_runs": result.reused}
    return manifest(result.job, part, watch, result.ensemble.simulation_hash, **run_counts, timing=timing)
