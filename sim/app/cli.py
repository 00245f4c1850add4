"""The command line: which verb, and through which door."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Sequence

from sim.app.guard import guarded, interruptible, usage
from sim.app.help import help_text
from sim.app.verbs import DEFAULT, VERBS
from sim.base.errors import DONE, nearest

FLAGS = {  # Hydra's flags -> number of words each takes after itself
    "-m": 0, "--multirun": 0, "-r": 0, "--run": 0, "--resolve": 0, "--hydra-help": 0,
    "-c": 1, "--cfg": 1, "-p": 1, "--package": 1, "-cd": 1, "--config-dir": 1,
    "-cn": 1, "--config-name": 1, "-cp": 1, "--config-path": 1, "-sc": 0, "--shell-completion": 0,
    "-i": 0, "--info": 0, "all": 0, "config": 0, "defaults": 0, "defaults-tree": 0, "plugins": 0, "searchpath": 0,
}  # fmt: skip
YOUNG = 50_000  # objects before the collector looks: imports and rows are many, stay, and were looked through every 700


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line ``arguments`` (default: the process's own); returns the exit code."""
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = any(word.lower() in ("debug=true", "debug=1") for word in words)
    return interruptible(lambda: guarded(lambda: dispatch(words), debug=debug))


def dispatch(words: list[str]) -> int:
    """Answer ``--help`` and ``--version`` at once, else run the verb; returns the exit code."""
    if {"-h", "--help"} & set(words):
        sys.stdout.write(help_text())
        return DONE
    if "--version" in words:
        from sim.app.version import version_line

        sys.stdout.write(f"{version_line()}\n")
        return DONE
    named = bool(words) and words[0] in VERBS
    verb, rest = (words[0], words[1:]) if named else (DEFAULT, words)
    if not VERBS[verb].hydra:
        return int(importlib.import_module(VERBS[verb].module).main(rest))
    check_words(rest)
    from sim.app.door import enter  # Hydra only where it is needed: help and check start at once

    return enter(verb, rest)


def check_words(words: Sequence[str]) -> None:
    """UsageError for a word that is neither flag nor override, with the nearest that is."""
    free = 0
    for word in words:
        if free:
            free -= 1
        elif word.startswith("-"):
            flag = word.split("=")[0]
            if flag not in FLAGS:
                raise usage(f"{word!r} is an unknown flag{nearest(flag, [f for f in FLAGS if f[0] == '-'])}")
            free = 0 if "=" in word else FLAGS[flag]
        elif "=" not in word and not word.startswith("~") and word not in FLAGS:
            raise usage(f"{word!r} is neither a verb nor an override key=value{nearest(word, VERBS)}")
