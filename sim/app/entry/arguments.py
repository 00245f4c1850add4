"""How the verbs without overrides are written: the words and flags of each, its help, and its parser (argparse)."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from sim.base.errors import UsageError, nearest

WIDTH = 108


@dataclass(frozen=True)
class Flag:
    """One flag with its value: what stands for the value, and what it means."""

    name: str
    value: str
    meaning: str
    needed: bool = False

    @property
    def usage(self) -> str:
        """``--reports FOLDER``, or in brackets where it may be left out."""
        text = f"--{self.name} {self.value}"
        return text if self.needed else f"[{text}]"


@dataclass(frozen=True)
class Form:
    """A verb: words that are no flag, what it does, its flags, one example."""

    verb: str
    places: str
    about: str
    flags: tuple[Flag, ...]
    example: str

    @property
    def usage(self) -> str:
        """``sim new NAME --reports FOLDER [--start DATE]``, on one line."""
        return " ".join([f"sim {self.verb} {self.places}", *(one.usage for one in self.flags)])


PUBLISHED = Flag("published", "DATE", "day of publication of reports whose file name does not begin with one")
SOURCE = Flag("source", "ID", "source of reports whose file name does not give one")
FORMS: dict[str, Form] = {
    one.verb: one
    for one in (
        Form(
            "draft", "REPORT.txt|FOLDER",
            "Read counts and claims from a report (.txt, .html, .pdf) or a folder of them, for a person to confirm.",
            (
                PUBLISHED,
                SOURCE,
                Flag("scenario", "NAME", "scenario whose sides, places and totals are known while reading"),
                Flag("out", "FILE", "draft file to write or to bring up to date; what is confirmed in it stays"),
                Flag("walk", "FILE", "go through a draft file, or that of a folder, and decide entry by entry"),
            ),
            "sim draft reports --scenario hills --out hills/drafts.yaml",
        ),
        Form(
            "new", "NAME",
            "Begin a scenario in a new folder NAME from a folder of reports and a network, and name what is still open.",
            (
                Flag("reports", "FOLDER", "reports, one a file, best called DATE_SOURCE.txt", True),
                Flag("network", "FILE", "edges (.csv .xlsx .parquet), a graph (.graphml .gexf .edges .json) or boundaries "
                     "(.geojson .json .topojson .gpkg .shp .zip .fgb .parquet); or the folder of districts.csv and edges.csv", True),
                Flag("districts", "FILE", "table of districts; left out, districts.csv beside --network, or one is begun for you"),
                Flag("columns", "COLUMN=PROPERTY,...", "which properties of the boundaries are id, name, province, seat, population; "
                     "left out, they are proposed"),
                Flag("layer", "NAME", "layer of boundaries that have several"),
                Flag("crs", "EPSG:NNNN", "coordinate system of boundaries that do not say"),
                Flag("parts", "N", "unconnected parts of the network: islands and exclaves; left out, they are counted and named"),
                Flag("weights", "COLUMN", "column or attribute of the edges that says how much two districts touch; equal if left out"),
                Flag("challenger", "NAME,ALIAS", "the side that attacks, and how reports call it"),
                Flag("incumbent", "NAME,ALIAS", "the side that holds the rest"),
                Flag("start", "DATE", "first day; left out, the day of the count from which runs start"),
                Flag("as-of", "DATE", "day of the question; left out, that of the last report"),
                PUBLISHED,
                SOURCE,
            ),
            'sim new hills --reports reports --network edges.csv --challenger "Reds,the insurgents" --incumbent Blues',
        ),
        Form(
            "check", "SCENARIO [as_of=DATE]",
            "Say what a scenario holds, and what is odd about it, without simulating; or as it could be read on an earlier day.", (),
            "sim check toy_corridor",
        ),
        Form(
            "diff", "RUN_A RUN_B", "What changed between two folders of finished jobs, and what it did to every verdict.",
            (Flag("out", "FILE.html", "the same as a page"),),
            "sim diff results/august results/september --out changes.html",
        ),
        Form(
            "rerun", "RUN_DIR", "Replay one run of a finished main job, tell it, and compare it with what is stored.",
            (
                Flag("run", "K", "number of the run", True),
                Flag("every", "DAYS", "days between two looks at the front"),
                Flag("until", "DAY", "last day told"),
            ),
            "sim rerun results/august --run 17",
        ),
        Form(
            "reproduce", "RUN_DIR", "Repeat the job of a finished folder from nothing, and compare every file.",
            (Flag("out", "DIR", "where the repeated job writes"),),
            "sim reproduce results/august",
        ),
        Form(
            "brief", "RUN_DIR", "One page on whether the report was right, from the folder of a finished job.",
            (Flag("out", "FOLDER", "where brief.html, brief.md and brief.pdf go; left out, into the same folder"),),
            "sim brief results/august",
        ),
        Form(
            "export", "RUN_DIR", "Chances as GeoJSON and GeoPackage, verdicts as CSV and a workbook, sources as citations, of a finished job.",
            (Flag("out", "FOLDER", "where the files go; left out, into the same folder"),),
            "sim export results/august --out handed",
        ),
        Form(
            "open", "[RUN_DIR]", "Show the page of a finished folder in the browser of this machine; the last one if left out.", (),
            "sim open results/august",
        ),
        Form(
            "list", "[scenarios|experiments|parameters|verbs]", "What there is to run and to set, by name.", (),
            "sim list parameters",
        ),
        Form(
            "view", "[SCENARIO]", "Play one run day by day in a browser of this machine (extra viewer).",
            (
                Flag("seed", "N", "random seed of the ensemble"),
                Flag("run", "K", "number of the run to begin with"),
                Flag("port", "PORT", "port on this machine"),
            ),
            "sim view toy_corridor --run 17",
        ),
        Form(
            "completion", "bash | zsh", "Completion of verbs, options, scenarios and parameters for a shell, as a script.", (),
            'eval "$(sim completion bash)"',
        ),
        Form(
            "store", "list | verify | prune [other=true] [older=DAYS] [over=SIZE] [yes=true]",
            "What is kept of earlier runs: list it, verify every file, or take away what is old or too much.", (),
            "sim store prune over=2G yes=true",
        ),
    )
}  # fmt: skip


class Parser(argparse.ArgumentParser):
    """argparse whose errors are ours."""

    def error(self, message: str) -> NoReturn:
        """UsageError with the form of the verb."""
        raise UsageError(message)


def parser(form: Form) -> Parser:
    """The parser of a verb; flags have no defaults, so that only what was given is there."""
    made = Parser(
        prog=f"sim {form.verb}", usage="\n    ".join(textwrap.wrap(form.usage, WIDTH - 10)), description=form.about,
        epilog=f"example: {form.example}", allow_abbrev=False, argument_default=argparse.SUPPRESS,
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=34, width=WIDTH),
    )  # fmt: skip
    for flag in form.flags:
        made.add_argument(f"--{flag.name}", metavar=flag.value, help=flag.meaning.replace("%", "%%"))
    return made


def read_form(form: Form, words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """(words that are no flag, value of each flag given). UsageError for an unknown flag, or one without a value.

    A flag may be written ``--run 17``, ``--run=17`` or ``run=17``.
    """
    names = [flag.name for flag in form.flags]
    spelled = [f"--{word}" if "=" in word and word.partition("=")[0] in names else word for word in words]
    for word in spelled:
        if word.startswith("--") and word.partition("=")[0].removeprefix("--") not in names:
            raise UsageError(f"{word!r} is an unknown option{nearest(word, names)}; expected {form.usage}")
    flags: list[str] = []
    rest: list[str] = []
    waiting = list(spelled)
    while waiting:
        word = waiting.pop(0)
        if not word.startswith("--"):
            rest.append(word)
            continue
        if "=" not in word:
            if not waiting or waiting[0].startswith("--"):
                raise UsageError(f"{word!r} has no value; expected {form.usage}")
            word = f"{word}={waiting.pop(0)}"  # a value may begin with a dash
        flags.append(word)
    given = parser(form).parse_args(flags)
    return rest, {name.replace("_", "-"): value for name, value in vars(given).items()}
