"""The verbs of the command line: a plain dictionary. To add one, write its module and one line here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Verb:
    """``module.main(job)`` if the verb takes Hydra overrides, else ``module.main(words)``; returns the exit code."""

    module: str
    summary: str
    hydra: bool = True


VERBS: dict[str, Verb] = {
    "report": Verb("sim.app.report.report", "main job: read, run, weigh, judge, write (the default verb)"),
    "watch": Verb(
        "sim.app.report.watch", "tell one run: front, postures, orders, captures and why (run=17 every=7)"
    ),
    "sweep": Verb(
        "sim.app.sweeps.sweep",
        "many settings in one job: sim sweep points=500 'over=[law.momentum.gain:0:3]'",
    ),
    "sensitivity": Verb(
        "sim.app.sweeps.sensitivity", "what moves the verdicts, ranked, and what would have to be true"
    ),
    "compare": Verb(
        "sim.app.sweeps.compare", "two settings with the same dice: sim compare 'a=[law.external.level=1]'"
    ),
    "store": Verb(
        "sim.app.replay.store", "what is kept of earlier runs: sim store list|verify|prune", hydra=False
    ),
    "bench": Verb(
        "sim.app.studies.bench", "measure speed and memory, against the same model in Mesa (quick=true)"
    ),
    "forecast": Verb(
        "sim.app.studies.forecast", "daily chances of each city's fall and how they are settled, as CSV"
    ),
    "ablation": Verb(
        "sim.app.studies.ablation",
        "every mechanism off in turn, other target rules, same dice (campaigns=all: in the exam)",
    ),
    "hindcast": Verb(
        "sim.app.studies.hindcast",
        "forecasts from earlier days, scored beside simple rivals (origins=weekly)",
    ),
    "noise": Verb("sim.app.studies.noise", "what share of the spread of runs is chance at fixed parameters"),
    "record": Verb(
        "sim.app.exam.record", "the exam over the campaigns of the library (runs=500 for a quick look)"
    ),
    "match": Verb(
        "sim.app.studies.match",
        "what an earlier campaign says of the parameters, for the priors of another (campaigns=all: what all say of a new war)",
    ),
    "calibrate": Verb(
        "sim.app.studies.calibrate",
        "does inference give back what made the reports? (replications=500 districts=60)",
    ),
    "brief": Verb(
        "sim.app.report.brief",
        "one page on whether the report was right: sim brief RUN_DIR (HTML, PDF, Markdown)",
        hydra=False,
    ),
    "export": Verb(
        "sim.app.report.export",
        "chances as GeoJSON and GeoPackage, verdicts as CSV and xlsx, citations: sim export RUN_DIR",
        hydra=False,
    ),
    "view": Verb(
        "sim.app.viewer.serve", "play one run in a browser (extra viewer): sim view SCENARIO", hydra=False
    ),
    "completion": Verb(
        "sim.app.entry.completion", "completion for a shell: sim completion bash|zsh", hydra=False
    ),
    "open": Verb(
        "sim.app.report.open_page", "show a finished folder's page: sim open [RUN_DIR]", hydra=False
    ),
    "list": Verb(
        "sim.app.entry.listing",
        "what there is: sim list [scenarios|experiments|parameters|verbs]",
        hydra=False,
    ),
    "diff": Verb(
        "sim.app.replay.diff", "what changed between two finished folders: sim diff RUN_A RUN_B", hydra=False
    ),
    "rerun": Verb(
        "sim.app.replay.rerun",
        "live one run of a finished folder again: sim rerun RUN_DIR --run K",
        hydra=False,
    ),
    "reproduce": Verb(
        "sim.app.replay.reproduce",
        "repeat a finished folder's job and compare: sim reproduce RUN_DIR",
        hydra=False,
    ),
    "draft": Verb(
        "sim.app.drafting.draft",
        "read a report's text into a draft to confirm: sim draft REPORT.txt --published DATE",
        hydra=False,
    ),
    "new": Verb(
        "sim.app.drafting.new", "begin a scenario: sim new NAME --reports FOLDER --network FILE", hydra=False
    ),
    "check": Verb(
        "sim.app.report.check",
        "say what a scenario holds, without simulating: sim check SCENARIO",
        hydra=False,
    ),
}
DEFAULT = "report"
