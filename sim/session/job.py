"""``Job``: the frozen value that a Hydra config becomes at the door. Nothing below the door knows Hydra."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sim.base.errors import UsageError, nearest
from sim.base.parameters import Prior, parse_prior
from sim.base.sizes import as_bytes
from sim.law.parameters import OFF, PARAMETERS
from sim.session.options import EXPECTED, OPTIONS, as_word

# options that say where and how fast, never what
LEFT_OUT = ("out", "store_cap", "workers", "executor", "executor_address", "debug")


@dataclass(frozen=True)
class MultirunPoint:
    """Place of a job in a sweep: the sweep's stamp and the job's number."""

    sweep: str
    number: int


@dataclass(frozen=True)
class Job:
    """One main job, checked. Fields as in ``sim.session.options``; ``law`` holds only what the user fixed."""

    scenario: str
    runs: int | None = None
    seed: int = 1
    as_of: str | None = None
    horizon: int | None = None
    workers: int | None = None
    executor: str = "local"
    executor_address: str | None = None
    evidence: str = "all"
    fit: tuple[str, ...] | None = None
    inference: str = "auto"
    words: str | None = None
    out: str | None = None
    store_cap: str = "20GB"
    precision: float | None = None
    drafts: bool = False
    debug: bool = False
    run: int = 0
    every: int = 7
    until: int | None = None
    quick: bool = False
    design: str = "lhs"
    points: int | None = None
    over: tuple[str, ...] | None = None
    of: tuple[str, ...] | None = None
    keep: str | None = None
    method: str = "ranks"
    a: tuple[str, ...] | None = None
    b: tuple[str, ...] | None = None
    origins: str = "weekly"
    start: str = "history"
    campaigns: tuple[str, ...] | None = None
    population: str | None = None
    replications: int = 500
    repeats: int = 200
    districts: int = 60
    law: Mapping[str, Prior] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    verb: str = "report"
    point: MultirunPoint | None = None
    hydra: Mapping[str, str] = field(default_factory=dict)  # file name -> text, for the folder's .hydra/

    def __post_init__(self) -> None:
        for name, option in OPTIONS.items():
            option.check(getattr(self, name))
            if getattr(self, name) != option.default:
                option.check_reader(self.verb, getattr(self, name))
        as_bytes(self.store_cap, "store.cap")
        for name in self.without:
            if name not in OFF:
                raise UsageError(f"law.without = {name!r} is not a mechanism{nearest(name, OFF)}")

    def with_runs(self, default: int) -> Job:
        """The job with a number of runs: its own, or ``default`` if it does not say."""
        return replace(self, runs=self.runs or default)

    @property
    def run_count(self) -> int:
        """Runs of the ensemble, of a job that ``with_runs`` has settled; 0 for another."""
        return self.runs or 0

    @property
    def config(self) -> dict[str, Any]:
        """Everything that decides the result, as plain data: the job's identity."""
        option_names = (name for name, option in OPTIONS.items() if option.read_by(self.verb))
        option_values = {
            name: json_value(getattr(self, name)) for name in option_names if name not in LEFT_OUT
        }
        return {**option_values, "law": self.law_texts, "without": list(self.without)}

    @property
    def law_texts(self) -> dict[str, str]:
        """The parameters the user fixed, as they are written on the command line, by name."""
        return {name: as_override(prior) for name, prior in sorted(self.law.items())}

    @property
    def folder_out(self) -> Path | None:
        """``out`` as a path; inside it one folder per point if the job is part of a sweep."""
        if self.out is None:
            return None
        folder = Path(self.out).expanduser()
        return folder if self.point is None else folder / str(self.point.number)

    @property
    def command(self) -> str:
        """The command that repeats this job in any shell."""
        words = ["sim", *([] if self.verb == "report" else [self.verb])]
        for name, option in OPTIONS.items():
            value = getattr(self, name)
            is_essential = name in ("scenario", "runs", "seed")
            if name not in LEFT_OUT and value is not None and (is_essential or value != option.default):
                words.append(f"{name}={as_word(value)}")
        words += [f"law.{name}={text}" for name, text in self.law_texts.items()]
        if self.without:
            words.append(f"law.without=[{','.join(self.without)}]")
        return shlex.join(words)


def as_override(prior: Prior) -> str:
    """A prior as it is written on the command line: ``0.5`` or ``uniform(0, 3)``."""
    return repr(prior.a) if prior.fixed else prior.text("r")


def json_value(value: object) -> object:
    """An option's value as JSON gives it back."""
    return list(value) if isinstance(value, tuple) else value


def list_words(value: object) -> tuple[str, ...] | None:
    """A list option, given as a list or as ``[a,b]``; commas inside parentheses do not divide. None stays None.

    UsageError for anything else.
    """
    if value is None:
        return None
    if isinstance(value, str):
        value = re.split(r",(?![^()]*\))", value.strip().removeprefix("[").removesuffix("]"))
    if not isinstance(value, (list, tuple)):
        raise UsageError(f"{value!r} is not a list; expected {EXPECTED[list]}")
    return tuple(word for item in value if (word := str(item).strip().strip("'\"")))


def parse_law(law: Mapping[str, Any]) -> dict[str, Prior]:
    """Priors by dotted name from nested values, those left null dropped; UsageError names a bad one."""
    groups = {group: values for group, values in law.items() if group != "without"}
    refuse_unknown(groups, {name.partition(".")[0] for name in PARAMETERS}, "law.")
    prior_texts = {
        f"{group}.{key}": value for group, values in groups.items() for key, value in values.items()
    }
    refuse_unknown(prior_texts, PARAMETERS, "law.")
    return {
        name: parse_parameter(name, prior_texts[name])
        for name in PARAMETERS
        if prior_texts.get(name) is not None
    }


def parse_parameter(name: str, value: object) -> Prior:
    """The prior given for one parameter of the law, inside its range. UsageError if it is no prior or outside the range."""
    try:
        prior = parse_prior(value)
    except UsageError as error:
        raise UsageError(f"law.{name}: {error}") from None
    return PARAMETERS[name].check(prior, where="law.")


def refuse_unknown(given: Iterable[str], names_known: Iterable[str], prefix: str = "") -> None:
    """UsageError for the first name that does not exist (``+name=value`` passes Hydra)."""
    names = set(names_known)
    for name in given:
        if name not in names:
            raise UsageError(f"override {prefix + name!r} is unknown{nearest(name, names)}")


def job_again(config: Mapping[str, Any], verb: str) -> Job:
    """The job whose ``Job.config`` this is; UsageError for what no job of ``verb`` has."""
    values = {name: value for name, value in config.items() if name not in ("law", "without")}
    refuse_unknown(values, OPTIONS)
    for name, value in values.items():
        if not OPTIONS[name].takes(value):
            raise UsageError(f"{name} = {value!r} is not a possible value; expected {OPTIONS[name].expected}")
    law = {str(name): text for name, text in dict(config.get("law") or {}).items()}
    refuse_unknown(law, PARAMETERS, "law.")
    lists: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return Job(
        **lists,
        law={name: parse_parameter(name, text) for name, text in law.items()},
        without=tuple(map(str, config.get("without") or ())),
        verb=verb,
    )


def make_job(plain: Mapping[str, Any], **more: Any) -> Job:
    """A checked ``Job`` from a config as plain data; ``more`` gives verb, point and Hydra's texts."""
    law = plain.get("law") or {}
    values = {name: value for name, value in plain.items() if name != "law"}
    refuse_unknown(values, OPTIONS)
    values |= {name: list_words(value) for name, value in values.items() if OPTIONS[name].kind is list}
    return Job(**values, law=parse_law(law), without=tuple(law.get("without") or ()), **more)
