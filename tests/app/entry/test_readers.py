"""Which verb reads which option: whatever a verb does not read is refused by name."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from sim.app.entry import cli
from sim.base.errors import UsageError
from sim.session.job import LEFT_OUT, Job, as_word, job_again, make_job
from sim.session.options import OPTIONS, Option
from sim.session.verbs import VERBS

EVERY = "seed debug"
RUNS = f"{EVERY} scenario runs as_of horizon workers fit out drafts store_cap population"
READ = {  # verb -> the options its code reads
    "report": f"{RUNS} evidence inference words executor executor_address precision keep",
    "watch": f"{EVERY} scenario as_of horizon drafts population run every until",
    "sweep": f"{RUNS} evidence executor executor_address design points over of keep",
    "sensitivity": f"{RUNS} evidence inference executor executor_address points over of keep method",
    "compare": f"{RUNS} evidence executor executor_address a b",
    "bench": f"{EVERY} scenario out drafts store_cap quick",
    "forecast": f"{RUNS} evidence inference",
    "ablation": f"{RUNS} evidence inference campaigns start",
    "record": f"{EVERY} scenario runs workers out store_cap population campaigns start",
    "noise": f"{EVERY} scenario runs as_of horizon drafts population",
    "hindcast": f"{RUNS} inference origins",
    "match": f"{RUNS} evidence executor executor_address campaigns",
    "calibrate": f"{EVERY} scenario runs workers out store_cap replications repeats districts",
}
PAIRS = [(verb, name) for verb in READ for name in OPTIONS]
UNREAD = [(verb, name) for verb, name in PAIRS if name not in READ[verb].split()]


def other_value(option: Option) -> Any:
    """A value of the option that is not its default."""
    if option.name == "store_cap":
        return "500MB"
    if option.choices:
        return next(one for one in option.choices if one != option.default)
    if option.kind is bool:
        return not option.default
    if option.kind is list:
        return ("x",)
    if option.kind is float:
        return option.high
    if option.low is not None:
        return next(one for one in (option.low + 1, option.low) if one != option.default)
    return "elsewhere"


def test_every_verb_with_overrides_stands_in_the_table() -> None:
    assert set(READ) == {verb for verb, one in VERBS.items() if one.hydra}


@pytest.mark.parametrize(("verb", "name"), UNREAD)
def test_an_option_that_a_verb_does_not_read_is_refused_by_name(verb: str, name: str) -> None:
    given: dict[str, Any] = {"scenario": "toy_corridor", name: other_value(OPTIONS[name])}
    with pytest.raises(UsageError, match=rf"^{name} = .* is read by sim .* only, not by sim {verb}$"):
        Job(verb=verb, **given)


@pytest.mark.parametrize("verb", READ)
def test_an_option_that_a_verb_reads_reaches_its_job_its_identity_and_its_command(verb: str) -> None:
    for name in READ[verb].split():
        value = "weights" if name == "inference" else other_value(OPTIONS[name])
        job = make_job({"scenario": "toy_corridor", name: value}, verb=verb)
        assert getattr(job, name) == value
        assert value != OPTIONS[name].default
        if name not in LEFT_OUT:
            assert getattr(job_again(job.config, verb), name) == value
            assert f"{name}={as_word(value)}" in shlex.split(job.command)


@pytest.mark.parametrize("verb", ["ablation", "hindcast"])
def test_a_filter_asked_of_a_verb_that_has_none_is_refused(verb: str) -> None:
    with pytest.raises(
        UsageError, match=rf"inference = filter is not read by sim {verb}; expected one of auto"
    ):
        Job("toy_corridor", inference="filter", verb=verb)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["hindcast", "evidence=all"], "evidence = all is read by sim report"),  # though it is the default
        (["watch", "runs=null"], "runs = null is read by sim report"),
        (["ablation", "executor.address=null"], "executor_address = null is read by sim report"),
        (["sensitivity", "method=morris", "inference=batches"], "inference = batches is read with method=ranks only"),
        (["sensitivity", "points=40"], "points = 40 is read with method=morris or sobol only"),
        (["sensitivity", "keep=events"], "keep = events is read with method=morris or sobol only"),
    ],
)  # fmt: skip
def test_the_command_line_refuses_what_is_not_read(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario = ["scenario=toy_corridor"]
    assert cli.main([words[0], *scenario, *words[1:]]) == 2
    assert message in capsys.readouterr().err
