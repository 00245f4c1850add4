"""What went into two folders, said in words: every difference by a noun, its dotted name small beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sim.claims.sentences import capital, in_words
from sim.page.sections.inputs import meaning
from sim.plots.drawing.text import clean, number

NOUNS = {
    "scenario": "scenario",
    "runs": "number of runs",
    "seed": "random seed",
    "ess": "effective runs after the evidence",
    "pareto_k": "Pareto k of the weights",
    "evidence": "reports used in the likelihood",
    "law_version": "version of the model",
    "as_of": "day of the question",
    "start": "first day",
    "days": "days simulated",
    "horizon": "days looked ahead",
    "fit": "counts used in the likelihood",
    "inference": "conditioning method",
    "words": "scale of likelihood words",
    "precision": "precision asked for",
    "drafts": "use of unconfirmed drafts",
    "keep": "what is stored of each run",
    "population": "priors learned from earlier wars",
    "without": "mechanisms switched off",
    "title": "title",
    "districts": "districts",
    "provinces": "provinces",
    "capitals": "capitals",
    "edges": "borders between districts",
    "national_capital": "national capital",
    "frozen.date": "day on which the priors were frozen",
    "support_from": "day from which support is known",
}
VALUES = {"evidence": {"seed": "the report's own"}}  # what an option's value means
LAW = "law."
GROUPS = ("job.", "scenario.dates.", "scenario.network.", "scenario.")
SHADOWS = (
    "origin",
    "source",
    "unit",
    "meaning",
    "sha256",
    "simulation_hash",
    "name",
    "about",
    "default_holder",
    "id",
)
REAL = re.compile(r"-?[0-9]+\.[0-9]+")
ARROW = " → "
Entry = tuple[str, str, str]  # noun, dotted name or "", what became of it


def input_rows(lines: Iterable[str], names: tuple[str, str]) -> list[Entry]:
    """One row a difference; each once, without those that only follow from another.

    lines   ``name: before -> after``, as the terminal has them
    """
    differences: dict[tuple[str, str], Entry] = {}
    for line in lines:
        name, colon, change = clean(line).partition(": ")
        if not colon:
            differences[name, ""] = ("", "", name)
            continue
        short_name = shortened(name)
        difference = named(short_name, in_change(short_name, change, names))
        earlier_row = differences.get((short_name, ""))
        if difference is not None and (
            earlier_row is None or name.startswith("scenario.")
        ):  # a prior says more than the job's number
            differences[short_name, ""] = difference
    return list(differences.values())


def shortened(name: str) -> str:
    """A name without the group in which it stands, so that the same thing told twice is told once."""
    for group in GROUPS:
        name = name.removeprefix(group)
    if name.startswith(LAW):
        name = name.removesuffix(".prior")
    return name


def named(name: str, change: str) -> Entry | None:
    """A difference with its noun; None for what no reader asks for: hashes, origins, ids."""
    if name.startswith("report "):
        subject, _, key = name.removeprefix("report ").rpartition(".")
        noun = f"report “{in_words(subject or key)}”"
        return (capital(f"{noun}: {in_words(key)}" if subject else noun), "", change)
    steps = name.split(".")
    if steps[-1] in SHADOWS or steps[0] == "wars":
        return None
    if name in NOUNS:
        return (capital(NOUNS[name]), "", change)
    parameter = name.removeprefix(LAW)
    if name.startswith(LAW) and meaning(parameter):
        return (capital(meaning(parameter)), parameter, change)
    return (capital(path_words(steps)), name, change)


def path_words(steps: Sequence[str]) -> str:
    """``claims 2, definitions 1, horizon`` for the steps of a path, lists counted from one."""
    words: list[str] = []
    for step in steps:
        if step.isdigit() and words:
            words[-1] += f" {int(step) + 1}"
        else:
            words.append(in_words(step))
    return ", ".join(words)


def in_change(name: str, change: str, names: tuple[str, str]) -> str:
    """``1 → 2``; "not set" for what one folder does not give; the folder's name for "the first"."""
    if change in ("only in the first", "only in the second"):
        return f"only in {names[change.endswith('second')]}"
    return ARROW.join(value(name, part) for part in change.split(" -> "))


def value(name: str, text: str) -> str:
    """A value as people write it."""
    if text in ("-", "null", ""):
        return "not set"
    if REAL.fullmatch(text):
        return number(float(f"{float(text):.3g}"))
    return in_words(text) if name == "scenario" else VALUES.get(name, {}).get(text, text)
