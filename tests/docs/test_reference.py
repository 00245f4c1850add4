"""docs/parameters.md says what the code says."""

from __future__ import annotations

from sim.app.markdown_table import table
from sim.app.options import OPTIONS
from sim.app.reference import DOCUMENT, reference
from sim.app.tables import TABLES
from sim.claims.kinds import KINDS
from sim.law.parameters import OFF, PARAMETERS
from sim.scenario.scenario import EVENT_KINDS
from sim.terrain.sources import SOURCES
from tests.docs.documents import read


def test_the_file_is_what_the_generator_prints() -> None:
    assert read(DOCUMENT) == reference(), "refresh it: python -m sim.app.reference"


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
