"""The command line: which verb, and through which door."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Sequence
from shutil import get_terminal_size

from sim.app.entry.help import help_text, verb_help
from sim.base.errors import DONE, SimError, nearest
from sim.session.exit_codes import guarded, interruptible, usage
from sim.session.folding import fold_lines
from sim.session.options import OPTIONS, SPELLINGS
from sim.session.verbs import DEFAULT, VERBS

FLAGS = {  # Hydra's flags -> number of words each takes after itself
    "-m": 0, "--multirun": 0, "-r": 0, "--run": 0, "--resolve": 0, "--hydra-help": 0,
    "-c": 1, "--cfg": 1, "-p": 1, "--package": 1, "-cd": 1, "--config-dir": 1,
    "-cn": 1, "--config-name": 1, "-cp": 1, "--config-path": 1, "-sc": 0, "--shell-completion": 0,
    "-i": 0, "--info": 0, "all": 0, "config": 0, "defaults": 0, "defaults-tree": 0, "plugins": 0, "searchpath": 0,
}  # fmt: skip
ALIASES = {"help": "--help", "version": "--version", "scenarios": "--list", "run": "report"}
HIDDEN = {"-r", "--run"}  # Hydra's own words for what happens anyway; never proposed
GC_THRESHOLD = 50_000  # objects before the collector looks: imports and rows are many, stay, and were looked through every 700


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line ``arguments`` (default: the process's own); returns the exit code."""
    gc.set_threshold(GC_THRESHOLD, *gc.get_threshold()[1:])
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = any(word.lower() in ("debug=true", "debug=1") for word in words)
    return interruptible(lambda: guarded(lambda: dispatch(words), debug=debug))


def dispatch(words: list[str]) -> int:
    """Answer ``--help`` and ``--version`` at once, else run the verb; returns the exit code."""
    if words and words[0] in ALIASES:
        words = [ALIASES[words[0]], *words[1:]]
    if {"-h", "--help"} & set(words):
        verbs = [word for word in words if word in VERBS]
        text = verb_help(verbs[0]) if verbs else help_text()
        sys.stdout.write(fold_lines(text, get_terminal_size().columns) if sys.stdout.isatty() else text)
        return DONE
    if "--list" in words:
        from sim.scenario.files.paths import own_names, shipped_names

        sys.stdout.write("".join(f"{name}\n" for name in (*shipped_names(), *own_names())))
        return DONE
    if "--version" in words:
        from sim.app.entry.version import version_line

        sys.stdout.write(f"{version_line()}\n")
        return DONE
    has_verb = bool(words) and words[0] in VERBS
    verb, arguments = (words[0], words[1:]) if has_verb else (DEFAULT, words)
    if not VERBS[verb].hydra:
        return int(importlib.import_module(VERBS[verb].module).main(arguments))
    arguments = [as_override(word) for word in arguments]
    check_words(arguments, verb)
    check_options(verb, arguments)
    from sim.app.entry.hydra_entry import enter  # Hydra only where it is needed: help and check start at once

    return enter(verb, overrides_first(arguments))


def check_words(words: Sequence[str], verb: str = DEFAULT) -> None:
    """UsageError for a word that is neither flag nor override, with the nearest that is."""
    values_expected = 0
    for place, word in enumerate(words):
        if values_expected:
            values_expected -= 1
        elif word.startswith("-"):
            flag = word.split("=")[0]
            if flag not in FLAGS or (flag in HIDDEN and "=" in word):
                flag_names = [name for name in FLAGS if name.startswith("-") and name not in HIDDEN]
                hint = as_option(word, words[place + 1 :]) or nearest(flag, flag_names)
                raise usage(f"{word!r} is an unknown flag{hint}")
            values_expected = 0 if "=" in word else FLAGS[flag]
        elif word.startswith("run=") and verb == DEFAULT:
            raise usage(f"{word!r} is read by sim watch only; for the number of runs write runs{word[3:]}")
        elif "=" not in word and not word.startswith("~") and word not in FLAGS:
            hint = as_option(word, words[place + 1 :]) or nearest(word, VERBS)
            raise usage(f"{word!r} is neither a verb nor an override key=value{hint}")


def overrides_first(words: Sequence[str]) -> list[str]:
    """Checked words with the flags behind the overrides: up to 1.4.0.dev1 Hydra reads none that stands behind one."""
    overrides, flags, values_expected = list[str](), list[str](), 0
    for word in words:
        is_flag = bool(values_expected) or word.startswith("-") or word in FLAGS
        (flags if is_flag else overrides).append(word)
        values_expected = values_expected - 1 if values_expected else 0 if "=" in word else FLAGS.get(word, 0)
    return [*overrides, *flags]


def as_option(word: str, after: Sequence[str]) -> str:
    """``; write runs=100`` for the name of an option written as a flag, or apart from its value; else an empty text."""
    name, _, value = word.lstrip("-").partition("=")
    name = name.replace("-", "_")
    option_name = name if name in OPTIONS else f"{name}s" if f"{name}s" in OPTIONS else ""
    follows = [text for text in after if text != "="][:1]
    value = value or (follows[0].lstrip("=") if follows and not follows[0].startswith("-") else "VALUE")
    return f"; write {option_name}={value}, without spaces" if option_name else ""


def as_override(word: str) -> str:
    """A scenario's name or path standing alone as the override it means; every other word as it is."""
    if "=" in word or word.startswith(("-", "~", "+")) or word in FLAGS:
        return word
    from sim.scenario.files.paths import locate

    try:
        scenario = locate(word).main.suffix in (".yaml", ".yml")
    except SimError:
        scenario = False
    return f"scenario={word}" if scenario else word


def check_options(verb: str, words: Sequence[str]) -> None:
    """UsageError for an option that the verb does not read, even with the value it has anyway, or that holds ``${``."""
    for word in words:
        name, equals, value = word.partition("=")
        name = SPELLINGS.get(name.lstrip("+"), name.lstrip("+"))
        if "${" in value and (name in OPTIONS or name.startswith("law.")):
            raise usage(
                f"{word!r} holds '${{', and interpolation is not supported; write the value itself (a multirun creates a folder for each point inside out=)"
            )
        if equals and name in OPTIONS and not OPTIONS[name].read_by(verb):
            OPTIONS[name].check_reader(verb, value)
