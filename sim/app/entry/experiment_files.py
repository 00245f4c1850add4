"""Experiment files, checked like all other input before Hydra sees them: file, line, key, nearest name.

An experiment is a named set of overrides, ``experiment/NAME.yaml`` in the shipped configs or in a folder of the
reader's own (``--config-dir DIR``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.base.errors import ScenarioError, UsageError, nearest, short
from sim.law.parameters import OFF, PARAMETERS
from sim.scenario.files.loader import Document, load, refusal
from sim.session.job import parse_parameter
from sim.session.options import OPTIONS

GROUP = "experiment"
PACKAGE = re.compile(r"^#\s*@package\s+_global_\s*$", re.MULTILINE)
HYDRAS = ("defaults", "hydra")  # keys that Hydra reads itself
PLAIN = ("mode", "run", "sweep", "sweeper", "verbose")  # those of ``hydra`` that can name no code to be run
DIRS = ("-cd", "--config-dir")
MARK = "\ufeff"


def check_experiments(words: Sequence[str], shipped: Path) -> None:
    """ScenarioError with every fault of the experiment files that ``words`` name; a name without a file is Hydra's."""
    paths = dict.fromkeys(experiment_paths(words, [shipped, *config_folders(words)]))
    faults = [fault for path in paths for fault in file_faults(path)]
    if faults:
        raise ScenarioError(faults)


def experiment_names(words: Sequence[str]) -> Iterator[str]:
    """Names of the experiments asked for: one, or several of a multirun."""
    for word in words:
        key, equals, value = word.partition("=")
        if equals and key.lstrip("+") == GROUP:
            yield from (name.strip().strip("'\"") for name in value.strip("[]").split(",") if name.strip())


def config_folders(words: Sequence[str]) -> Iterator[Path]:
    """The folder of configs given as a flag, if it is one, and those of the search path."""
    for word, after in zip(words, [*words, ""][1:], strict=True):
        flag, equals, value = word.partition("=")
        if flag in DIRS:
            yield Path(value if equals else after)
        elif flag.lstrip("+") == "hydra.searchpath":
            yield from (Path(folder) for folder in re.findall(r"file://([^,\]'\"]+)", value))


def experiment_paths(words: Sequence[str], homes: Sequence[Path]) -> list[Path]:
    """Files of the experiments asked for that lie in some folders of configs."""
    names = [f"{name.removesuffix('.yaml')}.yaml" for name in experiment_names(words)]
    paths = [home / GROUP / name for name in names for home in homes]
    return [path for path in paths if path.is_file()]


def file_faults(path: Path, seen: tuple[Path, ...] = ()) -> list[Any]:
    """Everything wrong with one file, and with those it builds on."""
    if path in seen:
        return []
    try:
        document = load(path, str(path))
    except ScenarioError as error:
        return list(error.faults)
    parent_faults: list[Any] = []
    if not PACKAGE.search(path.read_bytes().decode("utf-8-sig")):
        document.blame((), "lacks the line '# @package _global_', without which nothing in it is an override")
    if not isinstance(document.value, dict):
        document.blame((), f"holds {short(document.value)}; expected options by name, such as runs: 1000")
    else:
        check_options(document, document.value)
        parents = list(check_defaults(document, path.parent.parent))
        parent_faults = [fault for file in parents for fault in file_faults(file, (*seen, path))]
    return [*(refusal(document).faults if document.faults else ()), *parent_faults]


def check_options(document: Document, options: Mapping[str, Any]) -> None:
    """Faults for keys that are no option and values no option takes."""
    allowed_keys = (*OPTIONS, "law", *HYDRAS)
    check_hydra(document, options.get("hydra"))
    for name, value in options.items():
        if name not in allowed_keys:
            document.blame((name,), f" is unknown{nearest(name, allowed_keys)}")
        elif name == "law":
            check_law(document, value)
        elif name in OPTIONS:
            check_value(document, name, value)


def check_hydra(document: Document, value: Any) -> None:
    """Faults for settings of Hydra that name code, as logging and callbacks do, or the surroundings of a process."""
    for key in value if isinstance(value, dict) else ():
        if key not in PLAIN:
            problem = f" can name code to be run; expected in a file only {', '.join(PLAIN)} (others on the command line)"
            document.blame(("hydra", key), problem)


def check_defaults(document: Document, home: Path) -> Iterator[Path]:
    """The other experiments a file in ``home`` builds on; a fault for any other file beside it, which nobody checks."""
    defaults = document.value.get("defaults")
    for number, default in enumerate(defaults if isinstance(defaults, list) else ()):
        for group, choices in default.items() if isinstance(default, dict) else [("", default)]:
            for name in choices if isinstance(choices, list) else [choices]:
                group_path = str(group).rpartition(" ")[2].partition("@")[0]
                file_name = (
                    f"{group_path}/{str(name).partition('@')[0]}"
                    if group_path
                    else str(name).partition("@")[0]
                )
                sibling_file, nested_file = (
                    folder / f"{file_name.lstrip('/').removesuffix('.yaml')}.yaml"
                    for folder in (home / GROUP, home)
                )
                if sibling_file.is_file() and not file_name.startswith("/") and "/" not in file_name:
                    yield sibling_file
                elif sibling_file.is_file() or nested_file.is_file():
                    problem = f" = {short(default)} leads to a file that is no experiment, and could name code to be run"
                    document.blame(("defaults", number), f"{problem}; expected its options here")


def check_value(document: Document, name: str, value: Any) -> None:
    """A fault for a value of the wrong kind, outside its range or not among the choices."""
    option = OPTIONS[name]
    if not option.takes(value) and not (option.kind is list and isinstance(value, str)):
        document.blame((name,), f" = {short(value)} is not understood; expected {option.expected}")
        return
    try:
        option.check(value)
    except UsageError as error:
        document.blame((name,), str(error).removeprefix(name))


def check_law(document: Document, law: Any) -> None:
    """Faults for groups, parameters, mechanisms and priors that the law does not have."""
    if not isinstance(law, dict):
        document.blame(
            ("law",), f" = {short(law)}; expected parameters by group, such as momentum: {{gain: 0.5}}"
        )
        return
    groups = {name.partition(".")[0] for name in PARAMETERS}
    for group, values in law.items():
        path = ("law", group)
        if group == "without":
            check_without(document, values)
        elif group not in groups:
            document.blame(path, f" is unknown{nearest(group, (*groups, 'without'))}")
        elif not isinstance(values, dict):
            document.blame(path, f" = {short(values)}; expected its parameters by name")
        else:
            for key, value in values.items():
                check_parameter(document, group, key, value)


def check_parameter(document: Document, group: str, key: str, value: Any) -> None:
    """A fault for a parameter that does not exist or a value that is no prior of it."""
    group_keys = [name.partition(".")[2] for name in PARAMETERS if name.startswith(f"{group}.")]
    if key not in group_keys:
        document.blame(("law", group, key), f" is unknown{nearest(key, group_keys)}")
    elif value is not None:
        try:
            parse_parameter(f"{group}.{key}", value)
        except UsageError as error:
            document.blame(("law", group, key), f": {str(error).removeprefix(f'law.{group}.{key}: ')}")


def check_without(document: Document, value: Any) -> None:
    """Faults for mechanisms that do not exist."""
    if not isinstance(value, list):
        document.blame(("law", "without"), f" = {short(value)}; expected a list such as [capitulation]")
        return
    for number, name in enumerate(value):
        if name not in OFF:
            document.blame(
                ("law", "without", number), f" = {short(name)} is not a mechanism{nearest(name, OFF)}"
            )


def without_byte_order_marks(words: Sequence[str], scratch: Path) -> list[str]:
    """The words, led to copies in ``scratch`` where own experiment files begin with a byte order mark.

    Hydra takes the mark for a part of the first line, which says where the values go.
    """
    paths = experiment_paths(words, list(config_folders(words)))
    marked_files = [path for path in paths if path.read_bytes().startswith(MARK.encode())]
    if not marked_files:
        return list(words)
    for path in sorted(
        {*marked_files, *(sibling for file in marked_files for sibling in file.parent.glob("*.yaml"))}
    ):
        copy = scratch / GROUP / path.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes().removeprefix(MARK.encode()))
    return [*drop_config_folder(words), "--config-dir", str(scratch)]


def drop_config_folder(words: Sequence[str]) -> Iterator[str]:
    """The words but the folder of configs."""
    skip_next = False
    for word in words:
        if skip_next:
            skip_next = False
        elif word.partition("=")[0] in DIRS:
            skip_next = "=" not in word
        else:
            yield word
