"""``sim compare``: two settings of one scenario with the same random numbers, and how much the pairing is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.app.entry.start import announce, start_session
from sim.app.sweeps.result import finish, target_label
from sim.app.sweeps.tables import write_table
from sim.base.errors import DONE, FAILED_RUNS, NO_VERDICT, UsageError
from sim.claims.likelihood_words import percent
from sim.ensemble.engine import Plan, simulate
from sim.explore.compare import Difference, PairedRuns, compare, headline_rows, observe_side
from sim.explore.settings import Setup, Value, choose
from sim.explore.targets import headline_names
from sim.output.folder import RunFolderWriter, open_folder
from sim.output.json_documents import write_json
from sim.scenario.scenario import Scenario
from sim.session.console import Console
from sim.session.job import Job
from sim.session.options import as_word
from sim.session.session import Session, with_executor

FORM = (
    "expected [name=value,...], such as [law.external.level=1,without=loot] or [] for the scenario as it is"
)
MINUS = "−"
LEVELS_PRINTED = ("held.", "capitals.")  # the others stand in the table


def main(job: Job) -> int:
    """Run both settings, print and write the differences; returns the exit code. UsageError for an option it cannot use."""
    session, scenario = start_session(job)
    job, console = session.job, session.console
    base = Setup(scenario, job.evidence)
    settings = {"a": parse_settings(job.a, "a"), "b": parse_settings(job.b, "b")}
    setups = {name: choose(base, texts) for name, texts in settings.items()}
    if setups["a"] == setups["b"]:
        raise UsageError(f"a = {as_word(job.a or ())} and b = {as_word(job.b or ())} are the same; {FORM}")
    with open_folder(job) as folder:
        announce(session, scenario)
        sides, failed_count = {}, 0
        with with_executor(session) as running:
            for name, setup in setups.items():
                console.say(f"{name}: {as_word(getattr(job, name) or ())}")
                sides[name], failed_here = observe_setting(setup, running)
                failed_count += failed_here
        session.watch.lap("run")
        differences = compare(sides["a"], sides["b"])
        print_comparison(console, scenario, differences, sides)
        path = write(folder, session, scenario, differences, sides)
        console.say(f"table: {path / 'compare.csv'}")
    if all(difference.difference is None for difference in differences):
        return NO_VERDICT
    return FAILED_RUNS if failed_count else DONE


def parse_settings(texts: Sequence[str] | None, option: str) -> dict[str, Value]:
    """Settings by name from texts ``name=value``; UsageError for one without a value or named twice."""
    setting_values: dict[str, Value] = {}
    for text in texts or ():
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not value:
            raise UsageError(f"{option} = {text!r} has no value; {FORM}")
        if name in setting_values:
            raise UsageError(f"{option} names {name} twice; {FORM}")
        setting_values[name] = value
    return setting_values


def observe_setting(setup: Setup, session: Session) -> tuple[PairedRuns, int]:
    """(what is stored of one setting, number of failed runs); its runs are dropped."""
    with session.console.progress() as progress:
        plan = Plan(setup.scenario, session.job.seed, session.job.run_count)
        ensemble = simulate(plan, session.executor, progress)
    return observe_side(ensemble, setup), len(ensemble.failed)


def print_comparison(
    console: Console, scenario: Scenario, differences: Sequence[Difference], sides: Mapping[str, PairedRuns]
) -> None:
    """One line a headline and level, and what the pairing was worth."""
    levels = [
        difference.target
        for difference in differences
        if difference.target.startswith(LEVELS_PRINTED) and difference.when == "prior"
    ]
    rows = headline_rows(differences, [*headline_names(scenario), *levels])
    heads = ("", "a", "b", "a − b", "95 % interval", "", "variance saved")
    console.say_table([heads, *(difference_cells(scenario, row) for row in rows)])
    small_sizes = {
        name: side.ess for name, side in sides.items() if side.posterior is not None and side.ess < 100
    }
    if small_sizes:
        sizes = " and ".join(f"{ess:.0f} under {name}" for name, ess in small_sizes.items())
        console.say(f"few effective runs after the evidence ({sizes}); more runs narrow the intervals")


def difference_cells(scenario: Scenario, row: Difference) -> tuple[str, ...]:
    """One difference in words."""
    label = target_label(scenario, row.target) if row.share else row.text
    name = label if len(label) <= 48 else label[:47].rstrip() + "…"
    sides = level_text(row.a, row.share), level_text(row.b, row.share)
    if row.difference is None or row.low is None or row.high is None:
        return name, *sides, "–", "too few effective runs", row.when, ""
    interval = f"{change_text(row.low, row.share)} to {change_text(row.high, row.share)}"
    saving_text = "" if row.saved is None else f"{row.saved:.1f} times"
    return name, *sides, change_text(row.difference, row.share), interval, row.when, saving_text


def level_text(value: float | None, share: bool) -> str:
    """A probability or a level."""
    if value is None:
        return "–"
    return percent(value) if share else f"{value:.1f}"


def change_text(value: float, share: bool) -> str:
    """A difference with its sign: in points of a per cent, or in the level's unit."""
    text = f"{100 * value:+.1f} pp" if share else f"{value:+.1f}" if abs(value) >= 1 else f"{value:+.2g}"
    return text.replace("-", MINUS)


def write(
    folder: RunFolderWriter,
    session: Session,
    scenario: Scenario,
    differences: Sequence[Difference],
    sides: Mapping[str, PairedRuns],
) -> Path:
    """``compare.csv|parquet|json`` and the manifest; returns the folder."""
    job = session.job
    rows = [difference.to_dict() for difference in differences]
    write_table(folder.part, "compare", rows)
    document = {
        "schema": "sim.compare/1",
        "scenario": scenario.name,
        "a": list(job.a or ()),
        "b": list(job.b or ()),
        "runs": job.runs,
        "ess": {name: side.ess for name, side in sides.items()},
        "differences": rows,
    }
    write_json(folder.part / "compare.json", document)
    return finish(folder, session, scenario, runs=job.runs)
