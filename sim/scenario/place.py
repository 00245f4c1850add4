"""Where scenarios live: shipped ones by name, others by path; and paths inside a scenario that stay inside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.base.errors import Fault, ScenarioError, UsageError, nearest

PACKAGE = Path(__file__).resolve().parent.parent
SHIPPED = (PACKAGE.parent / "scenarios", PACKAGE / "_shipped" / "scenarios")


@dataclass(frozen=True)
class Place:
    """A scenario on disk: its folder, its main file, and how the user called the folder."""

    folder: Path
    main: Path
    label: str

    def file(self, name: str) -> str:
        """A file of the scenario as errors name it."""
        return f"{self.label}/{name}" if self.label else name

    def inside(self, name: str) -> Path:
        """Path of a table the scenario names; UsageError if it leads out of the folder."""
        path = self.folder / name
        if Path(name).is_absolute() or not path.resolve().is_relative_to(self.folder.resolve()):
            raise UsageError(f"= {name!r} leads out of the scenario's folder; expected a file inside it")
        return path


def shipped_names() -> list[str]:
    """Names of the scenarios that come with the program."""
    return sorted(
        {path.parent.name for root in SHIPPED if root.is_dir() for path in root.glob("*/scenario.yaml")}
    )


def locate(name: str) -> Place:
    """The scenario called ``name`` (shipped) or lying at the path ``name``; ScenarioError if there is none."""
    text = str(name)
    if "/" not in text and "\\" not in text and not text.endswith((".yaml", ".yml")):
        for root in SHIPPED:
            if (root / text / "scenario.yaml").is_file():
                return Place(root / text, root / text / "scenario.yaml", f"scenarios/{text}")
    path = Path(text)
    if path.is_dir() and (path / "scenario.yaml").is_file():
        return Place(path, path / "scenario.yaml", text.rstrip("/"))
    if path.is_file():
        return Place(path.parent, path, str(path.parent) if path.parent != Path() else "")
    if path.is_dir():
        problem = "is a folder without a scenario.yaml"
    else:
        problem = f"is no scenario and no path{nearest(text, shipped_names())}"
    raise ScenarioError([Fault(f"scenario = {text!r}", None, "", problem)])
