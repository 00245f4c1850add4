"""``sim draft``: from the text of a report, or a folder of them, to a draft that a person confirms."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.app.drafting import review
from sim.app.drafting.report_texts import print_remarks, read_texts, undated
from sim.app.entry.arguments import FORMS, read_form
from sim.app.entry.flag_values import day
from sim.base.errors import DONE, UsageError
from sim.base.html_display import plural
from sim.output.folder import disk_trouble, write_text
from sim.scenario.drafting.draft import MOST_VALUES, Text, draft_texts, draft_yaml, known_names, size_of
from sim.scenario.drafting.draft_file import carried_over, identifiers, read_draft, together
from sim.scenario.drafting.to_count import NOTHING, KnownNames
from sim.scenario.reader import read_scenario
from sim.session.console import Console
from sim.session.exit_codes import usage

FORM = FORMS["draft"]


def main(words: Sequence[str]) -> int:
    """Write the draft, or walk through one; returns the exit code."""
    places, given = read_form(FORM, words)
    if "walk" in given:
        if places or set(given) - {"walk", "scenario"}:
            raise usage(f"sim draft --walk takes a draft file and --scenario only; expected {FORM.usage}")
        return review.main(Path(given["walk"]), given.get("scenario"))
    if len(places) != 1:
        raise usage(f"sim draft {' '.join(places)}: {len(places)} texts; expected {FORM.usage}")
    known = known_names(read_scenario(given["scenario"], drafts="leave")) if "scenario" in given else NOTHING
    texts = read_texts(Path(places[0]), day(given, "published", FORM.usage), source_of(given))
    for text in texts:
        if text.published is None:
            raise usage(undated(text))
    print_remarks(texts)
    write_draft(texts, known, given.get("out"))
    return DONE


def source_of(given: Mapping[str, str]) -> str | None:
    """The source's id; UsageError if it is none."""
    name = given.get("source")
    if name is not None and not name.replace("_", "").replace("-", "").isalnum():
        raise usage(f"--source = {name!r}; expected an id of letters, digits, _ and -")
    return name


def write_draft(texts: Sequence[Text], known: KnownNames, out: str | None) -> None:
    """The draft of ``texts`` on standard output or in ``out``, where what is there of unchanged texts stays."""
    if out is None:
        sys.stdout.write(draft_yaml(draft_texts(texts, known).plain()))
        return
    path = Path(out)
    texts = [replace(text, name=beside(path, text.name)) for text in texts]
    old = read_draft(path, out) if path.exists() else {}
    unchanged, new = carried_over(old, texts)
    free = replace(known, taken=(known.taken - identifiers(old)) | identifiers(unchanged))
    draft = draft_texts(new, free)
    whole = together(unchanged, draft.plain())
    if size_of(whole) > MOST_VALUES:
        raise UsageError(
            f"{len(texts)} texts give {size_of(whole):,} values; expected at most {MOST_VALUES:,}, so fewer texts a draft"
        )
    with disk_trouble("--out", path):
        write_text(path, draft_yaml(whole))
    print_draft(Console(), whole, len(texts) - len(new), draft.left_out, out)


def beside(out: Path, name: str) -> str:
    """The name of a text as seen from the draft's folder, if it lies in it; else its last part."""
    return name if (out.parent / name).is_file() else name.rpartition("/")[2]


def print_draft(console: Console, plain: Mapping[str, Any], same: int, left_out: int, out: str) -> None:
    """What was drafted, and what to do next."""
    counts = [count for report in plain.get("reports", ()) for count in report["counts"]]
    others = sum(len(report.get("other_numbers") or ()) for report in plain.get("reports", ()))
    unread = sum(len(report.get("unread") or ()) for report in plain.get("reports", ()))
    for report in plain.get("reports", ()):
        for count in report["counts"]:
            console.say(f"{count['status']:<9} {count['id']}: {count.get('reading') or ''}")
    for claim in plain.get("claims", ()):
        console.say(f'{claim["status"]:<9} {claim["id"]}: "{claim.get("quote") or ""}"')
    console.say(
        f"{plural(len(counts), 'count')}, {plural(len(plain.get('claims', ())), 'claim')}, "
        f"{plural(others, 'other number')} seen: {out}"
        + (f"; {plural(unread, 'sentence')} not read, listed under unread" if unread else "")
        + (f"; {plural(same, 'text')} unchanged since the last draft" if same else "")
        + (f"; {left_out:,} more left out, too many for one report" if left_out else "")
    )
    console.say(f"next: sim draft --walk {out}")
