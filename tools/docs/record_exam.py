"""The exam in the record: ``python -m tools.docs.record_exam FOLDER LABEL`` adds a row of figures; without arguments only the tables are written.

docs/exam.json holds the rows as they were measured; the tables in docs/record.md and README.md are written from it, never by hand.
With a folder its past calls become those that come with the program, on which verdicts are calibrated.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sim.base.errors import DONE
from sim.calibration.calls import FILE as FILE_OF_CALLS
from sim.exam.calibration.ladder import CALIBRATED, HALF, KIND
from sim.exam.calibration.scores import CLAIMS
from sim.output.json_documents import write_json
from sim.output.markdown_table import table
from sim.session.exit_codes import guarded, usage
from tools.docs.generated_blocks import checkout_file, write_parts
from tools.docs.record_targets import EXAM_FILE, target_part
from tools.docs.record_targets import PART as TARGETS

FILE, DOCUMENT, README, PART = EXAM_FILE, "docs/record.md", "README.md", "campaigns"
LADDER, LINES, BANDS = "ladder", "calibration", "bands"
LEAST_ERROR = 0.0005  # what a cell of three digits can show
PAST, PICTURE = "past_calls.json", "docs/pictures/ladder.png"
KINDS = ("named", "capital", "unit")
METHODS = ("model", "hazard rules", "base rate")
BAND_KEYS = ("campaign", "dates", "inside_50", "inside_90", "factor", "inside_90_calibrated")
Row = Mapping[str, Any]


def parts(rows: Sequence[Row]) -> dict[str, dict[str, str]]:
    """The parts of each document by name."""
    last = rows[-1]
    lessons = {LADDER: ladder_table(last), LINES: class_table(last)} if "ladder" in last else {}
    if "bands" in last:
        lessons[BANDS] = band_table(last)
    return {
        DOCUMENT: {PART: exam_table(rows), TARGETS: target_part(), **lessons},
        README: {PART: short_table(last)},
    }


def condensed(found: Row, label: str, day: str) -> dict[str, Any]:
    """A row of the record from ``record.json``."""
    whole = {
        (entry["kind"], entry["method"]): entry for entry in found["scores"] if entry["horizon"] == "all"
    }
    keys = ("n", "brier", "log", "auc", "auc_by_campaign", "ranked", "ranked_well", "slope")
    counts = next(entry for entry in found["counts"] if entry["campaign"] == "all")
    windows = [entry for entry in found["expected"] if entry["horizon"] == 30]
    return {
        "label": label,
        "date": day,
        "law": found["law_version"],
        "start": found["start"],
        "runs": found["runs"],
        "origins": found["origins"],
        "campaigns": len(found["campaigns"]),
        "scores": {
            kind: {method: {key: whole[kind, method][key] for key in keys} for method in METHODS}
            for kind in KINDS
            if (kind, "model") in whole
        },
        "ranges": {kind: whole[kind, "model"]["brier_range"] for kind in KINDS if (kind, "model") in whole},
        "extremes": {entry["kind"]: dict(entry) for entry in found["extremes"]},
        "claims": found["claim_scores"],
        "counts": dict(counts),
        "bands": [{key: entry[key] for key in BAND_KEYS} for entry in found["counts"]],
        "month": {
            role: [
                sum(entry[key] * entry["windows"] for entry in windows if entry["role"] == role)
                / max(sum(entry["windows"] for entry in windows if entry["role"] == role), 1)
                for key in ("expected", "real")
            ]
            for role in ("challenger", "incumbent")
        },
        "windows": dict(found["windows"]),
        "ladder": found["ladder"],
        "classes": found["classes"],
    }


def exam_table(rows: Sequence[Row]) -> str:
    """One line a row, and under it the same exam for rules on paper."""
    head = (
        "state", "date", "law", "campaigns", "start", "named: Brier, mean AUC", "units: Brier, mean AUC (.8 and more), slope", "claims: Brier, log",
        "extremes wrong: named, units", "true below .001", "units a month, expected and real: challenger; incumbent",
        "dates in the 90 % band, mean share", "CRPS of counts (persistence)",
    )  # fmt: skip
    lines = [line(row) for row in rows]
    last = rows[-1]
    for method in METHODS[1:]:
        lines.append(
            (
                f"*{method}*, same questions",
                last["date"],
                "",
                str(last["campaigns"]),
                "",
                *ranks(last, method),
                *[""] * 6,
            )
        )
    return table(head, lines)


def short_table(row: Row) -> str:
    """The latest row beside what is asked of rules on paper: for the README."""
    head = (
        "",
        "named places: Brier, mean AUC",
        "units near a front: Brier, mean AUC, slope",
        "claims as they stand: Brier, log",
    )
    claims = row["claims"]
    lines = [("model", *ranks(row, "model"), f"{claims['brier']:.3f}, {claims['log']:.2f}")]
    lines += [(method, *ranks(row, method), "") for method in METHODS[1:]]
    for entry in row.get("ladder", ()):
        if (entry["sort"], entry["rung"]) == (CLAIMS, CALIBRATED):
            lines.insert(
                1,
                (
                    "model, calibrated on the other campaigns",
                    "",
                    "",
                    f"{entry['brier']:.3f}, {entry['log']:.2f}",
                ),
            )
    lines.append(("always one half", "0.250, 0.50", "0.250, 0.50", "0.250, 0.69"))
    counts, both = (
        row["counts"],
        [row["extremes"][kind] for kind in ("named", "unit") if kind in row["extremes"]],
    )
    wrong = " and ".join(f"{entry['wrong']:,} of {entry['n']:,}" for entry in both)
    calibrated = counts.get("inside_90_calibrated")
    widened = (
        ""
        if calibrated is None
        else f" and inside the band calibrated on the other campaigns on {calibrated}"
    )
    note = (
        f"{row['campaigns']} campaigns, {row['origins']} origins, law `{row['law']}`, {row['date']}. The actual number of districts held was inside the "
        f"90 % band on {counts['inside_90']} of {counts['dates']} dates{widened}; of forecasts below .05 or above .95, {wrong} were wrong "
        "(named places, units)."
    )
    return f"{table(head, lines)}\n\n{note}"


def ladder_table(row: Row) -> str:
    """Every forecast by sort of question: log and Brier score as the mean over campaigns, all out of sample."""
    sorts = list(dict.fromkeys(entry["sort"] for entry in row["ladder"]))
    rungs = [rung for rung in dict.fromkeys(entry["rung"] for entry in row["ladder"]) if rung != HALF]
    found = {(entry["sort"], entry["rung"]): entry for entry in row["ladder"]}
    head = (
        "questions",
        "n (true)",
        *rungs,
        "slope of the model, calibrated",
        "beyond .05 and .95 wrong: model, calibrated",
    )
    lines = []
    for sort in sorts:
        entry, better = found[sort, "model"], found[sort, CALIBRATED]
        cells = (rung_cell(found.get((sort, rung))) for rung in rungs)
        slopes = f"{digits(entry['slope'])}, {digits(better['slope'])}"
        extremes = f"{entry['wrong']:,} of {entry['extreme']:,}, {better['wrong']:,} of {better['extreme']:,}"
        lines.append((sort, f"{entry['n']:,} ({entry['true']:,})", *cells, slopes, extremes))
    adds = [sort for sort in sorts if found[sort, CALIBRATED]["log_by_war"] < found[sort, KIND]["log_by_war"]]
    nothing = [sort for sort in sorts if sort not in adds]
    halves = sorted({rung_cell(found[sort, HALF]) for sort in sorts})
    note = (
        f"A constant one half scores {' or '.join(halves)} everywhere. The calibrated model beats the base rate of the kind on: {', '.join(adds) or 'nothing'}; "
        f"it adds nothing on: {', '.join(nothing) or 'nothing'}."
    )
    return f"{table(head, lines)}\n\n{note}"


def band_table(row: Row) -> str:
    """Dates inside the bands by campaign, and inside the band as wide as the other campaigns ask for."""
    head = ("campaign", "known dates", "inside 50 %", "inside 90 %", "factor from the others", "inside 90 %, widened by it")  # fmt: skip
    lines = [
        (
            entry["campaign"].replace("_", " "), str(entry["dates"]), share_cell(entry["inside_50"], entry["dates"]), share_cell(entry["inside_90"], entry["dates"]),
            digits(entry["factor"]), share_cell(entry["inside_90_calibrated"], entry["dates"]),
        )
        for entry in row["bands"]
    ]  # fmt: skip
    return table(head, lines)


def share_cell(number: int | None, of: int) -> str:
    """``530, 80 %``."""
    return "-" if number is None else f"{number}, {100 * number / of:.0f} %"


def rung_cell(entry: Row | None) -> str:
    """Log and Brier score, with the Monte Carlo error of the log score where runs bear on it."""
    if entry is None:
        return ""
    error = entry.get("log_by_war_error") or 0.0
    error_text = f" ({error:.3f})" if error >= LEAST_ERROR else ""
    return f"{entry['log_by_war']:.3f}{error_text}, {entry['brier_by_war']:.3f}"


def class_table(row: Row) -> str:
    """The line of each class of past questions."""
    head = (
        "past questions",
        "n (true)",
        "campaigns",
        "slope, 95 %",
        "log: calibrated, base rate",
        "model adds",
        "at most",
    )
    lines = [
        (
            entry["class"], f"{entry['n']:,} ({entry['true']:,})", str(entry["wars"]), f"{entry['slope']:.2f}, {entry['slope_low']:.2f} to {entry['slope_high']:.2f}",
            f"{entry['log']:.3f}, {entry['base_log']:.3f}", "yes" if entry["adds"] else "no", f"{entry['most']:.2f}",
        )
        for entry in row["classes"]
    ]  # fmt: skip
    return table(head, lines)


def line(row: Row) -> tuple[str, ...]:
    """Cells of one row."""
    claims, counts, extremes = row["claims"], row["counts"], row["extremes"]
    both = [extremes[kind] for kind in ("named", "unit") if kind in extremes]
    months = [f"{expected:.1f}, {real:.1f}" for expected, real in row["month"].values()]
    return (
        row["label"],
        row["date"],
        f"`{row['law']}`",
        str(row["campaigns"]),
        row["start"],
        *ranks(row, "model"),
        f"{claims['brier']:.3f}, {claims['log']:.2f}",
        ", ".join(f"{entry['wrong']:,} of {entry['n']:,}" for entry in both),
        ", ".join(f"{entry['below_true']:,}" for entry in both),
        "; ".join(months),
        f"{counts['inside_90']} of {counts['dates']}, {counts['share_90']:.2f}",
        f"{counts['model']:.1f} ({counts['persistence']:.1f})",
    )


def ranks(row: Row, method: str) -> tuple[str, str]:
    """Scores on named places and on units of one method."""
    named, unit = row["scores"]["named"][method], row["scores"]["unit"][method]
    return (
        f"{named['brier']:.3f}, {digits(named['auc_by_campaign'])}",
        f"{unit['brier']:.3f}, {digits(unit['auc_by_campaign'])} ({unit['ranked_well']} of {unit['ranked']}), {digits(unit['slope'])}",
    )


def digits(value: float | None) -> str:
    """Two digits after the point."""
    return "-" if value is None else f"{value:.2f}"


def read_rows() -> list[dict[str, Any]]:
    """The rows measured so far."""
    path = checkout_file(FILE)
    rows: list[dict[str, Any]] = (
        json.loads(path.read_text(encoding="utf-8"))["rows"] if path.is_file() else []
    )
    return rows


def main(words: Sequence[str] = ()) -> int:
    """Add a row if a folder and a label are given, and write the table; returns the exit code."""
    if len(words) not in (0, 2):
        raise usage(f"{' '.join(words)!r} is not understood; expected nothing, or FOLDER LABEL")
    rows = read_rows()
    if words:
        found = json.loads((Path(words[0]) / "record.json").read_text(encoding="utf-8"))
        rows = [
            {name: row[name] for name in row if name not in ("ladder", "classes", "bands")} for row in rows
        ]
        rows.append(condensed(found, words[1], date.today().isoformat()))
        write_json(checkout_file(FILE), {"schema": "sim.exams/1", "rows": rows})
        rows = read_rows()
        if found["ladder"]:  # the past calls that verdicts are calibrated on
            shutil.copyfile(Path(words[0]) / PAST, FILE_OF_CALLS)
            shutil.copyfile(Path(words[0]) / "figures" / "ladder.png", checkout_file(PICTURE))
    for document, bodies in parts(rows).items():
        sys.stdout.write(f"{write_parts(document, bodies)}\n")
    return DONE


if __name__ == "__main__":
    sys.exit(guarded(lambda: main(sys.argv[1:])))
