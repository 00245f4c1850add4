"""docs/parameters.md, made from the code: ``python -m tools.docs.parameters`` writes it, a test holds it to the code."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from sim.app.entry.help import readers_text
from sim.base.errors import DONE
from sim.claims.kind import ParameterSpec, expectation
from sim.claims.kinds import COMBINATIONS, KINDS
from sim.evidence.count_words import MODIFIERS, VAGUE, WIDTHS, Words, mass
from sim.evidence.quantiles import quantiles
from sim.evidence.signals import KINDS as SOURCE_KINDS
from sim.evidence.signals import OTHER_KIND, SIGNALS
from sim.evidence.source_and_count import KINDS as COUNT_KINDS
from sim.evidence.source_and_count import MEASURES, RELATIONS, UNITS, USES
from sim.law.parameters import MECHANISMS, OFF, PARAMETERS
from sim.output.folder import write_text
from sim.output.markdown_table import table
from sim.output.parquet import TABLES
from sim.scenario.scenario import EVENT_KINDS, Event
from sim.session.exit_codes import guarded
from sim.session.options import OPTIONS
from sim.terrain.files.options import COMMON, NetworkOption
from sim.terrain.sources import SOURCES
from tools.docs.example_phrases import PHRASES
from tools.docs.generated_blocks import checkout_file

DOCUMENT = "docs/parameters.md"
COMMAND = "python -m tools.docs.parameters"
INTRODUCTION = f"""\
# Reference

Generated from the code by `{COMMAND}`; do not edit by hand. The model is described in
[model.md](model.md); how to add to them in [extend.md](extend.md).
"""
NO_DEFAULT = "must be given"


def reference() -> str:
    """The whole document."""
    parts = (
        INTRODUCTION,
        law_part(),
        off_part(),
        events_part(),
        counts_part(),
        signals_part(),
        networks_part(),
        kinds_part(),
        options_part(),
        columns_part(),
    )
    return "\n".join(part.strip() + "\n" for part in parts)


def law_part() -> str:
    """Parameters of the law, one table a mechanism file."""
    drawn = sum(not parameter.prior.fixed for parameter in PARAMETERS.values())
    lines = [
        "## Parameters of the law",
        f"{len(PARAMETERS)} parameters, {drawn} with a prior that is not a single number. The prior is the one in the "
        "code; a scenario's `priors.yaml` may replace it, and the command line may replace that. FU = force unit = "
        '100 fighters-equivalent; "assumed" has no evidence behind its size. Every draw is clipped to the range.',
    ]
    for mechanism in MECHANISMS:
        lines += [f"### {file_of(mechanism)}", first_sentence(mechanism.__doc__), mechanism_table(mechanism)]
    return "\n\n".join(lines)


def mechanism_table(mechanism: ModuleType) -> str:
    """The parameters of one file."""
    head = ("parameter", "unit", "meaning", "range", "prior", "source")
    rows = [
        (f"`{p.name}`", p.unit, p.meaning, f"{p.low:g} to {p.high:g}", f"`{p.prior}`", p.source)
        for p in mechanism.PARAMETERS
    ]
    return table(head, rows)


def file_of(mechanism: ModuleType) -> str:
    """Path of a module, as people write it."""
    return mechanism.__name__.replace(".", "/") + ".py"


def first_sentence(text: str | None) -> str:
    """The first line of a docstring as a sentence."""
    return (text or "").strip().split("\n\n")[0].splitlines()[0].rstrip(".") + "."


def off_part() -> str:
    """What ``law.without=[...]`` sets."""
    rows = [
        (f"`{name}`", ", ".join(f"`{parameter}` = {value:g}" for parameter, value in values.items()))
        for name, values in OFF.items()
    ]
    note = "`law.without=[NAME, ...]` sets these values; no code is skipped."
    return "\n\n".join(["## Mechanisms that can be switched off", note, table(("name", "sets"), rows)])


def events_part() -> str:
    """Kinds of dated events, as ``Event`` tells them."""
    examples = dict(
        line.strip().split(None, 1) for line in (Event.__doc__ or "").splitlines() if "  " in line.strip()
    )
    rows = [(f"`{kind}`", examples[kind].replace("``", "`")) for kind in EVENT_KINDS]
    return "\n\n".join(["## Dated events of a scenario", table(("kind", "what it does"), rows)])


def counts_part() -> str:
    """The words a count of a report is written with."""
    choices = {
        "relation": RELATIONS,
        "unit": UNITS,
        "measure": MEASURES,
        "kind": COUNT_KINDS,
        "modifier": MODIFIERS,
        "use": USES,
    }
    rows = [(f"`{key}`", ", ".join(f"`{word}`" for word in words)) for key, words in choices.items()]
    return "\n\n".join(["## Words of a count", table(("key", "one of"), rows), *meanings()])


def meanings() -> Iterator[str]:
    """What the words of some phrases come to."""
    yield "## What the words of a count mean"
    yield (
        "Each word is a mass function over 0 to the source's total (`sim/evidence/count_words.py`). N is the numeral, g the unit to "
        "which it looks rounded. All widths are assumed, and `sim sweep over=[words.NAME:low:high]` varies them:"
    )
    yield table(("name", "meaning", "unit", "default", "range"), list(width_rows()))
    yield (
        "Percentages of an area or of people are never turned into districts: they enter the likelihood through the areas and populations of the districts if the network has these (`area_km2`, `population`), and are otherwise shown in words only. "
        "Some phrases and their 5, 50 and 95 %, drawn in [words.png](pictures/words.png):"
    )
    rows = []
    for modifier, low, high, basis in PHRASES:
        levels = quantiles(mass(low, high, modifier, basis), (0.05, 0.5, 0.95))
        numeral = "-" if modifier in VAGUE else f"{low:g}" if low == high else f"{low:g} to {high:g}"
        rows.append((f"`{modifier}`", numeral, f"{basis:g}", " / ".join(f"{value:.0f}" for value in levels)))
    yield table(("word", "numeral", "of", "5 / 50 / 95 %"), rows)


def width_rows() -> Iterator[tuple[str, ...]]:
    """The one table of widths of words."""
    default = Words()
    for name, row in WIDTHS.items():
        yield (
            f"`words.{name}`",
            row["meaning"],
            row["unit"],
            f"{getattr(default, name):g}",
            f"{row['low']:g} to {row['high']:g}",
        )


def signals_part() -> str:
    """Statements without numbers and how often they are right."""
    rows = [
        (f"`{name}`", f"{signal.right:g}", f"{signal.low:g} to {signal.high:g}", signal.argument)
        for name, signal in SIGNALS.items()
    ]
    share = ", ".join(f"{kind} {value:g}" for kind, value in SOURCE_KINDS.items())
    return "\n\n".join(
        [
            "## Statements without numbers",
            "`signals` of a report: whose state (`faction`), which words (`signal`), when. Of two runs alike but for that state, the "
            "words favour the one in it by right / (1 - right). By the kind of the source so much of the log odds is left: "
            f"{share}, any other {OTHER_KIND:g}. `use: fit` weighs, `check` compares.",
            table(("signal", "right, told by the press", "range", "why"), rows),
        ]
    )


def networks_part() -> str:
    """Sources of networks and the options of their blocks."""
    lines = [
        "## Sources of networks",
        "The keys of a scenario's `network` block. Every source also takes:",
        network_table(COMMON),
    ]
    for name, source in SOURCES.items():
        lines += [f"### from: {name}", network_table(source.options)]
    return "\n\n".join(lines)


def network_table(options: Mapping[str, NetworkOption]) -> str:
    """Options of one source."""
    rows = [
        (
            f"`{name}`",
            option.meaning,
            option.expected.replace("one of , ", "one of "),
            default_of(option.default, option.type),
        )
        for name, option in options.items()
    ]
    return table(("key", "meaning", "expected", "default"), rows)


def default_of(default: Any, kind: str) -> str:
    """A default in words."""
    if type(default) is object:
        return NO_DEFAULT
    if default is None or default in ("", {}):
        return "none"
    if isinstance(default, tuple):
        return ", ".join(f"`{value}`" for value in default)
    return f"`{default:,g}`" if kind in ("number", "float") else f"`{default}`"


def kinds_part() -> str:
    """Kinds of definitions with their parameters."""
    combined = ", ".join(f"`{name}`" for name in COMBINATIONS)
    lines = [
        "## Kinds of definitions",
        f"A definition of a claim names a kind and its parameters; {combined} combine definitions. Windows are (a, b] "
        "in whole days; t0 is the day of the report (`as_of`). An ended war: the verdict if the war is over by t0 or within the window; `frozen` means that the final map is judged.",
    ]
    for kind in KINDS.values():
        lines += [
            f"### {kind.name}",
            f"{kind.summary[0].upper()}{kind.summary[1:]}.",
            kind_table(kind.parameters),
        ]
        lines.append(f"An ended war: {ends_of(kind.ends)}.")
    return "\n\n".join(lines)


def kind_table(parameters: Mapping[str, ParameterSpec]) -> str:
    """Parameters of one kind."""
    rows = [
        (
            f"`{name}`",
            spec.meaning,
            expectation(spec)
            if spec.type not in ("texts", "places") or spec.choices
            else "a list of district ids",
            NO_DEFAULT if spec.required else default_of(spec.default, spec.type),
        )
        for name, spec in parameters.items()
    ]
    return table(("parameter", "meaning", "expected", "default"), rows)


def ends_of(ends: Mapping[str, str]) -> str:
    """How ended runs are judged, ends with the same verdict together."""
    groups: dict[str, list[str]] = {}
    for end, verdict in ends.items():
        groups.setdefault(verdict, []).append(end)
    if len(groups) == 1:
        return f"{next(iter(groups))} in every case"
    return "; ".join(f"{verdict} when {', '.join(names)}" for verdict, names in groups.items())


def options_part() -> str:
    """Options of the command line."""
    rows = [
        (
            f"`{name}`",
            f"{option.meaning} [{readers}]" if (readers := readers_text(option)) else option.meaning,
            option.expected,
            "null"
            if option.default is None
            else str(option.default).lower()
            if option.kind is bool
            else str(option.default),
        )
        for name, option in OPTIONS.items()
    ]
    return "\n\n".join(
        ["## Options of the command line", table(("option", "meaning", "expected", "default"), rows)]
    )


def columns_part() -> str:
    """The data dictionary of the tables a job writes; parameters of the law are named once above."""
    intro = (
        "Also written beside every result as `columns.json`. `runs.parquet` has one more column for each parameter "
        "of the law, named as above."
    )
    return "\n\n".join(["## Columns of the tables", intro, *column_tables()])


def column_tables() -> Iterator[str]:
    """Heading and table of each Parquet file."""
    for name, columns in TABLES.items():
        rows = [
            (f"`{column.name}`", column.plain_type, column.unit, column.meaning)
            for column in columns
            if column.name not in PARAMETERS
        ]
        yield f"### {name}"
        yield table(("column", "type", "unit", "meaning"), rows)


def main() -> int:
    """Write the document; returns the exit code."""
    path = checkout_file(DOCUMENT)
    write_text(path, reference())
    sys.stdout.write(f"{path}\n")
    return DONE


if __name__ == "__main__":
    sys.exit(guarded(main, debug=False))
