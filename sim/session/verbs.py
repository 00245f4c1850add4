"""The verbs of the command line, declared once: dispatch, arguments, help and completion come from here.

To add one, write its module and one entry here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Flag:
    """One flag of a verb without overrides: what stands for its value, and what it means."""

    name: str
    value: str
    meaning: str
    needed: bool = False

    @property
    def usage(self) -> str:
        """``--reports FOLDER``, or in brackets where it may be left out."""
        text = f"--{self.name} {self.value}"
        return text if self.needed else f"[{text}]"


@dataclass(frozen=True)
class Verb:
    """``module.main(job)`` if the verb takes Hydra overrides, else ``module.main(words)``; returns the exit code.

    home       its module below ``sim.app``
    operands   what stands behind a verb without overrides, flags apart: in brackets what may be left out, choices
               divided by bars; None for a verb that takes overrides
    """

    name: str
    home: str
    summary: str
    operands: str | None = None
    flags: tuple[Flag, ...] = ()
    example: str = ""

    @property
    def module(self) -> str:
        """Full name of its module."""
        return f"sim.app.{self.home}"

    @property
    def hydra(self) -> bool:
        """True if it takes overrides."""
        return self.operands is None

    @property
    def usage(self) -> str:
        """``sim new NAME --reports FOLDER [--start DATE]``, on one line; of verbs without overrides."""
        return " ".join([f"sim {self.name} {self.operands}", *(flag.usage for flag in self.flags)])


DEFAULT = "report"
PUBLISHED = Flag("published", "DATE", "publication date of reports whose file name does not begin with one")
SOURCE = Flag("source", "ID", "source of reports whose file name does not give one")
VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("report", "report.report",
            "main job: simulate, condition on the reports, judge the claims, write the page (the default verb)"),
        Verb("watch", "report.watch",
            "follow one run day by day: front, postures, orders, captures and why (run=17 every=7)"),
        Verb("sweep", "sweeps.sweep",
            "many settings in one job: sim sweep points=500 'over=[law.momentum.gain:0:3]'"),
        Verb("sensitivity", "sweeps.sensitivity",
            "which parameters the verdicts are most sensitive to, ranked, and where a verdict would change"),
        Verb("compare", "sweeps.compare",
            "two settings under common random numbers: sim compare 'a=[law.external.level=1]'"),
        Verb("store", "replay.store", "the store of earlier runs: list it, verify every file, or remove what is old or exceeds a size",
            "list|verify|prune",
            (
                Flag("other", "true|false", "prune: files written by other versions of the code (the default)"),
                Flag("older", "TIME", "prune: files unchanged for so many days, such as 30"),
                Flag("over", "SIZE", "prune: the oldest, until the rest fits, such as 2GB"),
                Flag("yes", "true|false", "prune: delete them instead of listing them"),
            ),
            "sim store prune over=2G yes=true"),
        Verb("bench", "studies.bench", "benchmark speed and memory against the same model in Mesa (quick=true)"),
        Verb("forecast", "studies.forecast",
            "daily probability that each city falls, with resolution criteria, as CSV"),
        Verb("ablation", "studies.ablation",
            "switch each mechanism off in turn, and other target rules, under common random numbers "
            "(campaigns=all: in the exam)"),
        Verb("hindcast", "studies.hindcast",
            "forecasts from earlier forecast origins, scored against baselines (origins=weekly)"),
        Verb("noise", "studies.noise",
            "variance decomposition: how much of the spread between runs is chance at fixed parameters"),
        Verb("record", "exam.record",
            "forecast evaluation over the campaigns of the library, called the exam (runs=500 for a quick look)"),
        Verb("match", "studies.match",
            "history matching: update the priors on an earlier campaign (campaigns=all: learn from all campaigns)"),
        Verb("calibrate", "studies.calibrate",
            "simulation-based calibration of the inference (replications=500 districts=60)"),
        Verb("brief", "report.brief", "one-page summary of a finished run folder: was the report right, and how sure can one be?",
            "RUN_DIR", (Flag("out", "FOLDER", "output folder of brief.html, brief.md and brief.pdf; default: the run folder"),),
            "sim brief results/august"),
        Verb("export", "report.export",
            "export a finished run folder: probabilities as GeoJSON and GeoPackage, verdicts as CSV and a workbook, sources as citations",
            "RUN_DIR", (Flag("out", "FOLDER", "output folder; default: the run folder"),), "sim export results/august --out handed"),
        Verb("view", "viewer.serve", "animate one run day by day in the browser (extra viewer)", "[SCENARIO]",
            (
                Flag("seed", "N", "random seed of the ensemble"),
                Flag("run", "K", "number of the first run shown"),
                Flag("port", "PORT", "port on this machine"),
            ),
            "sim view toy_corridor --run 17"),
        Verb("completion", "entry.completion", "print a shell script that completes verbs, options, scenarios and parameters",
            "bash|zsh", example='eval "$(sim completion bash)"'),
        Verb("open", "report.open_page", "open the page of a finished run folder in the browser; default: the last one",
            "[RUN_DIR]", example="sim open results/august"),
        Verb("list", "entry.listing", "list scenarios, experiments, parameters or verbs by name",
            "[scenarios|experiments|parameters|verbs]", example="sim list parameters"),
        Verb("diff", "replay.diff", "compare two finished run folders: what changed in the input, and how each verdict changed",
            "RUN_A RUN_B", (Flag("out", "FILE.html", "write the comparison as a page"),),
            "sim diff results/august results/september --out changes.html"),
        Verb("rerun", "replay.rerun", "replay one run of a finished job day by day, and compare it with the stored run", "RUN_DIR",
            (
                Flag("run", "K", "number of the run", True),
                Flag("every", "DAYS", "days between two summaries of the front"),
                Flag("until", "DAY", "last day shown"),
            ),
            "sim rerun results/august --run 17"),
        Verb("reproduce", "replay.reproduce", "repeat the job of a finished run folder from scratch, and compare every file",
            "RUN_DIR", (Flag("out", "DIR", "output folder of the repeated job"),), "sim reproduce results/august"),
        Verb("draft", "drafting.draft",
            "extract counts and claims from a report (.txt, .html, .pdf) or a folder of reports, for a person to confirm",
            "[REPORT|FOLDER]",
            (
                PUBLISHED,
                SOURCE,
                Flag("scenario", "NAME", "scenario whose factions, places and district totals are used while reading"),
                Flag("out", "FILE", "draft file to write or update; confirmed entries stay"),
                Flag("walk", "FILE", "review a draft file, or that of a folder, entry by entry"),
            ),
            "sim draft reports --scenario hills --out hills/drafts.yaml"),
        Verb("new", "drafting.new",
            "start a scenario in a new folder NAME from a folder of reports and a network, and list what is still missing",
            "NAME",
            (
                Flag("reports", "FOLDER", "folder of reports, one per file, preferably named DATE_SOURCE.txt", True),
                Flag("network", "FILE", "edges (.csv .xlsx .parquet), a graph (.graphml .gexf .edges .json) or boundaries "
                     "(.geojson .json .topojson .gpkg .shp .zip .fgb .parquet); or the folder of districts.csv and edges.csv", True),
                Flag("districts", "FILE", "table of districts; default: districts.csv beside --network, or a template is written"),
                Flag("columns", "COLUMN=PROPERTY,...", "properties of the boundaries to use as id, name, province, seat, population; "
                     "default: proposed from the file"),
                Flag("layer", "NAME", "layer to read from a boundary file with several"),
                Flag("crs", "EPSG:NNNN", "coordinate system of a boundary file that does not declare one"),
                Flag("parts", "N", "number of connected components of the network (islands, exclaves); default: counted and listed"),
                Flag("weights", "COLUMN", "column or attribute of the edges with the contact of two districts; default: all equal"),
                Flag("challenger", "NAME,ALIAS", "the attacking side, and the names reports use for it"),
                Flag("incumbent", "NAME,ALIAS", "the side that holds the remaining districts"),
                Flag("start", "DATE", "first day of the runs; default: the day of the start count"),
                Flag("as-of", "DATE", "forecast origin; default: the day of the last report"),
                PUBLISHED,
                SOURCE,
            ),
            'sim new hills --reports reports --network edges.csv --challenger "Reds,the insurgents" --incumbent Blues'),
        Verb("check", "report.check",
            "validate and describe a scenario without simulating, as of its own date or an earlier one; suspicious entries are listed",
            "SCENARIO", (Flag("as-of", "DATE", "an earlier day, with only what had been published by then"),),
            "sim check toy_corridor"),
    )
}  # fmt: skip
