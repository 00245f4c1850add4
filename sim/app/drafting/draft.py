"""``sim draft``: from the text of a report, or a folder of them, to a draft that a person confirms."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.app.drafting import review
from sim.app.drafting.report_texts import missing_date_text, print_remarks, read_texts
from sim.app.entry.arguments import read_arguments
from sim.base.errors import DONE, UsageError
from sim.base.html_display import plural
from sim.output.folder import disk_trouble, write_text
from sim.scenario.drafting.draft import MOST_VALUES, Text, draft_texts, draft_yaml, known_names, size_of
from sim.scenario.drafting.draft_file import carried_over, identifiers, read_draft, together
from sim.scenario.drafting.to_count import NOTHING, KnownNames
from sim.scenario.reader import read_scenario
from sim.session.console import Console
from sim.session.exit_codes import usage
from sim.session.verbs import VERBS


def main(words: Sequence[str]) -> int:
    """Write the draft, or walk through one; returns the exit code. UsageError for words it does not understand and texts it cannot read."""
    arguments, form = read_arguments("draft", words), VERBS["draft"].usage
    if "walk" in arguments:
        if set(arguments) - {"walk", "scenario"}:
            raise usage(f"sim draft --walk takes a draft file and --scenario only; expected {form}")
        return review.main(Path(arguments["walk"]), arguments.get("scenario"))
    if "REPORT|FOLDER" not in arguments:
        raise usage(f"sim draft: no text is given; expected {form}")
    names = (
        known_names(read_scenario(arguments["scenario"], drafts="leave"))
        if "scenario" in arguments
        else NOTHING
    )
    texts = read_texts(Path(arguments["REPORT|FOLDER"]), arguments.get("published"), source_of(arguments))
    for text in texts:
        if text.published is None:
            raise usage(missing_date_text(text))
    print_remarks(texts)
    write_draft(texts, names, arguments.get("out"))
    return DONE


def source_of(arguments: Mapping[str, str]) -> str | None:
    """The source's id; UsageError if it is none."""
    name = arguments.get("source")
    if name is not None and not name.replace("_", "").replace("-", "").isalnum():
        raise usage(f"--source = {name!r}; expected an id of letters, digits, _ and -")
    return name


def write_draft(texts: Sequence[Text], known: KnownNames, path_text: str | None) -> None:
    """The draft of ``texts`` on standard output or in ``path_text``, where what is there of unchanged texts stays.

    UsageError for more values than a draft may hold, OutputError if ``path_text`` cannot be written.
    """
    if path_text is None:
        sys.stdout.write(draft_yaml(draft_texts(texts, known).plain()))
        return
    path = Path(path_text)
    texts = [replace(text, name=name_in_folder(path, text.name)) for text in texts]
    old_draft = read_draft(path, path_text) if path.exists() else {}
    unchanged, new_texts = carried_over(old_draft, texts)
    names_free = replace(known, taken=(known.taken - identifiers(old_draft)) | identifiers(unchanged))
    draft = draft_texts(new_texts, names_free)
    whole_draft = together(unchanged, draft.plain())
    if size_of(whole_draft) > MOST_VALUES:
        raise UsageError(
            f"{len(texts)} texts give {size_of(whole_draft):,} values; expected at most {MOST_VALUES:,}, so fewer texts a draft"
        )
    with disk_trouble("--out", path):
        write_text(path, draft_yaml(whole_draft))
    print_draft(Console(), whole_draft, len(texts) - len(new_texts), draft.left_out, path_text)


def name_in_folder(draft_path: Path, name: str) -> str:
    """The name of a text as seen from the draft's folder, if it lies in it; else its last part."""
    return name if (draft_path.parent / name).is_file() else name.rpartition("/")[2]


def print_draft(
    console: Console, draft: Mapping[str, Any], unchanged_count: int, left_out: int, path_text: str
) -> None:
    """What was drafted, and what to do next."""
    reports, claims = draft.get("reports", ()), draft.get("claims", ())
    counts = [count for report in reports for count in report["counts"]]
    number_count, unread_count = (
        sum(len(report.get(name) or ()) for report in reports) for name in ("other_numbers", "unread")
    )
    for count in counts:
        console.say(f"{count['status']:<9} {count['id']}: {count.get('reading') or ''}")
    for claim in claims:
        console.say(f'{claim["status"]:<9} {claim["id"]}: "{claim.get("quote") or ""}"')
    console.say(
        f"{plural(len(counts), 'count')}, {plural(len(claims), 'claim')}, "
        f"{plural(number_count, 'other number')} seen: {path_text}"
        + (f"; {plural(unread_count, 'sentence')} not read, listed under unread" if unread_count else "")
        + (f"; {plural(unchanged_count, 'text')} unchanged since the last draft" if unchanged_count else "")
        + (f"; {left_out:,} more left out, too many for one report" if left_out else "")
    )
    console.say(f"next: sim draft --walk {path_text}")
