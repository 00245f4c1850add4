"""``report.html``: one offline file. Only its own style and script may act, nothing is loaded."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from sim.base.errors import OutputError
from sim.claims.sentences import capital
from sim.page.sections.coverage import gate_words, pattern_table, rate_table, structure_table
from sim.page.sections.dependence import dependences, remarks, warnings
from sim.page.sections.folded_figures import charts
from sim.page.sections.hindcast import earlier_section, more_counts
from sim.page.sections.inputs import spelled_out, with_breaks
from sim.page.sections.sensitivity import sensitivity_section
from sim.page.sections.table_rows import (
    assumption_groups,
    claim_tables,
    event_rows,
    evidence_table,
    flat_manifest,
    headline_table,
    prior_text,
    source_rows,
    statement_rows,
    trust_rows,
)
from sim.page.summary.brief import make_brief
from sim.page.summary.brief_drawings import map_data, shown
from sim.page.summary.strips import lanes
from sim.page.summary.subjects import headings
from sim.plots.drawing.files import Drawn
from sim.plots.drawing.report_data import Report
from sim.plots.drawing.text import clean, number, share_text, shorten
from sim.plots.reports.claims import SCALE_NAMES
from sim.plots.reports.maps import WHY_PROVINCES

TEMPLATES = Path(__file__).resolve().parent / "templates"


def write_page(
    report: Report, drawings: Sequence[Drawn], folder: Path, brief: Mapping[str, Any] | None = None
) -> Path:
    """``folder/report.html`` with the numbers of ``drawings`` inside; OutputError if it cannot be written.

    brief   what ``make_brief`` says of the report, where it was made before
    """
    path = Path(folder) / "report.html"
    return write_html(path, template("report.html.j2").render(**contents(report, drawings, brief)))


def brief_page(brief: Mapping[str, Any]) -> str:
    """The brief alone as a page, from the values kept in ``brief.json``."""
    css, policy = style()
    js, allowed = script()
    return template("brief_page.html.j2").render(
        brief=brief, shown=shown(brief), css=css, js=js, policy=policy + allowed, data=map_data(brief)
    )


def claim_boxes(report: Report, brief: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One entry a claim in the order of the verdicts: its row of the brief, its spreads, its table of readings."""
    rows = {row["place"]: row for row in brief["claims"]}
    return [
        {
            "row": rows[place],
            "table": table,
            "lanes": lanes(rows[place]),
            "models": rows[place]["models"],
            "happened": bool(table["outcomes"]),
        }
        for place, table in enumerate(claim_tables(report), start=1)
    ]


def embedded(csv: Path) -> dict[str, str]:
    """A table of numbers inside the page, to be saved from it."""
    data = base64.b64encode(csv.read_bytes()).decode()
    return {"name": csv.name, "href": f"data:text/csv;base64,{data}"}


def write_html(path: Path, html: str) -> Path:
    """Write a page; OutputError if it cannot be written."""
    try:
        path.write_text(html, encoding="utf-8")
    except OSError as error:
        raise OutputError(
            f"{path}: the page cannot be written ({error.strerror or error}); expected a writable folder"
        ) from error
    return path


@cache
def template(name: str) -> Template:
    """A page's template: every value escaped, an unknown name an error, controls stripped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=harmless,
        auto_reload=False,
    )
    environment.filters["capital"] = capital
    environment.filters["breaks"] = with_breaks
    return environment.get_template(name)


def harmless(value: Any) -> Any:
    """Text without controls that reverse or hide it; markup of the template itself untouched."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def style() -> tuple[Markup, str]:
    """The style sheet, and the policy that allows it and inline pictures and nothing else."""
    css = own_file("page.css")
    return (
        css,
        f"default-src 'none'; img-src data:; style-src {digest(css)}; base-uri 'none'; form-action 'none'",
    )


def script() -> tuple[Markup, str]:
    """The script, and what allows it in a policy."""
    js = own_file("page.js")
    return js, f"; script-src {digest(js)}"


@cache
def own_file(name: str) -> Markup:
    """A file of this room as it stands."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))  # noqa: S704 - no text of strangers


def digest(text: str) -> str:
    """How a policy names one text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def picture(drawing: Drawn) -> dict[str, Any]:
    """A figure as the template shows it; width and height are read from the PNG's header."""
    png = drawing.file.read_bytes()
    width, height = (int.from_bytes(png[start : start + 4], "big") for start in (16, 20))
    data = base64.b64encode(png).decode()
    return {
        "data": data,
        "width": width,
        "height": height,
        "alt": f"{drawing.title}. {drawing.alt}",
        "table": embedded(drawing.csv),
        "notice": drawing.notice,
    }


def contents(
    report: Report, drawn: Sequence[Drawn], brief: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Everything the template names."""
    scenario, calendar = report.scenario, report.record.calendar
    css, policy = style()
    js, allowed = script()
    brief = make_brief(report) if brief is None else brief
    judged_verdicts = [
        verdict for verdict in report.verdicts if verdict.headline is not None and verdict.claim.testable
    ]
    return {
        "css": css,
        "policy": policy + allowed,
        "js": js,
        "brief": brief,
        "shown": shown(brief),
        "data": map_data(brief),
        "tables": [embedded(drawing.csv) for drawing in drawn],
        "charts": charts(report),
        "title": clean(scenario.title or scenario.name),
        "about": scenario.about,
        "as_of": str(calendar.as_of),
        "start": str(calendar.start),
        "horizon": report.record.horizon,
        "statements": statement_rows(report),
        "claim_sources": ", ".join(dict.fromkeys(v.claim.source for v in report.verdicts if v.claim.source)),
        "hangs": dependences(report),
        "more_counts": more_counts(report),
        "warnings": [spelled_out(sentence) for sentence in warnings(report)],
        "remarks": remarks(report),
        "calibration": report.calibration,
        "words": SCALE_NAMES.get(scenario.words, scenario.words),
        "hidden": WHY_PROVINCES if report.by_province else "",
        "level": f"{100 * next((d.level for v in judged_verdicts for d in v.definitions), 0.95):g}\u00a0%",
        "claims": claim_boxes(report, brief),
        "judged": [shorten(headings(report)[verdict.claim.id], 60) for verdict in judged_verdicts],
        "evidence": evidence_table(report),
        "without": headline_table(report, report.without, "without"),
        "alone": headline_table(report, report.alone, "only"),
        "trust": [*trust_rows(report), *gate_words(report)],
        "rates": rate_table(report),
        "known_past": pattern_table(report),
        "structures": structure_table(report, [verdict.claim.id for verdict in judged_verdicts]),
        "apart": report.apart,
        "notes": report.notes,
        "coverage": coverage_rows(report),
        "patterns": report.patterns,
        "carried": spelled_out(report.carried),
        "carriers": report.carriers,
        "moves": sensitivity_section(report),
        "earlier": earlier_section(report),
        **assumptions(report),
        "reproduce": str(
            report.manifest.get("reproduce") or report.manifest.get("command") or "not recorded"
        ),
        "manifest": flat_manifest({k: v for k, v in report.manifest.items() if k != "reproduce"}),
    }


def assumptions(report: Report) -> dict[str, Any]:
    """What the section on assumptions names."""
    groups, matching = assumption_groups(report), report.scenario.matched
    parameters = [row for _, rows in groups for row in rows]
    return {
        "groups": groups,
        "parameters": len(parameters),
        "assumed": sum(row["assumed"] for row in parameters),
        "variants": variant_rows(report),
        "matched": matching,
        "matched_scores": "" if matching is None else spelled_out(signed_list(matching.scores)),
        "matched_intercepts": "" if matching is None else signed_list(matching.intercept),
        "sources": source_rows(report),
        "events": event_rows(report),
        "network": report.scenario.network_note or report.scenario.terrain.source,
    }


def signed_list(values: Mapping[str, float]) -> str:
    """``momentum.gain −0.68, assault.rate +0.55``."""
    return ", ".join(f"{name} {value:+.2f}".replace("-", "−") for name, value in values.items())


def coverage_rows(report: Report) -> list[dict[str, str]]:
    """Coverage as text."""
    words = {True: "inside", False: "outside", None: ""}
    return [
        {name: number(row.get(name)) for name in ("name", "low", "median", "high", "reported")}
        | {"inside": words[row["inside"]]}
        for row in report.coverage
    ]


def variant_rows(report: Report) -> list[dict[str, str]]:
    """Model variants with the parameters they set."""
    return [
        {
            "name": variant.name.replace("_", " "),
            "weight": share_text(
                variant.weight / sum(other_variant.weight for other_variant in report.scenario.variants)
            ),
            "law": "; ".join(f"{name} {prior_text(prior)}" for name, prior in variant.law.items())
            or "nothing",
            "argument": variant.argument,
        }
        for variant in report.scenario.variants
    ]
