"""``sim draft --walk FILE``: a person goes through a draft, entry by entry; every decision is saved at once.

Corrections are noted in ``FILE.log``, a JSON object a line.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.base.errors import DONE, SimError, UsageError
from sim.evidence.count_words import MODIFIERS
from sim.evidence.source_and_count import KINDS, RELATIONS, UNITS, USES
from sim.output.folder import disk_trouble, write_text
from sim.scenario.drafting.draft import TO_SET, draft_yaml, known_names, names_for_reading
from sim.scenario.drafting.draft_file import read_draft
from sim.scenario.drafting.to_count import NOTHING, KnownNames, implied
from sim.scenario.drafting.unconfirmed import claim_gaps, count_gaps
from sim.scenario.files.loader import Document
from sim.scenario.files.paths import MAIN
from sim.scenario.files.schema import ClaimDraft, ClaimEntry, CountDraft, CountEntry, ReportDraft
from sim.scenario.files.validate import shape
from sim.scenario.files.yaml_writer import safe
from sim.scenario.reader import read_names, read_scenario
from sim.session.console import Console

CHOICES = "[a]ccept  [e]dit  [r]eject  [n]ext  [q]uit > "
DRAFTS = "drafts.yaml"  # of a scenario's folder
OF_REPORT = ("source", "published")
LISTS = ("window", "span", "places", "causes")
NAMED_LISTS = ("provincial_capitals", "national")  # instead of places
STEP = re.compile(r"\[([0-9]+)\]|([^.\[\]]+)")
INTEGER, REAL = re.compile(r"-?[0-9]{1,15}"), re.compile(r"-?[0-9]{1,15}\.[0-9]{1,15}")
OPEN = "-"  # an answer that leaves a gap
MEANINGS = (
    "a  it is right: asks for missing values, then confirms it",
    "e  change one key, then decide",
    "r  it is not a count or claim of this scenario",
    "n  leave it as a draft and show the next",
    "q  stop here; every decision is saved",
    "an empty answer takes the value in brackets; ? lists the possible answers; - leaves the value open",
)
LISTINGS = {"modifier": MODIFIERS, "use": USES, "relation": RELATIONS, "kind": KINDS, "unit": UNITS}
Ask = Callable[[str], str | None]  # None: no more answers


class Stopped(Exception):  # noqa: N818 - not an error: the person leaves
    """No more decisions in this sitting."""


@dataclass
class Entry:
    """A draft count with its report, or a draft claim."""

    value: dict[str, Any]
    report: dict[str, Any] | None

    @property
    def gaps(self) -> list[str]:
        """Names of what is still missing."""
        return claim_gaps(self.value) if self.report is None else count_gaps(self.value, self.report)

    def holder(self, key: str) -> dict[str, Any]:
        """Where a key stands: source and day of publication belong to the report, but a count's own source to it."""
        if key == "source" and self.value.get("source"):
            return self.value
        return self.report if self.report is not None and key in OF_REPORT else self.value


@dataclass
class Review:
    """A sitting: the draft, what the scenario knows, and the person's answers."""

    path: Path
    plain: dict[str, Any]
    known: KnownNames
    ask: Ask
    say: Callable[[str], None]
    decided: dict[str, int] = field(default_factory=lambda: {"accept": 0, "reject": 0})

    def walk(self) -> None:
        """Show every draft once, in order, until there are no more answers."""
        waiting = list(self.drafts())
        try:
            for number, draft in enumerate(waiting, start=1):
                self.show(draft, f"{number} of {len(waiting)}")
                self.decide(draft)
        except Stopped:
            self.say("")

    def drafts(self) -> Iterator[Entry]:
        """Entries whose status is draft."""
        reports, claims = self.plain.get("reports") or [], self.plain.get("claims") or []
        entries = [Entry(count, report) for report in reports for count in report.get("counts") or []]
        entries += [Entry(claim, None) for claim in claims]
        yield from (draft for draft in entries if draft.value.get("status") == "draft")

    def show(self, entry: Entry, place: str) -> None:
        """The entry in the report's words and in ours."""
        row, report = entry.value, entry.report
        self.say(f"\n{place}  {'claim' if report is None else 'count'} {row['id']}")
        self.say(f'  "{row.get("quote") or ""}"')
        if report is not None:
            source = row.get("source") or report.get("source") or "?"
            self.say(f"  source {source}, published {report.get('published') or '?'}")
            if row.get("note"):
                self.say(f"  note: {row['note']}")
            self.say(f"  read as: {row.get('reading') or '-'}")
            if means := row.get("implied"):
                quantiles = " / ".join(f"{means[name]:g}" for name in ("p05", "p50", "p95"))
                total = "?" if means.get("of") is None else f"{means['of']:g}"
                self.say(f"  means: {quantiles} (5 / 50 / 95 %) of {total}")
        else:
            denied = ", denied" if row.get("negated") else ""
            self.say(f"  read as: {row.get('tag') or '-'}{denied}; {row.get('role')}")
            if row.get("until"):
                self.say(f"  looks ahead until {row['until']}, as its words say")
            self.say(f"  headline {row.get('headline')} of {len(row.get('definitions') or [])} definitions")
        gaps = dict.fromkeys(gap.rpartition(".")[2] for gap in entry.gaps)
        self.say(f"  gaps: {', '.join(gaps) or 'none'}")

    def decide(self, entry: Entry) -> None:
        """Ask until the entry is accepted, rejected or passed over."""
        while True:
            answer = self.answer(CHOICES).lower()[:1]
            if answer == "q":
                raise Stopped
            if answer == "n" or (answer == "a" and self.accept(entry)):
                return
            if answer == "r":
                self.set_status(entry, "reject", "rejected")
                return
            if answer == "e":
                self.edit(entry)
            elif answer != "a":
                self.say("  one of a, e, r, n, q")
                for line in MEANINGS:
                    self.say(f"    {line}")

    def answer(self, question: str) -> str:
        """One answer; Stopped when there are no more."""
        text = self.ask(question)
        if text is None:
            raise Stopped
        return text.strip()

    def accept(self, entry: Entry) -> bool:
        """Fill the gaps with the person's answers and confirm; False if something is left open."""
        for key in entry.gaps:
            if key in entry.gaps and not self.fill_gap(entry, key):
                self.say(f"  still a draft: {key} is open")
                return False
        confirmed = {**entry.value, "status": "confirmed"}
        if not self.fits(confirmed, CountEntry if entry.report is not None else ClaimEntry):
            return False
        self.set_status(entry, "accept", "confirmed")
        return True

    def fill_gap(self, entry: Entry, key: str) -> bool:
        """Ask for the value of one gap until it fits; an empty answer takes what is proposed. False if it stays open."""
        proposed = self.proposal(entry, key)
        default_text = f" [{proposed}]" if proposed else ""
        while True:
            text = self.answer(f"  {key} ({self.expected(key)}){default_text} > ") or proposed
            if text in ("", OPEN):
                return False
            if text == "?":
                self.say(f"  {self.choices(key)}; {OPEN} leaves it open")
                continue
            if self.set_value(entry, key, text):
                return True

    def proposal(self, entry: Entry, key: str) -> str:
        """What an empty answer stands for; "" where nothing is likely."""
        if entry.report is None:
            return ""
        total, day = self.known.totals.get(str(entry.value.get("unit"))), entry.report.get("published")
        proposals = {"modifier": "exactly", "use": "fit", "basis": total, "date": day}
        return str(proposals.get(key) or "")

    def choices(self, key: str) -> str:
        """All that may stand under a key, where that is a list; else what is expected."""
        name = key.rpartition(".")[2]
        if name == "place" and self.known.places:
            return ", ".join(f"{row} ({place})" for place, row in self.known.places.items())
        return ", ".join(LISTINGS[name]) if name in LISTINGS else self.expected(key)

    def expected(self, key: str) -> str:
        """What may stand under a key."""
        name = key.rpartition(".")[2]
        if name == "faction" and self.known.factions:
            return "one of " + ", ".join(dict.fromkeys(self.known.factions.values()))
        return TO_SET.get(name, "a value") + ("; ? lists them" if name in LISTINGS else "")

    def edit(self, entry: Entry) -> None:
        """Change one key."""
        key = self.answer("  which key > ")
        value = value_at(entry.holder(key), key)
        if value is MISSING:
            self.say(f"  no key {key!r}; keys: {', '.join(entry.value)}")
            return
        text = self.answer(f"  {key}, now {json.dumps(value, ensure_ascii=False)} > ")
        if text:
            self.set_value(entry, key, text)

    def set_value(self, entry: Entry, key: str, text: str) -> bool:
        """Give a key its value if that fits, keep and note it; False with a word on why not."""
        name, value = key.rpartition(".")[2], read_value(key, text)
        owners = set(self.known.factions.values())
        if name == "faction" and owners and value not in owners:
            self.say(f"  {value!r} is not a faction; expected one of {', '.join(sorted(owners))}")
            return False
        holder = entry.holder(key)
        before, copy = value_at(holder, key), json.loads(json.dumps(holder))
        keys = self.keys_alike(entry, key)
        for part in keys:
            set_at(copy, part, value)
        if not self.fits(copy, schema_of(holder, entry)):
            return False
        for part in keys:
            set_at(holder, part, value)
        if entry.report is not None and entry.value.get("modifier"):
            entry.value["implied"] = implied({"measure": "count", **entry.value}, self.known.totals)
        self.save(entry, "edit", key, None if before is MISSING else before, value)
        return True

    def keys_alike(self, entry: Entry, key: str) -> list[str]:
        """The key, and with a claim's faction every other faction that is open: one answer holds for all definitions."""
        if not key.endswith(".faction") or key not in entry.gaps:
            return [key]
        return [key, *(gap for gap in entry.gaps if gap.endswith(".faction") and gap != key)]

    def fits(self, value: dict[str, Any], model: Any) -> bool:
        """True if ``value`` has the shape; else its faults are printed."""
        document = Document("", value)
        if shape(document, model) is not None:
            return True
        for fault in document.faults:
            self.say(f"  {fault.path}{fault.problem}")
        return False

    def set_status(self, entry: Entry, action: str, status: str) -> None:
        """Give the entry its status, keep and note it."""
        entry.value["status"] = status
        self.decided[action] += 1
        self.save(entry, action, "status", "draft", status)
        self.say(f"  {status}")

    def save(self, entry: Entry, action: str, key: str, before: Any, after: Any) -> None:
        """Keep the draft and add a line to the log beside it."""
        timestamp = datetime.now(UTC).isoformat(timespec="seconds")
        edit = {"action": action, "key": key, "before": before, "after": after}
        line = {"when": timestamp, "id": entry.value.get("id"), **edit}
        with disk_trouble("--walk", self.path):
            write_text(self.path, draft_yaml(self.plain))
            with log_path(self.path).open("a", encoding="utf-8", newline="\n") as log:
                log.write(json.dumps(line, ensure_ascii=False) + "\n")


MISSING = object()


def schema_of(holder: dict[str, Any], entry: Entry) -> Any:
    """The shape of what is being changed."""
    if holder is entry.value:
        return ClaimDraft if entry.report is None else CountDraft
    return ReportDraft


def log_path(path: Path) -> Path:
    """The log beside a draft file."""
    return path.with_name(f"{path.name}.log")


def key_steps(key: str) -> list[str | int]:
    """``definitions[0].place`` as steps."""
    return [int(number) if number else name for number, name in STEP.findall(key)]


def value_at(holder: Any, key: str) -> Any:
    """The value under a dotted key; MISSING if there is none."""
    for step in key_steps(key):
        try:
            holder = holder[step]
        except (KeyError, IndexError, TypeError):
            return MISSING
    return holder


def set_at(holder: Any, key: str, value: Any) -> None:
    """Set the value under a dotted key; the name of a list of places stands under ``list`` instead."""
    *parents, last = key_steps(key)
    for step in parents:
        holder = holder[step]
    if last == "places" and value and value[0] in NAMED_LISTS:
        del holder["places"]
        last, value = "list", value[0]
    holder[last] = value


def read_value(key: str, text: str) -> Any:
    """What a person typed, as the value of ``key``: a list for windows and places, a number, true or false, or text."""
    if key_steps(key)[-1:] and key_steps(key)[-1] in LISTS:
        parts = re.split(r"[\s,;]+", text.strip("[] "))
        return [read_value("", part.strip("'\"")) for part in parts if part and part != "to"]
    if text in ("null", "true", "false"):
        return {"null": None, "true": True, "false": False}[text]
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if REAL.fullmatch(text) else safe(text)


def main(path: Path, scenario: str | None) -> int:
    """Walk through a draft file, or that of a scenario's folder, with answers from standard input; returns the exit code."""
    console = Console()
    path = path / DRAFTS if path.is_dir() else path
    draft = read_draft(draft_path(path), str(path))
    review = Review(path, draft, read_known_names(path, scenario, console), ask_terminal, console.say)
    review.walk()
    accepted, rejected = review.decided["accept"], review.decided["reject"]
    draft_count = len(list(review.drafts()))
    console.say(f"{accepted} accepted, {rejected} rejected, {draft_count} still drafts: {path}")
    if accepted + rejected:
        console.say(f"corrections: {log_path(path)}")
    return DONE


def draft_path(path: Path) -> Path:
    """The path if a file is there; UsageError names the drafts that lie beside it."""
    if path.is_file():
        return path
    draft_folders = [folder for folder in (path.parent, path.parent.parent) if (folder / DRAFTS).is_file()]
    raise UsageError(
        f"{path} cannot be read: no such file; expected a draft, as sim draft --out FILE writes"
        + (f"; nearest: {draft_folders[0] / DRAFTS}" if draft_folders else "")
    )


def read_known_names(path: Path, scenario: str | None, console: Console) -> KnownNames:
    """What the scenario named, or else the one beside the draft, knows; nothing if there is none."""
    name = scenario or (str(path.parent) if (path.parent / MAIN).is_file() else None)
    if name is None:
        return NOTHING
    try:
        return known_names(read_scenario(name, drafts="leave"))
    except SimError:
        console.say(f"the scenario is incomplete: sim check {name}")
    try:
        return names_for_reading(*read_names(name))
    except SimError:
        if scenario is not None:
            raise
        console.say("its sides and places are not known here, because its file has faults")
        return NOTHING


def ask_terminal(question: str) -> str | None:
    """One line from standard input; None at its end."""
    sys.stdout.write(question)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        sys.stdout.write(line if line else "\n")
    return line.rstrip("\n") if line else None
