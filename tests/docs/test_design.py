"""The picture of the house and the order of the day, as the documents give them, are those of the code."""

from __future__ import annotations

import re

from sim.analysis import quiet_year as quiet
from sim.analysis.conditioning import ENOUGH
from sim.inference import variants
from sim.inference.checks import prior_predictive_check as joint
from sim.law.day import DAY
from sim.law.parameters import PARAMETERS
from sim.record import regimes
from sim.record.summer_2021 import SUMMER
from tests.docs.documents import DOCUMENTS, ROOT, prose, read
from tests.test_floors import FLOOR

ROW = re.compile(r"^\| `sim/(\w+)` \| (.*) \|$", re.MULTILINE)
PATH = re.compile(r"`((?:sim|tests|scenarios|configs|docs|benchmarks|tools|outputs)/[\w./]+)`")
NAMED = re.compile(r"`([a-z]+\.[a-z_]+)`")


def test_the_table_of_rooms_is_the_house() -> None:
    rows = dict(ROW.findall(read("docs/design.md")))
    assert set(rows) == {path.parent.name for path in (ROOT / "sim").glob("*/__init__.py")}
    assert list(rows) == sorted(rows, key=lambda room: FLOOR[room])
    for room, content in rows.items():
        within = {path.parent.name for path in (ROOT / "sim" / room).glob("*/__init__.py")}
        assert within - set(re.findall(r"`(\w+)`", content)) == set(), room


def test_the_number_of_modules_of_the_law_is_that_of_the_code() -> None:
    modules = len(list((ROOT / "sim" / "law").glob("*.py"))) - 1
    assert f"`sim/law` has {modules} modules" in read("docs/design.md")


def test_the_model_description_gives_the_day_in_its_order() -> None:
    text = read("docs/model.md").split("## 3.")[1].split("## 4.")[0]
    places = [text.index(f"`{step}`") for step in DAY]
    assert places == sorted(places), DAY


def test_files_and_parameters_that_documents_name_exist() -> None:
    groups = {name.partition(".")[0] for name in PARAMETERS}
    for document in DOCUMENTS:
        for path in PATH.findall(prose(document)):
            made_later = path.startswith("outputs/") or "NAME" in path
            assert made_later or (ROOT / path).exists(), f"{document} names {path}"
        for name in NAMED.findall(prose(document)):
            known = name in PARAMETERS or name.partition(".")[0] not in groups
            assert known, f"{document} names {name}"


def test_the_number_of_effective_runs_at_which_batches_stop_is_told() -> None:
    for document in ("docs/design.md", "docs/model.md"):
        assert f"fewer than {ENOUGH:.0f} effective runs" in re.sub(r"\s+", " ", read(document))


def test_the_patterns_are_told_with_the_numbers_of_the_code() -> None:
    text = re.sub(r"\s+", " ", read("docs/model.md").split("## Regimes and patterns")[1].split("\n## ")[0])
    low, high = SUMMER.gain
    for said in (
        f"a net gain of {100 * regimes.CASCADE_GAIN:g} % within {regimes.CASCADE_DAYS} days",
        f"a large advance ({100 * regimes.LARGE:g} %)",
        f"{regimes.STALL_DAYS} days of war without net gain",
        f"net gain is {low:g} to {high:g} of {SUMMER.districts:g} districts and at most {SUMMER.lost:g} capital",
        f"at least {SUMMER.burst:g} of {SUMMER.capitals:g} capitals lost within some {SUMMER.days} days",
    ):
        assert said in text


def test_the_gate_and_the_quiet_year_are_told_with_the_numbers_of_the_code() -> None:
    text = re.sub(r"\s+", " ", read("docs/model.md").split("## The coverage gate")[1].split("\n## ")[0])
    for said in (
        f"fewer than {100 * joint.LEAST:g} in a hundred",
        f"at most {joint.MOST:,} simulated sets",
        f"fewer than {joint.FEWEST} of them",
        f"median change within {quiet.MEDIAN} districts",
        f"90 % of runs within {quiet.SPREAD}",
        f"a factor of {variants.BARELY:g}",
    ):
        assert said in text, said
