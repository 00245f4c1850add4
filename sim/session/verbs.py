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
    "report": Verb("sim.app.report.report",
        "main job: simulate, condition on the reports, judge the claims, write the page (the default verb)"),
    "watch": Verb("sim.app.report.watch",
        "follow one run day by day: front, postures, orders, captures and why (run=17 every=7)"),
    "sweep": Verb("sim.app.sweeps.sweep",
        "many settings in one job: sim sweep points=500 'over=[law.momentum.gain:0:3]'"),
    "sensitivity": Verb("sim.app.sweeps.sensitivity",
        "which parameters the verdicts are most sensitive to, ranked, and where a verdict would change"),
    "compare": Verb("sim.app.sweeps.compare",
        "two settings under common random numbers: sim compare 'a=[law.external.level=1]'"),
    "store": Verb("sim.app.replay.store",
        "stored blocks of earlier runs: sim store list|verify|prune", hydra=False),
    "bench": Verb("sim.app.studies.bench",
        "benchmark speed and memory against the same model in Mesa (quick=true)"),
    "forecast": Verb("sim.app.studies.forecast",
        "daily probability that each city falls, with resolution criteria, as CSV"),
    "ablation": Verb("sim.app.studies.ablation",
        "switch each mechanism off in turn, and other target rules, under common random numbers "
        "(campaigns=all: in the exam)"),
    "hindcast": Verb("sim.app.studies.hindcast",
        "forecasts from earlier forecast origins, scored against baselines (origins=weekly)"),
    "noise": Verb("sim.app.studies.noise",
        "variance decomposition: how much of the spread between runs is chance at fixed parameters"),
    "record": Verb("sim.app.exam.record",
        "forecast evaluation over the campaigns of the library, called the exam (runs=500 for a quick look)"),
    "match": Verb("sim.app.studies.match",
        "history matching: update the priors on an earlier campaign (campaigns=all: learn from all campaigns)"),
    "calibrate": Verb("sim.app.studies.calibrate",
        "simulation-based calibration of the inference (replications=500 districts=60)"),
    "brief": Verb("sim.app.report.brief",
        "one-page summary of a finished run folder: sim brief RUN_DIR (HTML, PDF, Markdown)", hydra=False),
    "export": Verb("sim.app.report.export",
        "export probabilities as GeoJSON and GeoPackage, verdicts as CSV and xlsx, citations: sim export "
        "RUN_DIR", hydra=False),
    "view": Verb("sim.app.viewer.serve",
        "animate one run in the browser (extra viewer): sim view SCENARIO", hydra=False),
    "completion": Verb("sim.app.entry.completion", "shell completion: sim completion bash|zsh", hydra=False),
    "open": Verb("sim.app.report.open_page",
        "open the page of a finished run folder: sim open [RUN_DIR]", hydra=False),
    "list": Verb("sim.app.entry.listing",
        "list scenarios, experiments, parameters or verbs: sim list "
        "[scenarios|experiments|parameters|verbs]", hydra=False),
    "diff": Verb("sim.app.replay.diff",
        "differences between two finished run folders: sim diff RUN_A RUN_B", hydra=False),
    "rerun": Verb("sim.app.replay.rerun",
        "replay one run of a finished run folder and compare it: sim rerun RUN_DIR --run K", hydra=False),
    "reproduce": Verb("sim.app.replay.reproduce",
        "repeat the job of a finished run folder and compare every file: sim reproduce RUN_DIR", hydra=False),
    "draft": Verb("sim.app.drafting.draft",
        "extract counts and claims from a report's text, for a person to confirm: sim draft REPORT.txt "
        "--published DATE", hydra=False),
    "new": Verb("sim.app.drafting.new",
        "start a new scenario: sim new NAME --reports FOLDER --network FILE", hydra=False),
    "check": Verb("sim.app.report.check",
        "validate and describe a scenario without simulating: sim check SCENARIO", hydra=False),
}  # fmt: skip
DEFAULT = "report"
