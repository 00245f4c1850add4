"""docs/parameters.md says what the code says."""

from __future__ import annotations

from sim.claims.kinds import KINDS
from sim.law.parameters import OFF, PARAMETERS
from sim.output.markdown_table import table
from sim.output.parquet import TABLES
from sim.scenario.scenario import EVENT_KINDS
from sim.session.options import OPTIONS
from sim.terrain.sources import SOURCES
from tests.docs.documents import read
from tools.docs.parameters import DOCUMENT, reference


def test_the_file_is_what_the_generator_prints() -> None:
    assert read(DOCUMENT) == reference(), "refresh it: python -m tools.docs.parameters"


def test_everything_with_a_name_is_in_it() -> None:
    text = reference()
    for name, parameter in PARAMETERS.items():
        assert f"| `{name}` | {parameter.unit} | {parameter.meaning} |" in text
    for name in (*OFF, *EVENT_KINDS, *OPTIONS):
        assert f"| `{name}` |" in text
    for kind in KINDS.values():
        part = text.split(f"### {kind.name}\n")[1].split("\n### ")[0]
        assert [f"| `{name}` | {spec.meaning} |" in part for name, spec in kind.parameters.items()].count(
            False
        ) == 0
    for source in SOURCES:
        assert f"### from: {source}\n" in text
    for columns in TABLES.values():
        assert all(f"| `{one.name}` |" in text for one in columns)


def test_a_bar_in_a_cell_does_not_split_it() -> None:
    assert table(("a", "b"), [("x|y", "z")]).splitlines()[-1] == r"| x\|y | z |"
