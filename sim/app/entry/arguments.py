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
        return " ".join([f"sim {self.verb} {self.places}", *(flag.usage for flag in self.flags)])


PUBLISHED = Flag("published", "DATE", "publication date of reports whose file name does not begin with one")
SOURCE = Flag("source", "ID", "source of reports whose file name does not give one")
FORMS: dict[str, Form] = {
    form.verb: form
    for form in (
        Form(
            "draft", "REPORT.txt|FOLDER",
            "Extract counts and claims from a report (.txt, .html, .pdf) or a folder of reports, for a person to confirm.",
            (
                PUBLISHED,
                SOURCE,
                Flag("scenario", "NAME", "scenario whose factions, places and district totals are used while reading"),
                Flag("out", "FILE", "draft file to write or update; confirmed entries are kept"),
                Flag("walk", "FILE", "review a draft file, or that of a folder, entry by entry"),
            ),
            "sim draft reports --scenario hills --out hills/drafts.yaml",
        ),
        Form(
            "new", "NAME",
            "Start a scenario in a new folder NAME from a folder of reports and a network, and list what is still missing.",
            (
                Flag("reports", "FOLDER", "folder of reports, one per file, preferably named DATE_SOURCE.txt", True),
                Flag("network", "FILE", "edges (.csv .xlsx .parquet), a graph (.graphml .gexf .edges .json) or boundaries "
                     "(.geojson .json .topojson .gpkg .shp .zip .fgb .parquet); or the folder of districts.csv and edges.csv", True),
                Flag("districts", "FILE", "table of districts; default: districts.csv beside --network, or a template is written"),
                Flag("columns", "COLUMN=PROPERTY,...", "properties of the boundaries to use as id, name, province, seat, population; "
                     "default: proposed from the file"),
                Flag("layer", "NAME", "layer to read from a boundary file with several"),
                Flag("crs", "EPSG:NNNN", "coordinate system of a boundary file that does not declare one"),
                Flag("parts", "N", "number of connected components of the network (islands, exclaves); default: counted and listed"),
                Flag("weights", "COLUMN", "column or attribute of the edges with the contact of two districts; default: all equal"),
                Flag("challenger", "NAME,ALIAS", "the attacking side, and the names reports use for it"),
                Flag("incumbent", "NAME,ALIAS", "the side that holds the remaining districts"),
                Flag("start", "DATE", "first day of the runs; default: the day of the start count"),
                Flag("as-of", "DATE", "forecast origin; default: the day of the last report"),
                PUBLISHED,
                SOURCE,
            ),
            'sim new hills --reports reports --network edges.csv --challenger "Reds,the insurgents" --incumbent Blues',
        ),
        Form(
            "check", "SCENARIO [as_of=DATE]",
            "Validate and describe a scenario without simulating, as of its own date or an earlier one; suspicious entries are listed.", (),
            "sim check toy_corridor",
        ),
        Form(
            "diff", "RUN_A RUN_B", "Compare two finished run folders: what changed in the input, and how each verdict changed.",
            (Flag("out", "FILE.html", "write the comparison as a page"),),
            "sim diff results/august results/september --out changes.html",
        ),
        Form(
            "rerun", "RUN_DIR", "Replay one run of a finished job day by day, and compare it with the stored run.",
            (
                Flag("run", "K", "number of the run", True),
                Flag("every", "DAYS", "days between two summaries of the front"),
                Flag("until", "DAY", "last day shown"),
            ),
            "sim rerun results/august --run 17",
        ),
        Form(
            "reproduce", "RUN_DIR", "Repeat the job of a finished run folder from scratch, and compare every file.",
            (Flag("out", "DIR", "output folder of the repeated job"),),
            "sim reproduce results/august",
        ),
        Form(
            "brief", "RUN_DIR", "One-page summary of a finished run folder: was the report right, and how sure may one be?",
            (Flag("out", "FOLDER", "output folder of brief.html, brief.md and brief.pdf; default: the run folder"),),
            "sim brief results/august",
        ),
        Form(
            "export", "RUN_DIR", "Export a finished run folder: probabilities as GeoJSON and GeoPackage, verdicts as CSV and a workbook, sources as citations.",
            (Flag("out", "FOLDER", "output folder; default: the run folder"),),
            "sim export results/august --out handed",
        ),
        Form(
            "open", "[RUN_DIR]", "Open the page of a finished run folder in the browser; default: the last one.", (),
            "sim open results/august",
        ),
        Form(
            "list", "[scenarios|experiments|parameters|verbs]", "List scenarios, experiments, parameters or verbs by name.", (),
            "sim list parameters",
        ),
        Form(
            "view", "[SCENARIO]", "Animate one run day by day in the browser (extra viewer).",
            (
                Flag("seed", "N", "random seed of the ensemble"),
                Flag("run", "K", "number of the first run shown"),
                Flag("port", "PORT", "port on this machine"),
            ),
            "sim view toy_corridor --run 17",
        ),
        Form(
            "completion", "bash | zsh", "Print a shell script that completes verbs, options, scenarios and parameters.", (),
            'eval "$(sim completion bash)"',
        ),
        Form(
            "store", "list | verify | prune [other=true] [older=DAYS] [over=SIZE] [yes=true]",
            "The store of earlier runs: list it, verify every file, or remove what is old or exceeds a size.", (),
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
    result = Parser(
        prog=f"sim {form.verb}", usage="\n    ".join(textwrap.wrap(form.usage, WIDTH - 10)), description=form.about,
        epilog=f"example: {form.example}", allow_abbrev=False, argument_default=argparse.SUPPRESS,
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=34, width=WIDTH),
    )  # fmt: skip
    for flag in form.flags:
        result.add_argument(f"--{flag.name}", metavar=flag.value, help=flag.meaning.replace("%", "%%"))
    return result


def read_form(form: Form, words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """(words that are no flag, value of each flag given). UsageError for an unknown flag, or one without a value.

    A flag may be written ``--run 17``, ``--run=17`` or ``run=17``.
    """
    names = [flag.name for flag in form.flags]
    spelled = [f"--{word}" if "=" in word and word.partition("=")[0] in names else word for word in words]
    for word in spelled:
        if word.startswith("--") and word.partition("=")[0].removeprefix("--") not in names:
            name = word.partition("=")[0].removeprefix("--")
            others = [verb for verb, other in FORMS.items() if name in (flag.name for flag in other.flags)]
            known = f"; it belongs to sim {others[0]}" if len(others) == 1 else nearest(word, names)
            raise UsageError(f"{word!r} is an unknown option{known}; expected {form.usage}")
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
