"""Every option of the command line, declared once: schema, range check, ``--help`` and manifest come from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.base.errors import UsageError
from sim.ensemble.execution.executor import EXECUTORS


@dataclass(frozen=True)
class Option:
    """One option: ``kind`` is its Python type; ``default`` None means "left to the program"."""

    name: str
    kind: type
    default: object
    meaning: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    verb: str = ""  # the only verbs that read it, separated by spaces; "" for all
    partly: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # verb -> the only values it reads

    def read_by(self, verb: str) -> bool:
        """True if ``verb`` reads the option."""
        return not self.verb or verb in self.verb.split()

    def check_reader(self, verb: str, value: object) -> None:
        """UsageError if ``verb`` does not read the option, or not this value of it."""
        if not self.read_by(verb):
            raise UsageError(
                f"{self.name} = {as_word(value)} is read by {verb_names(self.verb)} only, not by {verb_names(verb)}"
            )
        if verb in self.partly and value not in self.partly[verb]:
            choices = ", ".join(self.partly[verb])
            raise UsageError(
                f"{self.name} = {as_word(value)} is not read by {verb_names(verb)}; expected one of {choices}"
            )

    @property
    def expected(self) -> str:
        """What a value must look like, in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if self.low is not None and self.high is not None:
            return f"a {'whole ' if self.kind is int else ''}number from {self.low:,} to {self.high:,}"
        return EXPECTED.get(self.kind, "a word or path")

    def takes(self, value: object) -> bool:
        """True if a value is of the option's type, whole numbers among floats; None where the default is None."""
        if value is None or isinstance(value, bool):
            return self.kind is bool if value is not None else self.default is None
        return isinstance(value, (int, float) if self.kind is float else self.kind)

    def check(self, value: object) -> None:
        """UsageError if ``value`` is outside the range or not among the choices."""
        if value is None and self.default is None:
            return
        has_range = self.low is not None and self.high is not None and isinstance(value, (int, float))
        if has_range and not self.low <= value <= self.high:  # type: ignore[operator]  # both are numbers here
            raise UsageError(f"{self.name} = {value} is outside its range; expected {self.expected}")
        if self.choices and value not in self.choices:
            raise UsageError(f"{self.name} = {value!r} is unknown; expected {self.expected}")


def as_word(value: object) -> str:
    """An option's value as it is written on the command line."""
    return f"[{','.join(value)}]" if isinstance(value, tuple) else str(value)


def verb_names(verbs: str) -> str:
    """Verbs separated by spaces as they are typed."""
    return " and ".join(f"sim {verb}" for verb in verbs.split())


# Which verbs read an option: groups of them, as ``Option.verb`` wants them.
WEIGHING = "report sweep sensitivity compare forecast ablation match"  # by the evidence of one choice
RUNNING = f"{WEIGHING} hindcast"  # an ensemble of a scenario
FILLING = f"{RUNNING} calibrate bench record"  # a folder
UNFILTERED = ("auto", "weights", "batches")  # values of ``inference``
SPELLINGS = {
    "executor.address": "executor_address",
    "store.cap": "store_cap",
}  # a key that Hydra cannot nest under a word -> the option
EVENTS, SERIES, AGGREGATES, ALL = "events", "series", "aggregates", "all"  # values of ``keep``
EXPECTED = {int: "a whole number", bool: "true or false", list: "a list in brackets, such as [a,b]"}
OPTIONS: dict[str, Option] = {
    option.name: option
    for option in (
        Option("scenario", str, "afghanistan_2021_08_05", "name of a shipped scenario, or path of a folder or file",
            verb=f"{FILLING} watch noise"),
        Option("runs", int, None, "runs of the ensemble; null: the scenario's", 1, 10_000_000,
            verb=f"{RUNNING} calibrate record noise"),
        Option("seed", int, 1, "random seed", 0, 2**63 - 1),
        Option("as_of", str, None,
            "forecast origin: an earlier day, with only what had been published by then; null: the scenario's",
            verb=f"{RUNNING} watch noise"),
        Option("horizon", int, None, "days simulated after as_of; null: the scenario's", 1, 3_650,
            verb=f"{RUNNING} watch noise"),
        Option("workers", int, None, "threads (dask: processes started here); null: all cores", 1, 1_024,
            verb=f"{RUNNING} calibrate record"),
        Option("executor", str, "local",
            "local: threads of this process; dask: processes of a Dask cluster (extra cluster)", choices=EXECUTORS,
            verb="report sweep sensitivity compare match"),
        Option("executor_address", str, None,
            "tcp://HOST:PORT of a running Dask scheduler, also written executor.address; null: one is started here",
            verb="report sweep sensitivity compare match"),
        Option("evidence", str, "all",
            "reports used in the likelihood; seed: only those of the report whose claims are judged",
            choices=("all", "seed", "none"), verb=WEIGHING),
        Option("fit", list, None, "ids of the counts used in the likelihood; null: those with use: fit",
            verb=RUNNING),
        Option("inference", str, "auto",
            "conditioning method: importance weights, adaptive batches (population Monte Carlo) or particle "
            "filter; auto: the first that is likely to leave a sufficient effective sample size",
            choices=("auto", "weights", "batches", "filter"), verb="report sensitivity forecast ablation hindcast",
            partly={"ablation": UNFILTERED, "hindcast": UNFILTERED}),
        Option("words", str, None, "scale of likelihood words; null: the scenario's",
            choices=("icd203", "ipcc", "phia"), verb="report"),
        Option("store_cap", str, "20GB",
            "size limit of the store of earlier runs, also written store.cap; the oldest are removed first",
            verb=FILLING),
        Option("out", str, None, "output folder (new, empty, or of the same job); null: outputs/SCENARIO/TIME",
            verb=FILLING),
        Option("precision", float, None,
            "target half-width of every headline's Monte Carlo interval: runs are added until it is reached, at "
            "most runs=; null: exactly runs=", 0.001, 0.5, verb="report"),
        Option("drafts", bool, False,
            "use unconfirmed entries that have no gaps; false: a scenario that holds unconfirmed entries is refused",
            verb=f"{RUNNING} watch bench noise"),
        Option("debug", bool, False, "show tracebacks"),
        Option("run", int, 0, "number of the run to follow", 0, 10**9, verb="watch"),
        Option("every", int, 7, "days between two summaries", 1, 3_650, verb="watch"),
        Option("until", int, None, "last day shown; null: all days", 1, 3_650, verb="watch"),
        Option("design", str, "lhs",
            "design of the points; morris, saltelli: for sensitivity indices; tipping: near the 5, 50 and 95 % "
            "contours of a claim; optimise: where the likelihood of the reports is highest; file: over=POINTS.csv",
            choices=("lhs", "sobol", "grid", "morris", "saltelli", "tipping", "optimise", "file"), verb="sweep"),
        Option("points", int, None, "maximum number of points; null: 100", 1, 1_000_000, verb="sweep sensitivity"),
        Option("over", list, None,
            "what is varied: [name:low:high,name:a|b|c] or FILE.yaml with such a list; null (sensitivity): all "
            "priors", verb="sweep sensitivity"),
        Option("of", list, None, "outputs to analyse: claims, definitions or series, or [all]; null: headlines",
            verb="sweep sensitivity"),
        Option("keep", str, None,
            "what is stored of runs: events (of every run, and the daily series of a sample, which columns.json describes), "
            "series (series of every run, no events.parquet), all (events and series of every run), or aggregates "
            "(counts that add up, no single run: memory does not grow with runs); series and all: report only; null: "
            "events for report, aggregates for each point of a sweep (events: its blocks are stored)",
            choices=(EVENTS, SERIES, AGGREGATES, ALL), verb="report sweep sensitivity"),
        Option("method", str, "ranks",
            "ranks: rank correlations in one ensemble; morris, sobol: a batch of runs at every point (extra explore)",
            choices=("ranks", "morris", "sobol"), verb="sensitivity"),
        Option("a", list, None, "first setting: [name=value,...]", verb="compare"),
        Option("b", list, None, "second setting: [name=value,...]; null: the scenario as it is", verb="compare"),
        Option("quick", bool, False, "skip the measurements that take minutes", verb="bench"),
        Option("origins", str, "weekly",
            "forecast origins: every week back from as_of, or each publication of the main tracker",
            choices=("weekly", "reports"), verb="hindcast"),
        Option("start", str, "history",
            "start of the runs of a forecast origin: history, at the scenario's start; restart and map, from the "
            "last known map", choices=("history", "restart", "map"), verb="record ablation"),
        Option("campaigns", list, None,
            "campaigns to evaluate (match: to learn from), by name or path, or all; null: all (ablation, match: "
            "the scenario instead)", verb="record ablation match"),
        Option("population", str, None,
            "priors learned across wars: all (for a campaign of the library, without its own country and time), "
            "none, or the name of a file; null: as priors.yaml says", verb=f"{RUNNING} record watch noise"),
        Option("replications", int, 500, "simulated data sets", 40, 100_000, verb="calibrate"),
        Option("repeats", int, 200, "replicate ensembles that check the coverage of Monte Carlo intervals; 0: none",
            0, 100_000, verb="calibrate"),
        Option("districts", int, 60, "districts of the synthetic network", 24, 2_000, verb="calibrate"),
    )
}  # fmt: skip
