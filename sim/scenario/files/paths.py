"""Where scenarios are: shipped ones by name, others by path; and paths inside a scenario that stay inside."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path, PurePosixPath, PureWindowsPath

from sim.base.compiled import PACKAGE
from sim.base.errors import Fault, ScenarioError, UsageError, nearest

SHIPPED = (PACKAGE.parent / "scenarios", PACKAGE / "_shipped" / "scenarios")
MAIN = "scenario.yaml"
LIBRARY = "campaigns"  # folder of the campaign library among the shipped scenarios
UNREADABLE = (OSError, RuntimeError, ValueError)  # no permission or too long a name, links in a circle, a NUL


@dataclass(frozen=True)
class ScenarioPath:
    """A scenario on disk: its folder, its main file, and how the user called the folder."""

    folder: Path
    main: Path
    label: str

    def file(self, name: str) -> str:
        """A file of the scenario as errors name it."""
        return f"{self.label}/{name}" if self.label else name

    def inside(self, name: str) -> Path:
        """Path of a file the scenario names; UsageError if it leads out of the folder, also by a link."""
        try:
            path = self.folder / name
            leaves_folder = leads_out(name) or not path.resolve().is_relative_to(self.folder.resolve())
        except UNREADABLE as error:
            problem = f"= {name[:60]!r} cannot be a path: {reason(error)}"
            raise UsageError(f"{problem}; expected a file inside the folder") from None
        if leaves_folder:
            raise UsageError(f"= {name!r} leads out of the scenario's folder; expected a file inside it")
        return path

    def own(self, name: str) -> Path:
        """Path of a file that belongs to every scenario; ScenarioError if it is a link out of the folder."""
        try:
            return self.inside(name)
        except UsageError:
            problem = "is a link out of the scenario's folder; expected the file itself"
            raise ScenarioError([Fault(self.file(name), None, "", problem)]) from None


def leads_out(name: str) -> bool:
    """True for a name that is a path of its own, or climbs, under the rules of any system."""
    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    return bool(posix.is_absolute() or windows.anchor or ".." in (*posix.parts, *windows.parts))


def reason(error: Exception) -> str:
    """Why the system refused, without the path of this machine."""
    return getattr(error, "strerror", None) or str(error)


def shipped_names() -> list[str]:
    """Names of the scenarios that come with the program."""
    return sorted({path.parent.name for root in SHIPPED if root.is_dir() for path in root.glob(f"*/{MAIN}")})


def own_names() -> list[str]:
    """Paths of the scenarios that lie in the current folder, as ``sim new`` makes them; nothing below them is looked at."""
    try:
        folders = [str(path.parent) for path in Path().glob(f"*/{MAIN}")]
    except UNREADABLE:
        return []
    return sorted(name if shipped(name) is None else f"./{name}" for name in folders)


def locate(name: str) -> ScenarioPath:
    """The scenario called ``name`` (shipped) or lying at the path ``name``; ScenarioError if there is none.

    A shipped scenario is found from any folder, also by the label ``scenarios/NAME`` it is shown under.
    """
    text = str(name)
    try:
        bare_name = text.removeprefix("scenarios/").removeprefix(f"{LIBRARY}/")
        place = shipped(text) or at_path(Path(text)) or shipped(bare_name)
    except UNREADABLE as error:
        raise no_scenario(text, f"cannot be read: {reason(error)}") from None
    if place is None and Path(text).is_dir():
        raise no_scenario(text, f"is a folder without a {MAIN}")
    if place is None:
        suggestion = nearest(text, [*shipped_names(), *own_names()])
        raise no_scenario(text, f"is neither a scenario nor a path{suggestion}")
    if place.main.name == MAIN:
        place.own(MAIN)
    return place


def no_scenario(text: str, problem: str) -> ScenarioError:
    """The error about a name that leads to no scenario, to be raised."""
    shown_name = text if len(text) <= 100 else f"{text[:97]}..."
    return ScenarioError([Fault(f"scenario = {shown_name!r}", None, "", problem)])


def shipped(text: str) -> ScenarioPath | None:
    """The shipped scenario of that name."""
    if "/" in text or "\\" in text or text.endswith((".yaml", ".yml")):
        return None
    for root, part in product(SHIPPED, ("", f"{LIBRARY}/")):
        folder = root / f"{part}{text}"
        if (folder / MAIN).is_file():
            return ScenarioPath(folder, folder / MAIN, f"scenarios/{part}{text}")
    return None


def at_path(path: Path) -> ScenarioPath | None:
    """The scenario in a folder, or in a single file; None if there is nothing. ScenarioError for a path that is no scenario."""
    if path.is_dir() and (path / MAIN).is_file():
        return ScenarioPath(path, path / MAIN, str(path) if path != Path() else "")
    if path.is_file() and path.suffix.lower() not in (".yaml", ".yml"):
        kind = f"is a {path.suffix or 'plain'} file"
        raise no_scenario(str(path), f"{kind}; expected a folder with a {MAIN}, or a .yaml file")
    if path.is_file():
        return ScenarioPath(path.parent, path, str(path.parent) if path.parent != Path() else "")
    return None
