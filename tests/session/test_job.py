"""``Job``: what Hydra's config becomes, and the command that repeats it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

import pytest

from sim.app.entry.hydra_entry import quote
from sim.base.errors import UsageError
from sim.base.parameters import Fixed, Uniform
from sim.session.job import Job, MultirunPoint, make_job
from sim.session.options import OPTIONS

PLAIN: Mapping[str, Any] = {"scenario": "toy_corridor", "runs": 10}


def test_every_option_is_a_field_with_the_same_default() -> None:
    job = Job("toy_corridor")
    for name, option in OPTIONS.items():
        if name != "scenario":
            assert getattr(job, name) == option.default, name


def test_parameters_left_null_are_the_scenarios_own() -> None:
    job = make_job({**PLAIN, "law": {"without": [], "momentum": {"gain": 0.5, "half_life": None}}})
    assert job.law == {"momentum.gain": Fixed(0.5)}


def test_a_prior_in_words_is_parsed() -> None:
    job = make_job({**PLAIN, "law": {"momentum": {"gain": "uniform(0,3)"}}})
    assert job.law == {"momentum.gain": Uniform(0, 3)}


def test_an_unknown_mechanism_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"law\.without = 'moment' is not a mechanism; nearest: momentum"):
        make_job({**PLAIN, "law": {"without": ["moment"]}})


def test_the_command_repeats_the_job() -> None:
    job = Job(
        "toy_corridor",
        runs=50,
        evidence="seed",
        law={"momentum.gain": Uniform(0, 3)},
        without=("loot", "truce"),
    )
    words = shlex.split(job.command)
    assert words == [
        "sim",
        "scenario=toy_corridor",
        "runs=50",
        "seed=1",
        "evidence=seed",
        "law.momentum.gain=uniform(0.0, 3.0)",
        "law.without=[loot,truce]",
    ]


def test_where_and_how_fast_do_not_change_what_a_job_is() -> None:
    assert Job("toy_corridor", workers=1, out="a").config == Job("toy_corridor", workers=2, out="b").config
    there = Job("toy_corridor", executor="dask", executor_address="tcp://10.0.0.1:8786")
    assert there.config == Job("toy_corridor").config
    assert Job("toy_corridor", seed=2).config != Job("toy_corridor").config


def test_each_point_of_a_sweep_has_its_own_folder_below_out() -> None:
    job = Job("toy_corridor", out="here", point=MultirunPoint("now-sweep", 3))
    assert str(job.folder_out) == "here/3"


@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        ("law.momentum.gain=uniform(0,3)", "law.momentum.gain='uniform(0,3)'"),
        ("law.momentum.gain=uniform(0, 3),0.5", "law.momentum.gain='uniform(0, 3)',0.5"),
        ("law.momentum.gain=choice(1,2)", "law.momentum.gain=choice(1,2)"),
        ("law.momentum.gain='uniform(0,3)'", "law.momentum.gain='uniform(0,3)'"),
        ("out=/tmp/été (1)", "out='/tmp/été (1)'"),
        ("scenario=a,b", "scenario=a,b"),
        ("runs=5", "runs=5"),
        ("executor.address=tcp://10.0.0.1:8786", "executor_address='tcp://10.0.0.1:8786'"),
    ],
)
def test_what_a_shell_leaves_is_quoted_for_hydra(word: str, quoted: str) -> None:
    assert quote(word) == quoted
