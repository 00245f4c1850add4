"""The house stands: rooms import only from lower floors, and libraries stay in their rooms."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from pathlib import Path

import pytest

SIM = Path(__file__).resolve().parent.parent / "sim"
FLOORS = """
base
terrain/files  reading/lexical  evidence  score
terrain  reading/syntax
law  record  reading/context  reading/patterns  reading/claim_grammar
claims  reading
scenario/scenario
scenario/files
scenario/blocks
scenario/drafting
scenario
ensemble/execution
ensemble
agents  inference  calibration
inference/particles  inference/checks
explore  forecast  plots/drawing
explore/sums  plots/studies
plots  plots/reports
session  exam  page/drawing
page/summary  exam/calibration  exam/wars
page/sections
page
analysis
output
app/entry
app/report  app/exam  app/sweeps  app/drafting  app/viewer
app/replay  app/studies
app
"""  # from the ground up: rooms, rooms within rooms, and one file that stands below its room
FLOOR = {room: floor for floor, line in enumerate(FLOORS.split("\n")) for room in line.split()}
MAY_IMPORT = {  # third-party libraries of each room; numpy is everybody's
    "base": {"numba"},
    "terrain": {"networkx", "shapely", "pyogrio", "pyproj", "pyarrow"},
    "evidence": set(),
    "reading": set(),
    "law": {"numba"},
    "record": {"pyarrow"},
    "claims": {"scipy.special"},
    "scenario": {"ruamel", "yaml", "pydantic"},
    "ensemble": {"numba", "scipy", "pyarrow", "distributed"},
    "agents": {"mesa", "pyarrow"},
    "inference": {"scipy"},
    "score": {"scipy"},
    "calibration": set(),
    "explore": {"scipy", "SALib"},
    "exam": set(),
    "plots": {"matplotlib", "scipy.spatial", "scipy.optimize", "scipy.sparse", "PIL"},
    "page": {"jinja2", "markupsafe"},
    "session": {"rich"},
    "analysis": set(),
    "forecast": set(),
    "output": {"pyarrow"},
    "app": {
        "hydra",
        "omegaconf",
        "pyarrow",
        "xlsxwriter",
        "pyogrio",  # this and the next to export maps
        "shapely",
        "mesa",  # this and the next two for the viewer
        "solara",
        "uvicorn",
    },
}
PUBLIC = {"__init__", "__main__"}  # the package's own two files stand above all rooms


def imported(tree: ast.Module) -> set[str]:
    """Dotted names of everything imported anywhere in a file, functions and TYPE_CHECKING included."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import hides its room"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def place(path: str) -> str:
    """The entry of the table of floors that a file, a module or a name in it belongs to: the longest there is."""
    steps = path.split("/")
    found = ["/".join(steps[:length]) for length in range(1, len(steps) + 1)]
    return next((one for one in reversed(found) if one in FLOOR), steps[0])


def faults(room: str, tree: ast.Module) -> list[str]:
    """What a file of ``room`` imports though it may not."""
    wrong = []
    for name in sorted(imported(tree)):
        top, _, rest = name.partition(".")
        other = place(rest.replace(".", "/"))
        if top == "sim" and other in FLOOR:
            if other != room and FLOOR[other] >= FLOOR[room]:
                wrong.append(f"{name} stands on floor {FLOOR[other]}, {room} on {FLOOR[room]}")
        elif top == "sim":
            if other != "__version__" or FLOOR[room] < FLOOR["output"]:
                wrong.append(f"{name}: no room reads the public package")
        elif top not in sys.stdlib_module_names and top != "numpy" and not allowed(room, name):
            wrong.append(f"{name} is not one of {sorted(MAY_IMPORT[room.partition('/')[0]])}")
    return wrong


def allowed(room: str, name: str) -> bool:
    """True if a library is at home in ``room``."""
    return any(name == home or name.startswith(home + ".") for home in MAY_IMPORT[room.partition("/")[0]])


def files() -> list[Path]:
    """Every Python file of a room."""
    return sorted(path for path in SIM.rglob("*.py") if path.parent != SIM and "_shipped" not in path.parts)


def room_of(path: Path) -> str:
    """Entry of the table of floors that a file belongs to."""
    return place(path.relative_to(SIM).with_suffix("").as_posix())


def test_every_folder_of_the_package_is_a_room_of_the_table() -> None:
    rooms = {path.parent.relative_to(SIM).as_posix() for path in files()}
    assert rooms <= set(FLOOR), f"unknown rooms: {rooms - set(FLOOR)}"
    assert set(FLOOR) - rooms == {"scenario/scenario"}
    assert {room.partition("/")[0] for room in FLOOR} == set(MAY_IMPORT)


def test_no_room_holds_more_files_than_a_look_takes_in() -> None:
    sizes = Counter(path.parent.relative_to(SIM).as_posix() for path in files() if path.stem != "__init__")
    sizes.pop("law")  # its version, which records of runs hold, is made of its files
    assert {room: size for room, size in sizes.items() if size > 15} == {}


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(SIM)))
def test_a_file_imports_only_from_lower_floors_and_its_own_libraries(path: Path) -> None:
    assert faults(room_of(path), ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(SIM)))
def test_nothing_prints_and_nothing_draws_from_a_generator_below_the_app(path: Path) -> None:
    room = room_of(path).partition("/")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print" or room in ("app", "session"), f"print at line {node.lineno}"
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in ("np", "numpy")
        ):
            assert node.attr != "random", f"a generator at line {node.lineno}: randomness enters as numbers"


@pytest.mark.parametrize(
    ("room", "code"),
    [
        ("law", "from sim.claims.types import Claim"),
        ("record", "from sim.law.state import State"),
        ("law", "def f():\n    import sim.page"),
        ("base", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from sim.app.entry import cli"),
        ("reading/lexical", "from sim.reading.syntax.clauses import clauses"),
        ("scenario/scenario", "from sim.scenario.files import loader"),
        ("app/report", "import sim.app.sweeps.sweep"),
        ("ensemble", "import mesa"),
        ("claims", "from scipy import stats"),
        ("plots", "from sim import read_scenario"),
    ],
)
def test_the_architecture_test_sees_a_breach(room: str, code: str) -> None:
    assert len(faults(room, ast.parse(code))) == 1
