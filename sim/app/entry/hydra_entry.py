"""Hydra's door: overrides go in, ``Job`` values come out. Below it nothing knows Hydra."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, cast

import hydra
from hydra.core.hydra_config import HydraConfig
from hydra.errors import HydraException
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.app.entry.experiment_files import check_experiments, without_byte_order_marks
from sim.app.entry.hydra_errors import explain
from sim.app.entry.hydra_schema import register_schema
from sim.app.entry.multirun import note_point, print_points, read_points
from sim.base.compiled import PACKAGE
from sim.base.parameters import FAMILIES
from sim.output.timestamps import new_stamp
from sim.session.console import Console
from sim.session.exit_codes import guarded, usage, worst_code
from sim.session.job import Job, MultirunPoint, make_job
from sim.session.options import OPTIONS, SPELLINGS
from sim.session.verbs import VERBS

DEFAULTS = (
    {"version_base": "1.3"} if hydra.__version__.startswith("1.3.") else {}
)  # 1.4 has no other defaults
PRIOR = re.compile(rf"(?<!['\"\w])((?:{'|'.join(FAMILIES)})\s*\([^()]*\))")
PLAIN = re.compile(r"[\w/.+*@?|$%\\-]*", re.ASCII)
LISTS = {name for name, option in OPTIONS.items() if option.kind is list}  # read by ourselves, as one text
PATHS = ("out", "scenario", "executor_address")


def configs_folder() -> Path:
    """Folder of the shipped configs: inside an installed wheel, or beside ``sim/`` in a checkout."""
    shipped = PACKAGE / "_shipped" / "configs"
    return shipped if shipped.is_dir() else PACKAGE.parent / "configs"


def enter(verb: str, words: Sequence[str]) -> int:
    """Let Hydra read ``words`` and do the verb's job, or every job of a multirun; returns the exit code."""
    check_experiments(words, configs_folder())
    scratch = Path(tempfile.mkdtemp(prefix="sim-"))
    sweep, codes = scratch / f"{new_stamp()}-sweep", list[int]()
    try:
        quoted = [quote(word) for word in without_byte_order_marks(words, scratch / "configs")]
        run_hydra(partial(do_job, verb, codes), [f"hydra.sweep.dir={sweep.as_posix()}", *quoted])
        points = read_points(sweep)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print_points(points)
    return worst_code([*codes, *(point.code for point in points)])


def run_hydra(task: partial[None], words: Sequence[str]) -> None:
    """``hydra.main`` on ``words``; whatever it finds wrong becomes one UsageError."""
    register_schema()

    def job(cfg: DictConfig) -> None:
        task(cfg)

    with command_line(words):
        try:
            hydra.main(config_path=str(configs_folder()), config_name="config", **DEFAULTS)(job)()
        except (HydraException, OmegaConfBaseException, ValueError) as error:
            raise usage(explain(error, words)) from error


@contextmanager
def command_line(words: Sequence[str]) -> Iterator[None]:
    """``sys.argv`` as Hydra is to see it, and Hydra's errors raised instead of printed; both put back."""
    argv, full = sys.argv, os.environ.get("HYDRA_FULL_ERROR")
    sys.argv = [argv[0], *words]
    os.environ["HYDRA_FULL_ERROR"] = "1"
    try:
        yield
    finally:
        sys.argv = argv
        os.environ.pop("HYDRA_FULL_ERROR")
        if full is not None:
            os.environ["HYDRA_FULL_ERROR"] = full


def do_job(verb: str, codes: list[int], cfg: DictConfig) -> None:
    """Do one job, and note its exit code; of a job of a multirun in the sweep's scratch folder.

    A launcher may do the jobs of a multirun in other processes.
    """
    if HydraConfig.get().mode == RunMode.MULTIRUN:
        do_point(verb, cfg)
    else:
        codes.append(guarded(lambda: run_capped(read_job(verb, cfg)), debug=bool(cfg.debug)))


def run_capped(job: Job) -> int:
    """Do a job, then keep the store within its cap and say how much it holds, where that is much."""
    code = run_verb(job)
    if OPTIONS["store_cap"].read_by(job.verb):
        from sim.output.store_files import (
            keep_within,  # brings the rooms that write into it, loaded by the job anyway
        )

        console = Console()
        if note := keep_within(job.store_cap, always=console.terminal):
            console.say(note)
    return code


def do_point(verb: str, cfg: DictConfig) -> None:
    """Do one job of a multirun and note its result, whichever process runs it."""
    config = HydraConfig.get()
    point = MultirunPoint(Path(config.sweep.dir).name, int(config.job.num))
    jobs: list[Job] = []

    def work() -> int:
        jobs.append(read_job(verb, cfg, point))
        return run_verb(jobs[0])

    code = guarded(work, debug=bool(cfg.debug))
    note_point(
        Path(config.sweep.dir), point.number, code, list(config.overrides.task), jobs[0] if jobs else None
    )


def run_verb(job: Job) -> int:
    """Exit code of the verb's own module."""
    return int(importlib.import_module(VERBS[job.verb].module).main(job))


def read_job(verb: str, cfg: DictConfig, point: MultirunPoint | None = None) -> Job:
    """The last lines that see Hydra: its config as a checked ``Job``."""
    config = HydraConfig.get()
    texts = {
        "config.yaml": OmegaConf.to_yaml(cfg),
        "overrides.yaml": OmegaConf.to_yaml(config.overrides.task),
        "hydra.yaml": OmegaConf.to_yaml(OmegaConf.create({"hydra": config})),
    }
    config_values = cast(dict[str, Any], OmegaConf.to_container(cfg, resolve=False))
    return make_job(config_values, verb=verb, point=point, hydra=texts)


def quote(word: str) -> str:
    """An override as Hydra's grammar wants it: priors and paths quoted, so that a shell's quotes are enough."""
    key, equals, value = word.partition("=")
    if key in SPELLINGS:
        key = SPELLINGS[key]
        word = f"{key}={value}"
    if key in LISTS and value[:1] not in ("", "'", '"'):
        return f"{key}={value!r}"
    if not equals or value[:1] in "'\"[{":
        return word
    if key.startswith("law."):
        return f"{key}={PRIOR.sub(lambda match: repr(match.group(1)), value)}"
    if key in PATHS and not PLAIN.fullmatch(value) and ("," not in value or key != "scenario"):
        return f"{key}={value!r}"
    return word


__all__ = ["configs_folder", "enter", "quote", "read_job"]
