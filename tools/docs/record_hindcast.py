"""The record's part on earlier days: hindcasts of the shipped scenario, kept beside it, and their tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.base.errors import UsageError
from sim.output.json_documents import write_json
from sim.output.markdown_table import table
from sim.page.sections.hindcast import comparison_cells, events
from sim.scenario.files.stored_scores import SCORES, count_behind, read_scores
from sim.scenario.files.stored_sensitivity import SENSITIVITY
from sim.scenario.reader import read_scenario
from tools.docs.generated_blocks import checkout_file

RUNS = 10_000
HEAD = ("target", "score", "n", "model", "best baseline", "", "difference, 95 %", "clearly ahead")
CELLS = ("target", "metric", "n", "model", "baseline", "best", "difference", "loses_to")

LARGEST_MOVES = 12  # of each target, worth keeping beside a scenario


def measure_earlier(name: str, runs: int = RUNS) -> None:
    """Look back from weekly origins and keep the scores beside the scenario ``name``."""
    from sim.app.entry.start import start_session  # the engine is heavy, and not needed to write tables
    from sim.app.studies.hindcast import run_hindcast
    from sim.forecast.origins import choose_origins
    from sim.session.job import Job

    session, scenario = start_session(Job(scenario=name, runs=runs, verb="hindcast"))
    document, _, _ = run_hindcast(session, scenario, choose_origins(scenario, session.job.origins))
    write_json(checkout_file(f"scenarios/{name}/{SCORES}"), pooled_only(document))


def measure_moves(name: str) -> None:
    """Look for what moves the verdicts of the scenario ``name`` and keep it beside the scenario."""
    from sim.app.entry.start import start_session  # the engine is heavy, and not needed to write tables
    from sim.app.sweeps.sensitivity import document_of_job, from_runs
    from sim.explore.targets import headline_names
    from sim.session.job import Job

    session, scenario = start_session(Job(scenario=name, verb="sensitivity"))
    result, _ = from_runs(session, scenario, headline_names(scenario))
    document = largest_only(document_of_job(session.job, scenario, result))
    write_json(checkout_file(f"scenarios/{name}/{SENSITIVITY}"), document)


def earlier(name: str) -> dict[str, Any]:
    """The scores kept beside a scenario; UsageError if there are none."""
    scores = read_scores(read_scenario(name))
    if scores is None:
        raise UsageError(
            f"scenarios/{name}/{SCORES} does not exist; expected it from python -m tools.docs.record"
        )
    return scores


def scores_table(scores: Mapping[str, Any]) -> str:
    """A line a target, and what the scores rest on."""
    rows = [comparison_cells(row) for row in scores["standings"]]
    body = table(
        HEAD,
        [tuple(row[name] for name in CELLS) for row in rows],
    )
    basis = f"{scores['runs']:,} runs, law `{scores['law_version']}`, priors of {scores['frozen']['date']}"
    behind = count_behind(scores["standings"], "targets")
    return f"{body}\n\nA simpler forecast did better on {behind} ({basis}). {events(scores)}"


def history_table(scores: Mapping[str, Any]) -> str:
    """A line an origin: what was weighed and the probability of each headline then."""
    claims = list(dict.fromkeys(row["claim"] for row in scores["history"]))
    lines: list[Sequence[str]] = []
    for origin in scores["origins"]:
        chances = {row["claim"]: row["p"] for row in scores["history"] if row["origin"] == origin["origin"]}
        cells = ("-" if chances[name] is None else f"{100 * chances[name]:.0f} %" for name in claims)
        lines.append((origin["origin"], str(len(origin["weighed"])), f"{origin['ess']:.0f}", *cells))
    return table(("origin", "counts used", "effective runs", *claims), lines)


def pooled_only(document: dict[str, Any]) -> dict[str, Any]:
    """``scores.json`` without the rows of single origins: what is worth keeping beside a scenario."""
    return {**document, "rows": [row for row in document["rows"] if row["origin"] == "all"]}


def largest_only(document: dict[str, Any]) -> dict[str, Any]:
    """``sensitivity.json`` with the largest moves and the sentences only: what is worth keeping beside a scenario."""
    targets = [
        {
            **{name: target[name] for name in ("target", "label", "when", "share", "overall")},
            "moves": target["moves"][:LARGEST_MOVES],
            "regions": [{"sentence": region["sentence"]} for region in target["regions"]],
        }
        for target in document["targets"]
    ]
    return {**document, "targets": targets}
